package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pudding/intents"
	"pudding/lake"
	"pudding/lake/quota"
)

const whatMeiDid = `"type":"IntentRequest","dialogState":"STARTED","intent":{"name":"WhatDidUserDoIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"mei.tanaka","confirmationStatus":"NONE"}}}`

// proving is a skill that asks for proofs, and counts its questions.
func proving(t *testing.T, voice, pin string) (*intents.Skill, *int) {
	t.Helper()
	asked := new(int)
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		*asked++
		return &lake.Result{}, nil
	})
	var err error
	if s.Proofs, err = intents.ParseProofs(voice, pin); err != nil {
		t.Fatal(err)
	}
	return s, asked
}

func TestProofsAreReadOrRefused(t *testing.T) {
	for _, test := range []struct {
		voice, pin string
		wrong      bool
	}{
		{"", "", false}, {"people", "", false}, {"", "WhatDidUserDoIntent LastSeenIntent", false},
		{"everybody", "", true}, {"", "DropTableIntent", true}, {"", "AMAZON.HelpIntent", true},
	} {
		if _, err := intents.ParseProofs(test.voice, test.pin); (err != nil) != test.wrong {
			t.Errorf("%q, %q: %v", test.voice, test.pin, err)
		}
	}
}

func TestAQuestionThatNamesSomebodyNeedsAKnownVoice(t *testing.T) {
	s, asked := proving(t, "people", "")
	if r := invoke(t, s, envelope(whatMeiDid)); *asked != 0 || !strings.Contains(r.Response.OutputSpeech.SSML, "a voice that I know") {
		t.Errorf("asked %d times: %s", *asked, r.Response.OutputSpeech.SSML)
	}
	invoke(t, s, asPerson(envelope(whatMeiDid), "amzn1.ask.person.X"))
	invoke(t, s, envelope(whoUsed)) // it names nobody
	if *asked != 2 {
		t.Errorf("asked %d times", *asked)
	}
}

// handedOver is the token of the directive that asks for a PIN, with the session's
// attributes.
func handedOver(t *testing.T, response []byte) (token string, attributes json.RawMessage) {
	t.Helper()
	var r struct {
		SessionAttributes json.RawMessage `json:"sessionAttributes"`
		Response          struct {
			ShouldEndSession *bool `json:"shouldEndSession"`
			Directives       []struct {
				Type, URI, Token, OnCompletion string
			} `json:"directives"`
		} `json:"response"`
	}
	if err := json.Unmarshal(response, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Response.Directives) != 1 || r.Response.ShouldEndSession != nil {
		t.Fatalf("%s", response)
	}
	d := r.Response.Directives[0]
	if d.Type != "Connections.StartConnection" || d.URI != "connection://AMAZON.VerifyPerson/2" || d.OnCompletion != "RESUME_SESSION" || d.Token == "" {
		t.Errorf("%+v", d)
	}
	return d.Token, r.SessionAttributes
}

// resuming is the request that a session goes on with.
func resuming(token, code, status string, attributes json.RawMessage) []byte {
	e := envelope(`"type":"SessionResumedRequest","cause":{"type":"ConnectionCompleted","token":"` + token + `","status":{"code":"` + code + `","message":"x"},"result":{"version":"2","status":"` + status + `"}}`)
	return bytes.Replace(e, []byte(`"user":`), append(append([]byte(`"attributes":`), attributes...), []byte(`,"user":`)...), 1)
}

const aPerson, anotherPerson = "amzn1.ask.person.X", "amzn1.ask.person.Y"

