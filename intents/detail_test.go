package intents_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"pudding/booth"
	"pudding/speech"
)

// Who and what is in the scene, and what tells one from another in it.
var (
	anyName = regexp.MustCompile(`(?i)jonas|oscar|mei\b|tanaka|backup-?role|nightly|fridge|recipes|pantry`)
	anyID   = regexp.MustCompile(`[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9]{12}|\bi-[0-9a-f]{8,}|(?:AKIA|ASIA)[A-Z0-9]+`)
)

// heardAt are all words of the conversations that are said or shown: while a
// source is asked, and in answers. Where the asker must choose, what there is to
// choose from is apart.
func heardAt(t *testing.T, level speech.Detail) (told, choices []string) {
	t.Helper()
	w := newWorld(t)
	w.skill.Detail = level
	for _, c := range conversations(t, "en-US") {
		session := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: w.url}
		for _, turn := range c.Turns {
			envelope, err := session.Launch(now)
			if turn.Intent != "LaunchRequest" {
				envelope, err = session.Intent(now, turn.Intent, nil, turn.Slots)
			}
			if err != nil {
				t.Fatal(err)
			}
			spoken, response, err := w.booth.Call(t.Context(), envelope)
			if err != nil {
				t.Fatal(err)
			}
			if err := session.Heard(response); err != nil {
				t.Fatal(err)
			}
			var r reply
			if err := json.Unmarshal(response, &r); err != nil {
				t.Fatal(err)
			}
			for _, s := range spoken {
				told = append(told, s.Speech)
			}
			said := strings.Join([]string{r.Response.OutputSpeech.SSML, r.Response.Card.Title, r.Response.Card.Content}, "\n")
			if r.elicits() != "" || turn.Intent == "AMAZON.RepeatIntent" {
				choices = append(choices, said)
			} else {
				told = append(told, said)
			}
		}
	}
	return told, choices
}

func TestARoomHearsNoMoreThanItsLevelOfDetailAllows(t *testing.T) {
	t.Parallel()
	inFull, err := os.ReadFile("testdata/conversations/en-US.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if names, ids := len(anyName.FindAll(inFull, -1)), len(anyID.FindAll(inFull, -1)); names < 50 || ids < 5 {
		t.Errorf("in full, %d names and %d ids are heard: this proves nothing", names, ids)
	}
	told, choices := heardAt(t, speech.NoIDs)
	for _, said := range append(told, choices...) {
		if id := anyID.FindString(said); id != "" {
			t.Errorf("without ids, %s is heard: %s", id, said)
		}
	}
	told, choices = heardAt(t, speech.Counts)
	for _, said := range append(told, choices...) {
		if name := anyName.FindString(said); name != "" {
			t.Errorf("in counts, %s is heard: %s", name, said)
		}
	}
	for _, said := range append(told, choices...) {
		if id := anyID.FindString(said); id != "" {
			t.Errorf("in counts, %s is heard: %s", id, said)
		}
	}
}
