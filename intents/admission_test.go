package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"pudding/cases"
	"pudding/intents"
	"pudding/lake"
	"pudding/lake/quota"
)

func TestAskersAreReadOrRefused(t *testing.T) {
	for _, test := range []struct {
		value      string
		restricted bool
		paired     bool
		wrong      bool
	}{
		{"", false, true, false},
		{"anyone", false, true, false},
		{"pairing", true, false, false},
		{"0123456789abcdef", true, true, false},
		{" 0123456789abcdef  fedcba9876543210 ", true, true, false},
		{"anyone 0123456789abcdef", false, true, true},
		{"pairing 0123456789abcdef", false, true, true},
		{"0123456789ABCDEF", false, true, true},
		{"amzn1.ask.account.SECRET", false, true, true},
		{"*", false, true, true},
	} {
		a, err := intents.ParseAskers(test.value)
		if (err != nil) != test.wrong || a.Restricted() != test.restricted || a.Paired() != test.paired {
			t.Errorf("%q: restricted %t, paired %t, %v", test.value, a.Restricted(), a.Paired(), err)
		}
	}
}

// askedBy counts the questions that reach the source of a skill for some askers.
func askedBy(t *testing.T, askers string) (*intents.Skill, *logBuffer, *int) {
	t.Helper()
	asked := new(int)
	s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		*asked++
		return &lake.Result{}, nil
	})
	var err error
	if s.Askers, err = intents.ParseAskers(askers); err != nil {
		t.Fatal(err)
	}
	return s, log, asked
}

// asPerson is an envelope in which a voice was recognised.
func asPerson(envelope []byte, id string) []byte {
	return bytes.Replace(envelope, []byte(`"apiEndpoint"`), []byte(`"person":{"personId":"`+id+`"},"apiEndpoint"`), 1)
}

func TestOnlyThoseWhoMayAskAreAnswered(t *testing.T) {
	const account, person = "amzn1.ask.account.SECRET", "amzn1.ask.person.SECRET"
	fingerprint := func(id string) string { return cases.Fingerprint(skillID, id) }
	for _, test := range []struct {
		name, askers string
		envelope     []byte
		answered     bool
	}{
		{"anyone may", "anyone", envelope(whoUsed), true},
		{"nobody may while they pair", "pairing", envelope(whoUsed), false},
		{"an account that is listed may", fingerprint(account), envelope(whoUsed), true},
		{"a person who is listed may, on any account", fingerprint(person), asPerson(envelope(whoUsed), person), true},
		{"anybody may on an account that is listed", fingerprint(account), asPerson(envelope(whoUsed), "amzn1.ask.person.OTHER"), true},
		{"a person who is not listed may not", fingerprint("amzn1.ask.person.OTHER"), asPerson(envelope(whoUsed), person), false},
		{"an account that is not listed may not", fingerprint(person), envelope(whoUsed), false},
		{"who has no id may not", fingerprint(account), bytes.ReplaceAll(envelope(whoUsed), []byte(account), nil), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, log, asked := askedBy(t, test.askers)
			out, err := s.Invoke(t.Context(), test.envelope)
			if err != nil || (*asked == 1) != test.answered {
				t.Fatalf("asked %d times: %s, %v", *asked, out, err)
			}
			if strings.Contains(log.String(), "SECRET") {
				t.Errorf("the log holds an id: %s", log)
			}
			if test.answered {
				return
			}
			if bytes.Contains(out, []byte("kitchen")) {
				t.Errorf("a refusal tells something: %s", out)
			}
			if !bytes.Contains(test.envelope, []byte(account)) {
				return // who has no id can't be let in
			}
			id := account
			if bytes.Contains(test.envelope, []byte(person)) {
				id = person
			}
			if want := fingerprint(id); !strings.Contains(log.String(), want) || !bytes.Contains(out, []byte(strings.Join(strings.Split(want[12:], ""), " "))) {
				t.Errorf("neither the log nor the words tell of %s: %s %s", want, log, out)
			}
		})
	}
}

