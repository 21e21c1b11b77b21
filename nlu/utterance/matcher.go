// Package utterance matches typed words with the samples of an interaction
// model, and so tells what Alexa would have heard: an intent and its slots.
package utterance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
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
type NoMatchError struct {
	Text    string
	Nearest []string // the samples that share most of its words, the nearest first
	Doubt   string   // what in it could mean several things, if that is known
}

func (e *NoMatchError) Error() string {
	said := fmt.Sprintf("no sample of the skill is like %.200q", e.Text)
	switch {
	case e.Doubt != "":
		said += ": " + e.Doubt
	case len(e.Nearest) > 0:
		said += fmt.Sprintf("; the nearest is %q", e.Nearest[0])
	}
	return said
}

// Matcher matches utterances with the samples of one locale. It is safe for
// use by several goroutines.
type Matcher struct {
	grammar  grammar
	patterns []*pattern
	root     node
	replies  map[slotOf]*node           // to what is asked for a slot
	closed   map[string]map[string]bool // the words of the slot types that have no others
}

// slotOf is a slot of an intent.
type slotOf struct{ intent, slot string }

// model is as much of an interaction model as matching needs.
type model struct {
	InteractionModel struct {
		LanguageModel struct {
			InvocationName string `json:"invocationName"`
			Intents        []struct {
				Name  string `json:"name"`
				Slots []struct {
					Name    string   `json:"name"`
					Type    string   `json:"type"`
					Samples []string `json:"samples"`
				} `json:"slots"`
				Samples []string `json:"samples"`
			} `json:"intents"`
			Types []slotType `json:"types"`
		} `json:"languageModel"`
	} `json:"interactionModel"`
}

type slotType struct {
	Name   string `json:"name"`
	Values []struct {
		ID   string `json:"id"`
		Name struct {
			Value    string   `json:"value"`
			Synonyms []string `json:"synonyms"`
		} `json:"name"`
	} `json:"values"`
}

// New reads the interaction model of a locale, as JSON.
func New(raw []byte, locale string) (*Matcher, error) {
	var read model
	if err := json.Unmarshal(raw, &read); err != nil {
		return nil, fmt.Errorf("reading the interaction model of %s: %w", locale, err)
	}
	l := read.InteractionModel.LanguageModel
	m := &Matcher{grammar: grammarOf(locale), closed: map[string]map[string]bool{}, replies: map[slotOf]*node{}}
	m.grammar.invocation = l.InvocationName
	for _, t := range l.Types {
		m.close(t)
	}
	for _, i := range l.Intents {
		kinds := map[string]string{}
		for _, s := range i.Slots {
			kinds[s.Name] = m.kind(s.Type)
		}
		for _, sample := range i.Samples {
			p, err := m.grammar.cut(i.Name, sample, kinds)
			if err != nil {
				return nil, err
			}
			m.patterns = append(m.patterns, p)
			m.root.add(p)
		}
		for _, s := range i.Slots {
			root := &node{}
			for _, sample := range s.Samples {
				p, err := m.grammar.cut(i.Name, sample, kinds)
				if err != nil {
					return nil, err
				}
				root.add(p)
			}
			m.replies[slotOf{i.Name, s.Name}] = root
		}
	}
	return m, nil
}

// ofNames are the slot types whose values are examples of names.
var ofNames = []string{"Bucket", "Object", "User", "Role", "Resource"}

// close keeps the words of a slot type that has no others: one whose values have
// ids, unless they are names.
func (m *Matcher) close(t slotType) {
	words, closed := map[string]bool{}, false
	for _, v := range t.Values {
		for _, w := range append([]string{v.Name.Value}, v.Name.Synonyms...) {
			words[m.grammar.key(m.grammar.split(w))] = true
		}
		if v.ID != "" {
			words[m.grammar.key(m.grammar.split(v.ID))] = true
			closed = true
		}
	}
	if closed && !slices.Contains(ofNames, t.Name) {
		m.closed[t.Name] = words
	}
}

// kind is how a slot of a type is read: as a value of a type that has no others,
// as one of Alexa's own types, or as a name, whose kind is empty.
func (m *Matcher) kind(slotType string) string {
	if _, closed := m.closed[slotType]; closed || strings.HasPrefix(slotType, "AMAZON.") {
		return slotType
	}
	return ""
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
		return Match{}, &NoMatchError{Text: text}
	}
	if intent, ok := m.grammar.builtIn[m.grammar.key(words)]; ok {
		return Match{Intent: intent}, nil
	}
	return m.match(&m.root, text, words, now, zone)
}

// Reply finds what fills a slot of an intent in a reply to who asked for it, by the
// slot's own samples. Slots are those that the reply fills. It returns a
// *NoMatchError for a reply like none of them.
func (m *Matcher) Reply(text, intent, slot string, now time.Time, zone *time.Location) (Match, error) {
	words := m.grammar.split(text)
	root := m.replies[slotOf{intent, slot}]
	if root == nil || len(words) == 0 || len(words) > maxUtterance {
		return Match{}, &NoMatchError{Text: text}
	}
	return m.match(root, text, words, now, zone)
}

// match finds the sample below a node that some words are most like.
func (m *Matcher) match(root *node, text string, words []string, now time.Time, zone *time.Location) (Match, error) {
	s := search{
		matcher: m, words: words, clock: clock{now.In(zone)},
		read: map[stretch]reading{}, been: map[place]attempt{},
	}
	for _, w := range words {
		s.keys = append(s.keys, m.grammar.key([]string{w}))
	}
	best := s.best(root, 0)
	if best.pattern == nil {
		why := cmp.Or(m.grammar.otherZone(words, zone), m.grammar.doubted(words))
		return Match{}, &NoMatchError{text, m.nearest(s.keys), why}
	}
	slots, said := map[string]string{}, map[string]heard{}
	for f := best.filled; f != nil; f = f.after {
		slots[f.slot] = f.value
		said[f.slot] = heard{m.grammar.join(words[f.from:f.to]), f.value}
		if f.free {
			// Words about when, in a name, were not understood as such.
			if why := m.grammar.doubted(words[f.from:f.to]); why != "" {
				return Match{}, &NoMatchError{Text: text, Doubt: why}
			}
		}
	}
	if m.grammar.between != nil && slots["time"] != "" && slots["endTime"] != "" {
		slots["time"], slots["endTime"] = m.grammar.between(said["time"], said["endTime"])
	}
	return Match{Intent: best.pattern.intent, Slots: slots, Sample: best.pattern.sample}, nil
}

// maxNearest is how many samples a NoMatchError names.
const maxNearest = 3

// nearest are the samples that share most words with an utterance, and have
// fewest others.
func (m *Matcher) nearest(keys []string) []string {
	type near struct {
		sample string
		score  int
	}
	var all []near
	for _, p := range m.patterns {
		score, shared := 0, false
		for _, part := range p.parts {
			switch {
			case part.slot != "":
			case slices.Contains(keys, part.word):
				score, shared = score+1, true
			default:
				score--
			}
		}
		if shared {
			all = append(all, near{p.sample, score})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(b.score, a.score) })
	var samples []string
	for _, n := range all[:min(maxNearest, len(all))] {
		samples = append(samples, n.sample)
	}
	return samples
}
