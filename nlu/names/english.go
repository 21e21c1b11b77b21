package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed tables/english.txt
var englishTable string

// meanings are what words may mean in a name.
type meanings struct {
	marks   map[string]byte
	numbers map[string]string
	same    map[string][]string
	short   map[string][]string
	letters map[string][]string
	around  map[string]bool
	longest int // words of what is said
}

var english = sync.OnceValue(func() *meanings { return newMeanings(englishTable) })

func newMeanings(table string) *meanings {
	m := &meanings{map[string]byte{}, map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string]bool{}, 1}
	for line := range lines(table) {
		said, meant, ok := strings.Cut(line, " = ")
		f := strings.Fields(meant)
		if !ok || len(f) == 0 || len(f) > 2 {
			panic("names: a table of words holds the line " + line)
		}
		m.longest = max(m.longest, strings.Count(said, " ")+1)
		switch kind := f[len(f)-1]; kind {
		case "mark":
			m.marks[said] = f[0][0]
		case "number":
			m.numbers[said] = f[0]
		case "same":
			m.same[said] = append(m.same[said], f[0])
		case "short":
			m.short[said] = append(m.short[said], f[0])
		case "letter":
			m.letters[said] = append(m.letters[said], f[0])
		case "around":
			m.around[said] = true
		default:
			panic("names: a table of words holds the line " + line)
		}
	}
	return m
}

// means tells whether a word has a meaning.
func (m *meanings) means(word string) bool {
	return m.marks[word] != 0 || m.numbers[word] != "" || m.same[word] != nil || m.short[word] != nil || m.around[word]
}

// isWord tells whether a text that was heard is a word by itself, and so most
// likely was meant as it was heard: it is listed, or Japanese.
func isWord(text string) bool {
	return lookUp(text) != nil || english().means(text) || strict()[text] || romaji(text) != ""
}

// Tolls of what is said less plainly.
const (
	tollAround cost = 15
	tollShort  cost = 3
	tollSame   cost = 5
	tollPlural cost = 12
	tollVowel  cost = 20
)

// listen makes a lattice of heard English words, with what they may mean in
// names of the vocabulary.
func (m *meanings) listen(heard string, v *vocabulary) lattice {
	words := split(heard)
	l := lattice{places: len(words) + 1}
	for i := range words {
		m.word(&l, words, i, v)
		m.phrases(&l, words, i, v)
		numbersAt(&l, words, i, m.numbers)
	}
	m.passOver(&l, words)
	return l
}

// word adds the ways of the single word at i.
func (m *meanings) word(l *lattice, words []part, i int, v *vocabulary) {
	w := words[i]
	if w.mark != 0 {
		l.add(i, i+1, "", string([]byte{markSound(w.mark)}), 0)
		l.add(i, i+1, "", "", 0)
		return
	}
	for _, r := range readings(w.text) {
		l.add(i, i+1, w.text, r, 0)
	}
	if w.text == "a" {
		l.add(i, i+1, w.text, "@", 0)
	}
	for _, other := range otherNumber(w.text) {
		if v.has(other) {
			l.add(i, i+1, other, readings(other)[0], tollPlural)
		}
	}
	if !isWord(w.text) {
		for _, other := range v.otherwise(w.text) {
			l.add(i, i+1, w.text, v.ways(other.text)[0], other.toll)
		}
	}
	if len(w.text) >= shortestMerged {
		m.merged(l, i, w.text, v)
	}
}

// otherNumber are the words of which a word may be the plural or the possessive,
// or that may be its own.
func otherNumber(word string) []string {
	if len(word) < 3 || isNumber(word[0]) {
		return nil
	}
	out := []string{word + "s", word + "es"}
	for _, ending := range []string{"s", "es"} {
		if singular, ok := strings.CutSuffix(word, ending); ok {
			out = append(out, singular)
		}
	}
	if singular, ok := strings.CutSuffix(word, "ies"); ok {
		out = append(out, singular+"y")
	} else if stem, ok := strings.CutSuffix(word, "y"); ok {
		out = append(out, stem+"ies")
	}
	return out
}

// merged adds the ways of a word that runs several together: with its pieces as
// they are, and with each as it is written for short.
func (m *meanings) merged(l *lattice, i int, text string, v *vocabulary) {
	pieces := m.pieces(text, v)
	if len(pieces) < 2 {
		return
	}
	var before string
	for variant := range mergedVariants {
		var meant, sounds strings.Builder
		for _, p := range pieces {
			if mark := m.marks[p]; mark != 0 && !v.has(p) {
				sounds.WriteByte(markSound(mark))
				continue
			}
			p = m.piece(p, variant, v)
			meant.WriteString(p)
			sounds.WriteString(readings(p)[0])
		}
		if meant.String() != before {
			before = meant.String()
			l.add(i, i+1, before, sounds.String(), 0)
		}
	}
}

