package models

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pudding"
)

func TestTheSkillPackageIsUpToDate(t *testing.T) {
	for locale := range Locales {
		got, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + locale + ".json")
		if err != nil {
			t.Fatal(err)
		}
		want, err := Generate(locale, valuesOf(t, got)...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what nlu/models makes (run go generate ./nlu/models): %.500s", locale, diff)
		}
	}
}

// valuesOf are the values with an id. Where the skill is deployed from, the models may
// have some that Generate was given, and makes of them again.
func valuesOf(t *testing.T, raw []byte) (values []Value) {
	t.Helper()
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	for _, s := range m.InteractionModel.LanguageModel.Types {
		for _, v := range s.Values {
			if v.ID != "" {
				values = append(values, Value{SlotType: s.Name, ID: v.ID, Said: append([]string{v.Name.Value}, v.Name.Synonyms...)})
			}
		}
	}
	return values
}

// englishSample is what a sample utterance may be made of (Alexa Skills Kit,
// "Rules for Custom Intent Names and Sample Utterances").
var englishSample = regexp.MustCompile(`^[a-z .'_{}A-Z-]+$`)

func TestSamplesAreLawful(t *testing.T) {
	for locale, lang := range Locales {
		raw, err := Generate(locale)
		if err != nil {
			t.Fatal(err)
		}
		var m model
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		heard := map[string]string{}
		types := map[string]bool{}
		for _, s := range m.InteractionModel.LanguageModel.Types {
			types[s.Name] = true
		}
		for _, i := range m.InteractionModel.LanguageModel.Intents {
			slots := map[string]bool{}
			for _, s := range i.Slots {
				slots["{"+s.Name+"}"] = true
				if !strings.HasPrefix(s.Type, "AMAZON.") && !types[s.Type] {
					t.Errorf("%s: the slot %s of %s has the type %s, which there isn't", locale, s.Name, i.Name, s.Type)
				}
			}
			for _, s := range i.Samples {
				if other, twice := heard[s]; twice {
					t.Errorf("%s: %q means %s and %s", locale, s, other, i.Name)
				}
				heard[s] = i.Name
				if lang == "en" && !englishSample.MatchString(s) || strings.ContainsAny(s, "()|") {
					t.Errorf("%s: %q has characters that no sample may have", locale, s)
				}
				for _, slot := range regexp.MustCompile(`\{[^}]*\}`).FindAllString(s, -1) {
					if !slots[slot] {
						t.Errorf("%s: %q has the slot %s, which %s has not", locale, s, slot, i.Name)
					}
				}
			}
		}
	}
}
