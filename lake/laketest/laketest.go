// Package laketest is the suite that every Source passes: what its answers must
// be, on records with all the oddities that real ones have.
package laketest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pudding/lake"
)

// Run plays the suite. open returns a Source that has the events of Records,
// which come in the form of a CloudTrail log file.
func Run(t *testing.T, open func(t *testing.T, records []byte) lake.Source) {
	source := open(t, Records())
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := c.question
			if q.Period == (lake.Period{}) {
				q.Period = lake.Period{From: day, To: day.AddDate(0, 0, 1)}
			}
			result, err := source.Ask(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(c.want, found(result), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if result.Truncated {
				t.Error("the result claims to be cut")
			}
		})
	}
	t.Run("what no query may carry is refused", func(t *testing.T) {
		_, err := source.Ask(t.Context(), lake.Question{Template: lake.BucketUsers, Period: lake.Period{From: day, To: day.AddDate(0, 0, 1)},
			Arguments: lake.Arguments{Bucket: lake.Name{Said: "' --"}}})
		if lake.CodeOf(err) != lake.InvalidQuestion {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a turn that is over gets no answer, and says so", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := source.Ask(ctx, lake.Question{Template: lake.BucketUsers, Period: lake.Period{From: day, To: day.AddDate(0, 0, 1)},
			Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}}})
		var pending *lake.PendingError
		if !errors.As(err, &pending) && lake.CodeOf(err) != lake.TooSlow {
			t.Errorf("got %v", err)
		}
	})
}

// row is a finding, as far as the suite compares it.
type row struct {
	Subject, Type, User, Session, Account string
	Event, Error, Detail                  string
	Key, Created                          string // the key's end; 15:04:05 on the day
	Count                                 int
	First, Last                           string // 15:04:05 on the day
	Addresses, Agents                     []string
}

func found(r *lake.Result) []row {
	var rows []row
	for _, f := range r.Findings {
		created := ""
		if !f.SessionCreated.IsZero() {
			created = f.SessionCreated.UTC().Format(time.TimeOnly)
		}
		rows = append(rows, row{
			Detail: f.Detail, Key: f.KeyEnd, Created: created, Agents: f.Agents,
			Subject: f.Subject, Type: f.Type, User: f.UserName, Session: f.PrincipalID, Account: f.AccountID, Event: f.EventName, Error: f.ErrorCode,
			Count: f.Count, First: f.First.UTC().Format(time.TimeOnly), Last: f.Last.UTC().Format(time.TimeOnly), Addresses: f.Addresses,
		})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Event, b.Event), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.First, b.First), cmp.Compare(a.User, b.User))
	})
	return rows
}

