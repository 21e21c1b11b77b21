package speech

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pudding/attribution"
	"pudding/internal/lazyregexp"
	"pudding/lake"
)

func TestEverySceneIsLawfulAndKeepsTheSessionOpen(t *testing.T) {
	for name, scene := range scenes {
		for _, locale := range []string{"en-US", "ja-JP"} {
			a := scene.in(locale)
			if err := lawfulAnswer(a); err != nil {
				t.Errorf("%s in %s: %v", name, locale, err)
			}
			if a.Reprompt == "" || a.CardTitle == "" || a.CardText == "" {
				t.Errorf("%s in %s: there is no reprompt or no card: %+v", name, locale, a)
			}
		}
	}
}

func TestWhatIsSaidHasNoAccountNumber(t *testing.T) {
	for name, scene := range scenes {
		for _, locale := range []string{"en-US", "ja-JP"} {
			if a := scene.in(locale); longNumber.MatchString(a.SSML) {
				t.Errorf("%s in %s: %s", name, locale, a.SSML)
			}
		}
	}
}

func TestTheFirstWordsNameTheFirstSuspect(t *testing.T) {
	for locale, want := range map[string]string{"en-GB": "<speak>Bert-jan used ", "ja-JP": "<speak>bert-janさんが、"} {
		if a := scenes["a user, and another"].in(locale); !strings.HasPrefix(a.SSML, want) {
			t.Errorf("%s: %s", locale, a.SSML)
		}
	}
}

func TestNoServiceAndNoRoleIsNamedAsAPerson(t *testing.T) {
	for name, test := range map[string]struct {
		identity lake.Identity
		want     string
	}{
		"a service":             {awsService("config.amazonaws.com"), "AWSのConfigサービス"},
		"a role's session":      {role("Build", "mei"), "ロールBuildのセッションmei"},
		"an instance":           {role("Build", "i-0317f6c6b66ae9c40"), "EC2インスタンス上のロールBuild"},
		"another account":       {lake.Identity{Type: "AWSAccount", AccountID: "444455556666"}, "別のAWSアカウント"},
		"the root user":         {lake.Identity{Type: "Root", UserName: "mei"}, "ルートユーザー"},
		"a service-linked role": {reserved("/aws-service-role/x.amazonaws.com/", "AWSServiceRoleForX", "mei"), "AWS自身のX用ロール"},
		"a role that only calls itself a person's": {role("AWSReservedSSO_Admin_0123456789abcdef", "mei"), "ロールAWSReservedSSO_Adminのセッションmei"},
	} {
		if got := For("ja-JP").who(attribution.ActorOf(test.identity)); string(got) != test.want {
			t.Errorf("%s is called %s, want %s", name, got, test.want)
		}
	}
}

// A card holds what it can; what it can't is counted.
func TestACardOfManySuspectsSaysHowManyItLeavesOut(t *testing.T) {
	a := crowd().in("en-US")
	lines := strings.Split(a.CardText, "\n")
	// The first line is the period, the last one what is left out.
	if want := fmt.Sprintf("… and %d more", len(crowd().findings)-(len(lines)-2)); lines[len(lines)-1] != want {
		t.Errorf("the last of %d lines is %q, want %q", len(lines), lines[len(lines)-1], want)
	}
	if n := utf8.RuneCountInString(a.CardTitle + a.CardText); n > 8000 || n < 7000 {
		t.Errorf("the card has %d characters", n)
	}
}

func TestTheQuestionAtTheEndIsNeverLeftOut(t *testing.T) {
	long := strings.Repeat(`"`, 10_000)
	var findings []lake.Finding
	for _, kind := range []string{"a", "b", "c"} {
		findings = append(findings, did(role(kind+long, kind+long), kind+long, 1, at(10, 9, 0)))
	}
	a := scene{question: bucket(long, july(9, 10), used), findings: findings}.in("en-US")
	if err := lawfulAnswer(a); err != nil {
		t.Error(err)
	}
	if !strings.HasSuffix(a.SSML, "Anything else?</speak>") {
		t.Error(a.SSML)
	}
}

// absurd is what an attacker, or a bug, may have named things.
var absurd = []string{
	"", "bert-jan", "arn:aws:iam::123456789012:root", "</speak><audio src='x'/>", "a&b\"c'd", "\x00\x1b[31m\u202e", "\xff\xfe", "{{.Name}}",
	"名前", "AKIAIOSFODNN7EXAMPLE", "---", strings.Repeat("🍮", 4000), strings.Repeat("arn:", 2500), strings.Repeat("7", 10_000),
}

