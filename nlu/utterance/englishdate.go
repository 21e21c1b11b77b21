package utterance

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"pudding/internal/lazyregexp"
)

// amazonDate is a date that is in Alexa's form already.
var amazonDate = lazyregexp.New(`^(?:[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|W[0-9]{1,2}(?:-WE)?|Q[1-4]|SP|SU|FA|WI)|(?:19|20)[0-9]{2}|(?:19|20)[0-9]X)$`)

// englishDate reads a date as it is said: "july tenth 2023", "last week".
func englishDate(said string, c clock) string {
	if amazonDate.MatchString(strings.ToUpper(said)) {
		return strings.ToUpper(said)
	}
	s := strings.TrimPrefix(strings.ToLower(said), "the ")
	switch s {
	case "this week":
		return week(c.now)
	case "last week":
		return week(c.days(-7))
	case "weekend", "this weekend", "last weekend":
		return c.weekend()
	case "this month":
		return month(c.now)
	case "last month":
		return month(c.monthsAgo(1))
	case "this year":
		return year(c.now)
	case "last year":
		return year(c.now.AddDate(-1, 0, 0))
	}
	if n, err := strconv.Atoi(inDigits(s)); err == nil && inDigits(s) != s {
		return c.dayOfMonth(n)
	}
	if q := quarter(s, c); q != "" {
		return q
	}
	if q := season(s, c); q != "" {
		return q
	}
	return englishDay(inDigits(strings.TrimPrefix(s, "last ")), c)
}

// dayLayouts are the ways to say a day or a month, and whether with a year.
var dayLayouts = []struct {
	layout   string
	withYear bool
	form     func(time.Time) string
}{
	{"January 2 2006", true, day}, {"2 January 2006", true, day}, {"January 2006", true, month},
	{"January 2", false, day}, {"2 January", false, day}, {"January", false, month},
}

var ago = lazyregexp.New(`^(.+) (day|week|month|year)s? ago$`)

// englishDay reads what has its numbers in digits: "july 10 2023", "monday",
// "3 days ago".
func englishDay(s string, c clock) string {
	switch s {
	case "today":
		return day(c.now)
	case "yesterday":
		return day(c.days(-1))
	case "day before yesterday":
		return day(c.days(-2))
	}
	if m := ago.FindStringSubmatch(s); m != nil {
		if n, ok := count(m[1]); ok {
			return c.ago(n, m[2])
		}
	}
	for n := 1; n <= 7; n++ {
		if d := c.days(-n); strings.EqualFold(s, d.Weekday().String()) {
			return day(d)
		}
	}
	for _, l := range dayLayouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return l.form(c.inYear(t, l.withYear))
		}
	}
	return ""
}

// inDigits says the numbers of a date in digits, and leaves out the words
// between: "the tenth of july twenty twenty three" is "10 july 2023".
func inDigits(s string) string {
	s = twoWords.ReplaceAllString(yearInDigits(s), "$1-$2")
	var out []string
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimSuffix(w, ",")
		if n, ok := ordinals[w]; ok {
			w = strconv.Itoa(n)
		}
		if ordinalForm.MatchString(w) {
			w = w[:len(w)-len("th")]
		}
		if w != "the" && w != "of" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// twoWords is an ordinal in two words: twenty first.
var twoWords = lazyregexp.New(`\b(twenty|thirty) (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b`)

// yearInDigits says a year of this century in digits, if a date ends in one:
// "twenty twenty three", "two thousand and nine".
func yearInDigits(s string) string {
	words := strings.Fields(s)
	for i := range words {
		rest := strings.Join(words[i:], " ")
		for _, century := range []string{"two thousand and ", "two thousand ", "twenty "} {
			tail, ok := strings.CutPrefix(rest, century)
			if !ok {
				continue
			}
			if n, ok := cardinal(tail); ok && n < 100 && (n > 9 || century != "twenty ") {
				return strings.Join(append(words[:i:i], strconv.Itoa(2000+n)), " ")
			}
		}
	}
	return s
}

var (
	ordinalForm = lazyregexp.New(`^[0-9]{1,2}(?:st|nd|rd|th)$`)
	quarterForm = lazyregexp.New(`^(first|second|third|fourth|last|this) quarter(?: of)?(?: ([0-9]{4}))?$`)
	seasonForm  = lazyregexp.New(`^(last |this )?(spring|summer|autumn|fall|winter)(?: of)?(?: ([0-9]{4}))?$`)
)

// quarter reads "the third quarter of 2023", "last quarter".
func quarter(s string, c clock) string {
	m := quarterForm.FindStringSubmatch(yearInDigits(s))
	switch {
	case m == nil:
		return ""
	case m[1] == "this":
		return quarterOf(c.now)
	case m[1] == "last":
		return quarterOf(c.monthsAgo(3))
	}
	in := m[2]
	if in == "" {
		in = year(c.now)
	}
	return fmt.Sprintf("%s-Q%d", in, ordinals[m[1]])
}

func quarterOf(t time.Time) string { return fmt.Sprintf("%s-Q%d", year(t), (t.Month()+2)/3) }

// seasons are Alexa's words for them, and when they begin.
var seasons = map[string]struct {
	code   string
	begins time.Month
}{
	"spring": {"SP", time.March}, "summer": {"SU", time.June}, "autumn": {"FA", time.September}, "fall": {"FA", time.September}, "winter": {"WI", time.December},
}

// season reads "summer 2023", "last winter".
func season(s string, c clock) string {
	m := seasonForm.FindStringSubmatch(yearInDigits(s))
	if m == nil {
		return ""
	}
	season := seasons[m[2]]
	if m[3] != "" {
		return m[3] + "-" + season.code
	}
	begins := time.Date(c.now.Year(), season.begins, 1, 0, 0, 0, 0, c.now.Location())
	if m[1] == "last " {
		// The last one is over.
		begins = begins.AddDate(0, 3, 0)
	}
	if begins.After(c.now) {
		return year(c.now.AddDate(-1, 0, 0)) + "-" + season.code
	}
	return year(c.now) + "-" + season.code
}
