package history_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/smithy-go"
	gocmp "github.com/google/go-cmp/cmp"

	"pudding/lake"
	"pudding/lake/history"
)

var (
	now   = time.Date(2023, 7, 10, 18, 0, 0, 0, time.UTC)
	today = lake.Period{From: now.Add(-18 * time.Hour), To: now}
)

// script is a region's LookupEvents with its answers written down: the next
// answer is the next in the list, and the last one stays.
type script struct {
	region  string
	answers []answer

	mu    sync.Mutex
	calls []string // each call's attribute, and its token
}

type answer struct {
	events []string // user names, of one event each
	token  string
	err    string // an API error's code
}

func (s *script) LookupEvents(ctx context.Context, in *sdk.LookupEventsInput, options ...func(*sdk.Options)) (*sdk.LookupEventsOutput, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.answers[min(len(s.calls), len(s.answers)-1)]
	call := string(in.LookupAttributes[0].AttributeKey) + "=" + aws.ToString(in.LookupAttributes[0].AttributeValue)
	if in.NextToken != nil {
		call += " " + *in.NextToken
	}
	s.calls = append(s.calls, call)
	var o sdk.Options
	for _, option := range options {
		option(&o)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case o.Retryer == nil || o.Retryer.MaxAttempts() != 1:
		return nil, errors.New("the client would try again on its own")
	case next.err != "":
		return nil, &smithy.GenericAPIError{Code: next.err, Message: "for a reason"}
	}
	out := &sdk.LookupEventsOutput{}
	for i, user := range next.events {
		out.Events = append(out.Events, types.Event{CloudTrailEvent: aws.String(fmt.Sprintf(
			`{"eventID":"%s-%d-%d","eventTime":"2023-07-10T09:00:00Z","eventName":"CreateUser","eventSource":"iam.amazonaws.com","userIdentity":{"type":"IAMUser","userName":%q}}`,
			s.region, len(s.calls), i, user))})
	}
	if next.token != "" {
		out.NextToken = aws.String(next.token)
	}
	return out, nil
}

// turns is a budget of so many calls.
type turns struct{ left int }

func (b *turns) Take(ctx context.Context) error {
	if b.left == 0 {
		return context.DeadlineExceeded
	}
	b.left--
	return ctx.Err()
}

func region(name string, turnsLeft int, answers ...answer) (history.Region, *script) {
	s := &script{region: name, answers: answers}
	return history.Region{Name: name, Client: s, Budget: &turns{turnsLeft}}, s
}

func source(regions ...history.Region) *history.Source {
	return history.New(regions, func() time.Time { return now })
}

func did(user string) lake.Question {
	return lake.Question{Template: lake.UserActivity, Period: today, Arguments: lake.Arguments{User: lake.Name{Said: user}}}
}

// limits are what a result says of what it doesn't tell, with the regions.
func limits(r *lake.Result) []string {
	var all []string
	for _, u := range r.Unseen {
		all = append(all, strings.Join(append([]string{string(u.Limit)}, u.Regions...), " "))
	}
	slices.Sort(all)
	return all
}

func count(r *lake.Result) int {
	n := 0
	for _, f := range r.Findings {
		n += f.Count
	}
	return n
}

func TestAskReadsEveryPageOfEveryRegion(t *testing.T) {
	home, atHome := region("eu-west-1", 9, answer{events: []string{"alice", "bob"}, token: "two"}, answer{events: []string{"alice"}})
	global, _ := region("us-east-1", 9, answer{events: []string{"alice"}})
	result, err := source(home, global).Ask(t.Context(), did("alice"))
	if err != nil {
		t.Fatal(err)
	}
	if count(result) != 3 || result.Truncated {
		t.Errorf("got %+v", result)
	}
	if diff := gocmp.Diff([]string{"Username=alice", "Username=alice two"}, atHome.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"exact_name", "management_only", "regions eu-west-1 us-east-1"}, limits(result)); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
	if result.Statement != "LookupEvents Username=alice in eu-west-1, us-east-1" {
		t.Errorf("the statement is %q", result.Statement)
	}
}

