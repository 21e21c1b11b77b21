package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/intents"
	"pudding/lake"
)

// sourceFunc is a Source by one function.
type sourceFunc func(context.Context, lake.Question) (*lake.Result, error)

func (f sourceFunc) Ask(ctx context.Context, q lake.Question) (*lake.Result, error) { return f(ctx, q) }
func (sourceFunc) Covers(lake.Question, time.Time) bool                             { return true }

// logBuffer is a log that several goroutines may write.
type logBuffer struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written.String()
}

// skillWith is a skill with a source of the test's own, and its log.
func skillWith(source sourceFunc) (*intents.Skill, *logBuffer) {
	var log logBuffer
	services := &ask.Services{HTTP: http.DefaultClient}
	return &intents.Skill{
		ID: skillID, Quick: source, Services: services, Zones: ask.NewZones(services), Zone: time.UTC,
		Now: func() time.Time { return now }, Log: zerolog.New(&log),
	}, &log
}

func envelope(request string) []byte {
	return fmt.Appendf(nil, `{"version":"1.0",
		"session":{"new":true,"sessionId":"amzn1.echo-api.session.x","application":{"applicationId":%q},"user":{"userId":"amzn1.ask.account.SECRET"}},
		"context":{"System":{"application":{"applicationId":%q},"user":{"userId":"amzn1.ask.account.SECRET"},"apiEndpoint":"https://evil.example.com","apiAccessToken":"SECRET"}},
		"request":{"requestId":"amzn1.echo-api.request.x","timestamp":"2026-11-23T08:00:00Z","locale":"en-US",%s}}`, skillID, skillID, request)
}

const whoUsed = `"type":"IntentRequest","intent":{"name":"WhoUsedBucketIntent","confirmationStatus":"NONE","slots":{"bucket":{"name":"bucket","value":"kitchen"}}}`

func invoke(t *testing.T, s *intents.Skill, envelope []byte) reply {
	t.Helper()
	out, err := s.Invoke(t.Context(), envelope)
	if err != nil {
		t.Fatal(err)
	}
	var r reply
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatMayNotBeAnsweredAloudIsNot(t *testing.T) {
	s, _ := skillWith(nil)
	for _, request := range []string{
		`"type":"SessionEndedRequest","reason":"USER_INITIATED"`,
		`"type":"SessionEndedRequest","reason":"ERROR","error":{"type":"INVALID_RESPONSE","message":"no"}`,
		`"type":"System.ExceptionEncountered","error":{"type":"INVALID_RESPONSE","message":"no"},"cause":{"requestId":"x"}`,
		`"type":"AlexaSkillEvent.SkillEnabled"`,
		`"type":"CanFulfillIntentRequest"`,
		`"type":"Amazon.NewThing","with":{"things":[1,null]}`,
	} {
		out, err := s.Invoke(t.Context(), envelope(request))
		if err != nil || strings.Contains(string(out), "outputSpeech") || strings.Contains(string(out), "shouldEndSession") {
			t.Errorf("%s: %s, %v", request, out, err)
		}
	}
}

func TestAnotherSkillsRequestIsRefusedBeforeAnythingRuns(t *testing.T) {
	s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		t.Error("the source was asked")
		return &lake.Result{}, nil
	})
	s.ID = "amzn1.ask.skill.99999999-2222-3333-4444-555555555555"
	if out, err := s.Invoke(t.Context(), envelope(whoUsed)); !errors.Is(err, intents.ErrWrongSkill) || out != nil {
		t.Errorf("%s, %v", out, err)
	}
	if !strings.Contains(log.String(), "another skill") {
		t.Errorf("log: %s", log)
	}
}

func TestWhatIsNoEnvelopeIsRefused(t *testing.T) {
	s, _ := skillWith(nil)
	whole := envelope(whoUsed)
	for cut := 0; cut < len(whole); cut += 7 {
		if out, err := s.Invoke(t.Context(), whole[:cut]); err == nil {
			t.Fatalf("cut at %d: %s", cut, out)
		}
	}
	for _, strange := range []string{"null", "[]", `"x"`, "{}", `{"request":{"type":7}}`, strings.Repeat("[", 100_000)} {
		if out, err := s.Invoke(t.Context(), []byte(strange)); err == nil {
			t.Errorf("%.20s: %s", strange, out)
		}
	}
}

func TestEveryFailureIsSpokenAndLogged(t *testing.T) {
	for _, code := range []lake.Code{
		lake.InvalidQuestion, lake.Throttled, lake.TooManyQueries, lake.QueryFailed, lake.QueryTimedOut, lake.QueryCancelled, lake.QueryRefused,
		lake.QueryUnknown, lake.StoreNotFound, lake.StoreInactive, lake.AccessDenied, lake.KeyUnusable, lake.NotPermitted, lake.TooSlow,
		lake.Unreachable, lake.Internal, "a code from tomorrow",
	} {
		s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
			return nil, &lake.Error{Code: code, Message: "asking", Err: errors.New("the cause")}
		})
		r := invoke(t, s, envelope(whoUsed))
		if len(r.Response.OutputSpeech.SSML) < 30 || strings.Contains(r.Response.OutputSpeech.SSML, "the cause") {
			t.Errorf("%s: %s", code, r.Response.OutputSpeech.SSML)
		}
		if !strings.Contains(log.String(), "the cause") || !strings.Contains(log.String(), string(code)) {
			t.Errorf("%s: the log is %s", code, log)
		}
	}
}

