// Package models has the one source of the interaction models: phrases by
// language, in YAML, and the words of package nlu. From it come the files of
// skill-package/interactionModels.
package models

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"pudding/nlu"
)

//go:generate go run ./write

//go:embed *.yaml
var sources embed.FS

// Locales are the locales that there is a model for, and their languages.
var Locales = map[string]string{"en-US": "en", "en-GB": "en", "en-AU": "en", "en-CA": "en", "en-IN": "en", "ja-JP": "ja"}

// source is a language's YAML.
type source struct {
	InvocationName string              `yaml:"invocationName"`
	Phrases        map[string][]string `yaml:"phrases"`
	SlotTypes      yaml.MapSlice       `yaml:"slotTypes"`
	Words          yaml.MapSlice       `yaml:"words"` // slot types of one thing, in all its words
	Intents        yaml.MapSlice       `yaml:"intents"`
}

// The interaction model's JSON (Alexa Skill Management API, "Interaction Model
// Schema").
type (
	model struct {
		InteractionModel interactionModel `json:"interactionModel"`
	}
	interactionModel struct {
		LanguageModel languageModel `json:"languageModel"`
		Dialog        dialog        `json:"dialog"`
	}
	languageModel struct {
		InvocationName     string             `json:"invocationName"`
		Intents            []intent           `json:"intents"`
		Types              []slotType         `json:"types"`
		ModelConfiguration modelConfiguration `json:"modelConfiguration"`
	}
	modelConfiguration struct {
		FallbackIntentSensitivity sensitivity `json:"fallbackIntentSensitivity"`
	}
	sensitivity struct {
		Level string `json:"level"`
	}
	intent struct {
		Name    string   `json:"name"`
		Slots   []slot   `json:"slots,omitempty"`
		Samples []string `json:"samples"`
	}
	slot struct {
		Name    string   `json:"name"`
		Type    string   `json:"type"`
		Samples []string `json:"samples,omitempty"`
	}
	slotType struct {
		Name   string      `json:"name"`
		Values []slotValue `json:"values"`
	}
	slotValue struct {
		ID   string   `json:"id,omitempty"`
		Name slotName `json:"name"`
	}
	slotName struct {
		Value    string   `json:"value"`
		Synonyms []string `json:"synonyms,omitempty"`
	}
	// dialog lets the skill itself ask for slots, which needs a dialog model.
	dialog struct {
		DelegationStrategy string         `json:"delegationStrategy"`
		Intents            []dialogIntent `json:"intents"`
	}
	dialogIntent struct {
		Name                 string       `json:"name"`
		ConfirmationRequired bool         `json:"confirmationRequired"`
		Prompts              struct{}     `json:"prompts"`
		Slots                []dialogSlot `json:"slots"`
	}
	dialogSlot struct {
		Name                 string   `json:"name"`
		Type                 string   `json:"type"`
		ElicitationRequired  bool     `json:"elicitationRequired"`
		ConfirmationRequired bool     `json:"confirmationRequired"`
		Prompts              struct{} `json:"prompts"`
	}
)

// Value is a value of a slot type of names, which a deployment knows: the id that it
// is resolved to, and how it is said, in one way at least.
type Value struct {
	SlotType, ID string
	Said         []string
}

