package attribution

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/lake"
)

var tenth = time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC)

// sessionOf is a role's session whose key was issued at some minute of the day.
func sessionOf(role, name, key string, minute int) lake.Identity {
	return lake.Identity{
		Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/" + role + "/" + name, IssuerUserName: role, AccountID: "1",
		KeyEnd: key, SessionCreated: tenth.Add(time.Duration(minute) * time.Minute),
	}
}

func person(name string) lake.Identity {
	return lake.Identity{Type: "IAMUser", UserName: name, AccountID: "1", KeyEnd: "AKIAKEY0"}
}

// follow plays a chain against who issued which key.
func follow(t *testing.T, q lake.Question, findings []lake.Finding, issued map[string]lake.Finding) (Verdict, []lake.Question) {
	t.Helper()
	chain := NewChain(q, &lake.Result{Findings: findings}, tenth.AddDate(0, 0, 2))
	var asked []lake.Question
	for {
		step, more := chain.Next()
		if !more {
			return chain.Verdict(), asked
		}
		asked = append(asked, step)
		var r lake.Result
		for _, key := range step.Arguments.IssuedKeys {
			if f, ok := issued[key]; ok {
				if f.Subject == "" {
					f.Subject = key
				}
				f.Count = 1
				r.Findings = append(r.Findings, f)
			}
		}
		chain.Found(&r)
	}
}

func TestTemporaryCredentialsAreFollowedToWhoeverHadThemIssued(t *testing.T) {
	day := lake.Period{From: tenth, To: tenth.AddDate(0, 0, 1)}
	bucket := lake.Question{Template: lake.BucketUsers, Period: day}
	key := lake.Question{Template: lake.AccessKeyActivity, Period: day, Arguments: lake.Arguments{AccessKey: "KEY00001"}}
	by := func(i lake.Identity) lake.Finding { return lake.Finding{Identity: i, EventName: "AssumeRole"} }
	ec2 := lake.Identity{Type: "AWSService", InvokedBy: "ec2.amazonaws.com"}
	delivered := sessionOf("Web", "i-0123456789abcdef0", "KEY00001", 5)
	delivered.EC2RoleDelivery = "2.0"
	inSSO := sessionOf("AWSReservedSSO_Admin_0123456789abcdef", "mei", "KEY00001", 5)
	inSSO.IssuerARN = "arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef"
	for name, test := range map[string]struct {
		q      lake.Question
		found  lake.Identity
		issued map[string]lake.Finding
		behind []string
		steps  int
	}{
		"to a user":                        {bucket, sessionOf("Build", "ci", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(person("mei"))}, []string{"mei"}, 1},
		"through another role":             {bucket, sessionOf("Build", "ci", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(sessionOf("Hop", "x", "KEY00002", 2)), "KEY00002": by(person("mei"))}, []string{"Hop/x", "mei"}, 2},
		"no further than four steps":       {bucket, sessionOf("Build", "ci", "KEY00001", 9), map[string]lake.Finding{"KEY00001": by(sessionOf("A", "a", "KEY00002", 8)), "KEY00002": by(sessionOf("B", "b", "KEY00003", 7)), "KEY00003": by(sessionOf("C", "c", "KEY00004", 6)), "KEY00004": by(sessionOf("D", "d", "KEY00005", 5)), "KEY00005": by(person("mei"))}, []string{"A/a", "B/b", "C/c", "D/d"}, 4},
		"not round and round":              {bucket, sessionOf("Build", "ci", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(sessionOf("Build", "ci", "KEY00001", 5))}, nil, 1},
		"nowhere, where nothing is found":  {bucket, sessionOf("Build", "ci", "KEY00001", 5), nil, nil, 1},
		"not from a user's own key":        {bucket, person("mei"), nil, nil, 0},
		"not from an instance's own role":  {bucket, delivered, nil, nil, 0},
		"to whoever took on its name":      {bucket, sessionOf("Web", "i-0123456789abcdef0", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(person("mallory"))}, []string{"mallory"}, 1},
		"but not to EC2 itself":            {bucket, sessionOf("Web", "i-0123456789abcdef0", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(ec2)}, nil, 1},
		"not from a person signed in":      {bucket, inSSO, nil, nil, 0},
		"from an instance's key":           {key, sessionOf("Web", "i-0123456789abcdef0", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(ec2)}, []string{"ec2.amazonaws.com"}, 1},
		"from a user's key, to its maker":  {key, lake.Identity{Type: "IAMUser", UserName: "bob", KeyEnd: "KEY00001"}, map[string]lake.Finding{"KEY00001": by(person("mei"))}, []string{"mei"}, 1},
		"to nobody else than the user":     {key, lake.Identity{Type: "IAMUser", UserName: "bob", KeyEnd: "KEY00001"}, map[string]lake.Finding{"KEY00001": by(person("bob"))}, nil, 1},
		"to the source identity of a role": {bucket, sessionOf("Build", "ci", "KEY00001", 5), map[string]lake.Finding{"KEY00001": by(lake.Identity{Type: "AssumedRole", ARN: "arn:aws:sts::1:assumed-role/Hop/x", SourceIdentity: "mei"})}, []string{"Hop/x", "mei"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			v, asked := follow(t, test.q, []lake.Finding{{Identity: test.found, EventName: "GetObject", Count: 1, First: tenth, Last: tenth}}, test.issued)
			if diff := cmp.Diff(test.behind, v.Suspects[0].Behind); diff != "" || len(asked) != test.steps {
				t.Errorf("%d steps, want %d (-want +got):\n%s", len(asked), test.steps, diff)
			}
			for _, q := range asked {
				if length := q.Period.Length(); length > 25*time.Hour {
					t.Errorf("a step reads %s", length)
				}
			}
		})
	}
}

