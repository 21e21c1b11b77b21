package names

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A mishearer makes of a name what may be heard of it, by rules of its own: it
// shares no table with the resolver.
type mishearer struct{ *rand.Rand }

// The names are made of words that no other test has.
var (
	givenNames = strings.Fields("olga pedro ingrid samir fatima gustav leila marco nadia hector bianca dmitri freya ivan lucia omar petra rashid sofia tobias ursula viktor yasmin zara bruno celia diego elena felix gloria hugo irene jorge klara lars monica nora otto paolo quentin rita stefan teresa umberto vanessa werner xenia yvonne zoltan")
	surnames   = strings.Fields("kowalski petrov jensen novak larsen moreau schneider rossini fernandez hoffman lindgren okafor bergman castillo dubois eriksen fischer gallagher hernandez ivanov jankowski keller lombardi mancini nielsen olsen pereira quigley romano santos torres ulrich vargas weber yates zimmerman abbott barrett chambers dawson")
	systems    = strings.Fields("pelican harbor falcon lantern meadow orchard quarry ripple summit thunder velvet walnut anchor beacon canyon dolphin ember forest glacier horizon island jasmine kernel ledger mirror nebula ocean parcel quartz ranger signal tunnel valley window yonder zephyr")
	stores     = strings.Fields("exports archive media backups models metrics uploads invoices tickets sessions")
	stages     = strings.Fields("prod dev staging qa uat test")
	regions    = strings.Fields("us-east-1 us-west-2 eu-west-1 eu-central-1 ap-northeast-1 ap-southeast-2 sa-east-1")
)

func (m mishearer) one(of []string) string { return of[m.IntN(len(of))] }

// name makes a name of a resource, of a kind.
func (m mishearer) name() Known {
	switch m.IntN(7) {
	case 0:
		return Known{"user", m.one(givenNames) + m.one([]string{".", "-", "_"}) + m.one(surnames)}
	case 1:
		return Known{"user", m.one(givenNames) + "." + m.one(surnames) + "@example.org"}
	case 2:
		return Known{"user", fmt.Sprintf("svc-%s-%02d", m.one(systems), m.IntN(30))}
	case 3:
		s := m.one(systems)
		return Known{"role", strings.ToUpper(s[:1]) + s[1:] + m.one([]string{"Reader", "Writer", "Deploy"}) + "Role"}
	case 4:
		return Known{"role", m.one(systems) + "-" + m.one(stages) + "-lambda-role"}
	case 5:
		return Known{"bucket", m.one(systems) + "-" + m.one(stores) + "-" + m.one(regions)}
	}
	return Known{"bucket", fmt.Sprintf("%s-%s-%s-%d", m.one(systems), m.one(stores), m.one(stages), 2015+m.IntN(15))}
}

// world makes n names, and as many that are near to one of them and absent: a
// digit, a word, the stage or the region is another.
func (m mishearer) world(n int) (known, absent []Known) {
	said := map[string]bool{}
	for len(known) < n {
		if k := m.name(); !said[foldLetters(k.Name)] {
			said[foldLetters(k.Name)] = true
			known = append(known, k)
		}
	}
	for _, k := range known {
		if near := (Known{k.Kind, m.near(k.Name)}); !said[foldLetters(near.Name)] {
			absent = append(absent, near)
		}
	}
	return known, absent
}

func (m mishearer) near(name string) string {
	ps := parts(name)
	for {
		i := m.IntN(len(ps))
		for _, words := range [][]string{stages, systems, givenNames, surnames, stores} {
			if other := m.one(words); slices.Contains(words, ps[i].text) && other != ps[i].text {
				ps[i].text = other
				return written(ps)
			}
		}
		if n, err := strconv.Atoi(ps[i].text); err == nil && ps[i].mark == 0 {
			digits := []byte(ps[i].text)
			at := m.IntN(len(digits))
			digits[at] = '0' + (digits[at]-'0'+byte(1+m.IntN(9)))%10
			_ = n
			ps[i].text = string(digits)
			return written(ps)
		}
		if ps[i].text == "east" || ps[i].text == "west" {
			ps[i].text = map[string]string{"east": "west", "west": "east"}[ps[i].text]
			return written(ps)
		}
	}
}

func written(ps []part) (out string) {
	for _, p := range ps {
		if p.mark != 0 {
			out += string(p.mark)
		} else {
			out += p.text
		}
	}
	return out
}

