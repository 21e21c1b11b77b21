package speech

import (
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markup is text as it stands in an SSML document. Only two things make it:
// the catalogues, and escape.
type markup string

// escape is text as markup that says just that.
func escape(s string) markup {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(printable(s))) // a strings.Builder takes all
	return markup(b.String())
}

// escaped escapes what is not markup yet.
func escaped(fill with) with {
	out := make(with, len(fill))
	for name, value := range fill {
		if s, ok := value.(string); ok {
			value = escape(s)
		}
		out[name] = value
	}
	return out
}

// printable drops what can be neither said nor shown: control characters, marks
// of direction, and bytes that are no text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point) {
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

// document is sentences as one SSML document, which ends with the last one.
// What is longer than anybody listens to is left out before it.
func (v *Voice) document(last markup, before ...markup) string {
	var b strings.Builder
	room := v.tongue.patience - utf8.RuneCountInString(string(last))
	for _, s := range before {
		if room -= utf8.RuneCountInString(string(s)) + 1; room < 0 {
			break
		}
		b.WriteString(string(v.sentence(s)))
		b.WriteString(v.tongue.gap)
	}
	return "<speak>" + b.String() + string(v.sentence(last)) + "</speak>"
}

// sentence begins with a capital, in a language that has them.
func (v *Voice) sentence(s markup) markup {
	r, size := utf8.DecodeRuneInString(string(s))
	if !v.tongue.capitals || r == utf8.RuneError {
		return s
	}
	return markup(unicode.ToUpper(r)) + s[size:]
}

// textOf is what markup says, without the markup.
func textOf(m markup) string {
	var b strings.Builder
	decoder := xml.NewDecoder(strings.NewReader("<s>" + string(m) + "</s>"))
	for {
		token, err := decoder.Token()
		if err != nil {
			return b.String()
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}
