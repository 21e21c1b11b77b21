package intents_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pudding/intents"
	"pudding/lake"
	"pudding/lastused"
)

// iamOf is IAM by one function, which takes note of whom it is asked about.
type iamOf struct {
	of func(context.Context, string) ([]lastused.Use, error)

	mu    sync.Mutex
	asked []string
}

func (i *iamOf) Of(ctx context.Context, name string) ([]lastused.Use, error) {
	i.mu.Lock()
	i.asked = append(i.asked, name)
	i.mu.Unlock()
	return i.of(ctx, name)
}

func (i *iamOf) wasAsked() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return strings.Join(i.asked, " ")
}

// usedBefore is IAM with a key that was used so long ago, and a password before.
func usedBefore(ago time.Duration) func(context.Context, string) ([]lastused.Use, error) {
	return func(context.Context, string) ([]lastused.Use, error) {
		return []lastused.Use{
			{At: now.Add(-ago), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: now.Add(-ago - time.Hour), By: lastused.Password},
		}, nil
	}
}

// seen is an event of a user's five hours ago; nobody is found by the name "".
func seen(name string) sourceFunc {
	return func(_ context.Context, q lake.Question) (*lake.Result, error) {
		if name == "" {
			return &lake.Result{}, nil
		}
		found := jonas(q, now.Add(-4*time.Hour))
		found.Findings[0].Identity.UserName, found.Findings[0].Subject = name, name
		return found, nil
	}
}

func TestIAMsOwnRecordsAreToldWhereTheySayMoreThanTheEvents(t *testing.T) {
	refuses := func(err error) func(context.Context, string) ([]lastused.Use, error) {
		return func(context.Context, string) ([]lastused.Use, error) { return nil, err }
	}
	denied := &lake.Error{Code: lake.AccessDenied, Message: "looking up the user", Err: errors.New("the cause")}
	for name, test := range map[string]struct {
		heard, seen string
		of          func(context.Context, string) ([]lastused.Use, error)
		asked       string
		says, not   string // not: what may not be said; empty for anything of IAM
		logs        string
	}{
		"later than the events":         {heard: "bert-jan", seen: "bert-jan", of: usedBefore(3 * time.Hour), asked: "bert-jan", says: "a key of bert-jan's was last used today at", not: "password"},
		"a moment later":                {heard: "bert-jan", seen: "bert-jan", of: usedBefore(4*time.Hour + time.Minute), asked: "bert-jan"},
		"earlier than the events":       {heard: "bert-jan", seen: "bert-jan", of: usedBefore(9 * time.Hour), asked: "bert-jan"},
		"a user who has another name":   {heard: "Bert-Jan", seen: "bert-jan", of: usedBefore(3 * time.Hour), asked: "bert-jan", says: "a key of bert-jan's", not: "password"},
		"a user who was named by words": {heard: "bert jan", seen: "bert-jan", of: usedBefore(3 * time.Hour), asked: "bert-jan", says: "a key of bert-jan's", not: "password"},
		"nobody by words":               {heard: "bert jan", of: usedBefore(time.Hour)},
		"nothing found":                 {heard: "bert-jan", of: usedBefore(300 * time.Hour), asked: "bert-jan", says: "CloudTrail recorded. By IAM's own records, a key of bert-jan's was last used on", not: "password"},
		"nothing found, nor used":       {heard: "bert-jan", of: refuses(nil), asked: "bert-jan", says: "IAM knows bert-jan, but has no use", not: "no user"},
		"never used, but seen":          {heard: "bert-jan", seen: "bert-jan", of: refuses(nil), asked: "bert-jan"},
		"no such user":                  {heard: "bert-jan", of: refuses(lastused.ErrNoSuchUser), asked: "bert-jan", says: "IAM knows no user called bert-jan", not: "records"},
		"no such user any more":         {heard: "bert-jan", seen: "bert-jan", of: refuses(lastused.ErrNoSuchUser), asked: "bert-jan"},
		"a failure":                     {heard: "bert-jan", seen: "bert-jan", of: refuses(denied), asked: "bert-jan", logs: "the cause"},
		"a failure, and nothing found":  {heard: "bert-jan", of: refuses(denied), asked: "bert-jan", logs: "access_denied"},
		"a panic": {heard: "bert-jan", seen: "bert-jan", asked: "bert-jan", logs: "IAM is on fire",
			of: func(context.Context, string) ([]lastused.Use, error) { panic("IAM is on fire") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := converse(t, nil)
				iam := &iamOf{of: test.of}
				c.skill.Quick, c.skill.LastUses = seen(test.seen), iam
				r, _ := c.says("LastSeenIntent", map[string]string{"user": test.heard})
				if test.seen != "" {
					c.wants(r, "Bert-jan was last seen today at")
				} else {
					c.wants(r, "I found nothing on when")
				}
				c.wants(r, test.says)
				if said := r.Response.OutputSpeech.SSML; test.not == "" && strings.Contains(said, "IAM") || test.not != "" && strings.Contains(said, test.not) {
					t.Errorf("%s", said)
				}
				// A name that turns out to be written otherwise may have been asked about.
				if got := iam.wasAsked(); !strings.Contains(got, test.asked) || test.asked == "" && got != "" {
					t.Errorf("IAM was asked about %q, want %q", got, test.asked)
				}
				if !strings.Contains(c.log.String(), test.logs) {
					t.Errorf("log: %s", c.log)
				}
			})
		})
	}
}

