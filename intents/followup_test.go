package intents_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pudding/lake"
)

// following is a follow-up whose session has these attributes.
func following(intent, about string) []byte {
	e := envelope(`"type":"IntentRequest","intent":{"name":"` + intent + `","confirmationStatus":"NONE"}`)
	version := `"version":3,`
	if strings.HasPrefix(about, `"version"`) {
		version = ""
	}
	return bytes.Replace(e, []byte(`"user":`), []byte(`"attributes":{`+version+`"ssml":"<speak>a</speak>","reprompt":"<speak>b</speak>",`+about+`},"user":`), 1)
}

func TestAForgedContextLeadsNowhereThatCouldNotBeAskedFor(t *testing.T) {
	var asked []lake.Question
	s, _ := skillWith(func(_ context.Context, q lake.Question) (*lake.Result, error) {
		asked = append(asked, q)
		return &lake.Result{}, nil
	})
	for name, test := range map[string]struct {
		about string
		asks  bool
	}{
		"its own":                          {`"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"}}`, true},
		"an intent that asks nothing":      {`"about":{"intent":"AMAZON.StopIntent"}`, false},
		"an intent that there isn't":       {`"about":{"intent":"DropTableIntent"}`, false},
		"a case that is no id":             {`"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"},"case":"' OR 1=1"}`, false},
		"slots that are no text":           {`"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":{"a":1}}}`, false},
		"more slots than there are":        {`"about":{"intent":"WhoUsedBucketIntent","slots":{` + strings.Repeat(`"x":"",`, 1) + manySlots() + `}}`, false},
		"a bucket that no bucket can be":   {`"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"プリン山"}}`, false},
		"more than a session may hold":     {`"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"` + strings.Repeat("a", 30000) + `"}}`, false},
		"a context of another version":     {`"version":1,"about":{"intent":"WhoUsedBucketIntent","slots":{"bucket":"kitchen"}}`, false},
		"a context that is something else": {`"about":[1,2]`, false},
	} {
		asked = nil
		out, err := s.Invoke(t.Context(), following("WhereFromIntent", test.about))
		if err != nil || bytes.Contains(out, []byte("went wrong")) {
			t.Errorf("%s: %s, %v", name, out, err)
		}
		if (len(asked) > 0) != test.asks {
			t.Errorf("%s: %v was asked", name, asked)
		}
	}
}

func TestAnOfferThatWasForgedIsUnderstoodLikeAnythingThatIsHeard(t *testing.T) {
	var asked []lake.Question
	s, _ := skillWith(func(_ context.Context, q lake.Question) (*lake.Result, error) {
		asked = append(asked, q)
		return &lake.Result{}, nil
	})
	if _, err := s.Invoke(t.Context(), following("AMAZON.YesIntent", `"offer":{"intent":"WhatDidUserDoIntent","slot":"user","names":["x OR 1 = 1"]}`)); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 {
		t.Fatalf("%v was asked", asked)
	}
	if sql, err := lake.Statement(asked[0], "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"); err != nil || strings.Contains(sql, "OR '1'") {
		t.Errorf("%v: %s", err, sql)
	}
}

func manySlots() string {
	var b strings.Builder
	for i := range 20 {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(`"s` + strings.Repeat("x", i) + `":"v"`)
	}
	return b.String()
}
