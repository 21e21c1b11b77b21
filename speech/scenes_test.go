package speech

import (
	"fmt"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// amsterdam is two hours ahead of UTC on the scenes' days.
var amsterdam = must(time.LoadLocation("Europe/Amsterdam"))

// now is in the asker's afternoon.
var now = time.Date(2026, 7, 11, 15, 30, 0, 0, amsterdam)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 7, day, hour, minute, 0, 0, amsterdam)
}

// july is whole days of July 2026, first and last.
func july(first, last int) lake.Period {
	return lake.Period{From: at(first, 0, 0), To: at(last+1, 0, 0)}
}

var last24Hours = lake.Period{From: now.AddDate(0, 0, -1), To: now}

func user(name string) lake.Identity {
	return lake.Identity{Type: "IAMUser", UserName: name, AccountID: "111122223333"}
}

func role(name, session string) lake.Identity {
	return lake.Identity{
		Type: "AssumedRole", AccountID: "111122223333", IssuerUserName: name, IssuerARN: "arn:aws:iam::111122223333:role/" + name,
		ARN: "arn:aws:sts::111122223333:assumed-role/" + name + "/" + session, PrincipalID: "AROAEXAMPLE:" + session,
	}
}

func reserved(path, name, session string) lake.Identity {
	i := role(name, session)
	i.IssuerARN = "arn:aws:iam::111122223333:role" + path + name
	return i
}

func awsService(dns string) lake.Identity { return lake.Identity{Type: "AWSService", InvokedBy: dns} }

// did is n events at one moment.
func did(who lake.Identity, event string, n int, when time.Time) lake.Finding {
	return lake.Finding{Identity: who, EventName: event, Count: n, First: when, Last: when, Addresses: []string{"198.51.100.7"}}
}

// until spreads events to a later moment.
func until(f lake.Finding, last time.Time) lake.Finding {
	f.Last = last
	return f
}

func failed(f lake.Finding, code string) lake.Finding {
	f.ErrorCode = code
	return f
}

func bucket(name string, p lake.Period, action lake.Action) lake.Question {
	return lake.Question{Template: lake.BucketUsers, Period: p, Arguments: lake.Arguments{Bucket: lake.Name{Said: name}, Action: action}}
}

func object(q lake.Question, key string, prefix bool) lake.Question {
	q.Arguments.Object = lake.Object{Key: key, Prefix: prefix}
	return q
}

func activity(name string, p lake.Period, action lake.Action) lake.Question {
	return lake.Question{Template: lake.UserActivity, Period: p, Arguments: lake.Arguments{User: lake.Name{Said: name}, Action: action}}
}

var (
	used    = lake.Action{ID: "used"}
	deleted = lake.Action{ID: "deleted", EventNames: []string{"DeleteBucket", "DeleteObject", "DeleteObjects"}}
	read    = lake.Action{ID: "read", EventNames: []string{"GetObject"}}
	created = lake.Action{ID: "created", Prefixes: []string{"Create", "Run"}}
	policy  = lake.Action{EventNames: []string{"DeleteBucketPolicy"}}
)

// scene is a question and what was found.
type scene struct {
	question  lake.Question
	findings  []lake.Finding
	truncated bool
	unseen    []lake.Unseen
	lastUse   *attribution.LastUse
}

func (s scene) verdict() attribution.Verdict {
	v := attribution.Judge(s.question, &lake.Result{Findings: s.findings, Truncated: s.truncated, Unseen: s.unseen}, now)
	v.LastUse = s.lastUse
	return v
}

func (s scene) in(locale string) Answer {
	return For(locale).Verdict(s.question, s.verdict(), amsterdam, now)
}