func TestAPINIsAskedForAndThenTheQuestionIsAnswered(t *testing.T) {
	s, asked := proving(t, "", "WhatDidUserDoIntent")
	moment := now
	s.Now = func() time.Time { return moment }
	request := asPerson(envelope(whatMeiDid), aPerson)
	out, err := s.Invoke(t.Context(), request)
	if err != nil || *asked != 0 {
		t.Fatalf("asked %d times before the PIN: %v", *asked, err)
	}
	keep(t, "pin-wanted", request, out, nil)
	token, attributes := handedOver(t, out)
	forged := json.RawMessage(`{"version":3,"pending":{"intent":"WhatDidUserDoIntent","slots":{"user":"jonas"},"token":"mine"}}`)
	stranger := bytes.ReplaceAll(asPerson(resuming(token, "200", "ACHIEVED", attributes), aPerson), []byte("amzn1.ask.account.SECRET"), []byte("amzn1.ask.account.OTHER"))
	for i, test := range []struct {
		name     string
		request  []byte
		later    time.Duration
		answered bool
	}{
		{"no PIN", asPerson(resuming(token, "200", "NOT_ACHIEVED", attributes), aPerson), 0, false},
		{"PINs are not enabled", asPerson(resuming(token, "200", "NOT_ENABLED", attributes), aPerson), 0, false},
		{"an error", asPerson(resuming(token, "403", "", attributes), aPerson), 0, false},
		{"an error that says it was given", asPerson(resuming(token, "500", "ACHIEVED", attributes), aPerson), 0, false},
		{"another token", asPerson(resuming("another", "200", "ACHIEVED", attributes), aPerson), 0, false},
		{"a question that waits by its own account", asPerson(resuming("mine", "200", "ACHIEVED", forged), aPerson), 0, false},
		{"no token", asPerson(resuming("", "200", "ACHIEVED", forged), aPerson), 0, false},
		{"the PIN of somebody else", asPerson(resuming(token, "200", "ACHIEVED", attributes), anotherPerson), 0, false},
		{"the PIN in another house", stranger, 0, false},
		{"the PIN, too late", asPerson(resuming(token, "200", "ACHIEVED", attributes), aPerson), 6 * time.Minute, false},
		{"the PIN", asPerson(resuming(token, "200", "ACHIEVED", forged), aPerson), 0, true},
		{"the PIN once more", asPerson(resuming(token, "200", "ACHIEVED", attributes), aPerson), 0, false},
	} {
		*asked, moment = 0, now.Add(test.later)
		out, err := s.Invoke(t.Context(), test.request)
		keep(t, fmt.Sprintf("pin-%d", i), test.request, out, nil)
		if err != nil || (*asked == 1) != test.answered || test.answered && !bytes.Contains(out, []byte("mei.tanaka")) {
			t.Errorf("%s: asked %d times, %v: %s", test.name, *asked, err, out)
		}
	}
	*asked = 0
	if r := invoke(t, s, envelope(whatMeiDid)); *asked != 0 || !strings.Contains(r.Response.OutputSpeech.SSML, "a voice that I know") {
		t.Errorf("a voice that has no PIN: asked %d times: %s", *asked, r.Response.OutputSpeech.SSML)
	}
	invoke(t, s, envelope(whoUsed))
	if *asked != 1 {
		t.Error("another question takes a PIN too")
	}
}

func TestAQuestionWantsItsPINByWhicheverIntentItIsAsked(t *testing.T) {
	s, asked := proving(t, "", "WhoUsedBucketIntent")
	whatSomebodyDidThere := `"type":"IntentRequest","intent":{"name":"WhatDidUserDoIntent","confirmationStatus":"NONE","slots":{"bucket":{"name":"bucket","value":"kitchen"}}}`
	for name, request := range map[string][]byte{
		"outright":       envelope(whoUsed),
		"about a user":   envelope(whatSomebodyDidThere),
		"by a follow-up": following("TellMeMoreIntent", `"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"}}`),
		"by a yes":       following("AMAZON.YesIntent", `"offer":{"intent":"WhoUsedBucketIntent","slot":"bucket","names":["kitchen"]}`),
	} {
		r := invoke(t, s, request)
		if *asked > 0 || !strings.Contains(r.Response.OutputSpeech.SSML, "a voice that I know") {
			t.Errorf("%s: asked %d times: %s", name, *asked, r.Response.OutputSpeech.SSML)
		}
		if out, err := s.Invoke(t.Context(), asPerson(request, aPerson)); *asked > 0 || err != nil || !bytes.Contains(out, []byte("VerifyPerson")) {
			t.Errorf("%s, by a known voice: asked %d times: %s, %v", name, *asked, out, err)
		}
	}
}

// thing is a question about a thing by its name.
func thing(kind, name string) string {
	return `"type":"IntentRequest","intent":{"name":"WhoChangedResourceIntent","confirmationStatus":"NONE","slots":{"resourceType":{"name":"resourceType","value":"` + kind + `"},"resource":{"name":"resource","value":"` + name + `"}}}`
}

