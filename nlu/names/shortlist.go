package names

import (
	"slices"
	"strings"
)

// How many names are looked at more closely than the rest, and then in all ways
// to say them.
const (
	byGrams   = 16
	byOutline = 400
	byPlain   = 100
)

// mostPlain is the most names times sounds of what was heard: of more than a hundred
// sounds, fewer names are looked at so.
const mostPlain = 40_000

// shortlist are the names of some kinds that may have been meant, the likeliest
// first: those that sound like it when each word is said in its likeliest way,
// and those with the rarest letters in common with what was heard.
func (x *Index) shortlist(l *lattice, kinds []string, s *scratch) []int32 {
	of := x.of(kinds)
	passes := func(n int32) bool { return isOf(x.known[n], kinds) }
	out := x.sounding(l, of, s)
	seen := make(map[int32]bool, len(out)+byGrams)
	for _, n := range append(out, x.grams.nearest(s.scores, heardGrams(l, l.likeliest(tollNumber)), byGrams, passes)...) {
		if !seen[n] {
			seen[n] = true
			out = append(out[:len(seen)-1], n)
		}
	}
	return out
}

// sounding are the names of some kinds that sound like what was heard, the likeliest
// first: with words that may be numbers as words, or else as numbers.
func (x *Index) sounding(l *lattice, of []ofKind, s *scratch) []int32 {
	said := newTop(byPlain)
	before := ""
	for _, toll := range x.language.tolls {
		var heard strings.Builder
		for _, w := range l.likeliest(toll) {
			heard.WriteString(w.sounds)
		}
		sounds := withoutMarks(heard.String())
		if sounds == before {
			break
		}
		before = sounds
		p := newPlainAligner(x.language.ear, sounds)
		outlined, near := outlined(sounds, of, s)
		for _, o := range outlined {
			said.offer(o.name, -float32(x.alignPlainly(p, o.name, o.marks)))
		}
		if near {
			break
		}
	}
	return said.names()
}

// An outlinedName is a name that sounds roughly like what was heard, with its
// marks or without.
type outlinedName struct {
	name  int32
	marks bool
}

// outlined are the names of some kinds whose outlines have the fewest differences
// from what was heard, about byOutline of them at most; near tells whether there
// are such that have few.
func outlined(sounds string, of []ofKind, s *scratch) (found []outlinedName, near bool) {
	plain := s.plain
	heard := appendOutline(nil, sounds)
	for _, k := range of {
		k.plain.differences(heard, plain)
		near = near || slices.ContainsFunc(k.names, func(n int32) bool { return int(plain[n]) <= len(heard)/8 })
	}
	marked := plain
	if !near { // marks may have been heard as words
		marked = s.marked
		for _, k := range of {
			k.marked.differences(heard, marked)
		}
	}
	var had [longestOutline + 2]int
	for _, k := range of {
		for _, n := range k.names {
			had[min(plain[n], marked[n])]++
		}
	}
	// All with no more differences than most, and some with one more.
	most, room := int8(-1), min(byOutline, mostPlain/max(len(sounds), 1))
	for most < longestOutline && had[most+1] <= room {
		most++
		room -= had[most]
	}
	for _, k := range of {
		for _, n := range k.names {
			c := min(plain[n], marked[n])
			if c > most+1 || c == most+1 && room == 0 {
				continue
			}
			if c == most+1 {
				room--
			}
			found = append(found, outlinedName{n, marked[n] < plain[n]})
		}
	}
	return found, near
}

// heardGrams are the grams of all that may be meant, and those of its numbers,
// however many words they were said in.
func heardGrams(l *lattice, likeliest []way) (grams []uint32) {
	for _, w := range l.ways {
		grams = wordGrams(grams, w.text)
	}
	number := ""
	for _, w := range likeliest {
		if w.text != "" && isNumber(w.text[0]) {
			number += w.text
		} else if number != "" {
			grams, number = wordGrams(grams, number), ""
		}
	}
	if number != "" {
		grams = wordGrams(grams, number)
	}
	return grams
}

func withoutMarks(sounds string) string {
	out := make([]byte, 0, len(sounds))
	for i := range len(sounds) {
		if !isMark(sounds[i]) {
			out = append(out, sounds[i])
		}
	}
	return string(out)
}

// A plainAligner aligns sounds that can be said in one way only.
type plainAligner struct {
	ear   *ear
	heard []byte
	lost  []cost // of each sound
	start []cost // what it costs to put in what was heard, up to each sound
	row   []cost
}

func newPlainAligner(e *ear, heard string) *plainAligner {
	p := &plainAligner{ear: e, heard: []byte(heard), start: make([]cost, len(heard)+1), row: make([]cost, len(heard)+1)}
	for i := range p.heard {
		p.lost = append(p.lost, e.lost[heard[i]])
		p.start[i+1] = p.start[i] + p.lost[i]
	}
	return p
}

// alignPlainly is what it costs to hear a name, said in its likeliest way with
// its marks or without.
func (x *Index) alignPlainly(p *plainAligner, n int32, marks bool) cost {
	copy(p.row, p.start)
	for _, id := range x.wordsOf(n) {
		switch w := &x.vocabulary.words[id]; {
		case w.mark == 0:
			p.say(w.ways[0])
		case marks:
			p.say(markNames[w.mark])
		}
	}
	return p.row[len(p.row)-1]
}

func (p *plainAligner) say(sounds string) {
	row := p.row[1:]
	heard, lost := p.heard[:len(row)], p.lost[:len(row)]
	for k := range len(sounds) {
		distance, gone := &p.ear.distance[sounds[k]], p.ear.lost[sounds[k]]
		diagonal := p.row[0]
		left := diagonal + gone
		p.row[0] = left
		for i, above := range row {
			left = min(diagonal+distance[heard[i]], above+gone, left+lost[i])
			diagonal, row[i] = above, left
		}
	}
}
