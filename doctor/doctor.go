// Package doctor examines a deployment: whether its account lets the function do
// what its configuration asks of it, permission by permission, and what it will and
// won't be able to answer. It tries each call, harmlessly: nothing it makes stays. Of
// a deployed function's role, which it can't take, it asks IAM.
package doctor

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"pudding/config"
	"pudding/lake"
	"pudding/lake/failure"
	"pudding/nlu/names"
)

// Grade says how bad a finding is.
type Grade int

// The grades.
const (
	Fine   Grade = iota
	Odd          // it works, and may not be meant so
	Broken       // some questions will fail
)

func (g Grade) String() string { return [...]string{"ok", "note", "FAIL"}[g] }

// Finding is what was found of one item.
type Finding struct {
	Grade  Grade
	Item   string // what was looked at
	Found  string
	Remedy string // what to do about it; empty where nothing is to be done
}

// Function is a deployed function, zero where there is none as yet.
type Function struct {
	Role     string // the ARN of its role
	LogGroup string // the name of its log group
}

// patience is how long one call may take.
const patience = 10 * time.Second

// Examine looks at all that a configuration needs of an account, tells each finding
// as soon as it is had, and returns the worst grade. Without a function the account's
// credentials are taken for those of its role.
func Examine(ctx context.Context, c config.Config, account aws.Config, function Function, tell func(Finding)) Grade {
	e := &examination{config: c, account: account, function: function, now: time.Now().UTC(), tell: tell}
	if e.credentials(ctx) {
		e.lake(ctx)
		e.history(ctx)
		e.users(ctx)
		e.buckets(ctx)
		e.nicknames("which this account doesn't have", "correct NICKNAMES, unless it is another account's")
		e.table(ctx)
		e.role(ctx)
	}
	e.spoken()
	e.asking()
	return e.worst
}

// ExamineEmbedded looks at an embedded Lake, which is all that there is at the
// account's endpoint. known are the names in its events.
func ExamineEmbedded(ctx context.Context, c config.Config, account aws.Config, known []names.Known, tell func(Finding)) Grade {
	e := &examination{config: c, account: account, now: time.Now().UTC(), tell: tell, userNames: map[string]bool{}, bucketNames: map[string]bool{}}
	for _, k := range known {
		switch k.Kind {
		case "user":
			e.userNames[k.Name] = true
		case "bucket":
			e.bucketNames[k.Name] = true
		}
	}
	e.lake(ctx)
	e.nicknames("which no event names", "correct NICKNAMES, or load the logs that name it")
	e.spoken()
	return e.worst
}

type examination struct {
	config   config.Config
	account  aws.Config
	function Function
	now      time.Time
	tell     func(Finding)
	worst    Grade

	number      string // the account's
	key         string // the ARN of the event data store's KMS key, empty for the service's own
	needs       []permission
	userNames   map[string]bool // nil where they can't be listed
	bucketNames map[string]bool // nil where they can't be listed
}

func (e *examination) say(g Grade, item, found, remedy string) {
	e.worst = max(e.worst, g)
	e.tell(Finding{g, item, found, remedy})
}

// permission is what the function needs: an action, and the ARN of what it is done
// to, or *.
type permission struct{ action, resource string }

// attempt is one call that needs one permission.
type attempt struct {
	permission
	// answers are errors that only somebody gets who may make the call.
	answers []string
	call    func(context.Context) error
	region  string // where it is called, if not where all the others are
}

// may tries a call, and reports whether it may be made. What it may not be is told.
func (e *examination) may(ctx context.Context, a attempt) bool {
	e.needs = append(e.needs, a.permission)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := a.call(ctx)
	var where string
	if a.region != "" {
		where = " in " + a.region
	}
	if err == nil || isAnswer(err, a.answers) {
		e.say(Fine, a.action, "may be called"+where, "")
		return true
	}
	switch lake.CodeOf(failure.Of(ctx, "", err)) {
	case lake.Throttled:
		e.say(Odd, a.action, "can't be told"+where+": the account is making too many calls", "ask again in a moment")
	case lake.AccessDenied:
		e.lacks(a.action, "is refused"+where, allow(a.permission))
	case lake.KeyUnusable:
		e.lacks(a.action, "is refused the event data store's key", allow(keyNeeds(cmp.Or(e.key, "that key"))...))
	default:
		e.say(Broken, a.action, "fails"+where+": "+short(err), "see whether the endpoint can be reached, and the name is right")
	}
	return false
}

// lacks tells of a refusal, which is the function's own where the credentials are
// its role's.
func (e *examination) lacks(item, found, remedy string) {
	if e.function.Role != "" {
		e.say(Odd, item, found+" to these credentials", "see what is told of the function's role")
		return
	}
	e.say(Broken, item, found, remedy)
}

// allow is the remedy for a lack of permissions, all on one resource.
func allow(all ...permission) string {
	var actions []string
	for _, p := range all {
		actions = append(actions, p.action)
	}
	return fmt.Sprintf("allow the role %s on %s", strings.Join(actions, " and "), all[0].resource)
}

// credentials reports whether there are any that AWS takes.
func (e *examination) credentials(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := sts.NewFromConfig(e.account).GetCallerIdentity(ctx, nil)
	if err != nil {
		e.say(Broken, "credentials", "are not taken, so that nothing can be tried: "+short(err), "set AWS_PROFILE, or sign in")
		return false
	}
	e.number = aws.ToString(out.Account)
	e.say(Fine, "credentials", "are those of "+aws.ToString(out.Arn), "")
	return true
}

