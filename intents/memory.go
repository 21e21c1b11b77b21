package intents

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"pudding/ask"
	"pudding/internal/secrets"
	"pudding/speech"
)

// What a session remembers travels through session attributes, out of this
// skill's hands. It is checked before it is used: a changed one must not be
// able to make Alexa say what this skill would not.

// maxRemembered is the longest speech worth carrying along, in bytes.
const maxRemembered = 8000

// about is a question as Alexa would send it: an intent and what was heard. It
// leads nowhere but where the asker could go by saying it.
type about struct {
	Intent string            `json:"intent"`
	Slots  map[string]string `json:"slots,omitempty"`
	// Case is where the answer came from, empty where the quick source had it.
	Case string `json:"case,omitempty"`
	// Who is the name of the first suspect: "they".
	Who string `json:"who,omitempty"`
}

// memory is what a session remembers.
type memory struct {
	Version  int    `json:"version"`
	SSML     string `json:"ssml"` // what was said last
	Reprompt string `json:"reprompt"`
	For      string `json:"for,omitempty"`   // who alone may hear it again: see cases.Asker
	About    *about `json:"about,omitempty"` // the last question that was answered
	Offer    *offer `json:"offer,omitempty"`
	Joked    bool   `json:"joked,omitempty"`  // once is enough
	Taught   bool   `json:"taught,omitempty"` // Alexa keeps what it learnt as long as the session
}

const memoryVersion = 3

// remember keeps what was said, and what the conversation is about.
func (t *turn) remember(a speech.Answer) map[string]any {
	before, _ := t.memory()
	m := memory{Version: memoryVersion, SSML: a.SSML, Reprompt: a.Reprompt, About: t.about, Offer: t.offer, Joked: before.Joked || t.joking, Taught: before.Taught}
	if t.private {
		m.For = t.asker()
	}
	if m.About == nil {
		if last, ok := t.conversation(); ok {
			m.About = &last
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	var attributes map[string]any
	_ = json.Unmarshal(raw, &attributes) // its own encoding
	return attributes
}

// memory is what the session remembers, as far as it is of this form.
func (t *turn) memory() (m memory, ok bool) {
	raw, err := json.Marshal(t.request.Attributes())
	if err != nil || len(raw) > maxMemory {
		return m, false
	}
	return m, json.Unmarshal(raw, &m) == nil && m.Version == memoryVersion
}

// conversation is the last question that was answered.
func (t *turn) conversation() (about, bool) {
	m, ok := t.memory()
	if !ok || m.About == nil || !m.About.isLawful() {
		return about{}, false
	}
	return *m.About, true
}

// isLawful reports whether a question could have been put here by this skill.
// What its slots say is understood anew, like anything that is heard.
func (a about) isLawful() bool {
	if _, ok := questions[a.Intent]; !ok || len(a.Slots) > ask.MaxSlots {
		return false
	}
	for _, heard := range a.Slots {
		if secrets.Hold(heard) {
			return false
		}
	}
	return a.Case == "" || uuid.Validate(a.Case) == nil
}

// maxMemory bounds what is read of a session's attributes, in bytes.
const maxMemory = 24 << 10

// remembered is what was said last, if it is whole.
func remembered(attributes map[string]any) (speech.Answer, bool) {
	ssml, _ := attributes["ssml"].(string)
	reprompt, _ := attributes["reprompt"].(string)
	if attributes["version"] != float64(memoryVersion) || !isSpeech(ssml) || !isSpeech(reprompt) {
		return speech.Answer{}, false
	}
	return speech.Answer{SSML: ssml, Reprompt: reprompt}, true
}

// isSpeech reports whether s is one well-formed SSML document that only speaks:
// without audio, and without other voices.
func isSpeech(s string) bool {
	if len(s) > maxRemembered || !strings.HasPrefix(s, "<speak>") || !strings.HasSuffix(s, "</speak>") {
		return false
	}
	decoder := xml.NewDecoder(strings.NewReader(s))
	depth, documents := 0, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return documents == 1
		}
		if err != nil {
			return false
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				documents++
			}
			depth++
			if !slices.Contains([]string{"speak", "p", "s", "break", "say-as", "sub", "prosody", "lang", "w"}, e.Name.Local) {
				return false
			}
		case xml.EndElement:
			depth--
		case xml.ProcInst, xml.Directive, xml.Comment:
			return false
		}
	}
}
