package names

import (
	"math"
	"slices"
)

// A gram is three letters or digits that follow each other in a word, its edges
// included: a number below mostGrams.
const (
	gramBase  = 37
	mostGrams = gramBase * gramBase * gramBase
)

// letterCode numbers letters, digits and the edge of a word.
func letterCode(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return int(b-'a') + 1
	case b >= '0' && b <= '9':
		return int(b-'0') + 27
	}
	return 0
}

// wordGrams appends the grams of a word's letters.
func wordGrams(grams []uint32, word string) []uint32 {
	a, b := 0, 0
	for i := range len(word) + 1 {
		c := 0
		if i < len(word) {
			c = letterCode(word[i])
		}
		if i > 0 || len(word) == 1 {
			grams = append(grams, uint32((a*gramBase+b)*gramBase+c))
		}
		a, b = b, c
	}
	return grams
}

// A gramIndex finds the names that have the most, and the rarest, grams in
// common with what was heard.
type gramIndex struct {
	starts []uint32  // where in names a gram's begin
	names  []int32   // by gram
	weight []float32 // of grams: the rarer, the more
	length []float32 // of names
}

// newGramIndex makes an index of names 0 to n-1, of which each calls add with the
// grams of one.
func newGramIndex(n int, each func(name int32, add func(gram uint32))) *gramIndex {
	x := &gramIndex{starts: make([]uint32, mostGrams+1), weight: make([]float32, mostGrams), length: make([]float32, n)}
	seen := make([]int32, mostGrams) // the last name, from 1, that has the gram
	once := func(name int32, do func(uint32)) {
		each(name, func(g uint32) {
			if seen[g] != name+1 {
				seen[g] = name + 1
				do(g)
			}
		})
	}
	for name := range int32(n) {
		once(name, func(g uint32) { x.starts[g+1]++ })
	}
	for g := range mostGrams {
		if had := x.starts[g+1]; had > 0 {
			w := math.Log(1 + float64(n)/float64(had))
			x.weight[g] = float32(w * w)
		}
		x.starts[g+1] += x.starts[g]
	}
	x.names = make([]int32, x.starts[mostGrams])
	at := slices.Clone(x.starts)
	clear(seen)
	for name := range int32(n) {
		sum := float32(0)
		once(name, func(g uint32) {
			x.names[at[g]] = name
			at[g]++
			sum += x.weight[g]
		})
		x.length[name] = float32(math.Sqrt(float64(sum)))
	}
	return x
}

// nearest are the names, at most n, that pass, the nearest first. It overwrites
// scores, one for each name.
func (x *gramIndex) nearest(scores []float32, grams []uint32, n int, passes func(int32) bool) []int32 {
	slices.Sort(grams)
	clear(scores)
	for _, g := range slices.Compact(grams) {
		for _, name := range x.names[x.starts[g]:x.starts[g+1]] {
			scores[name] += x.weight[g]
		}
	}
	best := newTop(n)
	for name, score := range scores {
		if score > 0 && passes(int32(name)) {
			best.offer(int32(name), score/x.length[name])
		}
	}
	return best.names()
}
