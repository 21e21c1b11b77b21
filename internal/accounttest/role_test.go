package accounttest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pudding/internal/accounttest"
)

func TestARoleAllowsWhatItsPermissionsCover(t *testing.T) {
	table := "arn:aws:dynamodb:eu-west-1:123456789012:table/Cases"
	role := accounttest.Role{
		{Action: "dynamodb:GetItem", Resource: table},
		{Action: "cloudtrail:*", Resource: "*"},
		{Action: "iam:Get?ser", Resource: "arn:aws:iam::123456789012:user/*"},
	}
	for _, c := range []struct {
		action, resource string
		want             bool
	}{
		{"dynamodb:GetItem", table, true},
		{"dynamodb:getitem", table, true},
		{"dynamodb:PutItem", table, false},
		{"dynamodb:GetItem", table + "/index/x", false},
		{"dynamodb:GetItem", strings.ToLower(table), false},
		{"dynamodb:GetItem", "*", false},
		{"cloudtrail:LookupEvents", "*", true},
		{"iam:GetUser", "arn:aws:iam::123456789012:user/path/jonas", true},
		{"iam:GetUser", "arn:aws:iam::123456789012:role/jonas", false},
		{"iam:GetRole", "arn:aws:iam::123456789012:user/jonas", false},
	} {
		if got := role.Allows(accounttest.Permission{Action: c.action, Resource: c.resource}); got != c.want {
			t.Errorf("%s on %s: %v", c.action, c.resource, got)
		}
	}
}

func TestTheRoleOfATemplateIsMadeForADeployment(t *testing.T) {
	template := written(t, `
Resources:
  Role:
    Properties:
      Policies:
        - !If
          - HasKey
          - PolicyName: key
            PolicyDocument:
              Statement:
                - {Effect: Allow, Action: 'kms:Decrypt', Resource: !Ref Key}
          - !Ref AWS::NoValue
        - PolicyName: rest
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: ['s3:ListAllMyBuckets', 'iam:GetUser'], Resource: ['*', !Sub 'arn:aws:iam::${AWS::AccountId}:user/*']}
              - {Effect: Allow, Action: 'dynamodb:Query', Resource: !GetAtt Cases.Arn}
`)
	values := map[string]string{"Key": "a-key", "AWS::AccountId": "1", "Cases.Arn": "a-table"}
	rest := accounttest.Role{
		{Action: "s3:ListAllMyBuckets", Resource: "*"}, {Action: "s3:ListAllMyBuckets", Resource: "arn:aws:iam::1:user/*"},
		{Action: "iam:GetUser", Resource: "*"}, {Action: "iam:GetUser", Resource: "arn:aws:iam::1:user/*"},
		{Action: "dynamodb:Query", Resource: "a-table"},
	}
	for hasKey, want := range map[bool]accounttest.Role{false: rest, true: append(accounttest.Role{{Action: "kms:Decrypt", Resource: "a-key"}}, rest...)} {
		got, err := accounttest.OfTemplate(template, map[string]bool{"HasKey": hasKey}, values)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("with a key: %v: %v %s", hasKey, err, diff)
		}
	}
}

// What the account would not judge as IAM does must not pass for what it does.
func TestATemplateThatCanNotBeJudgedIsRefused(t *testing.T) {
	for name, statement := range map[string]string{
		"a denial":                "{Effect: Deny, Action: 's3:*', Resource: '*'}",
		"a condition":             "{Effect: Allow, Action: 's3:*', Resource: '*', Condition: {Bool: {'aws:SecureTransport': 'true'}}}",
		"all actions but some":    "{Effect: Allow, NotAction: 's3:*', Resource: '*'}",
		"an unknown function":     "{Effect: Allow, Action: 's3:*', Resource: !ImportValue elsewhere}",
		"an unknown value":        "{Effect: Allow, Action: 's3:*', Resource: !Ref Unknown}",
		"an unknown value inside": "{Effect: Allow, Action: 's3:*', Resource: !Sub 'a-${Unknown}'}",
		"an unknown condition":    "!If [Unknown, {Effect: Allow, Action: 's3:*', Resource: '*'}, !Ref AWS::NoValue]",
	} {
		t.Run(name, func(t *testing.T) {
			template := written(t, "Resources: {Role: {Properties: {Policies: [{PolicyName: one, PolicyDocument: {Statement: ["+statement+"]}}]}}}")
			if role, err := accounttest.OfTemplate(template, nil, nil); err == nil {
				t.Errorf("it is taken for %v", role)
			}
		})
	}
}

func written(t *testing.T, template string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(file, []byte(template), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
