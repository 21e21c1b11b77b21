package simulation

import "strings"

// buckets are the account's: words of two syllables and a bit, which nobody has
// to spell. Each has one who always is its culprit.
var (
	buckets  = words(120, "bafidokupimosutaveloga")
	names    = words(2*len(buckets), "narelisovumebajitozequ")[len(buckets):]
	culprits = byBucket()
)

// words are n different words of eight letters, so that none is part of
// another.
func words(n int, syllables string) []string {
	var out []string
	all := len(syllables) / 2
	syllable := func(i int) string { i %= all; return syllables[2*i : 2*i+2] }
	for i := range n {
		out = append(out, strings.Join([]string{syllable(i), syllable(i / all), syllable(i/all/all + i), syllable(i + 3)}, ""))
	}
	return out
}

func byBucket() map[string]string {
	of := map[string]string{}
	for i, b := range buckets {
		of[b] = names[i]
	}
	return of
}

// culpritOf is who did it, and nobody for a bucket that there isn't.
func culpritOf(bucket string) string { return culprits[bucket] }

// shared is how many buckets everybody asks about; the others belong to one
// person each.
const shared = 6
