package speech

import (
	"maps"
	"strings"
	"time"

	"pudding/attribution"
	"pudding/lake"
	"pudding/nlu"
)

// asking is a question of a template on the scenes' day.
func asking(template lake.Template, args lake.Arguments) lake.Question {
	return lake.Question{Template: template, Period: july(10, 10), Arguments: args}
}

// about says what a finding was about, and its detail.
func about(f lake.Finding, subject, detail string) lake.Finding {
	f.Subject, f.Detail = subject, detail
	return f
}

// in says from where, with what and in which session.
func in(f lake.Finding, keyEnd, address, agent string) lake.Finding {
	f.KeyEnd, f.Addresses, f.Agents = keyEnd, []string{address}, []string{agent}
	return f
}

func ofKind(id, name, verb string) lake.Arguments {
	kind, _ := nlu.ResourceTypeOf(id, "")
	args := lake.Arguments{Resource: nlu.Resource(kind, lake.Name{Said: name})}
	args.Action, _ = nlu.ResourceAction(kind, verb, "")
	return args
}

func init() {
	maps.Copy(scenes, map[string]scene{
		"an instance that was terminated": {question: asking(lake.ResourceChanges, ofKind("instance", "i-0ff1ce0ff1ce0ff1c", "deleted")), findings: []lake.Finding{
			about(did(user("jonas"), "TerminateInstances", 1, at(10, 9, 12)), "i-0ff1ce0ff1ce0ff1c", ""),
		}},
		"several things of a kind": {question: asking(lake.ResourceChanges, ofKind("secret", "", "deleted")), findings: []lake.Finding{
			about(did(user("jonas"), "DeleteSecret", 1, at(10, 9, 12)), "prod/db", ""),
			about(did(user("jonas"), "DeleteSecret", 1, at(10, 9, 13)), "prod/api", ""),
			about(failed(did(user("mei"), "DeleteSecret", 1, at(10, 9, 14)), "AccessDeniedException"), "prod/api", ""),
		}},
		"a security group that was opened to everybody": {question: asking(lake.ResourceChanges, ofKind("security_group", "sg-0123456789abcdef0", "opened")), findings: []lake.Finding{
			about(did(user("jonas"), "AuthorizeSecurityGroupIngress", 2, at(10, 9, 12)), "sg-0123456789abcdef0", lake.DetailWorld),
		}},
		"sign-ins of all kinds": {question: asking(lake.SignIns, lake.Arguments{}), findings: []lake.Finding{
			about(did(user("jonas"), "ConsoleLogin", 2, at(10, 9, 12)), "", lake.DetailNoMFA),
			failed(did(user("oscar.lind"), "ConsoleLogin", 3, at(10, 9, 12)), "Failure"),
			about(did(lake.Identity{Type: "Root", AccountID: "1"}, "ConsoleLogin", 1, at(10, 9, 12)), "", lake.DetailMFA),
		}},
		"sign-ins that failed": {question: asking(lake.SignIns, lake.Arguments{Outcome: lake.Failed}), findings: []lake.Finding{
			failed(did(user("oscar.lind"), "ConsoleLogin", 3, at(10, 9, 12)), "Failure"),
		}},
		"the root user": {question: asking(lake.RootActivity, lake.Arguments{}), findings: []lake.Finding{
			about(did(lake.Identity{Type: "Root", AccountID: "1"}, "PutBucketPolicy", 2, at(10, 9, 12)), "root", ""),
		}},
		"a role that was taken on": {question: asking(lake.RoleAssumptions, lake.Arguments{Role: lake.Name{Said: "Deploy"}}), findings: []lake.Finding{
			about(did(user("mei"), "AssumeRole", 2, at(10, 9, 12)), "Deploy", ""),
			about(did(awsService("ec2.amazonaws.com"), "AssumeRole", 9, at(10, 9, 12)), "Deploy", ""),
		}},
		"an address": {question: asking(lake.AddressActivity, lake.Arguments{Address: "203.0.113.24"}), findings: []lake.Finding{
			about(did(user("jonas"), "DeleteObject", 3, at(10, 9, 12)), "203.0.113.24", ""),
		}},
		"who was refused": {question: asking(lake.Denials, lake.Arguments{}), findings: []lake.Finding{
			failed(did(user("oscar.lind"), "DeleteObject", 2, at(10, 9, 12)), "AccessDenied"),
			failed(did(user("mei"), "RunInstances", 1, at(10, 9, 12)), "Client.UnauthorizedOperation"),
		}},
		"more rights for a user": {question: asking(lake.Grants, lake.Arguments{User: lake.Name{Said: "mallory"}}), findings: []lake.Finding{
			about(did(user("jonas"), "AttachUserPolicy", 1, at(10, 9, 12)), "mallory", "AdministratorAccess"),
		}},
		"access keys for a user": {question: asking(lake.AccessKeysMade, lake.Arguments{}), findings: []lake.Finding{
			about(did(user("jonas"), "CreateAccessKey", 2, at(10, 9, 12)), "mallory", ""),
		}},
		"logging that was switched off": {question: asking(lake.LoggingChanges, lake.Arguments{}), findings: []lake.Finding{
			did(user("jonas"), "StopLogging", 1, at(10, 9, 12)), did(user("jonas"), "DeleteTrail", 1, at(10, 9, 13)),
		}},
		"what changed": {question: asking(lake.Changes, lake.Arguments{}), findings: []lake.Finding{
			did(user("jonas"), "CreateUser", 1, at(10, 9, 12)), did(user("jonas"), "TagRole", 30, at(10, 9, 13)),
		}},
		"when a user was last seen": {question: asking(lake.LastSeen, lake.Arguments{User: lake.Name{Said: "jonas"}}), findings: []lake.Finding{
			func() lake.Finding {
				f := until(did(user("jonas"), "StartInstances", 3, at(8, 9, 12)), at(10, 9, 12))
				f.EventSource = "ec2.amazonaws.com"
				return about(f, "jonas", "")
			}(),
		}},
		"credentials in two places": {question: activity("jonas", july(10, 10), used), findings: []lake.Finding{
			in(did(user("jonas"), "GetObject", 2, at(10, 9, 12)), "ABCD1234", "203.0.113.24", "aws-cli/2.15"),
			in(did(user("jonas"), "ListBuckets", 1, at(10, 9, 13)), "ABCD1234", "198.51.100.9", "aws-cli/2.15"),
		}},
		"credentials with two programs": {question: activity("jonas", july(10, 10), used), findings: []lake.Finding{
			in(did(user("jonas"), "GetObject", 2, at(10, 9, 12)), "ABCD1234", "203.0.113.24", "aws-cli/2.15"),
			in(did(user("jonas"), "ListBuckets", 1, at(10, 9, 13)), "ABCD1234", "203.0.113.24", "Boto3/1.34 Python/3.11"),
		}},
	})
}

