package intents_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"pudding/directory"
	"pudding/lake"
	"pudding/nlu/names"
)

func grantedTo(user, by string) lake.Finding {
	return lake.Finding{
		Identity: lake.Identity{Type: "IAMUser", UserName: by, AccountID: "1"}, Subject: user,
		EventName: "AttachUserPolicy", EventSource: "iam.amazonaws.com", Count: 1, First: now, Last: now,
	}
}

func TestNamesThatDifferInTheirCapitalsAreOne(t *testing.T) {
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		return &lake.Result{Findings: []lake.Finding{grantedTo("mallory", "mei"), grantedTo("Mallory", "jonas")}}, nil
	})
	r := invoke(t, s, envelope(`"type":"IntentRequest","intent":{"name":"WhoGrantedAccessIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"mallory"}}}`))
	for _, want := range []string{"ei", "onas"} {
		if !strings.Contains(r.Response.OutputSpeech.SSML, want) {
			t.Errorf("lacks %q: %s", want, r.Response.OutputSpeech.SSML)
		}
	}
}

// knowing is a directory of some users.
func knowing(t *testing.T, users ...string) *directory.Directory {
	t.Helper()
	d := directory.New(time.Now, directory.List{Of: "test", Names: func(context.Context) (known []names.Known, _ error) {
		for _, u := range users {
			known = append(known, names.Known{Kind: directory.User, Name: u})
		}
		return known, nil
	}})
	d.Refresh(t.Context(), "en-US", true)
	d.Wait(t.Context())
	return d
}

func TestAPartOfANameThatNarrowsAQuestionIsAskedBack(t *testing.T) {
	asked := 0
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		asked++
		return &lake.Result{}, nil
	})
	s.Directory = knowing(t, "mei@example.com", "jonas")
	denied := func(user string) reply {
		return invoke(t, s, envelope(`"type":"IntentRequest","intent":{"name":"WhoWasDeniedIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"`+user+`"}}}`))
	}
	if r := denied("mei"); asked > 0 || r.elicits() != "user" || !strings.Contains(r.Response.OutputSpeech.SSML, "mei@example.com") {
		t.Errorf("asked %d times: %s", asked, r.Response.OutputSpeech.SSML)
	}
	if r := denied("jonas"); asked != 1 || r.elicits() != "" {
		t.Errorf("asked %d times: %s", asked, r.Response.OutputSpeech.SSML)
	}
}

func TestANameThatAlexaResolvedIsTaken(t *testing.T) {
	var asked lake.Question
	s, _ := skillWith(func(_ context.Context, q lake.Question) (*lake.Result, error) {
		asked = q
		return &lake.Result{}, nil
	})
	resolved := func(id string) string {
		return `"type":"IntentRequest","intent":{"name":"WhatDidUserDoIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"may","resolutions":{"resolutionsPerAuthority":[
			{"authority":"amzn1.er-authority.echo-sdk.x.User","status":{"code":"ER_SUCCESS_MATCH"},"values":[{"value":{"name":"may","id":"may.flower"}}]},
			{"authority":"amzn1.er-authority.echo-sdk.dynamic.x.User","status":{"code":"ER_SUCCESS_MATCH"},"values":[{"value":{"name":"may","id":"` + id + `"}}]}]}}}}`
	}
	invoke(t, s, envelope(resolved("mei.tanaka")))
	if asked.Arguments.User != (lake.Name{Said: "mei.tanaka"}) {
		t.Errorf("asked about %+v", asked.Arguments.User)
	}
	invoke(t, s, envelope(resolved("x' OR '1'='1")))
	if sql, err := lake.Statement(asked, "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"); err != nil || strings.Contains(sql, "OR '1'") {
		t.Errorf("%v: %s", err, sql)
	}
}

func TestASpelledNameIsLookedForBothWays(t *testing.T) {
	var asked lake.Question
	s, _ := skillWith(func(_ context.Context, q lake.Question) (*lake.Result, error) {
		asked = q
		return &lake.Result{}, nil
	})
	invoke(t, s, envelope(strings.Replace(whoUsed, "kitchen", "prod logs eu west one", 1)))
	if asked.Arguments.Bucket.Also != "prod logs eu west 1" {
		t.Errorf("asked about %+v", asked.Arguments.Bucket)
	}
}
