package names

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Decision says what to do with what was found.
type Decision int

const (
	Refuse Decision = iota // there is no such name
	Ask                    // it may be one of these: "did you mean"
	Take                   // it is the first
)

func (d Decision) String() string {
	if d < 0 || int(d) >= len(decisions) {
		return fmt.Sprintf("Decision(%d)", int(d))
	}
	return decisions[d]
}

var decisions = [...]string{"refuse", "ask", "take"}

// The bounds between the decisions.
const (
	TakeFrom = 0.9
	AskFrom  = 0.5

	belowTake = 0.899
)

//go:embed tables/strict.txt
var strictTable string

// strict are words of which no other may be heard: environments and regions.
var strict = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range lines(strictTable) {
		for _, w := range strings.Fields(line) {
			out[w] = true
		}
	}
	return out
})

// slack is what may be heard otherwise in a name that is taken nevertheless.
type slack struct {
	word   cost // in a word
	listed cost // in one that the dictionary lists
	common cost // in one that many names hold
	strict cost // in an environment or a region
	number cost
	marks  cost
	heard  cost // of what was heard and is a word by itself; 0 if words are not heard apart
}

var (
	slackInEnglish  = slack{word: 18, listed: 40, common: 60, strict: 31, number: 0, marks: 60, heard: 15}
	slackInJapanese = slack{word: 40, listed: 40, common: 40, strict: 15, number: 30, marks: 60}
)

// slackJapanese is for a word of a name that is Japanese, of which each vowel is
// heard, and for what must be heard as it is.
const slackJapanese cost = 15

// plainly is the most that a name costs which was heard as it is.
const plainly = 2 * tollShort

// The least that the second name must cost more than the first.
const (
	marginPlain cost = 20 // if the first is heard as it is
	margin      cost = 40
)

func marginTo(first cost) cost {
	if first == 0 {
		return marginPlain
	}
	return margin
}

// certain tells whether a name with this account can be taken: each word of it
// was heard, and each word that was heard is of it.
func (x *Index) certain(n int32, acc account, l *lattice) bool {
	for i, id := range x.wordsOf(n) {
		if acc.known[int32(i)] > x.slackOf(&x.vocabulary.words[id]) {
			return false
		}
	}
	if x.language.slack.heard == 0 {
		return true
	}
	for i, c := range acc.heard {
		text, meant := l.ways[i].text, ""
		if w, ok := acc.meant[i]; ok {
			meant = x.vocabulary.words[x.wordsOf(n)[w]].text
		}
		if c > x.slackHeard(text, meant) || romanisedOtherwise(text, meant) {
			return false
		}
	}
	return true
}

// romanisedOtherwise tells whether two words are one in Japanese but for the way
// that long vowels are written: sato may be heard for satou, but may be another.
func romanisedOtherwise(heard, known string) bool {
	return heard != known && romaji(heard) != "" && shortened(heard) == shortened(known)
}

// shortened is a romanised word with its long vowels short.
var shortened = strings.NewReplacer("ou", "o", "oo", "o", "oh", "o", "uu", "u", "aa", "a", "ii", "i").Replace

// slackOf is what a word of a known name may cost.
func (x *Index) slackOf(w *word) cost {
	slack := &x.language.slack
	switch {
	case w.mark != 0:
		return slack.marks
	case isNumber(w.text[0]):
		return slack.number
	case slack.heard == 0 && romaji(w.text) != "":
		return slackJapanese
	case strict()[w.text] && len(w.text) == 2:
		return slackJapanese // the first part of a region: us, eu
	case strict()[w.text]:
		return slack.strict
	case len(w.text) >= longestSpelled && x.isCommon(w):
		return slack.common
	case w.listed && len(w.text) > 1:
		return slack.listed
	}
	return slack.word
}

// slackHeard is what a word may cost that was heard. One that is a word by
// itself was meant so, unless it was heard for what is never a name: an
// environment, or a word that many names hold.
func (x *Index) slackHeard(text, meant string) cost {
	slack := &x.language.slack
	switch {
	case text == "" || meant == "" || x.vocabulary.has(text):
		return slack.heard
	case !isWord(text) && !isMerged(text):
		return slack.common
	case !strict()[text] && (strict()[meant] || x.isCommon(&x.vocabulary.words[x.vocabulary.ids[meant]])):
		return slack.strict
	}
	return slack.heard
}

