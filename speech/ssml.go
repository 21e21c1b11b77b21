package speech

import (
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Answer is what is said and shown.
type Answer struct {
	SSML string // one <speak> document, of at most 8,000 characters
	// CardTitle and CardText are plain text, of at most 8,000 characters
	// together; empty for an answer without a card.
	CardTitle, CardText string
	// Reprompt is another <speak> document, for when nothing is said in return.
	// It is empty when the session is to end.
	Reprompt string
}

// maxSpeech is less than the 8,000 characters that Alexa takes (Alexa Skills
// Kit, "Request and Response JSON Reference"), and as much as anybody listens to.
const maxSpeech = 2000

// ssml is sentences as a document. What does not fit is left out, from the end.
func ssml(sentences ...string) string {
	var b strings.Builder
	for _, s := range sentences {
		s = escape(s)
		if s == "" {
			continue
		}
		if utf8.RuneCountInString(b.String())+utf8.RuneCountInString(s) > maxSpeech {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	return "<speak>" + b.String() + "</speak>"
}

// escape is text as SSML has it: without markup, and without what cannot be
// said.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(printable(s))) // a strings.Builder takes all
	return b.String()
}

// printable drops control characters and invalid bytes.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == utf8.RuneError || r > 0xFFFD && r < 0x10000 {
			return -1
		}
		return r
	}, s)
}

// short is s, cut to n characters.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// sentence begins with a capital, where it begins with a small letter.
func sentence(s string) string {
	if r, size := utf8.DecodeRuneInString(s); r != utf8.RuneError {
		return string(unicode.ToUpper(r)) + s[size:]
	}
	return s
}