func TestWhatNobodyHearsIsNotRefusedAloud(t *testing.T) {
	s, log, _ := askedBy(t, "pairing")
	requests := [][]byte{bytes.Replace(envelope(`"type":"AlexaSkillEvent.SkillEnabled"`), []byte(`"session"`), []byte(`"nosession"`), 1)}
	for _, kind := range []string{"SessionEndedRequest", "System.ExceptionEncountered", "AudioPlayer.PlaybackStarted", "PlaybackController.NextCommandIssued", "AlexaSkillEvent.SkillDisabled"} {
		requests = append(requests, envelope(`"type":"`+kind+`"`))
	}
	for _, request := range requests {
		out, err := s.Invoke(t.Context(), request)
		if err != nil || bytes.Contains(out, []byte("speak")) {
			t.Errorf("%s, %v", out, err)
		}
		if got := line(t, log); got["RefusedAskers"] != 0.0 {
			t.Errorf("it counts as somebody who asked: %v", got)
		}
	}
}

func TestARequestThatIsPlayedAgainScansNothing(t *testing.T) {
	w := newWorld(t)
	log := &logBuffer{}
	w.skill.Log, w.skill.Desk.SameFor = zerolog.New(log), cases.SameFor
	replayed := bytes.ReplaceAll(envelope(whoUsed), []byte("kitchen"), []byte("recipes"))
	w.skill.MaxAge = intents.MaxAge
	replayed = bytes.Replace(replayed, []byte("2026-11-23T08:00:00Z"), []byte(now.Format(time.RFC3339)), 1)
	for _, later := range []time.Duration{0, 0, time.Second, 59 * time.Second, 61 * time.Second, 149 * time.Second} {
		moment := now.Add(later)
		w.skill.Now, w.skill.Desk.Now = func() time.Time { return moment }, func() time.Time { return moment }
		if r := invoke(t, w.skill, replayed); !strings.Contains(r.Response.OutputSpeech.SSML, "recipes") {
			t.Fatalf("%+v", r)
		}
	}
	if starts := strings.Count(log.String(), `"CloudTrail.StartQuery":1`); starts != 1 {
		t.Errorf("%d queries were started: %s", starts, log)
	}
}

func TestARequestThatIsPlayedAgainLaterIsRefused(t *testing.T) {
	for _, test := range []struct {
		made time.Time
		old  bool
	}{
		{now, false}, {now.Add(-150 * time.Second), false}, {now.Add(140 * time.Second), false},
		{now.Add(-151 * time.Second), true}, {now.Add(151 * time.Second), true}, {now.AddDate(-1, 0, 0), true}, {time.Time{}, true},
	} {
		s, _, asked := askedBy(t, "")
		s.MaxAge = intents.MaxAge
		e := bytes.Replace(envelope(whoUsed), []byte("2026-11-23T08:00:00Z"), []byte(test.made.Format(time.RFC3339)), 1)
		_, err := s.Invoke(t.Context(), e)
		if errors.Is(err, intents.ErrStale) != test.old || (*asked == 0) != test.old {
			t.Errorf("made at %s: asked %d times, %v", test.made, *asked, err)
		}
	}
	s, _, asked := askedBy(t, "")
	s.MaxAge = intents.MaxAge
	if _, err := s.Invoke(t.Context(), bytes.Replace(envelope(whoUsed), []byte(`"timestamp":"2026-11-23T08:00:00Z",`), nil, 1)); !errors.Is(err, intents.ErrStale) || *asked > 0 {
		t.Errorf("without a time: %v", err)
	}
}

func TestAFloodFromOneAskerIsHeldUp(t *testing.T) {
	s, _, asked := askedBy(t, "")
	s.Rate = quota.NewLocalAskers(20)
	// A question is one whether it is asked outright or by way of another.
	asks := [][]byte{envelope(whoUsed), following("WhoElseIntent", `"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"}}`)}
	var last []byte
	for n := range 100 {
		out, err := s.Invoke(t.Context(), asks[n%len(asks)])
		if err != nil {
			t.Fatal(err)
		}
		last = out
	}
	if *asked != 20 || !bytes.Contains(last, []byte("One moment, please")) {
		t.Errorf("asked %d times, and last: %s", *asked, last)
	}
	if _, err := s.Invoke(t.Context(), asPerson(envelope(whoUsed), "amzn1.ask.person.OTHER")); err != nil || *asked != 20 {
		t.Errorf("another voice in the same room was not held up: %v", err)
	}
	if _, err := s.Invoke(t.Context(), bytes.ReplaceAll(envelope(whoUsed), []byte("amzn1.ask.account.SECRET"), []byte("amzn1.ask.account.OTHER"))); err != nil || *asked != 21 {
		t.Errorf("another account was held up too: %v", err)
	}
}

