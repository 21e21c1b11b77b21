package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/agnivade/levenshtein"
	"github.com/antzucaro/matchr"
)

// The rivals compare what was heard with each known name. So that they compare
// the same, words for marks and numbers are written as such for them, too.
var rivals = []struct {
	name   string
	prompt func(known []string) func(heard string) []scored
}{
	{"Levenshtein", each(func(a, b string) float32 {
		return 1 - float32(levenshtein.ComputeDistance(a, b))/float32(max(len(a), len(b), 1))
	})},
	{"Jaro-Winkler", each(func(a, b string) float32 { return float32(matchr.JaroWinkler(a, b, false)) })},
	{"Double Metaphone", func(known []string) func(string) []scored {
		codes := make([]string, len(known))
		for i, k := range known {
			codes[i], _ = matchr.DoubleMetaphone(k)
		}
		return func(heard string) []scored {
			code, _ := matchr.DoubleMetaphone(heard)
			return nearestThree(known, func(i int) float32 {
				score := float32(0)
				if codes[i] == code {
					score = 1
				}
				return score + 1 - float32(levenshtein.ComputeDistance(heard, known[i]))/float32(max(len(heard), len(known[i]), 1))
			})
		}
	}},
}

func each(like func(a, b string) float32) func([]string) func(string) []scored {
	return func(known []string) func(string) []scored {
		return func(heard string) []scored {
			return nearestThree(known, func(i int) float32 { return like(heard, known[i]) })
		}
	}
}

func nearestThree(known []string, like func(i int) float32) []scored {
	best := newTop(3)
	for i := range known {
		best.offer(int32(i), like(i))
	}
	best.cut()
	return best.kept
}

// forRivals is heard text as its letters and digits.
func forRivals(heard string) string {
	var out strings.Builder
	for _, p := range split(heard) {
		if p.mark != 0 || english().marks[p.text] != 0 {
			continue
		}
		if number, ok := english().numbers[p.text]; ok && p.text != "to" && p.text != "for" {
			out.WriteString(number)
		} else {
			out.WriteString(p.text)
		}
	}
	return out.String()
}

func folded(known []Known) (out []string) {
	for _, k := range known {
		out = append(out, foldLetters(k.Name))
	}
	return out
}

// The rivals are logged beside what the resolver does.
func TestRivals(t *testing.T) {
	known := knownNames(t, 10000)
	heard := existing(samples(t, "dev.tsv"), known)
	keys := folded(known)
	for _, rival := range rivals {
		find := rival.prompt(keys)
		by := map[string]*tally{"rule": {}, "asr": {}}
		var times []time.Duration
		for _, s := range heard {
			start := time.Now()
			found := find(forRivals(s.heard))
			times = append(times, time.Since(start))
			answer := Answer{Decision: Ask}
			for _, f := range found {
				answer.Matches = append(answer.Matches, Match{Known: known[f.name]})
			}
			by[s.source].add(s.name, answer)
		}
		slices.Sort(times)
		t.Logf("%-16s rule: top 1 %.1f, top 3 %.1f; asr: top 1 %.1f, top 3 %.1f; %v a look-up", rival.name,
			by["rule"].percent(by["rule"].first), by["rule"].percent(by["rule"].third),
			by["asr"].percent(by["asr"].first), by["asr"].percent(by["asr"].third), times[len(times)/2])
	}
}

// inSizes runs a benchmark over synthetic names, and what is heard of them.
func inSizes(b *testing.B, bench func(b *testing.B, known []Known, heard []string)) {
	for _, n := range []int{100, 1000, 10000} {
		m := mishearer{rand.New(rand.NewPCG(3, uint64(n)))}
		known, _ := m.world(n)
		var heard []string
		for _, k := range known[:100] {
			heard = append(heard, m.hear(k, 1))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) { bench(b, known, heard) })
	}
}

func BenchmarkNew(b *testing.B) {
	inSizes(b, func(b *testing.B, known []Known, _ []string) {
		for b.Loop() {
			index(b, known, "en-US")
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	inSizes(b, func(b *testing.B, known []Known, heard []string) {
		x := index(b, known, "en-US")
		for i := 0; b.Loop(); i++ {
			x.Resolve(heard[i%len(heard)])
		}
	})
}

func BenchmarkRivals(b *testing.B) {
	for _, rival := range rivals {
		b.Run(rival.name, func(b *testing.B) {
			inSizes(b, func(b *testing.B, known []Known, heard []string) {
				find := rival.prompt(folded(known))
				for i := 0; b.Loop(); i++ {
					find(forRivals(heard[i%len(heard)]))
				}
			})
		})
	}
}
