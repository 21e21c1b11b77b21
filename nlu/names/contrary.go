package names

import (
	"slices"
	"strings"
)

// A word that was heard may speak against a name, however near the two sound: it
// holds another word that people know, or one of other names.

// shortestContrary is the shortest word that can speak against a name.
const shortestContrary = 4

// speaksAgainst tells whether words that were heard are known as others than
// those of a name: run together with others (westone, of east-1), with another
// vowel (pidro, of petra, where there is a pedro), or cut in two (iv an).
func (x *Index) speaksAgainst(n int32, heard []part) bool {
	for i, w := range heard {
		if w.mark != 0 || isNumber(w.text[0]) {
			continue
		}
		if x.ofOthers(n, w.text) {
			return true
		}
		if i+1 < len(heard) && heard[i+1].mark == 0 && (!isWord(w.text) || !isWord(heard[i+1].text) || len(w.text) < shortestContrary) {
			joined := w.text + heard[i+1].text
			if x.isContrary(n, joined) {
				return true
			}
		}
	}
	return false
}

// ofOthers tells whether a text that is no word by itself is made of words, or
// like words, that the name does not hold.
func (x *Index) ofOthers(n int32, text string) bool {
	if isWord(text) || x.vocabulary.has(text) {
		return false
	}
	if like := x.vocabulary.otherwise(text); len(like) > 0 {
		return !slices.ContainsFunc(like, func(o spelledOtherwise) bool { return x.holds(n, o.text) })
	}
	pieces := english().pieces(text, x.vocabulary)
	for _, p := range pieces {
		if len(p) > shortestContrary && x.vocabulary.has(p) && !x.holds(n, p) {
			return true
		}
	}
	for _, p := range pieces {
		if len(p) < shortestHalf-1 && english().numbers[p] == "" || !isWord(p) && !x.vocabulary.has(p) {
			return false
		}
	}
	return slices.ContainsFunc(pieces, func(p string) bool { return x.isContrary(n, p) })
}

// isContrary tells whether a text is a word, and none of the name's.
func (x *Index) isContrary(n int32, text string) bool {
	known := lookUp(text) != nil || x.vocabulary.has(text)
	return len(text) >= shortestContrary && known && !x.holds(n, text)
}

// holds tells whether a word, as it is, in another number, for short, or as it
// sounds, is one of a name's.
func (x *Index) holds(n int32, text string) bool {
	m := english()
	if m.marks[text] != 0 || m.numbers[text] != "" || m.around[text] {
		return true
	}
	said := readings(text)
	for _, id := range x.wordsOf(n) {
		w := &x.vocabulary.words[id]
		switch {
		case w.mark != 0:
		case strings.Contains(w.text, text), slices.Contains(m.short[text], w.text), slices.Contains(otherNumber(text), w.text):
			return true
		case slices.ContainsFunc(said, func(s string) bool { return slices.Contains(w.ways, s) }):
			return true
		}
	}
	return false
}