var cases = []struct {
	name     string
	question lake.Question
	want     []row
}{
	{
		"a bucket is found by its request, its resources and their prefixes, and an event delivered twice is one",
		bucket("kitchen"),
		[]row{
			{Subject: "kitchen", Type: "AWSService", Event: "GetObject", Count: 1, First: "11:00:00", Last: "11:00:00", Addresses: []string{"config.amazonaws.com"}},
			{Subject: "kitchen", Type: "IAMUser", User: "alice", Account: "1", Event: "GetObject", Count: 2, First: "09:00:00", Last: "10:00:00", Addresses: []string{"192.0.2.1", "192.0.2.2"}},
			{Subject: "kitchen", Type: "IAMUser", User: "alice", Account: "2", Event: "PutObject", Error: "AccessDenied", Count: 1, First: "12:00:00", Last: "12:00:00", Addresses: []string{"192.0.2.1"}},
		},
	},
	{
		"words may be a part of several buckets' names",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "chen two", Loose: true}}},
		[]row{{Subject: "kitchen-two", Type: "IAMUser", User: "bob", Account: "1", Event: "GetObject", Key: "JKLMWXYZ", Count: 1, First: "09:30:00", Last: "09:30:00", Addresses: []string{"192.0.2.3"}}},
	},
	{
		"a bucket's name is compared however it is written, and wholly",
		bucket("Kitchen.TWO"),
		[]row{{Subject: "kitchen-two", Type: "IAMUser", User: "bob", Account: "1", Event: "GetObject", Key: "JKLMWXYZ", Count: 1, First: "09:30:00", Last: "09:30:00", Addresses: []string{"192.0.2.3"}}},
	},
	{
		"a period has its beginning and not its end",
		lake.Question{Template: lake.BucketUsers, Period: lake.Period{From: at("09:00:00"), To: at("10:00:00")}, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}}},
		[]row{{Subject: "kitchen", Type: "IAMUser", User: "alice", Account: "1", Event: "GetObject", Count: 1, First: "09:00:00", Last: "09:00:00", Addresses: []string{"192.0.2.1"}}},
	},
	{
		"an action narrows the events",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}, Action: lake.Action{EventNames: []string{"PutObject"}}}},
		[]row{{Subject: "kitchen", Type: "IAMUser", User: "alice", Account: "2", Event: "PutObject", Error: "AccessDenied", Count: 1, First: "12:00:00", Last: "12:00:00", Addresses: []string{"192.0.2.1"}}},
	},
	{
		"a user narrows a question about a bucket",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "fridge"}, User: lake.Name{Said: "mei", Loose: true}}},
		[]row{{Subject: "fridge", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"an object is found by its key, and by a bulk delete that may have taken it",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "fridge"}, Object: lake.Object{Key: "puddings/flan.txt"},
			Action: lake.Action{EventNames: []string{"DeleteObject", "DeleteObjects"}}}},
		[]row{
			{Subject: "fridge", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}},
			{Subject: "fridge", Type: "Root", Account: "1", Event: "DeleteObjects", Count: 1, First: "15:00:00", Last: "15:00:00", Addresses: []string{"AWS Internal"}},
		},
	},
	{
		"an object is found by words that sound like it",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "fridge"}, Object: lake.Object{Key: "flan txt"}}},
		[]row{{Subject: "fridge", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"objects are found by their prefix",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "fridge"}, Object: lake.Object{Key: "puddings/", Prefix: true}}},
		[]row{{Subject: "fridge", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"nothing found is no error",
		bucket("larder"),
		nil,
	},
	{
		"a user is found by the user name, in each account apart",
		user("alice"),
		[]row{
			{Subject: "alice", Type: "IAMUser", User: "alice", Account: "1", Event: "GetObject", Count: 2, First: "09:00:00", Last: "10:00:00", Addresses: []string{"192.0.2.1", "192.0.2.2"}},
			{Subject: "alice", Type: "IAMUser", User: "alice", Account: "2", Event: "PutObject", Error: "AccessDenied", Count: 1, First: "12:00:00", Last: "12:00:00", Addresses: []string{"192.0.2.1"}},
		},
	},
	{
		"a user is found by the name of a role's session",
		user("CI 7"),
		[]row{{Subject: "ci-7", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"a user is found by the source identity",
		user("mei"),
		[]row{{Subject: "mei", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"root is found by that name, and a failed sign-in is a failure though it has no error code",
		user("root"),
		[]row{
			{Subject: "root", Type: "Root", Account: "1", Event: "ConsoleLogin", Error: "Failure", Count: 1, First: "16:00:00", Last: "16:00:00", Addresses: []string{"192.0.2.9"}},
			{Subject: "root", Type: "Root", Account: "1", Event: "DeleteObjects", Count: 1, First: "15:00:00", Last: "15:00:00", Addresses: []string{"AWS Internal"}},
		},
	},
	{
		"a service narrows what a user did",
		lake.Question{Template: lake.UserActivity, Arguments: lake.Arguments{User: lake.Name{Said: "root"}, Service: "signin.amazonaws.com"}},
		[]row{{Subject: "root", Type: "Root", Account: "1", Event: "ConsoleLogin", Error: "Failure", Count: 1, First: "16:00:00", Last: "16:00:00", Addresses: []string{"192.0.2.9"}}},
	},
	{
		"an event's name may have an API's date behind it",
		lake.Question{Template: lake.UserActivity, Arguments: lake.Arguments{User: lake.Name{Said: "bob"}, Action: lake.Action{EventNames: []string{"ListFunctions"}}}},
		[]row{{Subject: "bob", Type: "IAMUser", User: "bob", Account: "1", Event: "ListFunctions20150331", Count: 1, First: "13:00:00", Last: "13:00:00", Addresses: []string{"192.0.2.3"}}},
	},
	{
		"events are narrowed by what they begin with",
		lake.Question{Template: lake.UserActivity, Arguments: lake.Arguments{User: lake.Name{Said: "bob"}, Action: lake.Action{Prefixes: []string{"Get", "Put"}}}},
		[]row{{Subject: "bob", Type: "IAMUser", User: "bob", Account: "1", Event: "GetObject", Key: "JKLMWXYZ", Count: 1, First: "09:30:00", Last: "09:30:00", Addresses: []string{"192.0.2.3"}}},
	},
	{
		"an access key is found by its end",
		lake.Question{Template: lake.AccessKeyActivity, Arguments: lake.Arguments{AccessKey: "WXYZ"}},
		[]row{{Subject: "JKLMWXYZ", Type: "IAMUser", User: "bob", Account: "1", Event: "GetObject", Key: "JKLMWXYZ", Count: 1, First: "09:30:00", Last: "09:30:00", Addresses: []string{"192.0.2.3"}}},
	},
	{
		"an instance is found within the JSON text of a list, and its session with its key and creation",
		lake.Question{Template: lake.ResourceChanges, Arguments: lake.Arguments{
			Resource: lake.Resource{Sources: []string{"ec2.amazonaws.com"}, Keys: []string{"instancesSet"}, Name: lake.Name{Said: "i 0ff1ce"}},
			Action:   lake.Action{EventNames: []string{"TerminateInstances"}},
		}},
		[]row{deploying("TerminateInstances", "17:00:10", "i-0ff1ce", "aws-cli/2.15")},
	},
	{
		"a kind of thing without a name is all of the kind, which the findings name",
		lake.Question{Template: lake.ResourceChanges, Arguments: lake.Arguments{
			Resource: lake.Resource{Sources: []string{"ec2.amazonaws.com"}, Keys: []string{"groupId", "instancesSet"}},
			Action:   lake.Action{Prefixes: []string{"Authorize", "Terminate"}},
		}},
		[]row{deploying("TerminateInstances", "17:00:10", "i-0ff1ce", "aws-cli/2.15"), carlas("AuthorizeSecurityGroupIngress", "17:01:00", "sg-0abc", "world")},
	},
	{
		"a function is found by the end of its ARN and without the API's date, by the events of any service",
		lake.Question{Template: lake.ResourceChanges, Arguments: lake.Arguments{
			Resource: lake.Resource{Keys: []string{"functionName"}, Name: lake.Name{Said: "oven", Loose: true}},
			Action:   lake.Action{EventNames: []string{"CreateFunction"}},
		}},
		[]row{deploying("CreateFunction20150331", "17:07:00", "oven", "")},
	},
	{
		"sign-ins without multi-factor authentication",
		lake.Question{Template: lake.SignIns, Arguments: lake.Arguments{Outcome: lake.WithoutMFA}},
		[]row{carlas("ConsoleLogin", "17:03:00", "", "no_mfa")},
	},
	{
		"sign-ins that failed",
		lake.Question{Template: lake.SignIns, Arguments: lake.Arguments{Outcome: lake.Failed}},
		[]row{{Type: "Root", Account: "1", Event: "ConsoleLogin", Error: "Failure", Detail: "no_mfa", Count: 1, First: "16:00:00", Last: "16:00:00", Addresses: []string{"192.0.2.9"}}},
	},
	{
		"all of the root user's own doing",
		lake.Question{Template: lake.RootActivity},
		[]row{
			{Subject: "root", Type: "Root", Account: "1", Event: "ConsoleLogin", Error: "Failure", Count: 1, First: "16:00:00", Last: "16:00:00", Addresses: []string{"192.0.2.9"}},
			{Subject: "root", Type: "Root", Account: "1", Event: "DeleteObjects", Count: 1, First: "15:00:00", Last: "15:00:00", Addresses: []string{"AWS Internal"}},
		},
	},
	{
		"who assumed a role, by its name without its path",
		lake.Question{Template: lake.RoleAssumptions, Arguments: lake.Arguments{Role: lake.Name{Said: "deploy"}}},
		[]row{carlas("AssumeRole", "16:59:59", "Deploy", "")},
	},
	{
		"what was done from an address",
		lake.Question{Template: lake.AddressActivity, Arguments: lake.Arguments{Address: "192.0.2.4"}},
		[]row{{Subject: "192.0.2.4", Type: "AssumedRole", Session: "AROA:ci-7", Account: "1", Event: "DeleteObject", Count: 1, First: "14:00:00", Last: "14:00:00", Addresses: []string{"192.0.2.4"}}},
	},
	{
		"who was refused, whatever the service calls it",
		lake.Question{Template: lake.Denials},
		[]row{
			late("frank", "AssumeRole", "18:04:00", "", "", "AccessDenied"),
			{Type: "IAMUser", User: "alice", Account: "2", Event: "PutObject", Error: "AccessDenied", Count: 1, First: "12:00:00", Last: "12:00:00", Addresses: []string{"192.0.2.1"}},
			refused(carlas("RunInstances", "17:02:00", "", "")),
		},
	},
	{
		"whether a certain user was refused",
		lake.Question{Template: lake.Denials, Arguments: lake.Arguments{User: lake.Name{Said: "carla"}}},
		[]row{refused(carlas("RunInstances", "17:02:00", "carla", ""))},
	},
	{
		"who gave a user more rights, and which",
		lake.Question{Template: lake.Grants, Arguments: lake.Arguments{User: lake.Name{Said: "mallory"}}},
		[]row{carlas("AttachUserPolicy", "17:04:00", "mallory", "AdministratorAccess")},
	},
	{
		"who gave a role more rights, which nobody did",
		lake.Question{Template: lake.Grants, Arguments: lake.Arguments{Role: lake.Name{Said: "mallory"}}},
		nil,
	},
	{
		"who made an access key, for the caller where the request names nobody",
		lake.Question{Template: lake.AccessKeysMade},
		[]row{carlas("CreateAccessKey", "17:05:00", "carla", "")},
	},
	{
		"who switched logging off",
		lake.Question{Template: lake.LoggingChanges},
		[]row{carlas("StopLogging", "17:06:00", "", "")},
	},
	{
		"what changed, without objects, sign-ins and what machines say of themselves",
		lake.Question{Template: lake.Changes, Arguments: lake.Arguments{Service: "lambda.amazonaws.com"}},
		[]row{deploying("CreateFunction20150331", "17:07:00", "", "")},
	},
	{
		"when a user was last seen",
		lake.Question{Template: lake.LastSeen, Arguments: lake.Arguments{User: lake.Name{Said: "Deploy"}}},
		[]row{
			deploying("CreateFunction20150331", "17:07:00", "Deploy", ""), deploying("TerminateInstances", "17:00:10", "Deploy", "aws-cli/2.15"),
			deploying("UpdateInstanceInformation", "17:08:00", "Deploy", ""),
		},
	},
	{
		"who had credentials issued, by the ends of their keys",
		lake.Question{Template: lake.IssuingCalls, Arguments: lake.Arguments{IssuedKeys: []string{"PLOY1234", "WKEY5678", "OTHERKEY"}}},
		[]row{carlas("AssumeRole", "16:59:59", "PLOY1234", "arn:aws:iam::1:role/ops/Deploy"), carlas("CreateAccessKey", "17:05:00", "WKEY5678", "")},
	},
	{
		"what opened something, and not what closed it by the same call",
		things(lake.Action{ID: "opened", EventNames: []string{"ModifySnapshotAttribute"}}, "", "snapshotId"),
		[]row{late("erin", "ModifySnapshotAttribute", "18:00:00", "snap-0a", lake.DetailWorld, "")},
	},
	{
		"a secret by its ARN, without the ARN's random end, and not what is below it",
		things(lake.Action{Prefixes: []string{"Delete"}}, "prod/db", "secretId"),
		[]row{late("frank", "DeleteSecret", "18:02:00", "prod/db", "", "")},
	},
	{
		"a thing, and not what is done to a part of it",
		things(lake.Action{Prefixes: []string{"Delete"}, Except: []string{"DeleteUserPolicy"}}, "mallory", "userName"),
		[]row{late("erin", "DeleteUser", "18:08:00", "mallory", "", "")},
	},
	{
		"a thing, and not what belongs to it, though the answer says so",
		things(lake.Action{Prefixes: []string{"Delete"}}, "shop", "dBInstanceIdentifier", "dBClusterIdentifier"),
		[]row{late("erin", "DeleteDBCluster", "18:10:00", "shop", "", "")},
	},
	{
		"any use of a kind of thing is that of one which is named",
		lake.Question{Template: lake.ResourceChanges, Arguments: lake.Arguments{Action: lake.Action{ID: "used"}, Resource: lake.Resource{Type: "trail", Sources: []string{"cloudtrail.amazonaws.com", "sts.amazonaws.com"}, Keys: []string{"name"}}}},
		[]row{carlas("StopLogging", "17:06:00", "the-trail", "")},
	},
	{
		"a role that was refused, whose call's parameters are left out",
		lake.Question{Template: lake.RoleAssumptions, Arguments: lake.Arguments{Role: lake.Name{Said: "vault"}}},
		[]row{late("frank", "AssumeRole", "18:04:00", "Vault", "", "AccessDenied")},
	},
	{
		"a bucket through an access point, in whose name the bucket's is",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "pantry", Loose: true}}},
		[]row{late("frank", "DeleteObject", "18:06:00", "pantry", "", ""), late("erin", "GetObject", "18:05:00", "pantry", "", "")},
	},
	{
		"an object that only the resources name",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "pantry"}, Action: lake.Action{EventNames: []string{"DeleteObject"}}, Object: lake.Object{Key: "jam.txt"}}},
		[]row{late("frank", "DeleteObject", "18:06:00", "pantry", "", "")},
	},
	{
		"words for a number may be its digits",
		lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen to", Loose: true, Also: "kitchen two"}}},
		[]row{{Subject: "kitchen-two", Type: "IAMUser", User: "bob", Account: "1", Event: "GetObject", Key: "JKLMWXYZ", Count: 1, First: "09:30:00", Last: "09:30:00", Addresses: []string{"192.0.2.3"}}},
	},
}