func TestAnUnknownVoiceLearnsOfNobodyByAnyWay(t *testing.T) {
	s, asked := proving(t, "people", "")
	s.Directory = knowing(t, "oscar.lind", "jonas", "mallory")
	denied := `"type":"IntentRequest","intent":{"name":"WhoWasDeniedIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"oscar"}}}`
	for name, request := range map[string][]byte{
		"a user by a part of the name":   envelope(denied),
		"a user who was misheard":        envelope(strings.Replace(whatMeiDid, "mei.tanaka", "oscar linen", 1)),
		"a user as a thing":              envelope(thing("user", "mallory")),
		"a thing that may be a user":     envelope(`"type":"IntentRequest","intent":{"name":"WhoChangedResourceIntent","confirmationStatus":"NONE","slots":{"resource":{"name":"resource","value":"mallory"}}}`),
		"what else they did":             following("WhatElseIntent", `"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"},"who":"jonas"}`),
		"a yes to a name":                following("AMAZON.YesIntent", `"offer":{"intent":"WhatDidUserDoIntent","slot":"user","names":["jonas"]}`),
		"what a known voice was told of": following("AMAZON.RepeatIntent", `"for":"b12deed17f49311d785710f12c524fed"`),
	} {
		r := invoke(t, s, request)
		if *asked > 0 || !strings.Contains(r.Response.OutputSpeech.SSML, "a voice that I know") {
			t.Errorf("%s: asked %d times: %s", name, *asked, r.Response.OutputSpeech.SSML)
		}
	}
	invoke(t, s, envelope(thing("bucket", "kitchen"))) // it is nobody
	if *asked != 1 {
		t.Errorf("a bucket was asked about %d times", *asked)
	}
}

func TestWhatOneVoiceWasToldIsRepeatedToNoOther(t *testing.T) {
	s, _ := proving(t, "people", "")
	s.Directory = knowing(t, "oscar.lind", "jonas", "mallory")
	whatOscarDid := strings.Replace(whatMeiDid, "mei.tanaka", "oscar linen", 1)
	t.Run("an answer", func(t *testing.T) { isRepeatedToNoOther(t, s, whatMeiDid, "mei.tanaka") })
	t.Run("a name to choose", func(t *testing.T) { isRepeatedToNoOther(t, s, whatOscarDid, "oscar.lind") })
}

func isRepeatedToNoOther(t *testing.T, s *intents.Skill, question, named string) {
	t.Helper()
	out, err := s.Invoke(t.Context(), asPerson(envelope(question), aPerson))
	if err != nil || !bytes.Contains(out, []byte(named)) {
		t.Fatalf("%s, %v", out, err)
	}
	var told struct {
		SessionAttributes json.RawMessage `json:"sessionAttributes"`
	}
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatal(err)
	}
	repeat := bytes.Replace(envelope(`"type":"IntentRequest","intent":{"name":"AMAZON.RepeatIntent","confirmationStatus":"NONE"}`), []byte(`"user":`), append(append([]byte(`"attributes":`), told.SessionAttributes...), []byte(`,"user":`)...), 1)
	for name, test := range map[string]struct {
		request []byte
		told    bool
	}{
		"the same": {asPerson(repeat, aPerson), true}, "another": {asPerson(repeat, anotherPerson), false}, "an unknown": {repeat, false},
	} {
		out, err := s.Invoke(t.Context(), test.request)
		if err != nil || bytes.Contains(out, []byte(named)) != test.told {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
}

func TestAFloodOfQuestionsThatWantAPINIsHeldUp(t *testing.T) {
	s, asked := proving(t, "", "WhatDidUserDoIntent")
	s.Rate = quota.NewLocalAskers(3)
	handed := 0
	var token string
	for range 10 {
		out, err := s.Invoke(t.Context(), asPerson(envelope(whatMeiDid), aPerson))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("VerifyPerson")) {
			token, _ = handedOver(t, out)
			handed++
		}
	}
	if handed != 3 {
		t.Errorf("a PIN was asked for %d times", handed)
	}
	if _, err := s.Invoke(t.Context(), asPerson(resuming(token, "200", "ACHIEVED", json.RawMessage(`{}`)), aPerson)); err != nil || *asked != 1 {
		t.Errorf("a question whose PIN was given counts twice: asked %d times, %v", *asked, err)
	}
}
