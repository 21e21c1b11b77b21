// Package names resolves names of AWS's resources as a voice service hears and
// writes them: to those that exist, which may not be spelled as they sound.
package names

import (
	"cmp"
	"slices"
	"sync"
)

// Known is a name that exists.
type Known struct {
	Kind string // such as user, role, bucket
	Name string
}

// A Match is a known name that may have been meant.
type Match struct {
	Known
	Score float64
}

// An Index resolves heard names to known ones. It is safe for use by several
// goroutines at once.
type Index struct {
	known      []Known
	words      []int32 // of all names, one name after another
	ends       []int32 // where each name's words end
	vocabulary *vocabulary
	grams      *gramIndex
	kinds      []ofKind
	language   *language
	scratch    sync.Pool // of *scratch
}

// New makes an index of what exists, for names that are heard in a locale, such
// as en-US or ja-JP. Its error is that nobody listens in the locale.
func New(known []Known, locale string) (*Index, error) {
	language, err := languageOf(locale)
	if err != nil {
		return nil, err
	}
	x := &Index{known: known, vocabulary: newVocabulary(), language: language}
	for _, k := range known {
		for _, p := range parts(k.Name) {
			id := x.vocabulary.id(p, language.say)
			x.vocabulary.words[id].names++
			x.words = append(x.words, id)
		}
		x.ends = append(x.ends, int32(len(x.words)))
	}
	x.grams = newGramIndex(len(known), func(n int32, add func(gram uint32)) {
		for _, id := range x.wordsOf(n) {
			for _, g := range x.vocabulary.words[id].grams {
				add(g)
			}
		}
	})
	for n, k := range known {
		i := slices.IndexFunc(x.kinds, func(of ofKind) bool { return of.kind == k.Kind })
		if i < 0 {
			i = len(x.kinds)
			x.kinds = append(x.kinds, ofKind{kind: k.Kind})
		}
		x.kinds[i].names = append(x.kinds[i].names, int32(n))
	}
	for i := range x.kinds {
		of := &x.kinds[i]
		of.plain, of.marked = newOutlines(x, of.names, false), newOutlines(x, of.names, true)
	}
	return x, nil
}

// ofKind are the names of a kind, and their outlines, without the names of marks
// and with them.
type ofKind struct {
	kind          string
	names         []int32
	plain, marked *outlines
}

// of are the kinds that are looked at; no kinds are all.
func (x *Index) of(kinds []string) []ofKind {
	if len(kinds) == 0 {
		return x.kinds
	}
	return slices.DeleteFunc(slices.Clone(x.kinds), func(of ofKind) bool { return !slices.Contains(kinds, of.kind) })
}

// Has reports whether there are names of some kinds, or any at all.
func (x *Index) Has(kinds ...string) bool { return len(x.of(kinds)) > 0 }

// isOf reports whether a name is of one of some kinds. No kinds are all.
func isOf(k Known, kinds []string) bool { return len(kinds) == 0 || slices.Contains(kinds, k.Kind) }

func (x *Index) wordsOf(n int32) []int32 {
	start := int32(0)
	if n > 0 {
		start = x.ends[n-1]
	}
	return x.words[start:x.ends[n]]
}

// speak lays out the ways to say a known name.
func (x *Index) speak(n int32, s *steps) {
	s.reset()
	place := s.place()
	var ending [8]int32
	for i, id := range x.wordsOf(n) {
		w := &x.vocabulary.words[id]
		for j, sounds := range w.ways {
			toll := cost(0)
			if w.mark != 0 && len(sounds) > 1 {
				toll = tollSame
			}
			ending[j] = s.follow(place, sounds, toll, int32(i))
		}
		place = s.place(ending[:len(w.ways)]...)
	}
}

// scratch is the memory that a look-up needs.
type scratch struct {
	aligner       aligner
	known         steps
	plain, marked []int8
	scores        []float32
}

func (x *Index) borrow() *scratch {
	if s, ok := x.scratch.Get().(*scratch); ok {
		return s
	}
	return &scratch{
		aligner: aligner{ear: x.language.ear}, known: steps{ear: x.language.ear},
		plain: make([]int8, len(x.known)), marked: make([]int8, len(x.known)),
		scores: make([]float32, len(x.known)),
	}
}

// ranked is a known name, with what it costs to hear it as what was heard.
type ranked struct {
	name int32
	cost cost
}

// mostSteps bounds the time that a name takes to be found: the steps of what was
// heard times those of the names it is compared with.
const mostSteps = 350_000

// rank compares what was heard with the names that may have been meant.
func (x *Index) rank(l *lattice, h *steps, kinds []string) []ranked {
	s := x.borrow()
	defer x.scratch.Put(s)
	a, k := &s.aligner, &s.known
	var out []ranked
	left := mostSteps
	for _, n := range x.shortlist(l, kinds, s) {
		x.speak(n, k)
		if left -= len(h.all) * len(k.all); left < 0 && len(out) > 8 {
			break
		}
		out = append(out, ranked{n, a.align(h, k)})
	}
	written := l.written()
	unlike := func(r ranked) int { // of names that sound the same, the one that is written so comes first
		return btoi(foldLetters(x.known[r.name].Name) != written)
	}
	best := never
	for _, r := range out {
		best = min(best, r.cost)
	}
	if best > l.weight(x.language.ear)*noisy/100 {
		return x.rankInNoise(out)
	}
	slices.SortFunc(out, func(a, b ranked) int {
		if a.cost != b.cost {
			return cmp.Compare(a.cost, b.cost)
		}
		return cmp.Or(unlike(a)-unlike(b), cmp.Compare(a.name, b.name))
	})
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

const (
	// noisy is the part of what was heard, in hundredths, that may be heard
	// otherwise before it is noise.
	noisy = 15
	// evidence is how much of a name's sounds speaks for it in noise, in
	// hundredths: without, short names would always be nearest.
	evidence = 10
)

// rankInNoise ranks names of which none is like what was heard.
func (x *Index) rankInNoise(all []ranked) []ranked {
	against := map[int32]cost{}
	for _, r := range all {
		against[r.name] = r.cost - x.weight(r.name)*evidence/100
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(against[a.name], against[b.name]), cmp.Compare(a.name, b.name))
	})
	return all
}

// weight is what it would cost to miss all of a name but its marks.
func (x *Index) weight(n int32) (all cost) {
	for _, id := range x.wordsOf(n) {
		w := &x.vocabulary.words[id]
		if w.mark != 0 {
			continue
		}
		for i := range len(w.ways[0]) {
			all += x.language.ear.lost[w.ways[0][i]]
		}
	}
	return all
}
