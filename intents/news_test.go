package intents_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"pudding/booth"
	"pudding/cases"
	"pudding/lake"
)

// goesOn takes turns of one session, each some time after the last, and returns
// the last answer.
func (c *conversationWith) goesOn(pause time.Duration, turns ...func(*booth.Session) ([]byte, error)) (r reply) {
	c.t.Helper()
	session := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: "http://" + alexaHost}
	for _, turn := range turns {
		envelope, err := turn(session)
		if err != nil {
			c.t.Fatal(err)
		}
		out, err := c.skill.Invoke(c.t.Context(), envelope)
		if err != nil {
			c.t.Fatal(err)
		}
		if err := session.Heard(out); err != nil {
			c.t.Fatal(err)
		}
		r = reply{}
		if err := json.Unmarshal(out, &r); err != nil {
			c.t.Fatal(err)
		}
		time.Sleep(pause)
	}
	return r
}

func hearing(intent string, slots map[string]string) func(*booth.Session) ([]byte, error) {
	return func(s *booth.Session) ([]byte, error) {
		var declared []string
		for name := range slots {
			declared = append(declared, name)
		}
		return s.Intent(time.Now(), intent, declared, slots)
	}
}

func TestAfterNewsTheConversationGoesOnAsAfterAnyAnswer(t *testing.T) {
	asked := hearing("WhoUsedBucketIntent", map[string]string{"bucket": "kitchen", "date": "2026-11-22"})
	for name, test := range map[string]struct {
		turns   []func(*booth.Session) ([]byte, error)
		says    string
		started int
	}{
		"where from":            {[]func(*booth.Session) ([]byte, error){asked, hearing("AnyNewsIntent", nil), hearing("WhereFromIntent", nil)}, "no address on record for jonas", 1},
		"when":                  {[]func(*booth.Session) ([]byte, error){asked, hearing("AnyNewsIntent", nil), hearing("WhenIntent", nil)}, "Jonas was there", 1},
		"the same, another day": {[]func(*booth.Session) ([]byte, error){asked, hearing("AnyNewsIntent", nil), hearing("ChangePeriodIntent", map[string]string{"date": "2026-11-21"}), hearing("AnyNewsIntent", nil)}, "Jonas used the bucket kitchen", 2},
		"a question, and a second look at its answer": {[]func(*booth.Session) ([]byte, error){asked, hearing("AnyNewsIntent", nil), hearing("WhoElseIntent", nil), hearing("TellMeMoreIntent", nil)}, "Jonas called get object once", 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &slowLake{takes: 20 * time.Second}
				c := converse(t, source)
				c.wants(c.goesOn(25*time.Second, test.turns...), test.says)
				if source.started != test.started {
					t.Errorf("%d queries were started, want %d", source.started, test.started)
				}
			})
		})
	}
}

// session is a finding of a role's session, and caller of the call that issued
// its credentials.
func session(q lake.Question, at time.Time) *lake.Result {
	if q.Template == lake.IssuingCalls {
		return &lake.Result{Findings: []lake.Finding{{
			Identity: lake.Identity{Type: "IAMUser", UserName: "mei", AccountID: "1"}, Subject: "KEY00001", EventName: "AssumeRole",
			EventSource: "sts.amazonaws.com", Count: 1, First: at, Last: at,
		}}}
	}
	return &lake.Result{Findings: []lake.Finding{{
		Identity: lake.Identity{
			Type: "AssumedRole", IssuerUserName: "Build", ARN: "arn:aws:sts::1:assumed-role/Build/x", AccountID: "1", KeyEnd: "KEY00001", SessionCreated: at,
		},
		Subject: "kitchen", EventName: "DeleteObject", EventSource: "s3.amazonaws.com", Count: 1, First: at, Last: at,
	}}}
}

func TestWhoIsBehindASessionIsToldInTimeOrLater(t *testing.T) {
	for name, test := range map[string]struct {
		takes time.Duration
		turns []string
		says  string
	}{
		"in the turn":                     {time.Second, nil, "Mei, through the role Build, used the bucket kitchen"},
		"later, with the answer":          {20 * time.Second, []string{"AnyNewsIntent"}, "still finding out who is behind that session"},
		"later still, as news of its own": {20 * time.Second, []string{"AnyNewsIntent", "AnyNewsIntent"}, "Mei opened that session"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &slowLake{takes: test.takes, finds: session}
				c := converse(t, source)
				turns := []func(*booth.Session) ([]byte, error){hearing("WhoUsedBucketIntent", map[string]string{"bucket": "kitchen"})}
				for _, intent := range test.turns {
					turns = append(turns, hearing(intent, nil))
				}
				c.wants(c.goesOn(25*time.Second, turns...), test.says)
				if source.started > 2 {
					t.Errorf("%d queries were started: one, and one for the step", source.started)
				}
			})
		})
	}
}

func TestAQueryIsPaidForOnceHoweverOftenItIsToldOf(t *testing.T) {
	w := newWorld(t)
	log := &logBuffer{}
	w.skill.Log, w.skill.Desk.SameFor = zerolog.New(log), cases.SameFor
	session := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: w.url}
	neighbour := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: w.url, UserID: "amzn1.ask.account.NEIGHBOUR"}
	for i, turn := range []struct {
		who    *booth.Session
		intent string
		pays   bool
	}{
		{session, "WhoUsedBucketIntent", true}, {session, "TellMeMoreIntent", false}, {session, "WhoElseIntent", false},
		{session, "WhoUsedBucketIntent", false}, {neighbour, "WhoUsedBucketIntent", false},
	} {
		slots := map[string]string{}
		if turn.intent == "WhoUsedBucketIntent" {
			slots["bucket"] = "crumb-and-spoon-recipes"
		}
		envelope, err := turn.who.Intent(now, turn.intent, nil, slots)
		if err != nil {
			t.Fatal(err)
		}
		_, out, err := w.booth.Call(t.Context(), envelope)
		if err != nil {
			t.Fatal(err)
		}
		if err := turn.who.Heard(out); err != nil {
			t.Fatal(err)
		}
		if got := line(t, log); (got["BytesScanned"] != 0.0) != turn.pays || (got["cost_usd"] != 0.0) != turn.pays || got["AnsweredInTurn"] != 1.0 {
			t.Errorf("turn %d, %s: %v", i, turn.intent, got)
		}
	}
}
