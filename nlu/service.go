package nlu

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"pudding/internal/lazyregexp"
)

// ServiceNames are the AWS services that may be asked about, by the event
// source that CloudTrail records, with what they are called. The interaction
// models have the same names.
var ServiceNames = map[string][]string{
	"access-analyzer.amazonaws.com":      {"access analyzer"},
	"acm.amazonaws.com":                  {"certificate manager", "a. c. m.", "acm"},
	"apigateway.amazonaws.com":           {"api gateway", "a. p. i. gateway"},
	"athena.amazonaws.com":               {"athena"},
	"autoscaling.amazonaws.com":          {"auto scaling", "autoscaling"},
	"backup.amazonaws.com":               {"backup", "aws backup"},
	"bedrock.amazonaws.com":              {"bedrock"},
	"cloudformation.amazonaws.com":       {"cloud formation", "cloudformation"},
	"cloudfront.amazonaws.com":           {"cloud front", "cloudfront"},
	"cloudtrail.amazonaws.com":           {"cloud trail", "cloudtrail"},
	"monitoring.amazonaws.com":           {"cloud watch", "cloudwatch"},
	"logs.amazonaws.com":                 {"cloud watch logs", "cloudwatch logs", "logs"},
	"codebuild.amazonaws.com":            {"code build", "codebuild"},
	"codepipeline.amazonaws.com":         {"code pipeline", "codepipeline"},
	"cognito-idp.amazonaws.com":          {"cognito"},
	"config.amazonaws.com":               {"config", "aws config"},
	"dynamodb.amazonaws.com":             {"dynamo", "dynamo d. b.", "dynamodb"},
	"ec2.amazonaws.com":                  {"e. c. two", "ec2", "elastic compute cloud"},
	"ecr.amazonaws.com":                  {"e. c. r.", "ecr", "container registry"},
	"ecs.amazonaws.com":                  {"e. c. s.", "ecs", "container service"},
	"eks.amazonaws.com":                  {"e. k. s.", "eks", "kubernetes"},
	"elasticache.amazonaws.com":          {"elasticache", "elastic cache"},
	"elasticfilesystem.amazonaws.com":    {"e. f. s.", "efs", "elastic file system"},
	"elasticloadbalancing.amazonaws.com": {"load balancing", "elastic load balancing", "load balancer"},
	"es.amazonaws.com":                   {"open search", "opensearch", "elastic search"},
	"events.amazonaws.com":               {"event bridge", "eventbridge"},
	"firehose.amazonaws.com":             {"firehose"},
	"glue.amazonaws.com":                 {"glue"},
	"guardduty.amazonaws.com":            {"guard duty", "guardduty"},
	"health.amazonaws.com":               {"health", "health dashboard"},
	"iam.amazonaws.com":                  {"i. a. m.", "iam", "identity and access management"},
	"inspector2.amazonaws.com":           {"inspector"},
	"kinesis.amazonaws.com":              {"kinesis"},
	"kms.amazonaws.com":                  {"k. m. s.", "kms", "key management"},
	"lambda.amazonaws.com":               {"lambda"},
	"organizations.amazonaws.com":        {"organizations", "organisations"},
	"rds.amazonaws.com":                  {"r. d. s.", "rds", "relational database service"},
	"redshift.amazonaws.com":             {"redshift", "red shift"},
	"route53.amazonaws.com":              {"route fifty three", "route 53"},
	"s3.amazonaws.com":                   {"s. three", "s3", "simple storage service"},
	"sagemaker.amazonaws.com":            {"sage maker", "sagemaker"},
	"secretsmanager.amazonaws.com":       {"secrets manager", "secret manager"},
	"securityhub.amazonaws.com":          {"security hub"},
	"signin.amazonaws.com":               {"sign in", "console sign in"},
	"sns.amazonaws.com":                  {"s. n. s.", "sns", "notification service"},
	"sqs.amazonaws.com":                  {"s. q. s.", "sqs", "queue service"},
	"ssm.amazonaws.com":                  {"systems manager", "s. s. m.", "ssm"},
	"sso.amazonaws.com":                  {"identity center", "single sign on", "s. s. o.", "sso"},
	"states.amazonaws.com":               {"step functions"},
	"sts.amazonaws.com":                  {"s. t. s.", "sts", "security token service"},
	"wafv2.amazonaws.com":                {"waf", "w. a. f.", "web application firewall"},
}

var eventSource = lazyregexp.New(`^[a-z0-9][a-z0-9.-]{0,100}\.(amazonaws|aws)\.(com|com\.cn)$`)

// servicesByName are the services by their names' folded forms.
var servicesByName = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for source, names := range ServiceNames {
		m[Fold(strings.TrimSuffix(source, ".amazonaws.com"))] = source
		for _, n := range names {
			m[serviceKey(n)] = source
		}
	}
	return m
})

// serviceKey folds a service's name, and says its numbers in digits.
func serviceKey(s string) string {
	return strings.NewReplacer("fiftythree", "53", "ectwo", "ec2", "sthree", "s3").Replace(Fold(s))
}

// Service reads the name of an AWS service, in words, spelled or as the DNS
// name that CloudTrail records, and returns the latter.
func Service(heard string) (string, bool) {
	said := strings.ToLower(strings.TrimSpace(norm.NFKC.String(heard)))
	if eventSource.MatchString(said) {
		return said, true
	}
	key := serviceKey(said)
	for _, prefix := range []string{"", "aws", "amazon"} {
		if source, ok := servicesByName()[strings.TrimPrefix(key, prefix)]; ok {
			return source, true
		}
	}
	return "", false
}
