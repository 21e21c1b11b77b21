package doctor_test

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"pudding/doctor"
	"pudding/internal/accounttest"
	"pudding/lake/local"
)

// deployment is the template deployed to an account, the environment of its
// function, and the AWS configuration of the function's role.
func deployment(t *testing.T) (*accounttest.Account, map[string]string, aws.Config) {
	t.Helper()
	return deploymentOf(t, local.Description{})
}

// deploymentOf is a deployment whose event data store says something of itself. The
// account's clock runs fast, so that nothing is throttled.
func deploymentOf(t *testing.T, store local.Description) (*accounttest.Account, map[string]string, aws.Config) {
	t.Helper()
	var calls atomic.Int64
	start := time.Now()
	fake := accounttest.Deploy(t, "../infra/template.yaml", local.Config{
		Description: store, Now: func() time.Time { return start.Add(time.Duration(calls.Add(1)) * time.Second) },
	})
	environment := map[string]string{
		"SOURCES":     "lake://" + fake.EventDataStore + "?region=" + accounttest.Region + " history://" + accounttest.Region,
		"SKILL_ID":    "amzn1.ask.skill.11111111-2222-3333-4444-555555555555",
		"CASES_TABLE": accounttest.Table,
		"NICKNAMES":   "pudding=s3://crumb-and-spoon-fridge/puddings/; nobody=user:nobody",
		"ASKERS":      "0123456789abcdef",
	}
	return fake, environment, as(aws.Config{
		Region: accounttest.Region, BaseEndpoint: &fake.URL,
		Retryer: func() aws.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), 1) },
	}, accounttest.FunctionKey)
}

// as is the account as somebody else has it.
func as(account aws.Config, accessKey string) aws.Config {
	account.Credentials = credentials.NewStaticCredentialsProvider(accessKey, "secret", "")
	return account
}

func read(environment map[string]string) func(string) string {
	return func(name string) string { return environment[name] }
}

func examined(t *testing.T, environment map[string]string, account aws.Config, function doctor.Function) (doctor.Grade, []doctor.Finding) {
	t.Helper()
	var all []doctor.Finding
	worst := doctor.Examine(t.Context(), read(environment), account, function, func(f doctor.Finding) { all = append(all, f) })
	return worst, all
}

// whole is the deployed function.
var whole = doctor.Function{Role: accounttest.FunctionRole, LogGroup: accounttest.LogGroup}

// broken are the findings that something is.
func broken(all []doctor.Finding) []doctor.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f doctor.Finding) bool { return f.Grade != doctor.Broken })
}

func TestAWholeDeploymentIsWell(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	if _, all := examined(t, environment, as(account, accounttest.OperatorKey), whole); len(broken(all)) > 0 {
		t.Fatalf("%+v", broken(all))
	}
	worst, all := examined(t, environment, account, doctor.Function{})
	if worst == doctor.Broken {
		t.Fatalf("%+v", broken(all))
	}
	for _, want := range []doctor.Finding{
		{Grade: doctor.Fine, Item: "credentials", Found: "are those of arn:aws:sts::123456789012:assumed-role/Pudding/x"},
		{Grade: doctor.Fine, Item: "nickname pudding", Found: "is the bucket crumb-and-spoon-fridge"},
		{Grade: doctor.Odd, Item: "nickname nobody", Found: "is the user nobody, which this account doesn't have", Remedy: "correct NICKNAMES, unless it is another account's"},
		{Grade: doctor.Fine, Item: "askers", Found: "are those that ASKERS lists"},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("%+v is missing among %+v", want, all)
		}
	}
	for _, p := range fake.Callers[accounttest.FunctionKey] {
		if !slices.Contains(fake.Used(), p) && !strings.HasPrefix(p.Action, "logs:") {
			t.Errorf("%v is not tried", p)
		}
	}
}

func TestAPermissionThatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	role := fake.Callers[accounttest.FunctionKey]
	for _, missing := range role {
		if strings.HasPrefix(missing.Action, "logs:") {
			continue // Lambda does that, and nobody else
		}
		elsewhere := accounttest.Permission{Action: missing.Action, Resource: missing.Resource + "/elsewhere"}
		for _, left := range []accounttest.Role{role.Without(missing), append(role.Without(missing), elsewhere)} {
			fake.Callers[accounttest.FunctionKey] = left
			worst, all := examined(t, environment, account, doctor.Function{})
			named := slices.ContainsFunc(all, func(f doctor.Finding) bool {
				return f.Grade == doctor.Broken && strings.HasPrefix(f.Remedy, "allow the role ") && strings.Contains(f.Remedy, missing.Action) && strings.HasSuffix(f.Remedy, " on "+missing.Resource)
			})
			if worst != doctor.Broken || !named {
				t.Fatalf("without %v: %+v", missing, all)
			}
			for _, f := range broken(all) {
				if f.Item != missing.Action && !strings.HasPrefix(missing.Action, "kms:") {
					t.Fatalf("without %v: %+v", missing, f)
				}
			}
		}
	}
}

