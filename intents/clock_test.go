package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/booth"
	"pudding/cases"
	"pudding/intents"
	"pudding/lake"
)

// slowLake is a source whose queries take their time.
type slowLake struct {
	takes   time.Duration
	refuses error                                       // what Start returns
	ends    error                                       // how queries end, if not with a finding
	stuck   bool                                        // it minds no deadline
	finds   func(lake.Question, time.Time) *lake.Result // jonas, if nil

	mu        sync.Mutex
	started   int
	cancelled []string
}

func (l *slowLake) Ask(context.Context, lake.Question) (*lake.Result, error) {
	panic("a ticketed source is not asked at once")
}

func (l *slowLake) Start(ctx context.Context, _ lake.Question) (lake.Ticket, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuses != nil {
		return lake.Ticket{}, l.refuses
	}
	l.started++
	return lake.Ticket{Source: "lake://x", ID: fmt.Sprint("query-", l.started), Started: time.Now()}, nil
}

func (l *slowLake) Resume(ctx context.Context, q lake.Question, t lake.Ticket) (*lake.Result, error) {
	if l.stuck {
		time.Sleep(time.Hour)
	}
	ended := time.NewTimer(time.Until(t.Started.Add(l.takes)))
	defer ended.Stop()
	select {
	case <-ended.C:
		if l.ends != nil {
			return nil, l.ends
		}
		if l.finds != nil {
			return l.finds(q, t.Started), nil
		}
		return jonas(q, t.Started), nil
	case <-ctx.Done():
		return nil, &lake.PendingError{Ticket: t}
	}
}

func (l *slowLake) Find(context.Context, lake.Question, time.Time, time.Time) (lake.Ticket, error) {
	return lake.Ticket{}, nil
}

func (l *slowLake) Cancel(_ context.Context, t lake.Ticket) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cancelled = append(l.cancelled, t.ID)
	return nil
}

func jonas(q lake.Question, at time.Time) *lake.Result {
	return &lake.Result{Findings: []lake.Finding{{
		Identity: lake.Identity{Type: "IAMUser", UserName: "jonas", AccountID: "1"}, Subject: "kitchen", EventName: "GetObject",
		EventSource: "s3.amazonaws.com", Count: 1, First: at.Add(-time.Hour), Last: at.Add(-time.Hour),
	}}}
}

// conversationWith is somebody who speaks to the skill in virtual time.
type conversationWith struct {
	t      *testing.T
	skill  *intents.Skill
	log    *logBuffer
	person string

	mu     sync.Mutex
	spoken []time.Duration // when progressive responses arrived, since the turn began
	began  time.Time
}

// alexaHost is where the skill finds Alexa's services.
const alexaHost = "localhost:8080"

// RoundTrip is Alexa's side of the wire.
func (c *conversationWith) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Method == http.MethodPost {
		c.spoken = append(c.spoken, time.Since(c.began))
		return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(bytes.NewReader(nil))}, nil
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`"UTC"`))}, nil
}

func converse(t *testing.T, source *slowLake) *conversationWith {
	time.Sleep(time.Until(now)) // virtual time begins before AWS did
	c := &conversationWith{t: t, log: &logBuffer{}}
	services := &ask.Services{HTTP: &http.Client{Transport: c}, Loopback: alexaHost}
	c.skill = &intents.Skill{
		ID: skillID, Services: services, Zones: ask.NewZones(services), Zone: time.UTC, Now: time.Now, Log: zerolog.New(c.log),
	}
	if source != nil {
		c.skill.Desk = &cases.Desk{Source: source, Store: cases.NewMemory(), SameFor: time.Minute, Now: time.Now}
	}
	return c
}

// says takes a turn of a session of its own, and returns what is answered and how
// long that took.
func (c *conversationWith) says(intent string, slots map[string]string) (reply, time.Duration) {
	c.t.Helper()
	return c.saysBy(c.t.Context(), intent, slots)
}

func (c *conversationWith) saysBy(ctx context.Context, intent string, slots map[string]string) (reply, time.Duration) {
	c.t.Helper()
	session := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: "http://" + alexaHost, PersonID: c.person}
	envelope, err := session.Intent(time.Now(), intent, nil, slots)
	if intent == ask.LaunchRequest {
		envelope, err = session.Launch(time.Now())
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.mu.Lock()
	c.spoken, c.began = nil, time.Now()
	c.mu.Unlock()
	began := time.Now()
	out, err := c.skill.Invoke(ctx, envelope)
	if err != nil {
		c.t.Fatal(err)
	}
	took := time.Since(began)
	var r reply
	if err := json.Unmarshal(out, &r); err != nil {
		c.t.Fatal(err)
	}
	return r, took
}