// trail is CloudTrail's client for a region, the usual one if it is empty.
func (e *examination) trail(region string) *sdk.Client {
	return sdk.NewFromConfig(e.account, func(o *sdk.Options) {
		if region != "" {
			o.Region = region
		}
	})
}

func (e *examination) history(ctx context.Context) {
	for _, region := range e.config.Sources.History {
		client := e.trail(region)
		e.may(ctx, attempt{permission: permission{"cloudtrail:LookupEvents", "*"}, region: region, call: func(ctx context.Context) error {
			_, err := client.LookupEvents(ctx, &sdk.LookupEventsInput{MaxResults: aws.Int32(1)})
			return err
		}})
	}
	if e.config.Sources.Lake == nil {
		e.say(Odd, "answers", "come from Event history alone: management events of the last 90 days, none of single objects", "give SOURCES an event data store, if the account has one")
	}
}

// nobody is a user that there isn't.
const nobody = "pudding-doctor-looks-for-nobody"

func (e *examination) users(ctx context.Context) {
	client := iam.NewFromConfig(e.account)
	users := map[string]bool{}
	if e.may(ctx, attempt{permission: permission{"iam:ListUsers", "*"}, call: func(ctx context.Context) error {
		for p := iam.NewListUsersPaginator(client, nil); p.HasMorePages(); {
			out, err := p.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, u := range out.Users {
				users[aws.ToString(u.UserName)] = true
			}
		}
		return nil
	}}) {
		e.userNames = users
	}
	e.may(ctx, attempt{permission: permission{"iam:ListRoles", "*"}, call: func(ctx context.Context) error {
		_, err := client.ListRoles(ctx, &iam.ListRolesInput{MaxItems: aws.Int32(1)})
		return err
	}})
	user := fmt.Sprintf("arn:aws:iam::%s:user/*", e.number)
	missing := []string{"NoSuchEntity", "NoSuchEntityException", "ValidationError", "InvalidInput"}
	for _, a := range []attempt{
		{permission: permission{"iam:GetUser", user}, answers: missing, call: func(ctx context.Context) error {
			_, err := client.GetUser(ctx, &iam.GetUserInput{UserName: aws.String(nobody)})
			return err
		}},
		{permission: permission{"iam:ListAccessKeys", user}, answers: missing, call: func(ctx context.Context) error {
			_, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String(nobody)})
			return err
		}},
		{permission: permission{"iam:GetAccessKeyLastUsed", user}, answers: missing, call: func(ctx context.Context) error {
			_, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: aws.String("AKIA0000000000000000")})
			return err
		}},
		{permission: permission{"iam:GenerateServiceLastAccessedDetails", user}, answers: missing, call: func(ctx context.Context) error {
			_, err := client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: aws.String(fmt.Sprintf("arn:aws:iam::%s:user/%s", e.number, nobody))})
			return err
		}},
		{permission: permission{"iam:GetServiceLastAccessedDetails", "*"}, answers: missing, call: func(ctx context.Context) error {
			_, err := client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: aws.String("00000000-0000-0000-0000-000000000000")})
			return err
		}},
	} {
		e.may(ctx, a)
	}
}

func (e *examination) buckets(ctx context.Context) {
	client := s3.NewFromConfig(e.account)
	names := map[string]bool{}
	if e.may(ctx, attempt{permission: permission{"s3:ListAllMyBuckets", "*"}, call: func(ctx context.Context) error {
		for p := s3.NewListBucketsPaginator(client, &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000)}); p.HasMorePages(); {
			out, err := p.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, b := range out.Buckets {
				names[aws.ToString(b.Name)] = true
			}
		}
		return nil
	}}) {
		e.bucketNames = names
	}
}

// nicknames looks whether what they stand for is there. absent says that it isn't.
func (e *examination) nicknames(absent, remedy string) {
	for _, n := range e.config.Nicknames.All() {
		known, of := e.bucketNames, "bucket"
		if n.Kind == "user" {
			known, of = e.userNames, "user"
		}
		item := "nickname " + n.Spoken
		switch {
		case known == nil:
			e.say(Odd, item, "can't be looked up, for the "+of+"s can't be listed", "")
		case known[n.Name]:
			e.say(Fine, item, "is the "+of+" "+n.Name, "")
		default:
			e.say(Odd, item, fmt.Sprintf("is the %s %s, %s", of, n.Name, absent), remedy)
		}
	}
}

// spoken is how answers are put.
func (e *examination) spoken() {
	e.say(Fine, "time zone", fmt.Sprintf("is %s, where a device doesn't tell its own", e.config.Zone), "")
	e.say(Fine, "spoken detail", fmt.Sprintf("is %s", e.config.Detail), "")
}

// asking is who may ask, and how often.
func (e *examination) asking() {
	c := e.config
	e.say(Fine, "skill", "is "+c.SkillID, "")
	if c.Askers.Restricted() {
		e.say(Fine, "askers", "are those that ASKERS lists", "")
	} else {
		e.say(Odd, "askers", "are all who can open the skill", "set ASKERS to pairing, and add who asks")
	}
	if c.QuestionsPerMinute == 0 {
		e.say(Odd, "questions", "may be asked as often as one likes: each may be a query, which costs", "set QUESTIONS_PER_MINUTE")
	}
}
