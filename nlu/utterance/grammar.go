package utterance

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// grammar is how a language's words are told apart, and what its dates and
// times sound like.
type grammar struct {
	apart      bool // words have spaces between them
	invocation string
	openings   []string          // what may stand before the invocation name
	builtIn    map[string]string // Alexa's own words, by their keys
	date       func(string, clock) string
	time       func(string, clock) string
	duration   func(string, clock) string
}

func grammarOf(locale string) grammar {
	if strings.HasPrefix(locale, "ja") {
		return japanese
	}
	return english
}

// split cuts text into words, or into characters where words are not apart.
func (g grammar) split(text string) []string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("?!;、。，“”\"", r) {
			return ' '
		}
		return r
	}, norm.NFKC.String(text))
	if !g.apart {
		return strings.Split(strings.Join(strings.Fields(text), ""), "")
	}
	var words []string
	for w := range strings.FieldsSeq(text) {
		if !isSpelled(w) {
			w = strings.TrimRight(w, ".,:")
		}
		if w = strings.TrimRight(w, ","); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// isSpelled reports whether a word is a letter of an abbreviation: "a.", "p.m.".
func isSpelled(w string) bool { return len(w) >= 2 && w[1] == '.' }

// key is what words have in common however they are written.
func (g grammar) key(words []string) string {
	return asTyped.Replace(strings.ToLower(g.join(words)))
}

var asTyped = strings.NewReplacer(".", "", "’", "'")

func (g grammar) join(words []string) string {
	if g.apart {
		return strings.Join(words, " ")
	}
	return strings.Join(words, "")
}

// withoutInvocation drops "Alexa, ask pudding detective".
func (g grammar) withoutInvocation(words []string) []string {
	name := len(g.split(g.invocation))
	for _, opening := range g.openings {
		n := len(g.split(opening)) + name
		if len(words) >= n && g.key(words[:n]) == g.key(g.split(opening+" "+g.invocation)) {
			return g.withoutParticle(words[n:])
		}
	}
	return words
}

// withoutParticle drops what Japanese puts behind the invocation name.
func (g grammar) withoutParticle(words []string) []string {
	for _, particle := range []string{"を開いて", "で", "に"} {
		n := len([]rune(particle))
		if !g.apart && len(words) >= n && g.key(words[:n]) == particle {
			return words[n:]
		}
	}
	return words
}

// clock is the moment that relative dates are relative to, in the asker's zone.
type clock struct{ now time.Time }

func (c clock) days(n int) time.Time { return c.now.AddDate(0, 0, n) }

func day(t time.Time) string   { return t.Format(time.DateOnly) }
func month(t time.Time) string { return t.Format("2006-01") }
func year(t time.Time) string  { return t.Format("2006") }

func week(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// weekend is the last one that has begun.
func (c clock) weekend() string {
	if d := c.now.Weekday(); d == time.Saturday || d == time.Sunday {
		return week(c.now) + "-WE"
	}
	return week(c.days(-7)) + "-WE"
}

// monthsAgo is a day of a month before.
func (c clock) monthsAgo(n int) time.Time {
	return time.Date(c.now.Year(), c.now.Month()-time.Month(n), 1, 0, 0, 0, 0, c.now.Location())
}

// inYear is a day in its own year, or else the last such day that has begun.
func (c clock) inYear(t time.Time, ownYear bool) time.Time {
	if ownYear {
		return t
	}
	this := time.Date(c.now.Year(), t.Month(), t.Day(), 0, 0, 0, 0, c.now.Location())
	if this.After(c.now) {
		return this.AddDate(-1, 0, 0)
	}
	return this
}
