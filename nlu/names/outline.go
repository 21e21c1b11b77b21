package names

import (
	"bytes"
	"cmp"
	"slices"
)

// An outline is what is left of the likeliest way to say a name when vowels are
// left out and consonants that are easily heard as each other count as one: at
// most 64 sounds, so that the differences between two are counted in a few
// operations for each.
const longestOutline = 64

// outlines are those of some known names, in their own order: what begins with
// the same sounds is counted once.
type outlines struct {
	sounds []byte // one outline after another
	each   []outline
}

type outline struct {
	name   int32
	end    int32 // in sounds
	shared int8  // how many sounds it begins with as the one before it does
}

func newOutlines(x *Index, names []int32, spokenMarks bool) *outlines {
	all := make([]byte, 0, 16*len(names))
	ends := make([]int32, len(names)+1)
	for i, n := range names {
		start := len(all)
		for _, id := range x.wordsOf(n) {
			switch w := &x.vocabulary.words[id]; {
			case w.mark == 0:
				all = append(all, w.outline...)
			case spokenMarks:
				all = appendOutline(all, markNames[w.mark])
			}
		}
		all = all[:min(len(all), start+longestOutline)]
		ends[i+1] = int32(len(all))
	}
	o := &outlines{sounds: make([]byte, 0, len(all)), each: make([]outline, len(names))}
	of := func(i int32) []byte { return all[ends[i]:ends[i+1]] }
	for i := range o.each {
		o.each[i].name = int32(i) // of names, until they are in order
	}
	slices.SortFunc(o.each, func(a, b outline) int {
		return cmp.Or(bytes.Compare(of(a.name), of(b.name)), cmp.Compare(a.name, b.name))
	})
	var last []byte
	for i := range o.each {
		this := of(o.each[i].name)
		for int(o.each[i].shared) < min(len(this), len(last)) && this[o.each[i].shared] == last[o.each[i].shared] {
			o.each[i].shared++
		}
		o.each[i].name = names[o.each[i].name]
		o.sounds = append(o.sounds, this...)
		o.each[i].end = int32(len(o.sounds))
		last = this
	}
	return o
}

func appendOutline(out []byte, sounds string) []byte {
	for i := range len(sounds) {
		if c := roughly[sounds[i]]; c != 0 {
			out = append(out, c)
		}
	}
	return out
}

// differences counts those between the outline of what was heard and that of each
// known name: Levenshtein's distance by Myers' algorithm (A fast bit-vector algorithm
// for approximate string matching based on dynamic programming, JACM 46, 1999),
// in Hyyrö's form for whole strings.
func (o *outlines) differences(heard []byte, counts []int8) {
	heard = heard[:min(len(heard), longestOutline)]
	var at [32]uint64 // where in heard a sound is
	for i, s := range heard {
		at[s] |= 1 << i
	}
	last := max(len(heard)-1, 0)
	type column struct {
		more, less uint64
		count      int
	}
	var columns [longestOutline + 1]column
	columns[0] = column{more: ^uint64(0), count: len(heard)}
	start := 0
	for i := range o.each {
		known := &o.each[i]
		end := int(known.end)
		depth := int(known.shared)
		c := columns[depth]
		for _, s := range o.sounds[start+depth : end] {
			same := at[s&31]
			x := same | c.less
			d := ((same & c.more) + c.more ^ c.more) | same
			up, down := c.less|^(d|c.more), c.more&d
			c.count += int(up>>last&1) - int(down>>last&1)
			up = up<<1 | 1
			c.more, c.less = down<<1|^(x|up), up&x
			depth++
			columns[depth] = c
		}
		counts[known.name] = int8(c.count)
		start = end
	}
}

// roughly numbers sounds so that those have one number that are easily heard as
// each other. Vowels, and what is no sound, have none.
var roughly = func() (code [256]byte) {
	for n, class := range []string{"pb", "td", "kg", "fv", "TD", "sz", "SZ", "CJ", "mnN", "l", "r", "wyh"} {
		for i := range len(class) {
			code[class[i]] = byte(n + 1)
		}
	}
	for d := byte('0'); d <= '9'; d++ {
		code[d] = d - '0' + 16
	}
	return code
}()
