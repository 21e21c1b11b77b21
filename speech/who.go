package speech

import (
	"regexp"
	"strings"

	"pudding/attribution"
)

// maxName is the longest name that is spoken, in characters.
const maxName = 64

// who is an actor as the subject of a sentence. Nothing but a person is named
// as one.
func (v *Voice) who(a attribution.Actor) string {
	switch {
	case a.Name == attribution.Anonymous && a.Kind != attribution.IAMUser:
		return v.text("Who.anonymous", nil)
	case a.Kind == attribution.Root:
		return v.text("Who.root", nil)
	case a.Kind == attribution.AWSAccount:
		return v.text("Who.account", nil)
	case a.Kind == attribution.AWSService:
		return v.text("Who.service", with{"Name": serviceName(a.Name)})
	case a.Kind == attribution.IdentityCenterUser && longID.MatchString(a.Name):
		return v.text("Who.identityCenter", nil)
	case a.Role != "":
		return v.role(a)
	case a.Name == "HIDDEN_DUE_TO_SECURITY_REASONS":
		return v.text("Who.unknownUser", nil)
	case a.Kind == attribution.Unknown, a.Name == "unknown":
		return v.text("Who.unknown", nil)
	}
	return v.text("Who.person", with{"Name": personName(a.Name)})
}

// role is a role's session, followed to who took it on as far as is known.
func (v *Voice) role(a attribution.Actor) string {
	role := machineName(strings.TrimPrefix(a.Role, "AWSServiceRoleFor"))
	switch {
	case a.IsSignedInPerson():
		set := strings.TrimPrefix(a.Role, "AWSReservedSSO_")
		if i := strings.LastIndexByte(set, '_'); i > 0 {
			set = set[:i]
		}
		return v.text("Who.signedIn", with{"Name": personName(a.Session), "Role": machineName(set)})
	case a.Standing() == attribution.ServiceLinked:
		return v.text("Who.serviceLinked", with{"Role": role})
	case len(a.Behind) > 0:
		return v.text("Who.behind", with{"Role": role, "Name": personName(a.Behind[0])})
	case instanceID.MatchString(a.Session):
		return v.text("Who.instance", with{"Role": role})
	}
	return v.text("Who.session", with{"Role": role, "Session": machineName(a.Session)})
}

var (
	instanceID = regexp.MustCompile(`^i-[0-9a-f]{8,17}$`)
	longID     = regexp.MustCompile(`^[0-9a-f-]{20,}$`)
	// generated is what a machine put behind a name: an account, a time, a
	// random word of CloudFormation's.
	generated = regexp.MustCompile(`[-_.]?(?:[0-9]{6,}|[0-9a-f]{16,}|[A-Z0-9]{11,}|[0-9A-F]{8})$`)
)

// personName is a name that people chose, as it is.
func personName(s string) string { return short(printable(s), maxName) }

// machineName is the part of a name that means something to people.
func machineName(s string) string {
	for range 3 {
		trimmed := generated.ReplaceAllString(s, "")
		if trimmed == "" || trimmed == s {
			break
		}
		s = trimmed
	}
	return short(printable(s), maxName)
}

// serviceName is an AWS service's name: cloudtrail for cloudtrail.amazonaws.com.
func serviceName(dns string) string {
	name, _, _ := strings.Cut(dns, ".")
	if spoken, ok := services[name]; ok {
		return spoken
	}
	return short(printable(strings.ReplaceAll(name, "-", " ")), maxName)
}

// services whose DNS name is not what they are called.
var services = map[string]string{
	"apigateway": "API Gateway", "autoscaling": "Auto Scaling", "cloudformation": "CloudFormation", "cloudfront": "CloudFront",
	"cloudtrail": "CloudTrail", "config": "Config", "dynamodb": "DynamoDB", "ec2": "EC2", "ecr": "ECR", "ecs": "ECS", "eks": "EKS",
	"elasticloadbalancing": "load balancing", "events": "EventBridge", "guardduty": "GuardDuty", "iam": "IAM", "kms": "KMS",
	"lambda": "Lambda", "logs": "CloudWatch Logs", "monitoring": "CloudWatch", "rds": "RDS", "s3": "S3", "secretsmanager": "Secrets Manager",
	"securityhub": "Security Hub", "signin": "sign-in", "sns": "SNS", "sqs": "SQS", "ssm": "Systems Manager", "sso": "IAM Identity Center",
	"states": "Step Functions", "sts": "STS", "health": "Health", "organizations": "Organizations", "delivery": "log delivery",
}

var humps = regexp.MustCompile(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`)

// apiDate is the version that some services put behind an event's name.
var apiDate = regexp.MustCompile(`20[0-9]{6}.*$`)

// eventWords are the words of an event's name: get bucket ACL.
func eventWords(name string) string {
	words := strings.Fields(humps.ReplaceAllString(apiDate.ReplaceAllString(name, ""), "$1$3 $2$4"))
	for i, w := range words {
		if strings.ToUpper(w) != w || len(w) == 1 {
			words[i] = strings.ToLower(w)
		}
	}
	return short(printable(strings.Join(words, " ")), maxName)
}

// spelled is the end of an access key, a letter at a time.
func spelled(key string) string { return strings.Join(strings.Split(printable(key), ""), " ") }
