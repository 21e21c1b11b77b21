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
// between them.
func (n Name) expression(punctuation string) string {
	return strings.Join(strings.Split(Fold(n.Said), ""), "["+punctuation+"]*")
}
