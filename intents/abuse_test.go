package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"pudding/cases"
	"pudding/intents"
	"pudding/lake"
)

// garbled changes an envelope somewhere: leaves something out, puts something else
// in its place, or cuts the text.
func garbled(random *rand.Rand, envelope []byte) []byte {
	var e any
	if json.Unmarshal(envelope, &e) != nil {
		return envelope
	}
	for range 1 + random.IntN(4) {
		e = garble(random, e)
	}
	out, err := json.Marshal(e)
	if err != nil {
		return envelope
	}
	switch random.IntN(20) {
	case 0:
		out = out[:random.IntN(len(out)+1)]
	case 1:
		out[random.IntN(len(out))] = byte(random.IntN(256))
	case 2:
		out = append(out, out...)
	}
	return out
}

// oddities are values in JSON that nobody expects.
var oddities = []string{
	`null`, `true`, `0`, `-1e308`, `""`, `"x"`, `"amzn1.ask.skill.00000000-0000-0000-0000-000000000000"`, `"LaunchRequest"`, `"IntentRequest"`,
	`"SessionEndedRequest"`, `"Connections.Response"`, `"CanFulfillIntentRequest"`, `"' OR 1=1 --"`, `"<speak>a</speak>"`, `"2026-11-23T10:30:00Z"`,
	`"https://evil.example.com"`, `[]`, `{}`, `[{"value":"kitchen"}]`, `"` + strings.Repeat("a", 5000) + `"`, `"\u0000"`, `"日本語"`,
}

func odd(random *rand.Rand) (v any) {
	_ = json.Unmarshal([]byte(oddities[random.IntN(len(oddities))]), &v) // it is JSON
	return v
}

func garble(random *rand.Rand, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 || random.IntN(12) == 0 {
			return odd(random)
		}
		n, at := 0, random.IntN(len(v))
		for _, name := range keys(v) {
			if n == at {
				switch random.IntN(6) {
				case 0:
					delete(v, name)
				case 1:
					v[name+"x"] = v[name]
					delete(v, name)
				default:
					v[name] = garble(random, v[name])
				}
			}
			n++
		}
		return v
	case []any:
		if len(v) == 0 {
			return odd(random)
		}
		v[0] = garble(random, v[0])
		return v
	}
	return odd(random)
}

func keys(m map[string]any) []string {
	raw, _ := json.Marshal(m) // in order, so that a seed is a run
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, _ = decoder.Token()
	var out []string
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return out
		}
		out = append(out, name.(string))
		var skipped json.RawMessage
		if decoder.Decode(&skipped) != nil {
			return out
		}
	}
	return out
}

// abused is a skill whose answers hold a word that only who may ask may hear.
func abused(t *testing.T, askers string) (*intents.Skill, *int) {
	t.Helper()
	asked := new(int)
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		*asked++
		return &lake.Result{Findings: []lake.Finding{{
			Identity: lake.Identity{Type: "IAMUser", UserName: "confidential", AccountID: "1"}, Subject: "kitchen", EventName: "DeleteObject",
			EventSource: "s3.amazonaws.com", Count: 1, First: now, Last: now,
		}}}, nil
	})
	var err error
	if s.Askers, err = intents.ParseAskers(askers); err != nil {
		t.Fatal(err)
	}
	return s, asked
}

func TestNoGarbledEnvelopeGetsAnAnswerThatItMayNot(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(6, 26))
	s, asked := abused(t, "pairing")
	following := following("TellMeMoreIntent", `"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"},"who":"confidential"}`)
	seeds := [][]byte{envelope(whoUsed), envelope(`"type":"LaunchRequest"`), following, asPerson(envelope(whoUsed), "amzn1.ask.person.X")}
	answers := 0
	for range 10_000 {
		e := garbled(random, seeds[random.IntN(len(seeds))])
		out, err := s.Invoke(t.Context(), e)
		if err != nil {
			continue // nothing is answered
		}
		answers++
		if !json.Valid(out) || bytes.Contains(out, []byte("confidential")) {
			t.Fatalf("%.2000s is answered with %.2000s", e, out)
		}
	}
	if *asked > 0 {
		t.Errorf("the source was asked %d times for nobody who may", *asked)
	}
	if answers < 1000 {
		t.Errorf("only %d of the envelopes were envelopes at all", answers)
	}
}