var (
	digitWords = strings.Fields("zero one two three four five six seven eight nine")
	tenWords   = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	teenWords  = strings.Fields("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	markWords  = map[byte][]string{'-': {"hyphen", "dash", ""}, '.': {"dot", "period", "full stop", ""}, '_': {"underscore", "under score", ""}, '@': {"at", "at sign"}}
	// Letters that are written for the same sound.
	respelled = []string{"ph", "f", "ck", "k", "f", "ff", "ll", "l", "nn", "n", "tt", "t", "ss", "s", "y", "i", "ei", "ie", "ou", "oo"}
	fillers   = []string{"the %s", "my %s", "%s please", "called %s", "the %s bucket", "user %s"}
)

// hear is the name as it may be heard: said in some way, and misheard by as many
// rules as slips says.
func (m mishearer) hear(k Known, slips int) string {
	var words []string
	for _, p := range parts(k.Name) {
		switch {
		case p.mark != 0:
			if w := m.one(markWords[p.mark]); w != "" {
				words = append(words, w)
			}
		case isNumber(p.text[0]):
			words = append(words, m.number(p.text))
		case len(p.text) <= 2 || p.text == "svc" || p.text == "uat":
			words = append(words, m.letters(p.text))
		default:
			words = append(words, p.text)
		}
	}
	for range slips {
		m.slip(&words)
	}
	heard := strings.Join(words, " ")
	if filler := m.one(fillers); m.IntN(6) == 0 && (!strings.Contains(filler, "bucket") || k.Kind == "bucket") && (!strings.Contains(filler, "user") || k.Kind == "user") {
		heard = fmt.Sprintf(filler, heard)
	}
	return heard
}

// number says a number by its digits or, of two digits and of years, by tens.
func (m mishearer) number(digits string) string {
	if m.IntN(3) == 0 {
		return digits
	}
	if two := func(s string) string {
		switch {
		case s[0] == '1':
			return teenWords[s[1]-'0']
		case s[1] == '0':
			return tenWords[s[0]-'0']
		}
		return tenWords[s[0]-'0'] + " " + digitWords[s[1]-'0']
	}; m.IntN(2) == 0 && digits[0] != '0' && len(digits)%2 == 0 && (len(digits) == 2 || digits[2] != '0') {
		out := two(digits[:2])
		if len(digits) == 4 {
			out += " " + two(digits[2:])
		}
		return out
	}
	var out []string
	for i := range len(digits) {
		out = append(out, digitWords[digits[i]-'0'])
	}
	return strings.Join(out, " ")
}

func (m mishearer) letters(word string) string {
	if m.IntN(4) == 0 {
		return word
	}
	separator := m.one([]string{" ", ". "})
	return strings.TrimSpace(strings.Join(strings.Split(word, ""), separator) + strings.TrimSpace(separator))
}

// slip mishears one of the words: cut in two, run into the next, spelled
// otherwise, or with another vowel.
func (m mishearer) slip(words *[]string) {
	w := *words
	i := m.IntN(len(w))
	switch {
	case len(w[i]) < 4 || strings.Contains(w[i], " "):
	case m.IntN(4) == 0:
		at := 2 + m.IntN(len(w[i])-3)
		w[i] = w[i][:at] + " " + w[i][at:]
	case m.IntN(3) == 0 && i+1 < len(w) && !strings.Contains(w[i+1], " "):
		w[i] += w[i+1]
		*words = slices.Delete(w, i+1, i+2)
	case m.IntN(2) == 0:
		at := 2 * m.IntN(len(respelled)/2)
		w[i] = strings.Replace(w[i], respelled[at], respelled[at+1], 1)
	default:
		if at := strings.IndexAny(w[i][1:], "aeiou") + 1; at > 0 {
			w[i] = w[i][:at] + m.one([]string{"a", "e", "i", "o", "u"}) + w[i][at+1:]
		}
	}
}

func TestOtherNamesMisheardByOtherRules(t *testing.T) {
	for _, n := range []int{50, 500, 5000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			m := mishearer{rand.New(rand.NewPCG(7, uint64(n)))}
			known, absent := m.world(n)
			x := index(t, known, "en-US")
			var plain, slipped, near tally
			for range max(1, 1000/n) {
				resolveAll(t, m, x, known, 0, &plain)
				resolveAll(t, m, x, known, 2, &slipped)
				resolveAll(t, m, x, absent, 1, &near)
			}
			t.Logf("as said  %v", &plain)
			t.Logf("misheard %v", &slipped)
			t.Logf("absent   %v", &near)
			atLeast(t, "as said, top 1", plain.percent(plain.first), 99.5)
			atLeast(t, "as said, taken rightly", plain.percent(plain.right), 95)
			atLeast(t, "misheard, top 3", slipped.percent(slipped.third), 99)
			if wrong := plain.wrong; wrong > 0 {
				t.Errorf("%d are taken wrongly as they are said", wrong)
			}
			if slipped.percent(slipped.wrong) > 0.1 {
				t.Errorf("%.2f %% of the misheard are taken wrongly", slipped.percent(slipped.wrong))
			}
			if near.percent(near.wrong) > 0.5 {
				t.Errorf("%.2f %% of the absent are taken", near.percent(near.wrong))
			}
		})
	}
}

func resolveAll(t *testing.T, m mishearer, x *Index, names []Known, slips int, into *tally) {
	for _, k := range names[:min(len(names), 1000)] {
		heard := m.hear(k, slips)
		got := x.Resolve(heard)
		into.add(k.Name, got)
		if got.Decision == Take && got.Matches[0].Name != k.Name {
			t.Logf("%q, which is %s, is taken for %s", heard, k.Name, got.Matches[0].Name)
		}
	}
}