func TestOfACallThatTwoAccountsRecordedTheOneThatNamesTheCallerCounts(t *testing.T) {
	found := &lake.Result{Findings: []lake.Finding{
		{Identity: sessionOf("Build", "ci", "KEY00001", 5), EventName: "GetObject", Count: 1, First: tenth, Last: tenth},
	}}
	copied := lake.Finding{Identity: lake.Identity{Type: "AWSAccount", AccountID: "2"}, EventName: "AssumeRole", Subject: "KEY00001", Count: 1}
	for _, test := range []struct {
		calls  []lake.Finding
		behind []string
	}{
		{[]lake.Finding{copied, {Identity: person("mei"), EventName: "AssumeRole", Subject: "KEY00001", Count: 1}}, []string{"mei"}},
		{[]lake.Finding{copied}, []string{"account 2"}},
	} {
		chain := NewChain(lake.Question{Template: lake.BucketUsers}, found, tenth.AddDate(0, 0, 2))
		chain.Next()
		chain.Found(&lake.Result{Findings: test.calls})
		if diff := cmp.Diff(test.behind, chain.Verdict().Suspects[0].Behind); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestSessionsOfOneNameThatTwoPeopleOpenedAreTwoSuspects(t *testing.T) {
	used := func(key string, n int) lake.Finding {
		return lake.Finding{Identity: sessionOf("Ops", "s", key, 5), EventName: "DeleteUser", Count: n, First: tenth, Last: tenth}
	}
	v, _ := follow(t, lake.Question{Template: lake.ResourceChanges}, []lake.Finding{used("KEY00001", 3), used("KEY00002", 2), used("KEY00003", 1)}, map[string]lake.Finding{
		"KEY00001": {Identity: person("mei"), EventName: "AssumeRole"}, "KEY00002": {Identity: person("bob"), EventName: "AssumeRole"},
	})
	var got []string
	for _, s := range v.Suspects {
		got = append(got, fmt.Sprint(s.Name, s.Behind, s.Count))
	}
	if diff := cmp.Diff([]string{"Ops/s[mei] 3", "Ops/s[bob] 2", "Ops/s[] 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAKeyThatNobodyUsedHasItsMakerAllTheSame(t *testing.T) {
	q := lake.Question{Template: lake.AccessKeyActivity, Period: lake.Period{From: tenth, To: tenth.AddDate(0, 0, 1)}, Arguments: lake.Arguments{AccessKey: "0001"}}
	v, _ := follow(t, q, nil, map[string]lake.Finding{"0001": {Identity: person("mei"), EventName: "CreateAccessKey", Subject: "KEY00001", Detail: "bob"}})
	if len(v.Suspects) != 1 || v.Suspects[0].Name != "bob" || v.Suspects[0].Count != 0 || v.Suspects[0].Behind[0] != "mei" {
		t.Errorf("%+v", v.Suspects)
	}
}

func TestSessionsThatAreFarApartAreNotAllFollowed(t *testing.T) {
	far, near := sessionOf("Build", "a", "KEY00001", 5), sessionOf("Build", "b", "KEY00002", 5+3*24*60)
	finding := func(i lake.Identity) lake.Finding {
		return lake.Finding{Identity: i, EventName: "GetObject", Count: 1, First: tenth, Last: tenth}
	}
	_, asked := follow(t, lake.Question{Template: lake.BucketUsers}, []lake.Finding{finding(far), finding(near)}, nil)
	if diff := cmp.Diff([]string{"KEY00002"}, asked[0].Arguments.IssuedKeys); diff != "" {
		t.Errorf("the latest is followed (-want +got):\n%s", diff)
	}
}

func TestCredentialsInTwoPlacesArePointedOut(t *testing.T) {
	used := func(i lake.Identity, address, agent string) lake.Finding {
		return lake.Finding{Identity: i, EventName: "GetObject", Count: 1, First: tenth, Last: tenth, Addresses: []string{address}, Agents: []string{agent}}
	}
	web := func(key string) lake.Identity { return sessionOf("Web", "i-0123456789abcdef0", key, 5) }
	invoked := person("mei")
	invoked.InvokedBy = "athena.amazonaws.com"
	for name, test := range map[string]struct {
		findings []lake.Finding
		want     []Caveat
	}{
		"one key at two addresses":                    {[]lake.Finding{used(person("mei"), "192.0.2.1", "aws-cli/2"), used(person("mei"), "192.0.2.2", "aws-cli/2")}, []Caveat{TwoPlaces}},
		"an instance's keys at two addresses":         {[]lake.Finding{used(web("KEY00001"), "192.0.2.1", ""), used(web("KEY00002"), "192.0.2.2", "")}, []Caveat{TwoPlaces}},
		"one key with two programs":                   {[]lake.Finding{used(person("mei"), "192.0.2.1", "aws-cli/2"), used(person("mei"), "192.0.2.1", "Boto3/1.34")}, []Caveat{TwoAgents}},
		"two versions of one program":                 {[]lake.Finding{used(person("mei"), "192.0.2.1", "aws-cli/2.1"), used(person("mei"), "192.0.2.1", "aws-cli/2.2")}, nil},
		"a browser and the console behind it":         {[]lake.Finding{used(person("mei"), "192.0.2.1", "Mozilla/5.0 (X11)"), used(person("mei"), "192.0.2.1", "[S3Console/0.4, aws-internal/3]")}, nil},
		"a service that called for somebody":          {[]lake.Finding{used(person("mei"), "192.0.2.1", "aws-cli/2"), used(invoked, "athena.amazonaws.com", "athena.amazonaws.com")}, nil},
		"a key and what AWS itself did with it":       {[]lake.Finding{used(person("mei"), "192.0.2.1", "aws-cli/2"), used(person("mei"), "AWS Internal", "AWS Internal")}, nil},
		"two keys of a role's sessions, two machines": {[]lake.Finding{used(sessionOf("Build", "ci", "KEY00001", 5), "192.0.2.1", ""), used(sessionOf("Build", "ci", "KEY00002", 6), "192.0.2.2", "")}, nil},
	} {
		if diff := cmp.Diff(test.want, shared(test.findings)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPeopleOfOneNameInTwoAccountsAreTwoSuspectsBehindOneName(t *testing.T) {
	used := func(key string) lake.Finding {
		return lake.Finding{Identity: sessionOf("Ops", "x", key, 5), EventName: "DeleteObject", Count: 1, First: tenth, Last: tenth}
	}
	other := person("mei")
	other.AccountID = "2"
	v, _ := follow(t, lake.Question{Template: lake.BucketUsers}, []lake.Finding{used("KEY00001"), used("KEY00002")}, map[string]lake.Finding{
		"KEY00001": {Identity: person("mei"), EventName: "AssumeRole"}, "KEY00002": {Identity: other, EventName: "AssumeRole"},
	})
	if len(v.Suspects) != 2 || v.Suspects[0].Count != 1 || v.Suspects[1].Behind[0] != "mei" {
		t.Errorf("%+v", v.Suspects)
	}
}

func TestSessionsThatAreFarApartAreFollowedOneAfterTheOther(t *testing.T) {
	later, earlier := sessionOf("Ops", "x", "KEY00001", 5), sessionOf("Ops", "y", "KEY00002", -5000)
	v, asked := follow(t, lake.Question{Template: lake.BucketUsers}, []lake.Finding{
		{Identity: later, EventName: "GetObject", Count: 1, First: tenth, Last: tenth}, {Identity: earlier, EventName: "GetObject", Count: 1, First: tenth, Last: tenth},
	}, map[string]lake.Finding{"KEY00001": {Identity: person("mei"), EventName: "AssumeRole"}, "KEY00002": {Identity: person("bob"), EventName: "AssumeRole"}})
	if len(asked) != 2 || v.Suspects[0].Behind == nil || v.Suspects[1].Behind == nil || slices.Contains(v.Caveats, ChainCut) {
		t.Errorf("%d steps; %+v", len(asked), v)
	}
}

func TestAChainThatIsCutSaysSo(t *testing.T) {
	used := func(i lake.Identity) lake.Finding {
		return lake.Finding{Identity: i, EventName: "GetObject", Count: 1, First: tenth, Last: tenth}
	}
	issued := map[string]lake.Finding{}
	for n := range 6 { // each key by the session of the next
		issued[fmt.Sprintf("KEY0000%d", n)] = lake.Finding{Identity: sessionOf("R", fmt.Sprint(n), fmt.Sprintf("KEY0000%d", n+1), 5), EventName: "AssumeRole"}
	}
	long, _ := follow(t, lake.Question{Template: lake.BucketUsers}, []lake.Finding{used(sessionOf("R", "x", "KEY00000", 5))}, issued)
	var crowd []lake.Finding
	for n := range maxFollowed + 1 {
		crowd = append(crowd, used(sessionOf("R", "s", fmt.Sprintf("KEY%05d", n), 5)))
	}
	wide, _ := follow(t, lake.Question{Template: lake.BucketUsers}, crowd, nil)
	short, _ := follow(t, lake.Question{Template: lake.BucketUsers}, crowd[:2], nil)
	for name, test := range map[string]struct {
		v   Verdict
		cut bool
	}{"a long one": {long, true}, "a wide one": {wide, true}, "a short one": {short, false}} {
		if slices.Contains(test.v.Caveats, ChainCut) != test.cut {
			t.Errorf("%s: %v", name, test.v.Caveats)
		}
	}
}

func TestACopyOfAnEventIsNotAnother(t *testing.T) {
	mei := lake.Finding{Identity: person("mei"), EventName: "DeleteObject", Count: 2, First: tenth, Last: tenth, SharedEvents: []string{"s1"}}
	copied := lake.Finding{Identity: lake.Identity{Type: AWSAccount, AccountID: "1"}, EventName: "DeleteObject", Count: 1, First: tenth, Last: tenth, SharedEvents: []string{"s1"}}
	own := lake.Finding{Identity: lake.Identity{Type: AWSAccount, AccountID: "2"}, EventName: "DeleteObject", Count: 1, First: tenth, Last: tenth, SharedEvents: []string{"s2"}}
	v := Judge(lake.Question{Template: lake.BucketUsers}, &lake.Result{Findings: []lake.Finding{copied, mei, own}}, tenth)
	if v.Total != 3 || len(v.Suspects) != 2 || v.Suspects[0].Name != "mei" || v.Suspects[1].Name != "account 2" {
		t.Errorf("%d by %+v", v.Total, v.Suspects)
	}
}
