package speech

import (
	"cmp"
	"strings"
	"unicode"

	"pudding/internal/lazyregexp"
)

// maxName is the longest name that is spoken, in characters.
const maxName = 64

var (
	arn        = lazyregexp.New(`(?i)arn:(?:\S*[:/])?`)
	accessKey  = lazyregexp.New(`(?:AKIA|ASIA)[A-Z0-9]{8,}`)
	longNumber = lazyregexp.New(`[0-9]{12,}`)
)

// spoken is a name as it can be said, and without an account's number.
func spoken(s string) string { return inFull(longNumber.ReplaceAllString(printable(s), "…")) }

// inFull is a name as it can be said: without the account and the path of an
// ARN, without a whole access key, and not too long.
func inFull(s string) string {
	return short(arn.ReplaceAllString(hideKeys(printable(s)), ""), maxName)
}

// shown is a name as it stands on a card.
func shown(s string) string { return short(hideKeys(printable(s)), 2*maxName) }

// hideKeys leaves of an access key what is enough to know it by.
func hideKeys(s string) string {
	return accessKey.ReplaceAllStringFunc(s, func(key string) string { return "…" + key[len(key)-4:] })
}

const separators = "-_./ "

// namePart is a word of a name and the separators before it.
var namePart = lazyregexp.New(`[-_./ ]*[^-_./ ]+`)

// machineName is what means something to people in the name of a bucket, a role
// or a session: config-bucket for config-bucket-123456789012.
func machineName(s string) string { return spoken(without(s, generated)) }

// without is a name without some of its words, unless that leaves none.
func without(s string, some func(word string) bool) string { return cmp.Or(kept(s, some), s) }

// kept is what is left of a name without some of its words.
func kept(s string, some func(word string) bool) string {
	var kept strings.Builder
	for _, part := range namePart.FindAllString(printable(s), -1) {
		if !some(strings.Trim(part, separators)) {
			kept.WriteString(part)
		}
	}
	return strings.Trim(kept.String(), separators)
}

var (
	digits = lazyregexp.New(`^[0-9]{6,}$`)
	hex    = lazyregexp.New(`^(?:[0-9a-f]{8,}|[0-9A-F]{8,})$`)
)

// generated tells what a machine put into a name: an account's number, a time,
// a hash, the random end of a CloudFormation name.
func generated(word string) bool {
	if digits.MatchString(word) {
		return true
	}
	// Letters and digits take turns in a random word, not in one that was chosen.
	turns, was := 0, rune(0)
	for _, r := range word {
		if was != 0 && unicode.IsDigit(r) != unicode.IsDigit(was) {
			turns++
		}
		was = r
	}
	if hex.MatchString(word) {
		return turns >= 2 || len(word) >= 16
	}
	return turns >= 3 && len(word) >= 11
}

// service is the name of an AWS service: CloudTrail for
// cloudtrail.amazonaws.com.
func service(dns string) string {
	name, _, _ := strings.Cut(dns, ".")
	if name, ok := services[name]; ok {
		return name
	}
	return spoken(strings.ReplaceAll(name, "-", " "))
}

// services are those whose DNS name is not what they are called.
var services = map[string]string{
	"apigateway": "API Gateway", "autoscaling": "Auto Scaling", "cloudformation": "CloudFormation", "cloudfront": "CloudFront",
	"cloudtrail": "CloudTrail", "cloudwatch": "CloudWatch", "config": "Config", "delivery": "log delivery", "dynamodb": "DynamoDB", "ec2": "EC2", "ecr": "ECR",
	"ecs": "ECS", "eks": "EKS", "elasticloadbalancing": "load balancing", "events": "EventBridge", "guardduty": "GuardDuty",
	"health": "Health", "iam": "IAM", "kms": "KMS", "lambda": "Lambda", "logs": "CloudWatch Logs", "monitoring": "CloudWatch",
	"organizations": "Organizations", "rds": "RDS", "s3": "S3", "secretsmanager": "Secrets Manager", "securityhub": "Security Hub",
	"signin": "sign-in", "sns": "SNS", "sqs": "SQS", "ssm": "Systems Manager", "sso": "IAM Identity Center", "states": "Step Functions",
	"sts": "STS",
}

var (
	// humps are where a word of an event's name ends.
	humps = lazyregexp.New(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`)
	// apiDate is the version that some services put behind an event's name.
	apiDate = lazyregexp.New(`20[0-9]{6}.*$`)
	// initials are words that are spelled, though an event's name does not say so.
	initials = lazyregexp.New(`^(Acl|Api|Cors|Db|Dns|Iam|Ip|Kms|Mfa|Saml|Sms|Sql|Ssh|Ssl|Sso|Tls|Url|Vpc)(s?)$`)
)

// event is the words of an event's name: get bucket ACL for GetBucketAcl.
func event(name string) string {
	words := strings.Fields(humps.ReplaceAllString(apiDate.ReplaceAllString(name, ""), "$1$3 $2$4"))
	for i, w := range words {
		switch m := initials.FindStringSubmatch(w); {
		case m != nil:
			words[i] = strings.ToUpper(m[1]) + m[2]
		case strings.ToUpper(w) != w || len(w) == 1:
			words[i] = strings.ToLower(w)
		}
	}
	return spoken(strings.Join(words, " "))
}

// spelled is the end of an access key, a letter at a time.
func spelled(key string) string {
	return strings.Join(strings.Split(short(printable(key), 8), ""), " ")
}

// folder is a prefix of objects' keys, without the slash at its end.
func folder(prefix string) string { return spoken(strings.TrimRight(prefix, "/")) }
