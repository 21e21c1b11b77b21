// Package utterance matches typed words with the samples of an interaction
// model, and so tells what Alexa would have heard: an intent and its slots.
package utterance

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Match is what Alexa would send for an utterance.
type Match struct {
	Intent string
	Slots  map[string]string // those that were filled, in Alexa's forms: 2023-07-10, 12:00, PT2H
	Sample string            // the sample that matched; empty for one of Alexa's own words
}

// NoMatchError is an utterance like none of the samples.
type NoMatchError struct{ Text string }

func (e *NoMatchError) Error() string {
	return fmt.Sprintf("no sample of the skill is like %q", e.Text)
}

// Matcher matches utterances with the samples of one locale. It is safe for
// use by several goroutines.
type Matcher struct {
	grammar  grammar
	patterns []pattern
	types    map[string]map[string]bool // the words of the slot types that are closed
}

// model is as much of an interaction model as matching needs.
type model struct {
	InteractionModel struct {
		LanguageModel struct {
			InvocationName string `json:"invocationName"`
			Intents        []struct {
				Name  string `json:"name"`
				Slots []struct {
					Name string `json:"name"`
					Type string `json:"type"`
				} `json:"slots"`
				Samples []string `json:"samples"`
			} `json:"intents"`
			Types []struct {
				Name   string `json:"name"`
				Values []struct {
					ID   string `json:"id"`
					Name struct {
						Value    string   `json:"value"`
						Synonyms []string `json:"synonyms"`
					} `json:"name"`
				} `json:"values"`
			} `json:"types"`
		} `json:"languageModel"`
	} `json:"interactionModel"`
}

// New reads the interaction model of a locale, as JSON.
func New(raw []byte, locale string) (*Matcher, error) {
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("reading the interaction model of %s: %w", locale, err)
	}
	l := m.InteractionModel.LanguageModel
	out := &Matcher{grammar: grammarOf(locale), types: map[string]map[string]bool{}}
	out.grammar.invocation = l.InvocationName
	for _, t := range l.Types {
		// Values with ids are all there are; the others are examples.
		words := map[string]bool{}
		for _, v := range t.Values {
			if v.ID == "" {
				continue
			}
			for _, w := range append([]string{v.ID, v.Name.Value}, v.Name.Synonyms...) {
				words[out.grammar.key(out.grammar.split(w))] = true
			}
		}
		if len(words) > 0 {
			out.types[t.Name] = words
		}
	}
	for _, i := range l.Intents {
		types := map[string]string{}
		for _, s := range i.Slots {
			types[s.Name] = s.Type
		}
		for _, sample := range i.Samples {
			p, err := out.compile(i.Name, sample, types)
			if err != nil {
				return nil, err
			}
			out.patterns = append(out.patterns, p)
		}
	}
	return out, nil
}

// maxUtterance is the longest utterance that is matched, in words, or in
// characters where words are not apart.
const maxUtterance = 100

// Match finds the sample that an utterance is most like: the one that leaves
// the fewest words to names. Dates and times are read by now in zone. It
// returns a *NoMatchError if there is none.
func (m *Matcher) Match(text string, now time.Time, zone *time.Location) (Match, error) {
	words := m.grammar.withoutInvocation(m.grammar.split(text))
	if len(words) == 0 {
		return Match{Intent: "AMAZON.NavigateHomeIntent"}, nil
	}
	if len(words) > maxUtterance {
		return Match{}, &NoMatchError{text}
	}
	if intent, ok := m.grammar.builtIn[m.grammar.key(words)]; ok {
		return Match{Intent: intent}, nil
	}
	s := search{matcher: m, words: words, clock: clock{now.In(zone)}, read: map[reading]string{}}
	for _, w := range words {
		s.keys = append(s.keys, m.grammar.key([]string{w}))
	}
	best := attempt{}
	for i := range m.patterns {
		if found, ok := s.match(&m.patterns[i], m.patterns[i].parts, 0); ok && (best.pattern == nil || found.better(best)) {
			best = found
		}
	}
	if best.pattern == nil {
		return Match{}, &NoMatchError{text}
	}
	slots := map[string]string{}
	for f := best.filled; f != nil; f = f.before {
		slots[f.slot] = f.value
	}
	return Match{Intent: best.pattern.intent, Slots: slots, Sample: best.pattern.sample}, nil
}

// part is a word of a sample, or a slot.
type part struct {
	word       string
	slot, kind string
}

// pattern is a sample, cut into its parts.
type pattern struct {
	intent, sample string
	parts          []part
}

func (m *Matcher) compile(intent, sample string, types map[string]string) (pattern, error) {
	p := pattern{intent: intent, sample: sample}
	for rest := sample; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		for _, w := range m.grammar.split(before) {
			p.parts = append(p.parts, part{word: m.grammar.key([]string{w})})
		}
		if !found {
			break
		}
		slot, after, _ := strings.Cut(after, "}")
		kind, ok := types[slot]
		if !ok {
			return p, fmt.Errorf("the sample %q of %s has the slot %s, which the intent has not", sample, intent, slot)
		}
		p.parts = append(p.parts, part{slot: slot, kind: kind})
		rest = after
	}
	return p, nil
}