// everyKind has a scene for each kind of thing and what may be done to it.
func everyKind() []scene {
	var out []scene
	add := func(args lake.Arguments, things ...string) {
		q := asking(lake.ResourceChanges, args)
		s := scene{question: q}
		for _, thing := range things {
			s.findings = append(s.findings, about(did(user("mei"), "X", 2, at(10, 9, 0)), thing, ""))
		}
		tried := scene{question: q, findings: []lake.Finding{failed(about(did(user("mei"), "X", 1, at(10, 9, 0)), things[0], ""), "NoSuchThing")}}
		out = append(out, s, tried, scene{question: q})
	}
	for _, kind := range nlu.ResourceTypes {
		for _, verb := range nlu.ResourceVerbs {
			if kind.Events[verb.ID] != "" {
				add(ofKind(kind.ID, "x", verb.ID), "x")
				add(ofKind(kind.ID, "", verb.ID), "a", "b")
			}
		}
	}
	anything := lake.Arguments{Resource: lake.Resource{Name: lake.Name{Said: "x"}}}
	for _, verb := range append(nlu.ResourceVerbs, nlu.Verb{Action: used}, nlu.Verb{Action: lake.Action{EventNames: []string{"X"}}}) {
		anything.Action = verb.Action
		add(anything, "x")
	}
	nothing := lake.Arguments{Action: deleted}
	add(nothing, "a", "b")
	return out
}