func FuzzVerdict(f *testing.F) {
	for i, name := range absurd {
		f.Add(name, absurd[(i+1)%len(absurd)], absurd[(i+2)%len(absurd)], uint64(i), int64(i)*86_399)
	}
	f.Fuzz(func(t *testing.T, name, thing, event string, seed uint64, seconds int64) {
		random := rand.New(rand.NewPCG(seed, 0))
		pick := func(from ...string) string { return from[random.IntN(len(from))] }
		from := now.Add(time.Duration(seconds%1e8) * time.Second)
		q := lake.Question{
			Template: lake.Template(pick(string(lake.BucketUsers), string(lake.UserActivity), string(lake.AccessKeyActivity))),
			Period:   lake.Period{From: from, To: from.Add(time.Duration(random.Int64N(1e7)) * time.Second)},
			Arguments: lake.Arguments{
				Bucket: lake.Name{Said: thing}, User: lake.Name{Said: name}, AccessKey: thing,
				Object: lake.Object{Key: pick("", thing), Prefix: random.IntN(2) == 0}, Service: pick("", thing),
			},
		}
		if q.Template != lake.AccessKeyActivity {
			q.Arguments.Action = []lake.Action{{}, used, read, deleted, {EventNames: []string{event}}}[random.IntN(5)]
		}
		if q.Template == lake.UserActivity && q.Arguments.Action.ID == "read" {
			q.Arguments.Action = created
		}
		r := &lake.Result{Truncated: random.IntN(2) == 0}
		for range random.IntN(6) {
			first := q.Period.From.Add(time.Duration(random.Int64N(1e6)) * time.Second)
			r.Findings = append(r.Findings, lake.Finding{
				Identity: lake.Identity{
					Type:        pick("", "IAMUser", "AssumedRole", "Role", "Root", "AWSService", "AWSAccount", "FederatedUser", "IdentityCenterUser", name),
					PrincipalID: pick("", name, "AROA:"+name), ARN: pick("", name, "arn:aws:sts::123456789012:assumed-role/"+name+"/"+thing),
					AccountID: pick("", "123456789012", "anonymous", thing), UserName: pick("", name), IssuerUserName: pick("", name),
					SourceIdentity: pick("", thing), InvokedBy: pick("", thing, "s3.amazonaws.com"),
				},
				EventName: pick(event, "GetObject", "DeleteObject", "DeleteObjects", "DeleteBucket"),
				ErrorCode: pick("", "", "AccessDenied", event), Count: 1 + random.IntN(1000), First: first, Last: first.Add(time.Minute), Addresses: []string{thing},
			})
		}
		verdict := attribution.Judge(q, r, now)
		verdict.Subject = pick("", thing)
		for _, locale := range []string{"en-US", "ja-JP"} {
			if err := lawfulAnswer(For(locale).Verdict(q, verdict, amsterdam, now)); err != nil {
				t.Errorf("%s: %v", locale, err)
			}
			for _, words := range For(locale).Waiting(q, 0) {
				if err := lawful(words); err != nil {
					t.Errorf("%s: while waiting: %v", locale, err)
				}
			}
			if err := lawfulAnswer(For(locale).StillLooking("", Lead{q, verdict}, amsterdam, now)); err != nil {
				t.Errorf("%s: a lead: %v", locale, err)
			}
			if err := lawfulAnswer(For(locale).WhichOne(pick("bucket", "user", "accessKey"), []string{name, thing, event, name}[:1+random.IntN(4)])); err != nil {
				t.Errorf("%s: which one: %v", locale, err)
			}
			if err := lawfulAnswer(For(locale).Unknown(pick("bucket", "user", "resource"), thing, q.Period, []string{name, event}[:1+random.IntN(2)], amsterdam, now)); err != nil {
				t.Errorf("%s: unknown: %v", locale, err)
			}
			for _, level := range redacted {
				for how, a := range played(For(locale).With(level), q, verdict) {
					if err := lawfulAnswer(a); err != nil {
						t.Errorf("%s: %s at %s: %v", locale, how, level, err)
					}
					for _, secret := range []*lazyregexp.Regexp{longNumber, accessKey} {
						if all := a.SSML + a.Reprompt + a.CardTitle + a.CardText; secret.MatchString(all) {
							t.Errorf("%s: %s at %s: %s", locale, how, level, all)
						}
					}
				}
				for _, a := range []Answer{
					For(locale).With(level).WhichOne(pick("bucket", "user", "accessKey"), []string{name, thing, event}[:1+random.IntN(3)]),
					For(locale).With(level).Unknown(pick("bucket", "user", "resource"), thing, q.Period, []string{name, event}[:1+random.IntN(2)], amsterdam, now),
				} {
					if err := lawfulAnswer(a); err != nil {
						t.Errorf("%s: choosing at %s: %v", locale, level, err)
					}
				}
			}
		}
	})
}