func (c *conversationWith) asks() (reply, time.Duration) {
	c.t.Helper()
	return c.says("WhoUsedBucketIntent", map[string]string{"bucket": "kitchen"})
}

func (c *conversationWith) wants(r reply, words ...string) {
	c.t.Helper()
	for _, w := range words {
		if !strings.Contains(r.Response.OutputSpeech.SSML, w) {
			c.t.Errorf("it lacks %q: %s", w, r.Response.OutputSpeech.SSML)
		}
	}
}

func TestAQuestionThatOutlivesItsTurnIsAnsweredLaterFromTheSameQuery(t *testing.T) {
	for name, asks := range map[string]string{"by any news": "AnyNewsIntent", "at the next launch": ask.LaunchRequest} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &slowLake{takes: 20 * time.Second}
				c := converse(t, source)
				r, took := c.asks()
				c.wants(r, "still looking", "any news?")
				if took > intents.DefaultBudget || took < 5*time.Second {
					t.Errorf("it took %s", took)
				}
				r, _ = c.says(asks, nil)
				c.wants(r, "still looking into the bucket kitchen", "any news?")
				time.Sleep(20 * time.Second)
				r, took = c.says(asks, nil)
				c.wants(r, "I have an answer to your question about the bucket kitchen.", "Jonas used the bucket kitchen once")
				if took > time.Second || source.started != 1 {
					t.Errorf("it took %s, and %d queries", took, source.started)
				}
				r, _ = c.says("AnyNewsIntent", nil)
				c.wants(r, "not searching for anything")
			})
		})
	}
}

func TestCasesAreKeptApartByPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowLake{takes: 20 * time.Second}
		c := converse(t, source)
		c.person = "amzn1.ask.person.ANN"
		c.asks()
		time.Sleep(30 * time.Second)
		c.person = "amzn1.ask.person.BOB"
		r, _ := c.says("AnyNewsIntent", nil)
		c.wants(r, "not searching for anything")
		r, took := c.asks() // the same question, in the same minute
		c.wants(r, "Jonas used the bucket kitchen once")
		if source.started != 1 || took > time.Second {
			t.Errorf("it took %s, and %d queries", took, source.started)
		}
		c.person = "amzn1.ask.person.ANN"
		r, _ = c.says("AnyNewsIntent", nil)
		c.wants(r, "Jonas used the bucket kitchen once")
	})
}

func TestAQuestionThatIsAskedAgainAfterAMinuteIsANewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowLake{takes: time.Second}
		c := converse(t, source)
		c.asks()
		time.Sleep(61 * time.Second)
		c.asks()
		if source.started != 2 {
			t.Errorf("%d queries", source.started)
		}
	})
}

func TestStopCancelsWhatNobodyElseWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowLake{takes: time.Hour}
		c := converse(t, source)
		c.person = "ann"
		c.asks()
		c.person = "bob"
		c.asks()
		r, _ := c.says("AMAZON.StopIntent", nil)
		c.wants(r, "stopped looking")
		if len(source.cancelled) != 0 {
			t.Fatal("ann was still waiting")
		}
		c.person = "ann"
		r, _ = c.says("AMAZON.StopIntent", nil)
		c.wants(r, "stopped looking")
		if len(source.cancelled) != 1 || source.cancelled[0] != "query-1" {
			t.Errorf("cancelled: %v", source.cancelled)
		}
		if r, _ = c.says("AMAZON.StopIntent", nil); strings.Contains(r.Response.OutputSpeech.SSML, "stopped") {
			t.Errorf("there was nothing to stop: %s", r.Response.OutputSpeech.SSML)
		}
	})
}

func TestWordsAreSpokenWhileASlowSourceIsAsked(t *testing.T) {
	for name, tc := range map[string]struct {
		takes time.Duration
		want  []time.Duration
	}{
		"a quick answer": {500 * time.Millisecond, []time.Duration{0}},
		"a long wait":    {4 * time.Second, []time.Duration{0, 3 * time.Second}},
		"a longer wait":  {time.Minute, []time.Duration{0, 3 * time.Second, 5 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := converse(t, &slowLake{takes: tc.takes})
				c.asks()
				if len(c.spoken) != len(tc.want) {
					t.Fatalf("words at %v, want %v", c.spoken, tc.want)
				}
				for i, at := range c.spoken {
					if at < tc.want[i] || at > tc.want[i]+100*time.Millisecond {
						t.Errorf("words at %v, want %v", c.spoken, tc.want)
					}
				}
			})
		})
	}
}