// misplaced is a stranger's envelope with the ids of those who may ask anywhere but
// where Alexa says who asks.
func misplaced(t *testing.T, random *rand.Rand, envelope []byte, ids ...string) []byte {
	t.Helper()
	var e map[string]any
	if err := json.Unmarshal(envelope, &e); err != nil {
		t.Fatal(err)
	}
	at := func(path ...string) map[string]any {
		o := e
		for _, name := range path {
			if _, ok := o[name].(map[string]any); !ok {
				o[name] = map[string]any{}
			}
			o = o[name].(map[string]any)
		}
		return o
	}
	places := []func(id string){
		func(id string) { at("context", "System", "device")["deviceId"] = id },
		func(id string) { at("context", "System", "user")["accessToken"] = id },
		func(id string) { at("context", "System", "user")["personId"] = id },
		func(id string) { at("context", "System", "person")["userId"] = id },
		func(id string) { at("context", "System")["userId"] = id },
		func(id string) { at("context", "System")["apiAccessToken"] = id },
		func(id string) { at("context", "user")["userId"] = id },
		func(id string) { at("session", "person")["personId"] = id },
		func(id string) { at("session", "user", "permissions")["consentToken"] = id },
		func(id string) { at("session", "attributes")["userId"] = id },
		func(id string) { at("session", "attributes")["for"] = id },
		func(id string) { at("session")["sessionId"] = id },
		func(id string) { at("request", "intent", "slots", "bucket")["value"] = id },
		func(id string) { at("request")["requestId"] = id },
		func(id string) { at("request", "user")["userId"] = id },
		func(id string) { at("user")["userId"] = id },
		func(id string) { at("person")["personId"] = id },
		func(id string) { at("System", "user")["userId"] = id },
	}
	for range 1 + random.IntN(4) {
		places[random.IntN(len(places))](ids[random.IntN(len(ids))])
	}
	out, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNoStrangerGetsAnAnswerByTheIdsOfOthers(t *testing.T) {
	t.Parallel()
	const account, person = "amzn1.ask.account.ALLOWED", "amzn1.ask.person.ALLOWED"
	fingerprints := []string{cases.Fingerprint(skillID, account), cases.Fingerprint(skillID, person)}
	random := rand.New(rand.NewPCG(8, 26))
	s, asked := abused(t, strings.Join(fingerprints, " "))
	seeds := [][]byte{envelope(whoUsed), envelope(`"type":"LaunchRequest"`), asPerson(envelope(whoUsed), "amzn1.ask.person.STRANGER"),
		following("TellMeMoreIntent", `"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"},"who":"confidential"}`)}
	refused := 0
	for range 10_000 {
		e := misplaced(t, random, seeds[random.IntN(len(seeds))], append(fingerprints, account, person)...)
		if random.IntN(3) == 0 {
			e = garbled(random, e)
		}
		out, err := s.Invoke(t.Context(), e)
		if err != nil {
			continue
		}
		if bytes.Contains(out, []byte("confidential")) || bytes.Contains(out, []byte("Pudding detective here")) {
			t.Fatalf("%.2000s is answered with %.2000s", e, out)
		}
		if bytes.Contains(out, []byte("don't know you")) {
			refused++
		}
	}
	if *asked > 0 || refused < 5000 {
		t.Errorf("the source was asked %d times, and %d envelopes were refused aloud", *asked, refused)
	}
	if _, err := s.Invoke(t.Context(), bytes.ReplaceAll(envelope(whoUsed), []byte("amzn1.ask.account.SECRET"), []byte(account))); err != nil || *asked != 1 {
		t.Errorf("who may ask is not answered: %v", err)
	}
}

func TestNoGarbledEnvelopeBreaksATurn(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 26))
	s, asked := abused(t, "anyone")
	for range 3000 {
		log := &logBuffer{}
		s.Log = s.Log.Output(log)
		e := garbled(random, envelope(whoUsed))
		out, err := s.Invoke(t.Context(), e)
		if err == nil && !json.Valid(out) {
			t.Fatalf("%.2000s is answered with %.2000s", e, out)
		}
		if strings.Contains(log.String(), "panicked") {
			t.Fatalf("%.2000s: %s", e, log)
		}
	}
	if *asked < 100 {
		t.Errorf("only %d questions reached the source", *asked)
	}
}

func FuzzEnvelope(f *testing.F) {
	f.Add(envelope(whoUsed))
	f.Add(envelope(`"type":"LaunchRequest"`))
	f.Add([]byte(`{}`))
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { return &lake.Result{}, nil })
	f.Fuzz(func(t *testing.T, payload []byte) {
		if out, err := s.Invoke(t.Context(), payload); err == nil && !json.Valid(out) {
			t.Errorf("%s", out)
		}
	})
}