// things is a question about what was done to things that some parameters name.
func things(action lake.Action, name string, keys ...string) lake.Question {
	return lake.Question{Template: lake.ResourceChanges, Arguments: lake.Arguments{Action: action, Resource: lake.Resource{Name: lake.Name{Said: name}, Keys: keys}}}
}

// late is what happened in the evening.
func late(who, event, at, subject, detail, errorCode string) row {
	return row{
		Subject: subject, Type: "IAMUser", User: who, Account: "1", Event: event, Detail: detail, Error: errorCode, Count: 1, First: at, Last: at,
		Addresses: []string{"198.51.100.3"},
	}
}

func carlas(event, at, subject, detail string) row {
	return row{
		Subject: subject, Type: "IAMUser", User: "carla", Account: "1", Event: event, Detail: detail, Key: "LACARLA0", Count: 1, First: at, Last: at,
		Addresses: []string{"198.51.100.1"},
	}
}

func deploying(event, at, subject, agent string) row {
	r := row{
		Subject: subject, Type: "AssumedRole", Session: "AROD:i-0abc", Account: "1", Event: event, Key: "PLOY1234", Created: "17:00:00", Count: 1, First: at, Last: at,
		Addresses: []string{"198.51.100.2"},
	}
	if agent != "" {
		r.Agents = []string{agent}
	}
	return r
}

func refused(r row) row {
	r.Error = "Client.UnauthorizedOperation"
	return r
}

func bucket(said string) lake.Question {
	return lake.Question{Template: lake.BucketUsers, Arguments: lake.Arguments{Bucket: lake.Name{Said: said}}}
}

func user(said string) lake.Question {
	return lake.Question{Template: lake.UserActivity, Arguments: lake.Arguments{User: lake.Name{Said: said}}}
}
