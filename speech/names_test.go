package speech

import "testing"

func TestANameIsSaidWithoutWhatAMachinePutIntoIt(t *testing.T) {
	for name, want := range map[string]string{
		"config-bucket-123837392027":                   "config-bucket",
		"config-bucket-123837392027-eu-west-1":         "config-bucket-eu-west-1",
		"crumb-and-spoon-fridge":                       "crumb-and-spoon-fridge",
		"MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0": "MordorNginxStack-BankingWAFRole",
		"ELBLog-S3LogPipelineRole-LMN03K1C37JK":        "ELBLog-S3LogPipelineRole",
		"aws-go-sdk-1688990565286187801":               "aws-go-sdk",
		"backup.2026.07":                               "backup.2026.07",
		"cdk-hnb659fds-assets-123456789012-eu-west-1":  "cdk-hnb659fds-assets-eu-west-1",
		"deploy-3f2a9b1c":                              "deploy",
		"facade":                                       "facade",
		"123456789":                                    "123456789",
		"arn:aws:s3:::fridge":                          "fridge",
		"mei@example.com":                              "mei@example.com",
		"AKIAIOSFODNN7EXAMPLE":                         "…MPLE",
	} {
		if got := machineName(name); got != want {
			t.Errorf("%s is said %q, want %q", name, got, want)
		}
	}
}

func TestAPersonsNameIsSaidAsItIs(t *testing.T) {
	for name, want := range map[string]string{
		"bert-jan": "bert-jan", "agent-007": "agent-007", "mei.tanaka": "mei.tanaka", "O'Neil": "O'Neil", "a\x00b\u202ec": "abc",
		"svc-123456789012": "svc-…",
	} {
		if got := spoken(name); got != want {
			t.Errorf("%q is said %q, want %q", name, got, want)
		}
	}
}

func TestAnEventIsSaidInWords(t *testing.T) {
	for name, want := range map[string]string{
		"GetBucketAcl": "get bucket ACL", "DescribeDBInstances": "describe DB instances", "ListFunctions20150331": "list functions",
		"CreateSAMLProvider": "create SAML provider", "DeleteObject": "delete object", "ListObjectsV2": "list objects V2",
		"EnableMFADevice": "enable MFA device", "DescribeVpcs": "describe VPCs", "GetBucketCors": "get bucket CORS", "DeleteBucketPublicAccessBlock": "delete bucket public access block",
		"UpdateFunctionCode20150331v2": "update function code", "ConsoleLogin": "console login",
	} {
		if got := event(name); got != want {
			t.Errorf("%s is said %q, want %q", name, got, want)
		}
	}
}

func TestAServiceIsCalledByItsName(t *testing.T) {
	for dns, want := range map[string]string{
		"cloudtrail.amazonaws.com": "CloudTrail", "delivery.logs.amazonaws.com": "log delivery", "access-analyzer.amazonaws.com": "access analyzer",
	} {
		if got := service(dns); got != want {
			t.Errorf("%s is called %q, want %q", dns, got, want)
		}
	}
}
