package lake

import "strings"

// Fold returns what all spellings of an identifier share: its letters in lower
// case and its digits, so that "Bert-Jan" and "bert jan" fold alike. Whatever
// is not ASCII is dropped: AWS's identifiers have none of it.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, s)
}

// IsZero reports whether nobody was named.
func (n Name) IsZero() bool { return n.Said == "" }

// expression is the part of a regular expression that matches a name however
// it is written: its letters and digits, with the punctuation that may stand
// between them. Between the words of a loose name there may be more: "baker
// evidence" is said of baker221b-bucketsevidence. Letters on their own are
// spelled, and stay together.
func (n Name) expression(punctuation string) string {
	between := "[" + punctuation + "]*"
	apart := `[^/:]*`
	if strings.Contains(punctuation, "/") {
		apart = `[^:",{}]*` // the words may be of a path
	}
	spell := func(word string) string { return strings.Join(strings.Split(Fold(word), ""), between) }
	if !n.Loose {
		return spell(n.Said)
	}
	var b strings.Builder
	last := ""
	for word := range strings.FieldsSeq(n.Said) {
		if word = Fold(word); word == "" {
			continue
		}
		switch {
		case last == "":
		case len(last) == 1 && len(word) == 1:
			b.WriteString(between)
		default:
			b.WriteString(apart)
		}
		b.WriteString(spell(word))
		last = word
	}
	return b.String()
}