// An operator may do more than the function's role, or less: what the function lacks
// is told either way.
func TestWhatAFunctionsRoleLacksIsNamedToAnOperator(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	role := fake.Roles[accounttest.FunctionRole]
	account = as(account, accounttest.OperatorKey)
	for _, missing := range role {
		fake.Roles[accounttest.FunctionRole] = role.Without(missing)
		_, all := examined(t, environment, account, whole)
		if named := broken(all); len(named) != 1 || named[0].Item != "role, "+missing.Action || !strings.HasPrefix(named[0].Remedy, "allow the role "+missing.Action+" on ") {
			t.Fatalf("without %v: %+v", missing, named)
		}
	}
}

func TestWhatBoundsARoleIsNamed(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	bound := fake.Roles[accounttest.FunctionRole].Without(accounttest.Permission{Action: "s3:ListAllMyBuckets", Resource: "*"})
	for _, c := range []struct {
		boundary, organization accounttest.Role
		want                   doctor.Finding
	}{
		{nil, bound, doctor.Finding{
			Grade: doctor.Broken, Item: "role, s3:ListAllMyBuckets", Found: "is denied by the organization", Remedy: "have its policies allow s3:ListAllMyBuckets on *",
		}},
		{bound, accounttest.Everything, doctor.Finding{
			Grade: doctor.Broken, Item: "role, s3:ListAllMyBuckets", Found: "is denied by the role's permissions boundary", Remedy: "have it allow s3:ListAllMyBuckets on *",
		}},
	} {
		fake.Boundary, fake.Organization = c.boundary, c.organization
		_, all := examined(t, environment, as(account, accounttest.OperatorKey), whole)
		if diff := cmp.Diff([]doctor.Finding{c.want}, broken(all)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAnOperatorWhoMayLessThanTheRoleIsNoFault(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	fake.Callers[accounttest.OperatorKey] = accounttest.Role{{Action: "iam:SimulatePrincipalPolicy", Resource: accounttest.FunctionRole}, {Action: "cloudtrail:GetEventDataStore", Resource: "*"}}
	worst, all := examined(t, environment, as(account, accounttest.OperatorKey), whole)
	refused := doctor.Finding{Grade: doctor.Odd, Item: "dynamodb:PutItem", Found: "is refused to these credentials", Remedy: "see what is told of the function's role"}
	if worst != doctor.Odd || !slices.Contains(all, refused) {
		t.Errorf("%s: %+v", worst, all)
	}
	for _, p := range fake.Roles[accounttest.FunctionRole] {
		if allowed := (doctor.Finding{Grade: doctor.Fine, Item: "role, " + p.Action, Found: "is allowed"}); !slices.Contains(all, allowed) {
			t.Errorf("%v is not told of: %+v", p, all)
		}
	}
}

func TestARoleThatCanNotBeToldOfIsNoted(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	_, all := examined(t, environment, account, whole)
	if !slices.ContainsFunc(all, func(f doctor.Finding) bool {
		return f.Grade == doctor.Odd && f.Item == "role" && strings.Contains(f.Remedy, "iam:SimulatePrincipalPolicy on "+accounttest.FunctionRole)
	}) {
		t.Errorf("%+v", all)
	}
	delete(fake.Roles, accounttest.FunctionRole)
	if worst, all := examined(t, environment, as(account, accounttest.OperatorKey), whole); worst != doctor.Broken {
		t.Errorf("of a role that is gone: %+v", all)
	}
}

func TestCredentialsThatAreNotTakenEndIt(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	worst, all := examined(t, environment, as(account, "AKIDNOBODY"), doctor.Function{})
	if worst != doctor.Broken || all[0].Item != "credentials" || slices.ContainsFunc(all, func(f doctor.Finding) bool { return strings.Contains(f.Item, ":") }) {
		t.Errorf("%+v", all)
	}
}

func TestWhatIsOddIsNoted(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	environment["SOURCES"], environment["CASES_TABLE"], environment["ASKERS"] = "history://eu-west-1", "", ""
	worst, all := examined(t, environment, account, doctor.Function{})
	if worst != doctor.Odd {
		t.Errorf("%s: %+v", worst, all)
	}
	for _, item := range []string{"answers", "cases", "askers"} {
		if !slices.ContainsFunc(all, func(f doctor.Finding) bool { return f.Item == item && f.Grade == doctor.Odd && f.Remedy != "" }) {
			t.Errorf("nothing is noted of %s: %+v", item, all)
		}
	}
}