func TestANameThatIsKnownIsNotLookedForInEverything(t *testing.T) {
	home, atHome := region("eu-west-1", 9, answer{events: []string{"alice"}})
	q := did("alice")
	q.Arguments.Action = lake.Action{ID: "deleted", Prefixes: []string{"Delete"}}
	result, err := source(home).Ask(t.Context(), q)
	if err != nil || len(result.Findings) > 0 || len(atHome.calls) != 1 || !slices.Contains(limits(result), "exact_name") {
		t.Errorf("got %+v, %v after %v", result, err, atHome.calls)
	}
}

func TestANameThatFindsNothingIsLookedForInEverything(t *testing.T) {
	home, atHome := region("eu-west-1", 9, answer{}, answer{events: []string{"Al.Ice", "bob"}}, answer{})
	result, err := source(home).Ask(t.Context(), did("alice"))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 1 || result.Findings[0].Subject != "Al.Ice" || result.Truncated {
		t.Errorf("got %+v", result)
	}
	if diff := gocmp.Diff([]string{"Username=alice", "ReadOnly=false", "ReadOnly=true"}, atHome.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]string{"management_only", "regions eu-west-1"}, limits(result)); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
}

func TestWhatTheTimeDoesNotSufficeForIsSaid(t *testing.T) {
	for _, tc := range []struct {
		name    string
		turns   int
		answers []answer
		count   int
		limits  []string
		want    lake.Code
	}{
		{"before the last page", 2, []answer{{events: []string{"alice"}, token: "next"}}, 2, []string{"exact_name", "incomplete", "management_only", "regions eu-west-1"}, ""},
		{"before everything was looked through", 2, []answer{{}, {events: []string{"bob"}, token: "next"}}, 0, []string{"incomplete", "management_only", "regions eu-west-1"}, ""},
		{"before the first page", 0, []answer{{}}, 0, nil, lake.TooSlow},
	} {
		t.Run(tc.name, func(t *testing.T) {
			home, _ := region("eu-west-1", tc.turns, tc.answers...)
			result, err := source(home).Ask(t.Context(), did("alice"))
			if lake.CodeOf(err) != tc.want {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				return
			}
			if !result.Truncated || count(result) != tc.count {
				t.Errorf("got %+v", result)
			}
			if diff := gocmp.Diff(tc.limits, limits(result)); diff != "" {
				t.Errorf("limits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestACallThatIsThrottledIsMadeAgainInItsTurn(t *testing.T) {
	home, atHome := region("eu-west-1", 3, answer{err: "ThrottlingException"}, answer{err: "ThrottlingException"}, answer{events: []string{"alice"}})
	result, err := source(home).Ask(t.Context(), did("alice"))
	if err != nil || count(result) != 1 || result.Truncated || len(atHome.calls) != 3 {
		t.Errorf("got %+v, %v", result, err)
	}
	home, _ = region("eu-west-1", 3, answer{err: "ThrottlingException"})
	if _, err := source(home).Ask(t.Context(), did("alice")); lake.CodeOf(err) != lake.Throttled {
		t.Errorf("got %v", err)
	}
}

func TestARegionThatFailsIsNamedAndTheOthersAnswer(t *testing.T) {
	home, _ := region("eu-west-1", 9, answer{events: []string{"alice"}})
	global, _ := region("us-east-1", 9, answer{err: "AccessDeniedException"})
	result, err := source(home, global).Ask(t.Context(), did("alice"))
	if err != nil {
		t.Fatal(err)
	}
	if count(result) != 1 || !result.Truncated {
		t.Errorf("got %+v", result)
	}
	if diff := gocmp.Diff([]string{"exact_name", "management_only", "regions eu-west-1 us-east-1", "unanswered us-east-1"}, limits(result)); diff != "" {
		t.Errorf("limits (-want +got):\n%s", diff)
	}
	if last := result.Unseen[len(result.Unseen)-1]; lake.CodeOf(last.Err) != lake.AccessDenied || !strings.Contains(last.Err.Error(), "us-east-1") {
		t.Errorf("the cause is %v", last.Err)
	}
}

func TestItIsAnErrorIfEveryRegionFails(t *testing.T) {
	for code, want := range map[string]lake.Code{
		"AccessDeniedException":            lake.AccessDenied,
		"InvalidLookupAttributesException": lake.QueryRefused,
		"InvalidTimeRangeException":        lake.QueryRefused,
		"OperationNotPermittedException":   lake.NotPermitted,
		"InternalFailure":                  lake.Unreachable,
	} {
		t.Run(code, func(t *testing.T) {
			home, _ := region("eu-west-1", 9, answer{err: code})
			global, _ := region("us-east-1", 0, answer{})
			if _, err := source(home, global).Ask(t.Context(), did("alice")); lake.CodeOf(err) != want {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAPeriodIsReadAsFarAsItIsKept(t *testing.T) {
	home, atHome := region("eu-west-1", 9, answer{events: []string{"alice"}})
	q := did("alice")
	q.Period.From = now.AddDate(0, 0, -91)
	result, err := source(home).Ask(t.Context(), q)
	if err != nil || count(result) != 1 || !slices.Contains(limits(result), "retention") {
		t.Errorf("got %+v, %v", result, err)
	}

	atHome.calls = nil
	q.Period = lake.Period{From: now.AddDate(0, 0, -100), To: now.AddDate(0, 0, -91)}
	result, err = source(home).Ask(t.Context(), q)
	if err != nil || len(result.Findings) > 0 || !slices.Contains(limits(result), "retention") || len(atHome.calls) > 0 {
		t.Errorf("got %+v, %v after %v", result, err, atHome.calls)
	}
}

func TestTheNarrowestLookupIsChosen(t *testing.T) {
	user := func(n lake.Name, a lake.Arguments) lake.Question {
		a.User = n
		return lake.Question{Template: lake.UserActivity, Period: today, Arguments: a}
	}
	bucket := func(n lake.Name, a lake.Arguments) lake.Question {
		a.Bucket = n
		return lake.Question{Template: lake.BucketUsers, Period: today, Arguments: a}
	}
	written, spoken := lake.Name{Said: "alice"}, lake.Name{Said: "al ice", Loose: true}
	for _, tc := range []struct {
		name string
		q    lake.Question
		want string
	}{
		{"a user's written name", user(written, lake.Arguments{}), "Username=alice; ReadOnly=false; ReadOnly=true"},
		{"a user's spoken name", user(spoken, lake.Arguments{}), "ReadOnly=false; ReadOnly=true"},
		{"what a user read", user(spoken, lake.Arguments{Action: lake.Action{ID: "read", Prefixes: []string{"Get"}}}), "ReadOnly=true; ReadOnly=false"},
		{"what a user deleted", user(spoken, lake.Arguments{Action: lake.Action{ID: "deleted", Prefixes: []string{"Delete"}}}), "ReadOnly=false"},
		{"what a user did in a service", user(spoken, lake.Arguments{Service: "ec2.amazonaws.com"}), "EventSource=ec2.amazonaws.com"},
		{"whether a user signed in", user(written, lake.Arguments{Action: lake.Action{EventNames: []string{"consolelogin"}}}), "EventName=ConsoleLogin"},
		{"an event of which too little is known", user(spoken, lake.Arguments{Action: lake.Action{EventNames: []string{"ListFunctions"}}}), "ReadOnly=false; ReadOnly=true"},
		{"a bucket's written name", bucket(lake.Name{Said: "kit-chen"}, lake.Arguments{}), "ResourceName=kit-chen; EventSource=s3.amazonaws.com"},
		{"a bucket's spoken name", bucket(spoken, lake.Arguments{}), "EventSource=s3.amazonaws.com"},
		{"a few events of a bucket", bucket(spoken, lake.Arguments{Action: lake.Action{EventNames: []string{"PutBucketAcl", "DeleteBucket"}}}), "EventName=PutBucketAcl; EventName=DeleteBucket"},
		{"data events of a bucket", bucket(spoken, lake.Arguments{Action: lake.Action{EventNames: []string{"GetObject"}}}), "EventSource=s3.amazonaws.com"},
		{"the end of an access key", lake.Question{Template: lake.AccessKeyActivity, Period: today, Arguments: lake.Arguments{AccessKey: "WXYZ"}}, "ReadOnly=false; ReadOnly=true"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			home, atHome := region("eu-west-1", 9, answer{})
			if _, err := source(home).Ask(t.Context(), tc.q); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(atHome.calls, "; "); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestARecordThatCannotBeReadIsNotPassedOverInSilence(t *testing.T) {
	broken := history.Region{Name: "eu-west-1", Budget: free{}, Client: lookup(func() *sdk.LookupEventsOutput {
		return &sdk.LookupEventsOutput{Events: []types.Event{{CloudTrailEvent: aws.String("{")}, {}}}
	})}
	result, err := source(broken).Ask(t.Context(), did("alice"))
	if err != nil || !result.Truncated || !slices.Contains(limits(result), "incomplete") {
		t.Errorf("got %+v, %v", result, err)
	}
}

type lookup func() *sdk.LookupEventsOutput

func (l lookup) LookupEvents(context.Context, *sdk.LookupEventsInput, ...func(*sdk.Options)) (*sdk.LookupEventsOutput, error) {
	return l(), nil
}

func TestNoMoreThanTwoCallsAreMadeInAnySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var made []time.Time
		home := history.Region{Name: "eu-west-1", Client: lookup(func() *sdk.LookupEventsOutput {
			made = append(made, time.Now())
			return &sdk.LookupEventsOutput{NextToken: aws.String("next")}
		})}
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		defer cancel()
		began := time.Now()
		result, err := source(home).Ask(ctx, did("alice"))
		if err != nil || !result.Truncated {
			t.Errorf("got %+v, %v", result, err)
		}
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("it took %s", took)
		}
		if len(made) < 10 {
			t.Errorf("only %d calls were made", len(made))
		}
		for i := 2; i < len(made); i++ {
			if made[i].Sub(made[i-2]) <= time.Second {
				t.Errorf("the calls %d to %d were made within %s", i-2, i, made[i].Sub(made[i-2]))
			}
		}
	})
}

func TestTheGlobalRegionIsAskedForWhatIsGlobalOnly(t *testing.T) {
	for name, tc := range map[string]struct {
		q    lake.Question
		want int
	}{
		"a user, who may have signed in": {did("alice"), 1},
		"a bucket, which is not global":  {lake.Question{Template: lake.BucketUsers, Period: today, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}}}, 0},
		"a user in EC2": {func() lake.Question {
			q := did("alice")
			q.Arguments.Service = "ec2.amazonaws.com"
			return q
		}(), 0},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			count := func(n *int) history.Region {
				return history.Region{Name: "us-east-1", Budget: free{}, Client: lookup(func() *sdk.LookupEventsOutput {
					*n++
					return &sdk.LookupEventsOutput{}
				})}
			}
			elsewhere := 0
			home, global := count(&elsewhere), count(&calls)
			global.GlobalOnly = true
			if _, err := history.New([]history.Region{home, global}, func() time.Time { return now }).Ask(t.Context(), tc.q); err != nil {
				t.Fatal(err)
			}
			if asked := min(calls, 1); asked != tc.want || elsewhere == 0 {
				t.Errorf("the global region was called %d times, the other %d", calls, elsewhere)
			}
		})
	}
}