// everyQuestion has a scene for what each of the other questions may be narrowed
// to, done, tried, and not found.
func everyQuestion() []scene {
	mallory, deploy := lake.Name{Said: "mallory"}, lake.Name{Said: "Deploy"}
	var out []scene
	for template, all := range map[lake.Template][]lake.Arguments{
		lake.SignIns:         {{}, {Outcome: lake.Failed}, {Outcome: lake.Succeeded}, {Outcome: lake.WithoutMFA}, {Outcome: lake.ByRoot}},
		lake.RootActivity:    {{}},
		lake.RoleAssumptions: {{}, {Role: deploy}},
		lake.AddressActivity: {{Address: "203.0.113.24"}, {Address: "ec2.amazonaws.com"}, {Address: "AWS Internal"}},
		lake.Denials:         {{}, {User: mallory}},
		lake.Grants:          {{}, {User: mallory}, {Role: deploy}},
		lake.AccessKeysMade:  {{}, {User: mallory}},
		lake.LoggingChanges:  {{}},
		lake.Changes:         {{}, {Service: "ec2.amazonaws.com"}},
		lake.LastSeen:        {{User: mallory}},
		lake.IssuingCalls:    {{IssuedKeys: []string{"ABCD1234"}}},
	} {
		for _, args := range all {
			done := about(did(user("mei"), "X", 2, at(10, 9, 0)), "thing", "detail")
			out = append(out, scene{question: asking(template, args)},
				scene{question: asking(template, args), findings: []lake.Finding{done, about(done, "other", "")}},
				scene{question: asking(template, args), findings: []lake.Finding{failed(done, "NoSuchThing")}})
		}
	}
	return out
}

// followed are the scenes after which more is asked.
func followed() map[string]scene {
	some := scenes["people of all kinds"]
	chained := scene{question: some.question, findings: []lake.Finding{
		in(did(role("Backup", "x"), "GetObject", 1, at(10, 9, 0)), "ABCD1234", "203.0.113.24", "aws-cli/2.15"),
	}}
	many := scene{question: some.question, findings: []lake.Finding{did(user("jonas"), "GetObject", 1, at(10, 9, 0))}}
	many.findings[0].Addresses = strings.Fields("203.0.113.1 203.0.113.2 203.0.113.3 203.0.113.4 s3.amazonaws.com")
	nowhere := scene{question: some.question, findings: []lake.Finding{did(user("jonas"), "GetObject", 1, at(10, 9, 0))}}
	nowhere.findings[0].Addresses = nil
	nowhere.findings[0].Agents = []string{"Mozilla/5.0 (X11)"}
	inside := scene{question: some.question, findings: []lake.Finding{until(did(user("jonas"), "GetObject", 1, at(10, 9, 0)), at(10, 11, 0))}}
	inside.findings[0].Addresses = []string{"AWS Internal"}
	return map[string]scene{"some": some, "a session": chained, "many addresses": many, "no address": nowhere, "nobody": {question: some.question}, "inside": inside, "crowd": crowd()}
}

// followUps are the answers to all that may be asked after an answer.
func followUps(v *Voice) map[string]Answer {
	out := map[string]Answer{"go on": v.GoOn(), "nothing to follow": v.NothingToFollow()}
	some := scenes["people of all kinds"]
	for name, s := range followed() {
		verdict := s.verdict()
		tell := map[string]func(lake.Question, attribution.Verdict, *time.Location, time.Time) Answer{
			"more": v.More, "others": v.Others, "from": v.From, "when": v.When, "behind": v.Behind,
		}
		for how, say := range tell {
			out[how+" of "+name] = say(s.question, verdict, amsterdam, now)
			if name == "a session" {
				for _, chain := range [][]string{{"bruno"}, {"Deploy/ci-7", "bruno"}, {"ec2.amazonaws.com"}, {"account 123456789012"}} {
					verdict.Suspects[0].Behind = chain
					out[how+" of a session behind which is "+strings.Join(chain, ", ")] = say(s.question, verdict, amsterdam, now)
				}
				verdict.Suspects[0].Behind = nil
			}
		}
		out["sent: "+name] = v.Sent(v.Verdict(s.question, verdict, amsterdam, now))
	}
	pudding := scenes["one object"]
	out["with a joke"] = v.VerdictWithJoke(pudding.question, pudding.verdict(), amsterdam, now)
	open := some.verdict()
	open.Caveats = append(open.Caveats, "chain_open", "chain_cut")
	out["a chain that is still being followed"] = v.Verdict(some.question, open, amsterdam, now)
	return out
}