// Generate makes the interaction model of a locale, with some values before the
// examples that its slot types of names have.
func Generate(locale string, values ...Value) ([]byte, error) {
	lang, ok := Locales[locale]
	if !ok {
		return nil, fmt.Errorf("there is no interaction model for %s", locale)
	}
	raw, err := sources.ReadFile(lang + ".yaml")
	if err != nil {
		return nil, err
	}
	var s source
	if err := yaml.UnmarshalWithOptions(raw, &s, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading %s.yaml: %w", lang, err)
	}
	m, err := s.model(lang, values)
	if err != nil {
		return nil, fmt.Errorf("making the model of %s: %w", locale, err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(m)
	return b.Bytes(), err
}

func (s source) model(lang string, values []Value) (model, error) {
	var m model
	l, d := &m.InteractionModel.LanguageModel, &m.InteractionModel.Dialog
	l.InvocationName = s.InvocationName
	l.ModelConfiguration.FallbackIntentSensitivity.Level = "LOW"
	d.DelegationStrategy = "SKILL_RESPONSE"
	for _, entry := range s.Intents {
		i, err := s.intent(entry)
		if err != nil {
			return m, err
		}
		l.Intents = append(l.Intents, i)
		if len(i.Slots) > 0 {
			d.Intents = append(d.Intents, dialogOf(i))
		}
	}
	for _, entry := range s.SlotTypes {
		l.Types = append(l.Types, ofNames(entry.Key.(string), lang, values, entry.Value.([]any)))
	}
	for _, entry := range s.Words {
		l.Types = append(l.Types, oneThing(entry))
	}
	l.Types = append(l.Types, verbs("BucketAction", nlu.BucketVerbs, lang), verbs("UserAction", nlu.UserVerbs, lang),
		verbs("ResourceAction", nlu.ResourceVerbs, lang), resourceTypes(lang), outcomes(lang), services())
	return m, nil
}

// offeredFor are the slot types whose names may be offered, and replied to by their
// places.
var offeredFor = []string{"Bucket", "User", "Role", "Resource"}

// ofNames is a slot type of names: those that are known, examples of others, and
// the places of those that are offered. Nothing is said twice in it.
func ofNames(name, lang string, known []Value, examples []any) slotType {
	t := slotType{Name: name}
	said := map[string]bool{}
	for _, v := range known {
		if v.SlotType == name {
			t.Values = append(t.Values, slotValue{ID: v.ID, Name: slotName{Value: v.Said[0], Synonyms: v.Said[1:]}})
			for _, s := range v.Said {
				said[s] = true
			}
		}
	}
	for _, example := range examples {
		if s := fmt.Sprint(example); !said[s] {
			t.Values = append(t.Values, slotValue{Name: slotName{Value: s}})
		}
	}
	if slices.Contains(offeredFor, name) {
		for _, words := range nlu.Ordinals[lang] {
			t.Values = append(t.Values, slotValue{Name: slotName{Value: words[0], Synonyms: words[1:]}})
		}
	}
	return t
}

func (s source) intent(entry yaml.MapItem) (intent, error) {
	i := intent{Name: entry.Key.(string), Samples: []string{}}
	var body struct {
		Slots   yaml.MapSlice `yaml:"slots"`
		Samples []string      `yaml:"samples"`
	}
	if err := reread(entry.Value, &body); err != nil {
		return i, fmt.Errorf("the intent %s: %w", i.Name, err)
	}
	for _, item := range body.Slots {
		var of struct {
			Type    string   `yaml:"type"`
			Samples []string `yaml:"samples"`
		}
		if err := reread(item.Value, &of); err != nil {
			return i, fmt.Errorf("the slot %v: %w", item.Key, err)
		}
		i.Slots = append(i.Slots, slot{Name: item.Key.(string), Type: of.Type, Samples: of.Samples})
	}
	seen := map[string]bool{}
	for _, sample := range body.Samples {
		for _, expanded := range s.expand(sample) {
			if !seen[expanded] {
				seen[expanded] = true
				i.Samples = append(i.Samples, expanded)
			}
		}
	}
	return i, nil
}

// reread decodes what was decoded without knowing its shape.
func reread(v, into any) error {
	raw, err := yaml.Marshal(v)
	if err != nil {
		return err
	}
	return yaml.UnmarshalWithOptions(raw, into, yaml.Strict())
}

// expand is every sample that a phrase stands for.
func (s source) expand(sample string) []string {
	if before, rest, ok := strings.Cut(sample, "{{"); ok {
		name, after, _ := strings.Cut(rest, "}}")
		var out []string
		for _, phrase := range s.Phrases[name] {
			out = append(out, s.expand(before+phrase+after)...)
		}
		return out
	}
	if before, rest, ok := strings.Cut(sample, "("); ok {
		choices, after, _ := strings.Cut(rest, ")")
		var out []string
		for choice := range strings.SplitSeq(choices, "|") {
			out = append(out, s.expand(before+choice+after)...)
		}
		return out
	}
	return []string{strings.Join(strings.Fields(sample), " ")}
}

func dialogOf(i intent) dialogIntent {
	d := dialogIntent{Name: i.Name}
	for _, s := range i.Slots {
		d.Slots = append(d.Slots, dialogSlot{Name: s.Name, Type: s.Type})
	}
	return d
}

// verbs is a slot type of actions, by their ids. Single events have none: the
// skill knows them by their words.
func verbs(name string, all []nlu.Verb, lang string) slotType {
	t := slotType{Name: name}
	for _, v := range all {
		words := v.Words[lang]
		t.Values = append(t.Values, slotValue{ID: v.ID, Name: slotName{Value: words[0], Synonyms: words[1:]}})
	}
	return t
}

// oneThing is a slot type with one value, whose id is the type's own name.
func oneThing(entry yaml.MapItem) slotType {
	name := entry.Key.(string)
	v := slotValue{ID: strings.ToLower(name)}
	for i, word := range entry.Value.([]any) {
		if i == 0 {
			v.Name.Value = fmt.Sprint(word)
		} else {
			v.Name.Synonyms = append(v.Name.Synonyms, fmt.Sprint(word))
		}
	}
	return slotType{Name: name, Values: []slotValue{v}}
}

func resourceTypes(lang string) slotType {
	t := slotType{Name: "ResourceType"}
	for _, r := range nlu.ResourceTypes {
		words := r.Words[lang]
		t.Values = append(t.Values, slotValue{ID: r.ID, Name: slotName{Value: words[0], Synonyms: words[1:]}})
	}
	return t
}

func outcomes(lang string) slotType {
	t := slotType{Name: "Outcome"}
	for _, o := range nlu.Outcomes {
		words := o.Words[lang]
		t.Values = append(t.Values, slotValue{ID: string(o.ID), Name: slotName{Value: words[0], Synonyms: words[1:]}})
	}
	return t
}

func services() slotType {
	t := slotType{Name: "Service"}
	for _, source := range slices.Sorted(maps.Keys(nlu.ServiceNames)) {
		names := nlu.ServiceNames[source]
		id, _, _ := strings.Cut(source, ".")
		t.Values = append(t.Values, slotValue{ID: id, Name: slotName{Value: names[0], Synonyms: names[1:]}})
	}
	return t
}
