package names

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A part is a word, a letter or a number in an identifier, in lower case, or a
// mark between two of them.
type part struct {
	text string
	mark byte // 0 for a word
}

// parts takes an identifier apart: at its punctuation, where capitals begin, and
// between letters and digits. What has no letter or digit of ASCII is left out.
//
//	EksNodeRole      eks node role
//	prod-logs-v2     prod - logs - v 2
func parts(identifier string) []part {
	var out []part
	var word []byte
	end := func() {
		if len(word) > 0 {
			out = append(out, part{text: string(word)})
			word = nil
		}
	}
	runes := []rune(norm.NFKC.String(identifier))
	for i, r := range runes {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if i > 0 && startsWord(runes, i) {
				end()
			}
			word = append(word, byte(unicode.ToLower(r)))
		case isName(byte(r)) && r < unicode.MaxASCII:
			end()
			if len(out) > 0 && out[len(out)-1].mark == 0 {
				out = append(out, part{mark: byte(r)})
			}
		default:
			end()
		}
	}
	end()
	if n := len(out); n > 0 && out[n-1].mark != 0 {
		out = out[:n-1]
	}
	return out
}

// startsWord tells whether a new word begins at runes[i]: a number, letters
// behind one, a capital behind a small letter, or the last capital of several
// (DBNode).
func startsWord(runes []rune, i int) bool {
	before, here := runes[i-1], runes[i]
	switch {
	case unicode.IsDigit(before) != unicode.IsDigit(here):
		return true
	case unicode.IsLower(before) && unicode.IsUpper(here):
		return true
	}
	return unicode.IsUpper(before) && unicode.IsUpper(here) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

func isName(b byte) bool {
	for i := range len(marks) {
		if marks[i] == b {
			return true
		}
	}
	return false
}