func TestAPanicIsAnApologyAndALoggedError(t *testing.T) {
	s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { panic("the oven is on fire") })
	r := invoke(t, s, envelope(whoUsed))
	if !strings.Contains(r.Response.OutputSpeech.SSML, "Sorry") || !r.Response.ShouldEndSession {
		t.Errorf("%+v", r.Response)
	}
	if !strings.Contains(log.String(), "the oven is on fire") || !strings.Contains(log.String(), "skill_test.go") {
		t.Errorf("log: %s", log)
	}
}

func TestTheLogHoldsNoSecrets(t *testing.T) {
	s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { return &lake.Result{}, nil })
	invoke(t, s, envelope(whoUsed))
	for line := range strings.Lines(log.String()) {
		var event map[string]any
		if err := json.Unmarshal([]byte(line), &event); err != nil || event["request_id"] != "amzn1.echo-api.request.x" {
			t.Errorf("a line of the log: %s (%v)", line, err)
		}
	}
	if strings.Contains(log.String(), "SECRET") || log.String() == "" {
		t.Errorf("log: %s", log)
	}
}

func TestOnlyWhatTheSkillSaidIsRepeated(t *testing.T) {
	s, _ := skillWith(nil)
	with := func(attributes string) []byte {
		return bytes.Replace(envelope(`"type":"IntentRequest","intent":{"name":"AMAZON.RepeatIntent","confirmationStatus":"NONE"}`),
			[]byte(`"user":`), []byte(`"attributes":`+attributes+`,"user":`), 1)
	}
	r := invoke(t, s, with(`{"version":3,"ssml":"<speak>Jonas did.</speak>","reprompt":"<speak>Well?</speak>"}`))
	if r.Response.OutputSpeech.SSML != "<speak>Jonas did.</speak>" {
		t.Errorf("%s", r.Response.OutputSpeech.SSML)
	}
	for _, changed := range []string{
		`{"version":3,"ssml":"<speak>a<audio src='https://x'/></speak>","reprompt":"<speak>b</speak>"}`,
		`{"version":3,"ssml":"<speak>a</speak><speak>b</speak>","reprompt":"<speak>b</speak>"}`,
		`{"version":3,"ssml":"<speak>a","reprompt":"<speak>b</speak>"}`,
		`{"version":3,"ssml":"<speak>` + strings.Repeat("a", 9000) + `</speak>","reprompt":"<speak>b</speak>"}`,
		`{"version":1,"ssml":"<speak>a</speak>","reprompt":"<speak>b</speak>"}`,
		`{"version":3,"ssml":7}`, `{}`, `null`, `[]`, `"x"`,
	} {
		out, err := s.Invoke(t.Context(), with(changed))
		if err == nil && (strings.Contains(string(out), "audio") || strings.Contains(string(out), "<speak>a")) {
			t.Errorf("%.80s was repeated: %s", changed, out)
		}
	}
}

func FuzzInvoke(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add(envelope(whoUsed))
	f.Add(envelope(`"type":"LaunchRequest"`))
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { return &lake.Result{}, nil })
	s.Log = zerolog.Nop()
	f.Fuzz(func(t *testing.T, payload []byte) {
		out, err := s.Invoke(t.Context(), payload)
		if err == nil && !json.Valid(out) {
			t.Fatalf("%s", out)
		}
	})
}

func TestWhatAlexaWouldNotSendFillsNoLog(t *testing.T) {
	long := strings.Repeat("x ", 100_000)
	for name, request := range map[string]string{
		"an id":       strings.Replace(string(envelope(whoUsed)), "amzn1.echo-api.request.x", long, 1),
		"an intent":   strings.Replace(string(envelope(whoUsed)), "WhoUsedBucketIntent", long, 1),
		"an error":    string(envelope(`"type":"SessionEndedRequest","reason":"ERROR","error":{"type":"` + long[:50_000] + `","message":"` + long[:100_000] + `"}`)),
		"a slot":      strings.Replace(string(envelope(whoUsed)), "kitchen", long, 1),
		"a date":      strings.Replace(string(envelope(whoUsed)), `"bucket":{"name":"bucket","value":"kitchen"}`, `"bucket":{"name":"bucket","value":"kitchen"},"date":{"name":"date","value":"`+long+`"}`, 1),
		"an endpoint": strings.Replace(string(envelope(whoUsed)), "evil.example.com", strings.ReplaceAll(long, " ", "."), 1),
	} {
		s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { return &lake.Result{}, nil })
		out, err := s.Invoke(t.Context(), []byte(request))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(log.String()) > 6000 || len(out) > 24<<10 {
			t.Errorf("%s: %d bytes were logged, and %d answered", name, len(log.String()), len(out))
		}
	}
}