// rates is a Rate that is a function.
type rates func(asker string) (bool, error)

func (r rates) Allow(_ context.Context, asker string) (bool, error) { return r(asker) }

func TestNobodyIsHeldUpWhereNobodyCanTell(t *testing.T) {
	s, log, asked := askedBy(t, "")
	s.Rate = rates(func(string) (bool, error) { return false, errors.New("the table is away") })
	if _, err := s.Invoke(t.Context(), envelope(whoUsed)); err != nil || *asked != 1 {
		t.Errorf("asked %d times: %v", *asked, err)
	}
	if !strings.Contains(log.String(), "can't tell how often one asker has asked") {
		t.Errorf("%s", log)
	}
}

// line is the last line of a log.
func line(t *testing.T, log *logBuffer) map[string]any {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	var out map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestATurnsLastLineHoldsItsMetrics(t *testing.T) {
	s, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		return &lake.Result{BytesScanned: 3 << 30}, nil
	})
	s.Function = "pudding-Function"
	invoke(t, s, envelope(whoUsed))
	got := line(t, log)
	if got["BytesScanned"] != float64(3<<30) || got["cost_usd"] != 0.015 || got["AnsweredInTurn"] != 1.0 || got["Errors"] != 0.0 || got["Function"] != "pudding-Function" || got["request_id"] == nil {
		t.Errorf("%v", got)
	}
	stages, _ := got["stages_ms"].(map[string]any)
	if got["source"] != "quick" || got["outcome"] != "found" || stages["understood"] == nil || stages["searched"] == nil || stages["told"] == nil {
		t.Errorf("it lacks what was asked, or what it came to: %v", got)
	}
	embedded, err := json.Marshal(got["_aws"])
	if err != nil {
		t.Fatal(err)
	}
	var aws struct {
		Timestamp         int64
		CloudWatchMetrics []struct {
			Namespace  string
			Dimensions [][]string
			Metrics    []struct{ Name, Unit string }
		}
	}
	if err := json.Unmarshal(embedded, &aws); err != nil || len(aws.CloudWatchMetrics) != 1 || aws.Timestamp != now.UnixMilli() {
		t.Fatalf("%s, %v", embedded, err)
	}
	d := aws.CloudWatchMetrics[0]
	if d.Namespace != "Pudding" || len(d.Dimensions) != 1 || d.Dimensions[0][0] != "Function" || len(d.Metrics) != 8 {
		t.Errorf("%s", embedded)
	}
	var written []string
	for _, m := range d.Metrics {
		written = append(written, m.Name)
		if _, ok := got[m.Name].(float64); !ok {
			t.Errorf("%s is no number beside its definition: %v", m.Name, got[m.Name])
		}
	}
	slices.Sort(written)
	if drawn := drawnMetrics(t); !slices.Equal(written, drawn) {
		t.Errorf("%v are written, and the dashboard has %v", written, drawn)
	}
}

// drawnMetrics are those of the template's dashboard.
func drawnMetrics(t *testing.T) (names []string) {
	t.Helper()
	template, err := os.ReadFile("../infra/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\["`+intents.MetricNamespace+`", "(\w+)"`).FindAllSubmatch(template, -1) {
		names = append(names, string(m[1]))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestWhatGoesWrongIsCounted(t *testing.T) {
	failing, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		return nil, &lake.Error{Code: lake.Throttled, Message: "asking", Err: errors.New("slow down")}
	})
	invoke(t, failing, envelope(whoUsed))
	if got := line(t, log); got["Errors"] != 1.0 || got["Throttled"] != 1.0 || got["AnsweredInTurn"] != 0.0 || got["_aws"] != nil {
		t.Errorf("a failure: %v", got)
	}
	panicking, log := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { panic("no milk") })
	invoke(t, panicking, envelope(whoUsed))
	if got := line(t, log); got["Errors"] != 1.0 {
		t.Errorf("a panic: %v", got)
	}
	refusing, log, _ := askedBy(t, "pairing")
	invoke(t, refusing, envelope(whoUsed))
	if got := line(t, log); got["RefusedAskers"] != 1.0 {
		t.Errorf("a refusal: %v", got)
	}
}