// scenes are what the golden files hold, by their names.
var scenes = map[string]scene{
	"a user, and another": {question: bucket("config-bucket-123456789012", july(10, 10), used), findings: []lake.Finding{
		until(did(user("bert-jan"), "GetBucketAcl", 2, at(10, 12, 29)), at(10, 14, 5)),
		did(user("bert-jan"), "GetBucketPolicyStatus", 1, at(10, 13, 0)),
		did(user("benjamin"), "GetBucketAcl", 1, at(10, 11, 42)),
	}},
	"nobody named a period": {question: bucket("fridge", last24Hours, deleted), findings: []lake.Finding{
		until(did(user("jonas"), "DeleteObject", 12, at(10, 22, 10)), at(11, 7, 14)),
		did(role("Backup", "nightly"), "DeleteObject", 1, at(11, 0, 0)),
	}},
	"once, and refused before": {question: bucket("fridge", last24Hours, deleted), findings: []lake.Finding{
		failed(did(user("jonas"), "DeleteObject", 1, at(11, 7, 13)), "AccessDenied"),
		did(user("jonas"), "DeleteObject", 1, at(11, 7, 14)),
		did(user("mei"), "DeleteObject", 1, at(11, 7, 14)),
	}},
	"one event in the last day": {question: bucket("fridge", last24Hours, used), findings: []lake.Finding{
		did(user("jonas"), "GetObject", 1, at(11, 7, 14)),
	}},
	"a pudding, and a bulk delete beside it": {question: object(bucket("fridge", july(10, 10), deleted), "puddings/", true), findings: []lake.Finding{
		until(did(user("jonas"), "DeleteObject", 3, at(10, 14, 12)), at(10, 14, 15)),
		did(user("jonas"), "DeleteObjects", 1, at(10, 14, 14)),
		did(role("BackupRole", "nightly-backup"), "DeleteObjects", 40, at(10, 3, 0)),
		failed(did(user("oscar.lind"), "DeleteObject", 2, at(10, 9, 30)), "AccessDenied"),
	}},
	"one object": {question: object(bucket("fridge", july(10, 10), deleted), "flan.txt", false), findings: []lake.Finding{
		did(user("jonas"), "DeleteObject", 1, at(10, 14, 12)),
	}},
	"only a bulk delete": {question: object(bucket("fridge", july(10, 10), deleted), "flan.txt", false), findings: []lake.Finding{
		did(user("jonas"), "DeleteObjects", 1, at(10, 0, 5)),
		did(user("jonas"), "DeleteObjects", 1, at(10, 0, 0)),
	}},
	"a bucket that was deleted at last": {question: bucket("attic", july(10, 10), deleted), findings: []lake.Finding{
		failed(did(user("mei"), "DeleteBucket", 2, at(10, 12, 0)), "BucketNotEmpty"),
		did(user("mei"), "DeleteBucket", 1, at(10, 12, 7)),
	}},
	"a bulk delete in a whole bucket": {question: bucket("attic", july(10, 10), deleted), findings: []lake.Finding{
		did(user("mei"), "DeleteObjects", 2, at(10, 12, 0)),
	}},
	"refused only": {question: bucket("vault", july(11, 11), deleted), findings: []lake.Finding{
		failed(did(user("oscar.lind"), "DeleteObject", 2, at(11, 9, 30)), "AccessDenied"),
	}},
	"refused and failed": {question: bucket("vault", july(10, 10), deleted), findings: []lake.Finding{
		failed(did(user("oscar.lind"), "DeleteBucket", 1, at(10, 9, 30)), "AccessDenied"),
		failed(did(user("oscar.lind"), "DeleteBucket", 1, at(10, 9, 31)), "BucketNotEmpty"),
		failed(did(user("mei"), "DeleteBucket", 1, at(10, 9, 31)), "BucketNotEmpty"),
		did(reserved("/aws-service-role/config.amazonaws.com/", "AWSServiceRoleForConfig", "x"), "DeleteObject", 1, at(10, 9, 32)),
	}},
	"people of all kinds": {question: bucket("fridge", july(9, 10), used), findings: []lake.Finding{
		did(reserved("/aws-reserved/sso.amazonaws.com/eu-west-1/", "AWSReservedSSO_Admin_0123456789abcdef", "mei@example.com"), "GetObject", 5, at(10, 9, 0)),
		did(lake.Identity{Type: "Root", AccountID: "111122223333"}, "GetObject", 4, at(10, 10, 0)),
		did(lake.Identity{Type: "AWSAccount", AccountID: "444455556666"}, "GetObject", 3, at(10, 11, 0)),
		did(lake.Identity{Type: "AWSAccount", AccountID: "anonymous"}, "GetObject", 2, at(10, 12, 0)),
		did(awsService("cloudtrail.amazonaws.com"), "PutObject", 200, at(10, 12, 0)),
	}},
	"an anonymous caller": {question: bucket("fridge", july(10, 10), read), findings: []lake.Finding{
		did(lake.Identity{Type: "AWSAccount", AccountID: "anonymous"}, "GetObject", 2, at(10, 12, 0)),
		did(lake.Identity{Type: "IdentityCenterUser", OnBehalfOf: "94482488-3041-7011-0123-456789abcdef"}, "GetObject", 1, at(10, 12, 0)),
		did(lake.Identity{Type: "WebIdentityUser", UserName: "108204567890123456789"}, "GetObject", 1, at(10, 11, 0)),
	}},
	"roles of all kinds": {question: bucket("fridge", july(6, 12), used), findings: []lake.Finding{
		did(role("CloudTrailLog-LogProcessorRole-LMN03K1C37JK", "aws-go-sdk-1688990565286187801"), "GetObject", 5, at(10, 9, 0)),
		did(role("WAFRole", "i-0317f6c6b66ae9c40"), "GetObject", 4, at(10, 10, 0)),
		did(behind(role("Build", "ci-7"), "mei"), "GetObject", 3, at(10, 11, 0)),
	}},
	"a role itself, and AWS's own role": {question: bucket("fridge", july(10, 10), policy), findings: []lake.Finding{
		did(lake.Identity{Type: "Role", ARN: "arn:aws:iam::1:role/Build"}, "DeleteBucketPolicy", 2, at(10, 9, 0)),
		did(reserved("/aws-service-role/config.amazonaws.com/", "AWSServiceRoleForConfig", "x"), "DeleteBucketPolicy", 1, at(10, 9, 32)),
	}},
	"one name in two accounts": {question: bucket("fridge", july(10, 10), used), findings: []lake.Finding{
		did(user("mei"), "GetObject", 2, at(10, 9, 0)),
		did(lake.Identity{Type: "IAMUser", UserName: "mei", AccountID: "444455556666"}, "GetObject", 1, at(10, 9, 0)),
	}},
	"only services": {question: bucket("logs", july(10, 10), used), findings: []lake.Finding{
		until(did(awsService("cloudtrail.amazonaws.com"), "PutObject", 200, at(10, 0, 1)), at(10, 23, 59)),
		did(awsService("delivery.logs.amazonaws.com"), "PutObject", 3, at(10, 10, 0)),
	}},
	"nothing in event history": {question: bucket("fridge", july(10, 10), deleted), unseen: []lake.Unseen{
		{Limit: lake.Regions}, {Limit: lake.ManagementOnly}, {Limit: lake.Retention}, {Limit: lake.ExactName}, {Limit: lake.Unanswered},
	}},
	"somebody in event history": {question: bucket("fridge", july(10, 10), used), truncated: true, unseen: []lake.Unseen{
		{Limit: lake.Regions}, {Limit: lake.ManagementOnly}, {Limit: lake.Incomplete},
	}, findings: []lake.Finding{did(user("jonas"), "PutBucketPolicy", 1, at(10, 14, 12))}},
	"nothing in a store that sees little": {question: bucket("fridge", july(10, 10), deleted), unseen: []lake.Unseen{
		{Limit: lake.NotRecorded}, {Limit: lake.NotRecording}, {Limit: lake.BeforeStore}, {Limit: lake.OneRegion},
	}},
	"somebody in a store that saw less": {question: bucket("fridge", july(10, 10), used), unseen: []lake.Unseen{{Limit: lake.Reconfigured}},
		findings: []lake.Finding{did(user("jonas"), "PutBucketPolicy", 1, at(10, 14, 12))}},
	"somebody in a store that forgets": {question: activity("jonas", july(1, 10), used), unseen: []lake.Unseen{{Limit: lake.StoreRetention}},
		findings: []lake.Finding{did(user("jonas"), "PutBucketPolicy", 1, at(10, 14, 12))}},
	"nothing in a bucket":    {question: bucket("fridge", july(10, 10), deleted)},
	"nothing by a user":      {question: activity("bert jan", last24Hours, used)},
	"nothing with a key":     {question: withKey("WXYZ", july(1, 31))},
	"a key":                  {question: withKey("A7QZ", july(10, 10)), findings: []lake.Finding{did(user("pedro"), "ListBuckets", 3, at(10, 9, 0))}},
	"a key that was refused": {question: withKey("A7QZ", july(10, 10)), findings: []lake.Finding{failed(did(user("pedro"), "ListBuckets", 3, at(10, 9, 0)), "AccessDenied")}},
	"a busy user": {question: activity("bert-jan", july(10, 10), used), truncated: true, findings: []lake.Finding{
		until(did(user("bert-jan"), "DescribeDBInstances", 200, at(10, 12, 0)), at(10, 14, 30)),
		did(user("bert-jan"), "ListFunctions20150331", 40, at(10, 13, 0)),
		did(user("bert-jan"), "GetBucketAcl", 30, at(10, 13, 0)),
		failed(did(user("bert-jan"), "RunInstances", 12, at(10, 13, 0)), "Client.UnauthorizedOperation"),
		failed(did(user("bert-jan"), "GetBucketPolicy", 1, at(10, 13, 0)), "NoSuchBucketPolicy"),
		did(role("Deploy", "bert-jan"), "CreateStack", 1, at(10, 13, 30)),
	}},
	"what a user created in a service": {question: inService(activity("mei", july(10, 10), created), "iam.amazonaws.com"), findings: []lake.Finding{
		did(user("mei"), "CreateUser", 1, at(10, 9, 0)),
		did(user("mei"), "CreateAccessKey", 1, at(10, 9, 2)),
		failed(did(user("mei"), "CreateUser", 1, at(10, 9, 1)), "EntityAlreadyExists"),
	}},
	"somebody without a user name": {question: activity("hidden", july(10, 10), lake.Action{EventNames: []string{"ConsoleLogin"}}), findings: []lake.Finding{
		failed(did(user("HIDDEN_DUE_TO_SECURITY_REASONS"), "ConsoleLogin", 1, at(10, 9, 0)), "Failure"),
		failed(did(lake.Identity{}, "ConsoleLogin", 1, at(10, 9, 0)), "Failure"),
	}},
}

// crowd is more suspects than a card holds.
func crowd() scene {
	s := scene{question: bucket("fridge", july(10, 10), used)}
	for i := range 300 {
		s.findings = append(s.findings, did(user(fmt.Sprintf("user-%d", i)), "GetObject", 1, at(10, 9, 0)))
	}
	return s
}

func behind(i lake.Identity, source string) lake.Identity {
	i.SourceIdentity = source
	return i
}

func withKey(end string, p lake.Period) lake.Question {
	return lake.Question{Template: lake.AccessKeyActivity, Period: p, Arguments: lake.Arguments{AccessKey: end}}
}

func inService(q lake.Question, service string) lake.Question {
	q.Arguments.Service = service
	return q
}
