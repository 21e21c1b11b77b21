package utterance

import (
	"fmt"
	"slices"
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
	behind     []string          // what may stand behind it
	builtIn    map[string]string // Alexa's own words, by their keys
	noName     misheard
	zones      []zoneWord
	doubts     []doubt
	longest    int // a date, a time or a duration has no more words, or characters
	date       func(string, clock) string
	time       func(string) string
	duration   func(string) string
	// between settles which half of the day is meant by two times, of which one
	// or none says it; nil where the words leave nothing open.
	between func(begin, end heard) (string, string)
}

// heard are words that were read as a slot.
type heard struct{ said, value string }

// misheard are the words that tell that a question was not understood, if they
// turn up in the place of a name: those that no name begins with, holds, holds
// between others or ends in.
type misheard struct{ begins, holds, within, ends []string }

// isName reports whether words can be a name.
func (g grammar) isName(said string) bool {
	around := ""
	if g.apart {
		around = " "
	}
	s := around + strings.ToLower(said) + around
	has := func(words []string, where func(s, w string) bool) bool {
		return slices.ContainsFunc(words, func(w string) bool { return where(s, around+w+around) })
	}
	within := func(s, w string) bool {
		before, after, ok := strings.Cut(s, w)
		return ok && before != "" && after != ""
	}
	return !has(g.noName.begins, strings.HasPrefix) && !has(g.noName.holds, strings.Contains) &&
		!has(g.noName.within, within) && !has(g.noName.ends, strings.HasSuffix)
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
		if strings.ContainsRune("?!;、。，“”\"「」『』", r) {
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

// withoutInvocation drops "Alexa, ask pudding detective to".
func (g grammar) withoutInvocation(words []string) []string {
	for _, opening := range g.openings {
		rest, ok := g.cutPrefix(words, opening+" "+g.invocation)
		if !ok {
			continue
		}
		for _, behind := range g.behind {
			if rest, ok := g.cutPrefix(rest, behind); ok {
				return rest
			}
		}
		return rest
	}
	return words
}

func (g grammar) cutPrefix(words []string, prefix string) (rest []string, ok bool) {
	p := g.split(prefix)
	if len(words) < len(p) || g.key(words[:len(p)]) != g.key(p) {
		return words, false
	}
	return words[len(p):], true
}

// clock is the moment that relative dates are relative to, in the asker's zone.
type clock struct{ now time.Time }

func (c clock) days(n int) time.Time { return c.now.AddDate(0, 0, n) }

// today is the asker's day, as a midnight in UTC.
func (c clock) today() time.Time {
	return time.Date(c.now.Year(), c.now.Month(), c.now.Day(), 0, 0, 0, 0, time.UTC)
}

// weekdayOf is a day of a week that is so many weeks from this one; weeks begin
// on Monday.
func (c clock) weekdayOf(weeks int, weekday time.Weekday) time.Time {
	sinceMonday := (int(c.now.Weekday()) + 6) % 7
	return c.days(7*weeks - sinceMonday + (int(weekday)+6)%7)
}

// dayIn is a day of a month, "" if the month has no such day.
func dayIn(month time.Time, n int) string {
	t := month.AddDate(0, 0, n-1)
	if n < 1 || t.Month() != month.Month() {
		return ""
	}
	return day(t)
}

func day(t time.Time) string   { return t.Format(time.DateOnly) }
func month(t time.Time) string { return t.Format("2006-01") }
func year(t time.Time) string  { return t.Format("2006") }

func week(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// weekend is the last one that has begun, or one so many before it.
func (c clock) weekend(before int) string {
	if d := c.now.Weekday(); d == time.Saturday || d == time.Sunday {
		return week(c.days(-7*before)) + "-WE"
	}
	return week(c.days(-7*before-7)) + "-WE"
}

// lastWeekday is the last such day before today.
func (c clock) lastWeekday(weekday time.Weekday) time.Time {
	return c.days(-((int(c.now.Weekday())-int(weekday)+6)%7 + 1))
}

// yearsAgo is a day of a year before.
func (c clock) yearsAgo(n int) time.Time { return c.monthsAgo(12 * n) }

// monthsAgo is a day of a month before.
func (c clock) monthsAgo(n int) time.Time {
	return time.Date(c.now.Year(), c.now.Month()-time.Month(n), 1, 0, 0, 0, 0, c.now.Location())
}

// ago is a day, a month or a year before.
func (c clock) ago(n int, unit string) string {
	switch unit {
	case "day":
		return day(c.days(-n))
	case "week":
		return day(c.days(-7 * n))
	case "month":
		return month(c.monthsAgo(n))
	default:
		return year(c.now.AddDate(-n, 0, 0))
	}
}

// inYear is a day in its own year, or else the next such day: so Alexa takes
// it. One of the week to come, which might as well be a weekday, is the last.
func (c clock) inYear(t time.Time, ownYear bool) time.Time {
	if ownYear {
		return t
	}
	today := c.today()
	next := t.AddDate(today.Year()-t.Year(), 0, 0)
	if next.Before(today) {
		next = next.AddDate(1, 0, 0)
	}
	if next.After(today) && !next.After(today.AddDate(0, 0, 7)) {
		return next.AddDate(-1, 0, 0)
	}
	return next
}

// dayOfMonth is the last such day that has begun, "" if no month has one.
func (c clock) dayOfMonth(n int) string {
	for ago := range 3 {
		if t := c.monthsAgo(ago).AddDate(0, 0, n-1); t.Day() == n && !t.After(c.now) {
			return day(t)
		}
	}
	return ""
}