func TestAQuickSourceIsGivenAMomentBeforeWordsAreSpoken(t *testing.T) {
	for takes, want := range map[time.Duration]int{600 * time.Millisecond: 0, 900 * time.Millisecond: 1} {
		synctest.Test(t, func(t *testing.T) {
			c := converse(t, nil)
			c.skill.Quick = sourceFunc(func(_ context.Context, q lake.Question) (*lake.Result, error) {
				time.Sleep(takes)
				return jonas(q, time.Now()), nil
			})
			r, _ := c.asks()
			c.wants(r, "Jonas used the bucket kitchen")
			if len(c.spoken) != want {
				t.Errorf("words at %v when it takes %s", c.spoken, takes)
			}
		})
	}
}

// partial is a quick source that covers nothing.
type partial struct{ sourceFunc }

func (partial) Covers(lake.Question, time.Time) bool { return false }

func TestWhatIsNotDoneHasALead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowLake{takes: time.Minute}
		c := converse(t, source)
		c.skill.Quick = partial{func(ctx context.Context, q lake.Question) (*lake.Result, error) {
			<-ctx.Done() // it reads as long as it may
			return jonas(q, time.Now()), nil
		}}
		r, took := c.asks()
		c.wants(r, "first lead. Jonas used the bucket kitchen once", "may not be all", "still looking", "any news?")
		if took > intents.DefaultBudget {
			t.Errorf("it took %s", took)
		}
		source.refuses = &lake.Error{Code: lake.AccessDenied, Message: "starting a query"}
		time.Sleep(2 * time.Minute)
		r, took = c.asks()
		c.wants(r, "first lead. Jonas", "not allowed to look")
		if took > 2*time.Second {
			t.Errorf("a failure took %s to be told", took)
		}
	})
}

func TestAnAnswerLeavesInTimeWhateverItWaitsFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := converse(t, &slowLake{stuck: true})
		r, took := c.asks()
		c.wants(r, "no answer yet", "any news?")
		if took > intents.DefaultBudget {
			t.Errorf("it took %s", took)
		}
		c.skill.Budget = time.Minute // never more than seven seconds
		if _, took = c.says("AnyNewsIntent", nil); took > intents.MaxBudget {
			t.Errorf("it took %s", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if _, took = c.saysBy(ctx, "AnyNewsIntent", nil); took > 2700*time.Millisecond {
			t.Errorf("with three seconds for the function, it took %s", took)
		}
		if !strings.Contains(c.log.String(), "not ready in time") {
			t.Errorf("log: %s", c.log)
		}
		time.Sleep(5 * time.Hour) // for what is stuck to end
	})
}

func TestEveryReasonToWaitHasItsWords(t *testing.T) {
	for code, words := range map[lake.Code]string{
		lake.Throttled: "the search has to wait", lake.TooManyQueries: "As many searches", lake.Unreachable: "didn't answer me in time",
		lake.Internal: "didn't answer me in time",
	} {
		t.Run(string(code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &slowLake{takes: time.Second, refuses: &lake.Error{Code: code, Message: "starting a query", Err: errors.New("the cause")}}
				c := converse(t, source)
				r, _ := c.asks()
				c.wants(r, words, "I kept your question", "any news?")
				if !strings.Contains(c.log.String(), "the cause") {
					t.Errorf("log: %s", c.log)
				}
				source.refuses = nil
				time.Sleep(time.Minute)
				r, _ = c.says("AnyNewsIntent", nil)
				c.wants(r, "Jonas used the bucket kitchen once")
				if source.started != 1 {
					t.Errorf("%d queries", source.started)
				}
			})
		})
	}
}

func TestAQueryThatEndsWithoutAnAnswerIsToldOnceAndMayBeAskedAnew(t *testing.T) {
	for code, words := range map[lake.Code]string{
		lake.QueryFailed: "gave up on the query", lake.QueryTimedOut: "took too long", lake.QueryCancelled: "cancelled the query", lake.QueryUnknown: "no longer knows",
	} {
		t.Run(string(code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &slowLake{takes: 10 * time.Second, ends: &lake.Error{Code: code, Message: "reading"}}
				c := converse(t, source)
				c.asks()
				time.Sleep(10 * time.Second)
				r, _ := c.says("AnyNewsIntent", nil)
				c.wants(r, words)
				r, _ = c.says("AnyNewsIntent", nil)
				c.wants(r, "not searching")
				source.ends = nil
				c.asks()
				if source.started != 2 {
					t.Errorf("%d queries", source.started)
				}
			})
		})
	}
}

// deaf is a store that can't be reached.
type deaf struct{ cases.Store }

func (deaf) Create(ctx context.Context, _ cases.Search, _ string) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestNothingIsBegunThatNobodyCouldAskAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &slowLake{takes: time.Second}
		c := converse(t, source)
		c.skill.Desk.Store = deaf{c.skill.Desk.Store}
		r, took := c.asks()
		c.wants(r, "can't keep notes")
		if source.started != 0 || took > 2*time.Second {
			t.Errorf("it took %s, and %d queries", took, source.started)
		}
	})
}
