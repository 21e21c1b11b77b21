package attribution

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/lake"
)

func TestEveryIdentityIsNamedForWhatItIs(t *testing.T) {
	for name, test := range map[string]struct {
		identity lake.Identity
		want     Actor
		standing Standing
	}{
		"an IAM user": {
			lake.Identity{Type: "IAMUser", UserName: "bert-jan", AccountID: "1"},
			Actor{Name: "bert-jan", Kind: "IAMUser", Account: "1"}, Person,
		},
		"an IAM user for whom a service called": {
			lake.Identity{Type: "IAMUser", UserName: "bert-jan", InvokedBy: "health.amazonaws.com"},
			Actor{Name: "bert-jan", Kind: "IAMUser"}, Person,
		},
		"an IAM user without a name": {
			lake.Identity{Type: "IAMUser", ARN: "arn:aws:iam::1:user/cooks/mei"},
			Actor{Name: "mei", Kind: "IAMUser"}, Person,
		},
		"an IAM user who is called root": {
			lake.Identity{Type: "IAMUser", UserName: "root", AccountID: "1"},
			Actor{Name: "root", Kind: "IAMUser", Account: "1"}, Person,
		},
		"the root user": {
			lake.Identity{Type: "Root", AccountID: "1", UserName: "an-account-alias", ARN: "arn:aws:iam::1:root"},
			Actor{Name: "root", Kind: "Root", Account: "1"}, Person,
		},
		"a role's session": {
			lake.Identity{Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/Build/ci-7", IssuerUserName: "Build", PrincipalID: "AROA:ci-7", AccountID: "1"},
			Actor{Name: "Build/ci-7", Kind: "AssumedRole", Account: "1", Role: "Build", Session: "ci-7"}, RoleSession,
		},
		"a role's session with a source identity": {
			lake.Identity{Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/Build/ci-7", SourceIdentity: "mei"},
			Actor{Name: "Build/ci-7", Kind: "AssumedRole", Role: "Build", Session: "ci-7", Behind: []string{"mei"}}, RoleSession,
		},
		"a role's session without an ARN": {
			lake.Identity{Type: "AssumedRole", IssuerUserName: "Build", PrincipalID: "AROA:ci-7"},
			Actor{Name: "Build/ci-7", Kind: "AssumedRole", Role: "Build", Session: "ci-7"}, RoleSession,
		},
		"a role itself": {
			lake.Identity{Type: "Role", ARN: "arn:aws:iam::1:role/team/Build", AccountID: "1"},
			Actor{Name: "Build", Kind: "Role", Account: "1", Role: "Build"}, RoleSession,
		},
		"a person of IAM Identity Center": {
			lake.Identity{Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/mei@example.com"},
			Actor{Name: "AWSReservedSSO_Admin_0123456789abcdef/mei@example.com", Kind: "AssumedRole", Role: "AWSReservedSSO_Admin_0123456789abcdef", Session: "mei@example.com"}, Person,
		},
		"a service-linked role": {
			lake.Identity{Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/AWSServiceRoleForConfig/AWSConfig-Describe", InvokedBy: "config.amazonaws.com"},
			Actor{Name: "AWSServiceRoleForConfig/AWSConfig-Describe", Kind: "AssumedRole", Role: "AWSServiceRoleForConfig", Session: "AWSConfig-Describe"}, ServiceLinked,
		},
		"a role that is service-linked by its path alone": {
			lake.Identity{Type: "AssumedRole", IssuerARN: "arn:aws:iam::1:role/aws-service-role/x.amazonaws.com/XRole", IssuerUserName: "XRole", PrincipalID: "AROA:x"},
			Actor{Name: "XRole/x", Kind: "AssumedRole", Role: "XRole", Session: "x", RolePath: "/aws-service-role/x.amazonaws.com/"}, ServiceLinked,
		},
		"a role that only calls itself service-linked": {
			lake.Identity{Type: "AssumedRole", IssuerARN: "arn:aws:iam::1:role/AWSServiceRoleForTrouble", IssuerUserName: "AWSServiceRoleForTrouble", PrincipalID: "AROA:x"},
			Actor{Name: "AWSServiceRoleForTrouble/x", Kind: "AssumedRole", Role: "AWSServiceRoleForTrouble", Session: "x", RolePath: "/"}, RoleSession,
		},
		"a role that only calls itself a person's": {
			lake.Identity{Type: "AssumedRole", IssuerARN: "arn:aws:iam::1:role/team/AWSReservedSSO_Admin", IssuerUserName: "AWSReservedSSO_Admin", PrincipalID: "AROA:mei"},
			Actor{Name: "AWSReservedSSO_Admin/mei", Kind: "AssumedRole", Role: "AWSReservedSSO_Admin", Session: "mei", RolePath: "/team/"}, RoleSession,
		},
		"a federated user": {
			lake.Identity{Type: "FederatedUser", ARN: "arn:aws:sts::1:federated-user/oscar", PrincipalID: "1:oscar"},
			Actor{Name: "oscar", Kind: "FederatedUser"}, Person,
		},
		"an AWS service":           {lake.Identity{Type: "AWSService", InvokedBy: "cloudtrail.amazonaws.com"}, Actor{Name: "cloudtrail.amazonaws.com", Kind: "AWSService"}, Service},
		"a service without a type": {lake.Identity{AccountID: "1", InvokedBy: "ssm.amazonaws.com"}, Actor{Name: "ssm.amazonaws.com", Kind: "AWSService", Account: "1"}, Service},
		"another account":          {lake.Identity{Type: "AWSAccount", AccountID: "123456789012", PrincipalID: "AROA:x"}, Actor{Name: "account 123456789012", Kind: "AWSAccount", Account: "123456789012"}, Person},
		"an anonymous caller":      {lake.Identity{Type: "AWSAccount", AccountID: "anonymous"}, Actor{Name: "anonymous", Kind: "AWSAccount", Account: "anonymous"}, Person},
		"an anonymous principal":   {lake.Identity{Type: "AWSAccount", AccountID: "ANONYMOUS_PRINCIPAL"}, Actor{Name: "anonymous", Kind: "AWSAccount", Account: "ANONYMOUS_PRINCIPAL"}, Person},
		"a SAML user":              {lake.Identity{Type: "SAMLUser", UserName: "mei@example.com", PrincipalID: "x:mei@example.com"}, Actor{Name: "mei@example.com", Kind: "SAMLUser"}, Person},
		"a web identity":           {lake.Identity{Type: "WebIdentityUser", PrincipalID: "accounts.google.com:7:8", UserName: "7"}, Actor{Name: "7", Kind: "WebIdentityUser"}, Person},
		"an Identity Center user":  {lake.Identity{Type: "IdentityCenterUser", OnBehalfOf: "94482488-3041-7011"}, Actor{Name: "94482488-3041-7011", Kind: "IdentityCenterUser"}, Person},
		"a kind yet to come":       {lake.Identity{Type: "Directory", UserName: "d"}, Actor{Name: "d", Kind: "Directory"}, Person},
		"nothing at all":           {lake.Identity{}, Actor{Name: "unknown", Kind: "Unknown"}, Person},
	} {
		t.Run(name, func(t *testing.T) {
			got := ActorOf(test.identity)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.Standing() != test.standing {
				t.Errorf("standing %d, want %d", got.Standing(), test.standing)
			}
		})
	}
}

func TestARefusalIsToldFromAMistake(t *testing.T) {
	for _, code := range []string{"AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "UnauthorizedOperation", "VpceAccessDenied", "Client.AuthFailure", "AuthorizationErrorException", "NotAuthorized", "Forbidden", "KMS.AccessDeniedException", "UnauthorizedException"} {
		if !lake.Denied(code) {
			t.Errorf("%s is not taken for a refusal", code)
		}
	}
	for _, code := range []string{"", "NoSuchBucketPolicy", "BucketNotEmpty", "Failure", "ThrottlingException", "Client.InvalidInstanceID.NotFound", "ValidationException"} {
		if lake.Denied(code) {
			t.Errorf("%q is taken for a refusal", code)
		}
	}
}

var day = time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC)

// findings of a day: two users, one of them refused, a role, a linked role and
// a service.
func findings() []lake.Finding {
	at := func(h int) time.Time { return day.Add(time.Duration(h) * time.Hour) }
	person := func(name string) lake.Identity { return lake.Identity{Type: "IAMUser", UserName: name, AccountID: "1"} }
	role := func(role, session string) lake.Identity {
		return lake.Identity{Type: "AssumedRole", IssuerUserName: role, PrincipalID: "AROA:" + session, AccountID: "1"}
	}
	return []lake.Finding{
		{Identity: person("jonas"), EventName: "DeleteObject", Count: 2, First: at(3), Last: at(4), Addresses: []string{"b", "a"}},
		{Identity: person("jonas"), EventName: "DeleteObject", ErrorCode: "NoSuchKey", Count: 1, First: at(1), Last: at(1), Addresses: []string{"a"}},
		{Identity: person("oscar"), EventName: "DeleteObject", ErrorCode: "AccessDenied", Count: 9, First: at(1), Last: at(2)},
		{Identity: role("Backup", "nightly"), EventName: "DeleteObjects", Count: 40, First: at(2), Last: at(2)},
		{Identity: role("AWSServiceRoleForConfig", "x"), EventName: "GetBucketAcl", Count: 100, First: at(2), Last: at(2)},
		{Identity: lake.Identity{Type: "AWSService", InvokedBy: "config.amazonaws.com"}, EventName: "GetBucketAcl", Count: 5, First: at(2), Last: at(2)},
	}
}

func TestAVerdictGathersAndRanks(t *testing.T) {
	q := lake.Question{Template: lake.BucketUsers, Period: lake.Period{From: day, To: day.AddDate(0, 0, 1)}}
	v := Judge(q, &lake.Result{Findings: findings(), Truncated: true}, day.AddDate(0, 0, 1).Add(14*time.Minute))

	var names []string
	for _, s := range v.Suspects {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"jonas", "Backup/nightly", "oscar", "AWSServiceRoleForConfig/x"}, names); diff != "" {
		t.Errorf("suspects (-want +got):\n%s", diff)
	}
	want := Suspect{
		Actor: Actor{Name: "jonas", Kind: "IAMUser", Account: "1"}, Count: 3, Failed: 1, Deleted: 2,
		First: day.Add(1 * time.Hour), Last: day.Add(4 * time.Hour), Addresses: []string{"a", "b"}, Actions: map[string]int{"DeleteObject": 3}, LastAction: "DeleteObject",
	}
	if diff := cmp.Diff(want, v.Suspects[0]); diff != "" {
		t.Errorf("the first (-want +got):\n%s", diff)
	}
	if oscar := v.Suspects[2]; oscar.Denied != 9 || oscar.Failed != 9 || oscar.Succeeded() {
		t.Errorf("the refused one: %+v", oscar)
	}
	if len(v.Services) != 1 || v.Services[0].Name != "config.amazonaws.com" || v.Total != 157 {
		t.Errorf("services %+v, total %d", v.Services, v.Total)
	}
	if diff := cmp.Diff([]Caveat{Truncated, BulkDelete, Recent}, v.Caveats); diff != "" {
		t.Errorf("caveats (-want +got):\n%s", diff)
	}
}

func TestAVerdictDoesNotDependOnTheOrderOfFindings(t *testing.T) {
	q := lake.Question{Template: lake.UserActivity, Period: lake.Period{From: day, To: day.AddDate(0, 0, 1)}}
	want := Judge(q, &lake.Result{Findings: findings()}, day.AddDate(1, 0, 0))
	for range 200 {
		shuffled := findings()
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got := Judge(q, &lake.Result{Findings: shuffled}, day.AddDate(1, 0, 0))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestTheSameNameInTwoAccountsIsTwoSuspects(t *testing.T) {
	f := lake.Finding{Identity: lake.Identity{Type: "IAMUser", UserName: "mei", AccountID: "1"}, EventName: "GetObject", Count: 1, First: day, Last: day}
	other := f
	other.AccountID = "2"
	v := Judge(lake.Question{}, &lake.Result{Findings: []lake.Finding{f, other}}, day.AddDate(1, 0, 0))
	if len(v.Suspects) != 2 {
		t.Errorf("%+v", v.Suspects)
	}
}

func TestWhoNamedAnObjectComesBeforeWhoMayHaveDeletedIt(t *testing.T) {
	bulk := lake.Finding{Identity: lake.Identity{Type: "IAMUser", UserName: "mei"}, EventName: "DeleteObjects", Count: 7, First: day, Last: day}
	named := lake.Finding{Identity: lake.Identity{Type: "AssumedRole", IssuerUserName: "Build", PrincipalID: "AROA:ci"}, EventName: "DeleteObject", Count: 1, First: day, Last: day}
	r := &lake.Result{Findings: []lake.Finding{bulk, named}}
	for question, test := range map[string]struct {
		object lake.Object
		first  string
	}{
		"of the object":       {lake.Object{Key: "flan.txt"}, "Build/ci"},
		"of the whole bucket": {lake.Object{}, "mei"},
	} {
		q := lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Object: test.object}}
		if v := Judge(q, r, day); v.Suspects[0].Name != test.first {
			t.Errorf("%s: %s is first, want %s", question, v.Suspects[0].Name, test.first)
		}
	}
}

func TestOnlyAPeriodThatTouchesTheLastMinutesIsRecent(t *testing.T) {
	now := day.Add(12 * time.Hour)
	for name, test := range map[string]struct {
		from, to time.Duration
		want     bool
	}{
		"ends now":                   {-time.Hour, 0, true},
		"ended fourteen minutes ago": {-time.Hour, -14 * time.Minute, true},
		"ended fifteen minutes ago":  {-time.Hour, -15 * time.Minute, false},
		"is the whole of today":      {-12 * time.Hour, 12 * time.Hour, true},
		"is yet to come":             {time.Hour, 2 * time.Hour, false},
	} {
		q := lake.Question{Period: lake.Period{From: now.Add(test.from), To: now.Add(test.to)}}
		if got := slices.Contains(Judge(q, &lake.Result{}, now).Caveats, Recent); got != test.want {
			t.Errorf("a period that %s: recent is %t", name, got)
		}
	}
}

func TestNothingFoundIsACaveat(t *testing.T) {
	v := Judge(lake.Question{Period: lake.Period{From: day, To: day.AddDate(0, 0, 1)}}, &lake.Result{}, day.AddDate(1, 0, 0))
	if !slices.Equal(v.Caveats, []Caveat{NothingFound}) || v.Total != 0 {
		t.Errorf("%+v", v)
	}
}
