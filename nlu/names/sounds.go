package names

import (
	"strconv"
	"strings"
)

// Names are compared by their sounds: a byte each, as the head of
// tables/spelling.txt lists them, a digit for itself, and a mark for what stands
// between the words of a name.
const (
	vowels     = "aAeiIoOuU@EYWQ"
	consonants = "pbtdkgfvTDszSZCJmnNlrwyh"
	marks      = "-._@+/"
)

// Costs are hundredths of what it costs to hear a consonant as any other.
type cost = int32

const (
	otherVowel     cost = 50
	otherConsonant cost = 80
	otherKind      cost = 85
	otherDigit     cost = 130
	otherMark      cost = 30

	// never is more than any way to hear a name costs, for which that would need
	// millions of sounds. Twice of it, and what such a way costs, is still a cost.
	never cost = 1 << 29

	lostVowel     cost = 58
	lostSchwa     cost = 40
	lostConsonant cost = 65
	lostGlide     cost = 30
	lostLastR     cost = 15 // behind a vowel, where many do not say it
)

// Marks have codes of their own: a dot and a schwa may both be written @.
const markCode = 128

func markSound(mark byte) byte { return markCode + mark }

func isMark(s byte) bool   { return s >= markCode }
func isNumber(s byte) bool { return s >= '0' && s <= '9' }
func isVowel(s byte) bool  { return strings.IndexByte(vowels, s) >= 0 }

// An ear says what it costs to hear one sound as another, to miss one, or to
// hear one that is not there.
type ear struct {
	distance [256][256]cost
	lost     [256]cost
	lastR    cost // to miss an r behind a vowel at the end of a word
}

// newEar makes an ear of a table of pairs of sounds.
func newEar(table string, lost func(byte) cost, lastR cost) *ear {
	e := &ear{lastR: lastR}
	for a := range e.distance {
		e.lost[a] = lost(byte(a))
		for b := range e.distance[a] {
			e.distance[a][b] = kindCost(byte(a), byte(b))
		}
	}
	for line := range lines(table) {
		pair, hundredths, _ := strings.Cut(line, " ")
		c, err := strconv.Atoi(hundredths)
		if err != nil || len(pair) != 2 {
			panic("names: a table of sounds holds the line " + line)
		}
		e.distance[pair[0]][pair[1]], e.distance[pair[1]][pair[0]] = cost(c), cost(c)
	}
	return e
}

func kindCost(a, b byte) cost {
	switch {
	case a == b:
		return 0
	case a == skipped || b == skipped:
		return never
	case isMark(a) && isMark(b):
		return otherMark
	case isMark(a) || isMark(b):
		return never
	case isNumber(a) || isNumber(b):
		return otherDigit
	case isVowel(a) && isVowel(b):
		return otherVowel
	case isVowel(a) || isVowel(b):
		return otherKind
	default:
		return otherConsonant
	}
}

// lostSound is what it costs to miss a sound in English.
func lostSound(s byte) cost {
	switch {
	case isMark(s):
		return otherMark
	case isNumber(s):
		return otherDigit
	case s == '@':
		return lostSchwa
	case isVowel(s):
		return lostVowel
	case strings.IndexByte("hyw", s) >= 0:
		return lostGlide
	}
	return lostConsonant
}

// lines are those of a table that say something.
func lines(table string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}
