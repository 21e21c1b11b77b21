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
	case "now", "right now":
		return "PRESENT_REF"
	case "this week":
		return week(c.now)
	case "last week":
		return week(c.days(-7))
	case "week before last":
		return week(c.days(-14))
	case "weekend", "this weekend", "last weekend", "past weekend", "this past weekend":
		return c.weekend(0)
	case "weekend before last":
		return c.weekend(1)
	case "this month":
		return month(c.now)
	case "last month":
		return month(c.monthsAgo(1))
	case "month before last":
		return month(c.monthsAgo(2))
	case "this year":
		return year(c.now)
	case "last year":
		return year(c.yearsAgo(1))
	case "year before last":
		return year(c.yearsAgo(2))
	case "this decade":
		return year(c.now)[:3] + "X"
	case "last decade":
		return year(c.yearsAgo(10))[:3] + "X"
	}
	if n, err := strconv.Atoi(inDigits(s)); err == nil && inDigits(s) != s {
		if n >= 2000 {
			return strconv.Itoa(n)
		}
		return c.dayOfMonth(n)
	}
	for _, read := range []func(string, clock) string{quarter, season, numberedWeek, weekdayOfWeek, dayOfThatMonth, holiday} {
		if date := read(s, c); date != "" {
			return date
		}
	}
	if m := decadeForm.FindStringSubmatch(s); m != nil {
		return m[1] + "X"
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		return validDay(m[1], m[2], m[3])
	}
	if said, ok := strings.CutPrefix(s, "year "); ok && amazonDate.MatchString(yearInDigits(said)) {
		return yearInDigits(said)
	}
	return englishDay(inDigits(lastWord.ReplaceAllString(s, "")), c)
}

var (
	// slashed is a date that begins with its year: no other order is used then.
	slashed    = lazyregexp.New(`^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})$`)
	decadeForm = lazyregexp.New(`^((?:19|20)[0-9])0'?s$`)
	lastWord   = lazyregexp.New(`^(?:last|past|this past) | last$`)
)

// validDay is a day in digits, "" if there is none such.
func validDay(year, month, dayOfMonth string) string {
	t, err := time.Parse("2006-1-2", year+"-"+month+"-"+dayOfMonth)
	if err != nil {
		return ""
	}
	return day(t)
}

var weekNumber = lazyregexp.New(`^(?:calendar )?week (?:number )?(.+?)(?: (?:of |in )?([0-9]{4}))?$`)

// numberedWeek reads "week 28", "week twenty eight of 2023": the last such week
// that has begun, if no year is said.
func numberedWeek(s string, c clock) string {
	m := weekNumber.FindStringSubmatch(yearInDigits(s))
	if m == nil {
		return ""
	}
	n, ok := cardinal(m[1])
	if !ok || n < 1 || n > 53 {
		return ""
	}
	if m[2] != "" {
		return fmt.Sprintf("%s-W%02d", m[2], n)
	}
	y, now := c.now.ISOWeek()
	if n > now {
		y--
	}
	return fmt.Sprintf("%04d-W%02d", y, n)
}

// weekdays are the days of a week, by their names.
var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

var weekdayForm = lazyregexp.New(`^(?:(last|this) week's ([a-z]+day)|([a-z]+day) (?:of )?(last|this) week|(this) ([a-z]+day)|([a-z]+day) before last)$`)

// weekdayOfWeek reads "friday last week", "this friday", "the friday before last".
func weekdayOfWeek(s string, c clock) string {
	m := weekdayForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	weekday, ok := weekdays[m[2]+m[3]+m[6]+m[7]]
	if !ok {
		return ""
	}
	switch {
	case m[7] != "":
		return day(c.lastWeekday(weekday).AddDate(0, 0, -7))
	case m[1]+m[4] == "last":
		return day(c.weekdayOf(-1, weekday))
	default:
		return day(c.weekdayOf(0, weekday))
	}
}

var (
	ofMonth  = lazyregexp.New(`^(.+) of (this month|last month|the month before last)$`)
	inMonths = map[string]int{"this month": 0, "last month": 1, "the month before last": 2}
)

// dayOfThatMonth reads "the tenth of last month".
func dayOfThatMonth(s string, c clock) string {
	m := ofMonth.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	n, err := strconv.Atoi(inDigits(m[1]))
	if err != nil || inDigits(m[1]) == m[1] {
		return ""
	}
	return dayIn(c.monthsAgo(inMonths[m[2]]), n)
}

// holidays are those that have one date.
var holidays = map[string]string{
	"christmas": "12-25", "christmas day": "12-25", "christmas eve": "12-24", "boxing day": "12-26", "halloween": "10-31",
	"new year's eve": "12-31", "new year's day": "01-01",
}

var holidayForm = lazyregexp.New(`^(?:last )?([a-z' ]+?)(?: ([0-9]{4}))?$`)

// holiday reads "christmas eve", "last halloween", "christmas 2023".
func holiday(s string, c clock) string {
	m := holidayForm.FindStringSubmatch(yearInDigits(s))
	if m == nil || holidays[m[1]] == "" {
		return ""
	}
	if m[2] != "" {
		return m[2] + "-" + holidays[m[1]]
	}
	t, err := time.Parse("01-02", holidays[m[1]])
	if err != nil {
		return ""
	}
	if next := c.inYear(t, false); !strings.HasPrefix(s, "last ") || !next.After(c.today()) {
		return day(next)
	}
	return day(t.AddDate(c.inYear(t, false).Year()-1-t.Year(), 0, 0))
}

// dayLayouts are the ways to say a day or a month, and whether with a year.
var dayLayouts = []struct {
	layout   string
	withYear bool
	form     func(time.Time) string
}{
	{"January 2 2006", true, day}, {"2 January 2006", true, day}, {"January 2006", true, month},
	{"January 2", false, day}, {"2 January", false, day}, {"January", false, month},
	{"Jan 2 2006", true, day}, {"2 Jan 2006", true, day}, {"Jan 2006", true, month},
	{"Jan 2", false, day}, {"2 Jan", false, day},
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
	if s == "fortnight ago" || s == "a fortnight ago" {
		return day(c.days(-14))
	}
	if weekday, ok := weekdays[s]; ok {
		return day(c.lastWeekday(weekday))
	}
	s = strings.ReplaceAll(s, "sept ", "sep ")
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
