package intents_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"pudding"
	"pudding/intents"
	"pudding/lake"
	"pudding/speech"
)

// silent are Alexa's own intents that have samples of their own in every locale.
var silent = map[string]bool{
	"AMAZON.StopIntent": true, "AMAZON.CancelIntent": true, "AMAZON.NavigateHomeIntent": true, "AMAZON.FallbackIntent": true,
}

// TestEveryIntentIsWhole names what an intent lacks: samples in a model, or a
// conversation in a language.
func TestEveryIntentIsWhole(t *testing.T) {
	asking, replying := intents.Names()
	played := map[string]map[string]bool{}
	for _, language := range []string{"en-US", "ja-JP"} {
		raw, err := os.ReadFile("testdata/conversations/" + language + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var all []conversation
		if err := yaml.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		played[language] = map[string]bool{}
		for _, c := range all {
			for _, turn := range c.Turns {
				played[language][turn.Intent] = true
			}
		}
		for _, name := range append(append([]string{}, asking...), replying...) {
			if !played[language][name] && !silent[name] {
				t.Errorf("%s has no conversation in %s", name, language)
			}
		}
	}
	models, err := pudding.SkillPackage.ReadDir("skill-package/interactionModels/custom")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range models {
		raw, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		samples := samplesOf(t, raw)
		for _, name := range append(append([]string{}, asking...), replying...) {
			n, ok := samples[name]
			if !ok || n == 0 && !silent[name] {
				t.Errorf("%s has no samples in %s", name, file.Name())
			}
			delete(samples, name)
		}
		for name := range samples {
			t.Errorf("%s is in %s, and nothing answers it", name, file.Name())
		}
	}
}

func samplesOf(t *testing.T, model []byte) map[string]int {
	t.Helper()
	var m struct {
		InteractionModel struct {
			LanguageModel struct {
				Intents []struct {
					Name    string
					Samples []string
				}
			}
		}
	}
	if err := json.Unmarshal(model, &m); err != nil {
		t.Fatal(err)
	}
	samples := map[string]int{}
	for _, i := range m.InteractionModel.LanguageModel.Intents {
		samples[i.Name] = len(i.Samples)
	}
	return samples
}

// TestEveryTemplateIsAskedAndHasWords names a template that no conversation
// leads to, and one that there are no words for.
func TestEveryTemplateIsAskedAndHasWords(t *testing.T) {
	t.Parallel()
	// Who is behind a session is asked by the chain, and names by the directory.
	asked := map[lake.Template]bool{lake.IssuingCalls: true, lake.KnownNames: true}
	w := newWorld(t)
	w.inspected = func(i intents.Inspection) { asked[i.Question.Template] = true }
	raw, err := os.ReadFile("testdata/conversations/en-US.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []conversation
	if err := yaml.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		for i := range c.Turns {
			c.Turns[i].Heard = ""
		}
		w.play(t, c, "en-US", nil, "whole")
	}
	for _, template := range lake.Templates() {
		if !asked[template] {
			t.Errorf("no conversation asks %s", template)
		}
		for _, locale := range []string{"en-US", "ja-JP"} {
			q := lake.Question{Template: template, Arguments: lake.Arguments{Bucket: lake.Name{Said: "b"}, User: lake.Name{Said: "u"}}}
			if words := speech.For(locale).Waiting(q, 0)[0]; strings.Contains(words, "<speak></speak>") {
				t.Errorf("%s has no words in %s", template, locale)
			}
		}
	}
}