func TestIAMIsAskedBesideTheSearchAndCostsNoTimeBeyondTheClock(t *testing.T) {
	takes := func(d time.Duration, minds bool) func(context.Context, string) ([]lastused.Use, error) {
		return func(ctx context.Context, name string) ([]lastused.Use, error) {
			if !minds {
				ctx = context.WithoutCancel(ctx)
			}
			select {
			case <-time.After(d):
			case <-ctx.Done(): // it has the keys, but no report
			}
			return usedBefore(3*time.Hour)(ctx, name)
		}
	}
	for name, test := range map[string]struct {
		search time.Duration
		of     func(context.Context, string) ([]lastused.Use, error)
		told   bool
		within time.Duration
	}{
		"as long as the search":                     {2 * time.Second, takes(2*time.Second, true), true, 2100 * time.Millisecond},
		"a little longer":                           {2 * time.Second, takes(3*time.Second, true), true, 3100 * time.Millisecond},
		"for ever":                                  {time.Second, takes(time.Hour, true), true, 2600 * time.Millisecond},
		"for ever, whatever it is told":             {time.Second, takes(time.Hour, false), false, 2600 * time.Millisecond},
		"for ever, beside a search of a whole turn": {6100 * time.Millisecond, takes(time.Hour, true), true, 6150 * time.Millisecond},
		"the same, whatever it is told":             {6100 * time.Millisecond, takes(time.Hour, false), false, 6200 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := converse(t, nil)
				c.skill.LastUses = &iamOf{of: test.of}
				c.skill.Quick = sourceFunc(func(ctx context.Context, q lake.Question) (*lake.Result, error) {
					time.Sleep(test.search)
					return seen("bert-jan")(ctx, q)
				})
				r, took := c.says("LastSeenIntent", map[string]string{"user": "bert-jan"})
				c.wants(r, "Bert-jan was last seen today at")
				if told := strings.Contains(r.Response.OutputSpeech.SSML, "IAM"); told != test.told || took > test.within {
					t.Errorf("after %s: %s", took, r.Response.OutputSpeech.SSML)
				}
				time.Sleep(2 * time.Hour) // for what minds nothing to end
			})
		})
	}
}

// lakeOfBertJan is a slow one in which a user is found.
type lakeOfBertJan struct{ *slowLake }

func (l lakeOfBertJan) Resume(ctx context.Context, q lake.Question, t lake.Ticket) (*lake.Result, error) {
	if _, err := l.slowLake.Resume(ctx, q, t); err != nil {
		return nil, err
	}
	return seen("bert-jan")(ctx, q)
}

func TestIAMIsAskedAnewWithTheNewsOfASearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := converse(t, &slowLake{takes: 20 * time.Second})
		c.skill.Desk.Source = lakeOfBertJan{c.skill.Desk.Source.(*slowLake)}
		iam := &iamOf{of: usedBefore(-time.Hour)}
		c.skill.LastUses = iam
		r, took := c.says("LastSeenIntent", map[string]string{"user": "bert-jan"})
		c.wants(r, "still looking")
		if took > intents.DefaultBudget {
			t.Errorf("it took %s", took)
		}
		time.Sleep(20 * time.Second)
		r, _ = c.says("AnyNewsIntent", nil)
		c.wants(r, "I have an answer", "was last seen", "a key of bert-jan's was last used")
		if got := iam.wasAsked(); got != "bert-jan bert-jan" {
			t.Errorf("IAM was asked about %q", got)
		}
	})
}

func TestIAMIsNotAskedForWhatIsToldOfAnAnswerAfterwards(t *testing.T) {
	iam := &iamOf{of: usedBefore(0)}
	s, _ := skillWith(seen("bert-jan"))
	s.LastUses = iam
	for _, intent := range []string{"WhenIntent", "WhereFromIntent", "SendToPhoneIntent"} {
		r := invoke(t, s, following(intent, `"about":{"intent":"LastSeenIntent","slots":{"user":"bert-jan"}}`))
		if strings.Contains(r.Response.OutputSpeech.SSML, "IAM") || iam.wasAsked() != "" {
			t.Errorf("%s: IAM was asked about %q: %s", intent, iam.wasAsked(), r.Response.OutputSpeech.SSML)
		}
	}
	invoke(t, s, envelope(whoUsed))
	if got := iam.wasAsked(); got != "" {
		t.Errorf("over a bucket, IAM was asked about %q", got)
	}
}
