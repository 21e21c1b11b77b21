package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed tables/spelling.txt
var spellingTable string

// A spellingRule says how some letters sound between others.
type spellingRule struct{ before, letters, behind, sounds string }

// rulebook holds the rules by the first of their letters.
type rulebook [26][]spellingRule

var spellingRules = sync.OnceValue(func() *rulebook {
	var rules rulebook
	for line := range lines(spellingTable) {
		f := strings.Fields(line)
		if len(f) != 4 {
			panic("names: the spelling rules hold the line " + line)
		}
		r := spellingRule{f[0], f[1], f[2], f[3]}
		if r.sounds == "." {
			r.sounds = ""
		}
		rules[r.letters[0]-'a'] = append(rules[r.letters[0]-'a'], r)
	}
	return &rules
})

// whole is what a rule for the whole word says, if there is one.
func (b *rulebook) whole(word string) string {
	for _, r := range b[word[0]-'a'] {
		if r.letters == word && r.before == "$" && r.behind == "$" {
			return r.sounds
		}
	}
	return ""
}

// pronounce reads a word of lower-case Latin letters aloud: as it is listed, as
// two listed words that are written as one (poweruser), or by the rules.
func pronounce(word string) []string {
	listed := lookUp(word)
	if said := spellingRules().whole(word); said != "" {
		listed = []string{said}
	}
	if listed == nil {
		listed = compound(word, shortestHalf)
	}
	if listed == nil {
		return []string{squeeze(readByRules(word))}
	}
	for i := range listed {
		listed[i] = squeeze(listed[i])
	}
	return listed
}

// shortestHalf is the shortest word that is looked for in a compound.
const shortestHalf = 4

// compound reads a word as two listed ones, neither shorter than half.
func compound(word string, half int) []string {
	for at := len(word) - half; at >= half; at-- {
		if first := lookUp(word[:at]); first != nil {
			if second := lookUp(word[at:]); second != nil {
				return []string{first[0] + second[0]}
			}
		}
	}
	return nil
}

// readByRules reads a word as an English speaker would who has never seen it.
func readByRules(word string) string {
	rules := spellingRules()
	var out strings.Builder
next:
	for at := 0; at < len(word); {
		for _, r := range rules[word[at]-'a'] {
			if strings.HasPrefix(word[at:], r.letters) && standsBefore(r.before, word[:at]) && standsBehind(r.behind, word[at+len(r.letters):]) {
				out.WriteString(r.sounds)
				at += len(r.letters)
				continue next
			}
		}
		at++
	}
	return out.String()
}

// squeeze leaves out what nobody hears: the second of two sounds that are the
// same, what glides from a vowel to another by itself (Iyo, Uwa), and a schwa
// between a consonant and an r before a vowel (cath-e-rine, sev-e-ral).
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if i > 0 {
			switch before := s[i-1]; {
			case s[i] == before && !isNumber(s[i]):
				continue
			case i+1 < len(s) && isVowel(s[i+1]) && (s[i] == 'y' && (before == 'I' || before == 'i') || s[i] == 'w' && before == 'U'):
				continue
			case s[i] == '@' && i > 1 && i+2 < len(s) && s[i+1] == 'r' && isVowel(s[i+2]) && !isVowel(before):
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func standsBehind(pattern, text string) bool {
	for i := range len(pattern) {
		if pattern[i] == '-' {
			return true
		}
		if pattern[i] == '$' {
			return text == ""
		}
		if text == "" || !isLetterOf(pattern[i], text[0]) {
			return false
		}
		text = text[1:]
	}
	return true
}

func standsBefore(pattern, text string) bool {
	for i := len(pattern) - 1; i >= 0; i-- {
		switch {
		case pattern[i] == '-':
			return true
		case pattern[i] == '$':
			return text == ""
		case pattern[i] == '*':
			return strings.ContainsAny(text, "aeiouy")
		case text == "" || !isLetterOf(pattern[i], text[len(text)-1]):
			return false
		}
		text = text[:len(text)-1]
	}
	return true
}

func isLetterOf(class, letter byte) bool {
	switch class {
	case 'V':
		return strings.IndexByte("aeiouy", letter) >= 0
	case 'C':
		return strings.IndexByte("aeiouy", letter) < 0
	case 'F':
		return strings.IndexByte("eiy", letter) >= 0
	}
	return class == letter
}

// letterNames are how the letters are called.
var letterNames = [26]string{
	"E", "bI", "sI", "dI", "I", "ef", "JI", "EC", "Y", "JE", "kE", "el", "em",
	"en", "o", "pI", "kyU", "ar", "es", "tI", "yU", "vI", "d@b@lyU", "eks", "wY", "zI",
}

// spell reads a word's letters by their names.
func spell(word string) string {
	var out strings.Builder
	for i := range len(word) {
		out.WriteString(letterNames[word[i]-'a'])
	}
	return out.String()
}

// longestSpelled is the longest word that may be an abbreviation though it has
// vowels.
const longestSpelled = 4

// readings are the ways to say a word of letters, or a number, which is said by
// its digits: the likeliest first.
func readings(word string) []string {
	if isNumber(word[0]) {
		return []string{word}
	}
	if len(word) == 1 || !strings.ContainsAny(word, "aeiouy") {
		return []string{spell(word)}
	}
	out := pronounce(word)
	if r := romaji(word); r != "" && !slices.Contains(out, r) {
		out = append(out, r)
	}
	if len(word) <= longestSpelled {
		out = append(out, spell(word))
	}
	return out
}
