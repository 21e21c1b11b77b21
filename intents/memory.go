package intents

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"pudding/speech"
)

// What a session remembers travels through session attributes, out of this
// skill's hands. It is checked before it is used: a changed one must not be
// able to make Alexa say what this skill would not.

// maxRemembered is the longest speech worth carrying along, in bytes.
const maxRemembered = 8000

// remember keeps what was said for RepeatIntent.
func remember(a speech.Answer) map[string]any {
	return map[string]any{"version": 1, "ssml": a.SSML, "reprompt": a.Reprompt}
}

// remembered is what was said last, if it is whole.
func remembered(attributes map[string]any) (speech.Answer, bool) {
	ssml, _ := attributes["ssml"].(string)
	reprompt, _ := attributes["reprompt"].(string)
	if attributes["version"] != float64(1) || !isSpeech(ssml) || !isSpeech(reprompt) {
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
