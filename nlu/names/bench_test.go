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

// Where the rivals would take the first name: it is like what was heard, and no
// other is as much.
const (
	rivalTakes  = 0.9
	rivalMargin = 0.02
)

// rivalAnswer is what a rival makes of what was heard.
func rivalAnswer(found []scored, known []Known) Answer {
	var a Answer
	for _, f := range found {
		a.Matches = append(a.Matches, Match{Known: known[f.name]})
	}
	switch {
	case len(found) == 0 || found[0].score < AskFrom:
	case found[0].score >= rivalTakes && (len(found) == 1 || found[0].score-found[1].score >= rivalMargin):
		a.Decision = Take
	default:
		a.Decision = Ask
	}
	return a
}

// The rivals are logged beside what the resolver does.
func TestRivals(t *testing.T) {
	for _, n := range []int{100, 1000, 10000} {
		known := knownNames(t, n)
		heard, absent := existing(samples(t, "dev.tsv"), known), samples(t, "absent_dev.tsv")
		x := index(t, known, "en-US")
		compare(t, fmt.Sprintf("%d names/names", n), heard, absent, func(heard, kind string) Answer { return x.Resolve(heard, kind) })
		byKind := map[string][]Known{}
		for _, k := range known {
			byKind[k.Kind] = append(byKind[k.Kind], k)
		}
		for _, rival := range rivals {
			find := map[string]func(string) []scored{}
			for kind, of := range byKind {
				find[kind] = rival.prompt(folded(of))
			}
			compare(t, fmt.Sprintf("%d names/%s", n, rival.name), heard, absent, func(heard, kind string) Answer {
				return rivalAnswer(find[kind](forRivals(heard)), byKind[kind])
			})
		}
	}
}

// compare logs how often names are found that exist, and how often one is taken for
// a name that doesn't.
func compare(t *testing.T, name string, heard, absent []sample, resolve func(heard, kind string) Answer) {
	t.Helper()
	by := map[string]*tally{}
	var times []time.Duration
	count := func(group string, s sample, a Answer) {
		if by[group] == nil {
			by[group] = &tally{}
		}
		by[group].add(s.name, a)
	}
	for _, s := range heard {
		start := time.Now()
		a := resolve(s.heard, s.kind)
		times = append(times, time.Since(start))
		count(s.source, s, a)
		count(s.source+" "+s.kind, s, a)
	}
	for _, s := range absent {
		a := resolve(s.heard, s.kind)
		count("absent", s, a)
		count("absent "+s.source, s, a)
	}
	slices.Sort(times)
	t.Logf("%s: %v a look-up, p99 %v", name, times[len(times)/2], times[len(times)*99/100])
	for _, group := range slices.Sorted(mapKeys(by)) {
		t.Logf("%s: %-12s %v", name, group, by[group])
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

// BenchmarkResolveAtLength is of what goes on and on, among names of which many are
// as long as one can be, and are spelled.
func BenchmarkResolveAtLength(b *testing.B) {
	m := mishearer{rand.New(rand.NewPCG(3, 4))}
	known, _ := m.world(10000)
	for i := range 1000 {
		known = append(known, Known{"role", fmt.Sprintf("%.55s%09d", strings.Repeat(string(rune('a'+i%26))+"w-b-", 20), i)})
	}
	for _, locale := range []string{"en-US", "ja-JP"} {
		x := index(b, known, locale)
		for _, heard := range goesOnAndOn {
			b.Run(fmt.Sprintf("%s/%.5q_in_%d_bytes", locale, heard, len(heard)), func(b *testing.B) {
				for b.Loop() {
					x.Resolve(heard)
				}
			})
		}
	}
}

// BenchmarkSpelledAtLength is of all that goes on and on, where no names are known.
func BenchmarkSpelledAtLength(b *testing.B) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		b.Run(locale, func(b *testing.B) {
			for b.Loop() {
				for _, heard := range goesOnAndOn {
					Spelled(heard, locale)
				}
			}
		})
	}
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