// piece is what a piece of a merged word is taken for: 0 and 1, a word of the
// vocabulary or else the first or second that it is written as for short; 2, the
// other way about.
func (m *meanings) piece(p string, variant int, v *vocabulary) string {
	shorts := m.shorts(p, v)
	if variant < 2 && v.has(p) {
		return p
	}
	if len(shorts) > 0 {
		return shorts[min(variant%2, len(shorts)-1)]
	}
	if number := m.numbers[p]; number != "" && !v.has(p) {
		return number
	}
	if !v.has(p) {
		for _, other := range otherNumber(p) {
			if v.has(other) {
				return other
			}
		}
	}
	return p
}

// shorts are the words of the vocabulary that a word is written as for short.
func (m *meanings) shorts(word string, v *vocabulary) (out []string) {
	for _, short := range m.short[word] {
		if v.has(short) {
			out = append(out, short)
		}
	}
	return out
}

const (
	shortestMerged = 5
	shortestPiece  = 2
	mostJoined     = 8
	mergedVariants = 3
)

// pieces takes a word apart that runs several of the vocabulary together, or
// holds the name of a mark: into as few as there can be, or none. What is longer
// than a name is left as it is, for the ways to cut it are too many.
func (m *meanings) pieces(word string, v *vocabulary) []string {
	if len(word) > longestName {
		return nil
	}
	type cut struct{ cost, start int }
	best := make([]cut, len(word)+1)
	for end := 1; end <= len(word); end++ {
		best[end].cost = len(word) * unknownPiece
		for start := range end {
			if end-start == len(word) {
				continue
			}
			if c := best[start].cost + m.pieceCost(word[start:end], v); c < best[end].cost {
				best[end] = cut{c, start}
			}
		}
	}
	var out []string
	for end := len(word); end > 0; end = best[end].start {
		out = append(out, word[best[end].start:end])
	}
	slices.Reverse(out)
	return out
}

// Costs of pieces: those of the vocabulary are wanted, the fewer the better.
const (
	knownPiece   = 2
	knownLetter  = 5
	unknownPiece = 7
)

func (m *meanings) pieceCost(piece string, v *vocabulary) int {
	switch {
	case len(piece) >= shortestPiece && (v.has(piece) || m.marks[piece] != 0 || m.numbers[piece] != "" || m.short[piece] != nil):
		return knownPiece
	case len(piece) > shortestMerged && slices.ContainsFunc(otherNumber(piece), v.has):
		return knownPiece + 1
	case len(piece) >= shortestContrary && lookUp(piece) != nil:
		return knownPiece + 1
	case len(piece) == 1 && v.has(piece):
		return knownLetter
	case len(piece) >= shortestPiece+2:
		return unknownPiece + len(piece)/2
	}
	return unknownPiece + len(piece)
}

// phrases adds the ways of one and more words from i on that have a meaning, or
// are a word of the vocabulary when they are put together.
func (m *meanings) phrases(l *lattice, words []part, i int, v *vocabulary) {
	spaced, joined := "", ""
	for n := 1; i+n <= len(words) && n <= max(m.longest, mostJoined); n++ {
		w := words[i+n-1]
		if w.mark != 0 {
			return
		}
		spaced, joined = strings.TrimSpace(spaced+" "+w.text), joined+w.text
		if mark, ok := m.marks[spaced]; ok {
			l.add(i, i+n, "", string([]byte{markSound(mark)}), 0)
		}
		for _, same := range m.same[spaced] {
			l.add(i, i+n, same, readings(same)[0], tollSame)
		}
		for _, short := range m.shorts(spaced, v) {
			l.add(i, i+n, short, readings(short)[0], tollShort)
		}
		if n > 1 && v.has(joined) {
			l.add(i, i+n, joined, readings(joined)[0], 0)
		}
	}
}

// passOver adds ways past words that stand around a name.
func (m *meanings) passOver(l *lattice, words []part) {
	for i := 0; i < len(words)-1 && m.around[words[i].text]; i++ {
		l.add(i, i+1, "", "", tollAround)
	}
	for i := len(words) - 1; i > 0 && m.around[words[i].text]; i-- {
		l.add(i, i+1, "", "", tollAround)
	}
}

// split makes parts of what was heard. A letter that is spelled may have a dot
// behind it; an apostrophe is not heard.
func split(heard string) []part {
	var out []part
	for _, field := range strings.Fields(norm.NFKC.String(heard)) {
		field = strings.NewReplacer("'", "", "’", "").Replace(field)
		field = strings.TrimRight(field, ".,?!")
		out = append(out, parts(field)...)
	}
	return out
}

// foldLetters is a text's letters and digits of ASCII, in lower case.
func foldLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