// isMerged tells whether a text is two words that were heard as one.
func isMerged(text string) bool { return len(text) > 7 && compound(text, 3) != nil }

// isCommon tells whether a word is in so many names that it does not tell them
// apart: one in a hundred, and not a few.
func (x *Index) isCommon(w *word) bool {
	return w.names >= 20 && int(w.names)*100 >= len(x.known)
}

// closeness is how near a name is that cost so much to hear as what was heard: 1
// for nothing, and half of what it was for each quarter of all that was heard
// that was heard otherwise. Of names that exist and are this close, about that
// part is meant.
func closeness(c, all cost) float64 {
	return math.Exp2(-4 * float64(c) / float64(max(all, 1)))
}

// weight is what it would cost to hear nothing of what was heard.
func (l *lattice) weight(e *ear) (all cost) {
	for _, w := range l.likeliest(tollNumber) {
		for i := range len(w.sounds) {
			all += e.lost[w.sounds[i]]
		}
	}
	return all
}

// An Answer is what was found for a heard name: the known names that are nearest
// to it, at most three, the nearest first, and what to do with them.
type Answer struct {
	Decision Decision
	Matches  []Match
}

// longestName is the most characters of a name that is said (IAM User Guide, "IAM
// name requirements").
const longestName = 64

// longestHeard is the longest that is listened to, in bytes: such a name, each
// character spelled.
const longestHeard = 640

// mostHeard is the most steps of what is listened to: such a name has a thousand,
// with each character spelled by a word as long as november.
const mostHeard = 1500

// isText tells whether what was heard is text that is no longer than a name, as
// it is and in its compatibility form: there are characters that stand for words.
func isText(heard string) bool {
	return len(heard) <= longestHeard && utf8.ValidString(heard) && len(norm.NFKC.String(heard)) <= longestHeard
}

// takes tells whether the first of those found can be taken: nothing is near to
// it, and nothing is left unexplained.
func (x *Index) takes(found []ranked, text string, heard *steps, l *lattice) bool {
	first := found[0]
	if len(found) > 1 && found[1].cost-first.cost < marginTo(first.cost) {
		return false
	}
	s := x.borrow()
	defer x.scratch.Put(s)
	x.speak(first.name, &s.known)
	s.aligner.align(heard, &s.known)
	return x.certain(first.name, s.aligner.account(heard, &s.known), l) && (first.cost <= plainly || x.language.slack.heard == 0 || !x.speaksAgainst(first.name, split(text)))
}

// once leaves of the names that are spelled alike the first.
func (x *Index) once(found []ranked) []ranked {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(r ranked) bool {
		name := x.known[r.name].Name
		again := seen[name]
		seen[name] = true
		return again
	})
}

// Resolve finds the known name that was heard. Only names of the kinds are looked
// at, if there are any; one that is of several of them is one name. What is no
// text, or longer than any name, is refused: its time would know no bounds.
func (x *Index) Resolve(heard string, kinds ...string) Answer {
	if !isText(heard) {
		return Answer{}
	}
	l := x.language.listen(heard, x.vocabulary)
	if len(l.ways) == 0 {
		return Answer{}
	}
	h := l.layOut(x.language.ear)
	if len(h.all) > mostHeard {
		return Answer{}
	}
	found := x.rank(&l, h, kinds)
	if len(kinds) > 1 {
		found = x.once(found)
	}
	if len(found) == 0 {
		return Answer{}
	}
	var out Answer
	all := l.weight(x.language.ear)
	for i, r := range found[:min(len(found), 3)] {
		score := min(TakeFrom*closeness(r.cost, all), belowTake)
		if i == 0 && x.takes(found, heard, h, &l) {
			score = TakeFrom + (1-TakeFrom)*closeness(r.cost, all)
		}
		if i > 0 { // in noise, the nearest need not come first
			score = min(score, out.Matches[i-1].Score)
		}
		out.Matches = append(out.Matches, Match{x.known[r.name], score})
	}
	switch first := out.Matches[0].Score; {
	case first >= TakeFrom:
		out.Decision = Take
	case first >= AskFrom:
		out.Decision = Ask
	}
	return out
}
