package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pudding/intents"
	"pudding/lake"
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
	return asPerson(bytes.Replace(e, []byte(`"user":`), append(append([]byte(`"attributes":`), attributes...), []byte(`,"user":`)...), 1), "amzn1.ask.person.X")
}

func TestAPINIsAskedForAndThenTheQuestionIsAnswered(t *testing.T) {
	s, asked := proving(t, "", "WhatDidUserDoIntent")
	request := asPerson(envelope(whatMeiDid), "amzn1.ask.person.X")
	out, err := s.Invoke(t.Context(), request)
	if err != nil || *asked != 0 {
		t.Fatalf("asked %d times before the PIN: %v", *asked, err)
	}
	keep(t, "pin-wanted", request, out, nil)
	token, attributes := handedOver(t, out)
	for i, test := range []struct {
		name, token, code, status string
		attributes                json.RawMessage
		answered                  bool
	}{
		{"no PIN", token, "200", "NOT_ACHIEVED", attributes, false},
		{"PINs are not enabled", token, "200", "NOT_ENABLED", attributes, false},
		{"an error", token, "403", "", attributes, false},
		{"an error that says it was given", token, "500", "ACHIEVED", attributes, false},
		{"another token", "another", "200", "ACHIEVED", attributes, false},
		{"no question that waits", token, "200", "ACHIEVED", json.RawMessage(`{}`), false},
		{"the PIN", token, "200", "ACHIEVED", attributes, true},
	} {
		*asked = 0
		request := resuming(test.token, test.code, test.status, test.attributes)
		out, err := s.Invoke(t.Context(), request)
		keep(t, fmt.Sprintf("pin-%d", i), request, out, nil)
		if err != nil || (*asked == 1) != test.answered {
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
