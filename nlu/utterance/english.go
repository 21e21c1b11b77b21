package utterance

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var english = grammar{
	apart:    true,
	openings: []string{"alexa ask", "alexa tell", "alexa open", "ask", "tell", "open", ""},
	builtIn: map[string]string{
		"help": "AMAZON.HelpIntent", "help me": "AMAZON.HelpIntent", "stop": "AMAZON.StopIntent", "quit": "AMAZON.StopIntent", "exit": "AMAZON.StopIntent",
		"cancel": "AMAZON.CancelIntent", "never mind": "AMAZON.CancelIntent", "go home": "AMAZON.NavigateHomeIntent", "home": "AMAZON.NavigateHomeIntent",
		"repeat": "AMAZON.RepeatIntent", "repeat that": "AMAZON.RepeatIntent",
	},
	date:     englishDate,
	time:     englishTime,
	duration: englishDuration,
}

// amazonDate is a date that is in Alexa's form already.
var amazonDate = regexp.MustCompile(`^(?:[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|W[0-9]{1,2}(?:-WE)?|Q[1-4]|SP|SU|FA|WI)|(?:19|20)[0-9]{2}|(?:19|20)[0-9]X)$`)

// englishDate reads a date as it is said: "july tenth 2023", "last week".
func englishDate(said string, c clock) string {
	if amazonDate.MatchString(strings.ToUpper(said)) {
		return strings.ToUpper(said)
	}
	s := strings.ToLower(said)
	switch strings.TrimPrefix(s, "the ") {
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

var ago = regexp.MustCompile(`^(.+) (day|week|month|year)s? ago$`)

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
		n, ok := cardinal(strings.Replace(m[1], "a", "1", 1))
		if !ok {
			return ""
		}
		switch m[2] {
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

var (
	ordinals = words("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first")
	units    = words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens     = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
	// spokenYear is a year of this century: twenty twenty three.
	spokenYear  = regexp.MustCompile(`\btwenty[ -](twenty|thirty)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?$`)
	numberedDay = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th)$`)
	// twoWords is an ordinal in two words: twenty first.
	twoWords = regexp.MustCompile(`\b(twenty|thirty) (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b`)
)

// words are numbers' names by their place.
func words(names string) map[string]int {
	m := map[string]int{}
	for i, name := range strings.Fields(names) {
		m[name] = i
	}
	return m
}

// inDigits says the numbers of a date in digits, and leaves out the words
// between: "the tenth of july" is "10 july".
func inDigits(s string) string {
	s = spokenYear.ReplaceAllStringFunc(s, func(y string) string {
		m := spokenYear.FindStringSubmatch(y)
		return strconv.Itoa(2000 + tens[m[1]] + units[m[2]])
	})
	s = twoWords.ReplaceAllString(s, "$1-$2")
	var out []string
	for _, w := range strings.Fields(s) {
		w = strings.TrimSuffix(w, ",")
		if n, ok := ordinals[w]; ok {
			w = strconv.Itoa(n)
		}
		if m := numberedDay.FindStringSubmatch(w); m != nil {
			w = m[1]
		}
		if w != "the" && w != "of" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// cardinal reads a number up to 99, in digits or words.
func cardinal(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 0
	}
	if n, ok := units[s]; ok {
		return n, true
	}
	ten, unit, _ := strings.Cut(strings.ReplaceAll(s, "-", " "), " ")
	n, ok := tens[ten]
	if unit == "" {
		return n, ok
	}
	u, isUnit := units[unit]
	return n + u, ok && isUnit && u > 0 && u < 10
}

var (
	clockForm = regexp.MustCompile(`^([0-9]{1,2})(?::([0-9]{2}))?(?::([0-9]{2}))?(?: ?([ap])\.?m\.?)?$`)
	partsOf   = map[string]string{"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
)

// englishTime reads a time of day: "noon", "12:05", "five p.m.", "twelve thirty".
func englishTime(said string, _ clock) string {
	s := strings.TrimPrefix(strings.ToLower(said), "the ")
	switch s {
	case "noon", "midday":
		return "12:00"
	case "midnight":
		return "00:00"
	}
	if p, ok := partsOf[s]; ok {
		return p
	}
	s, half := numbersOfTime(strings.TrimSuffix(s, " o'clock"))
	m := clockForm.FindStringSubmatch(s + half)
	if m == nil {
		return ""
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch {
	case m[4] != "" && (hour < 1 || hour > 12), hour > 24, minute > 59:
		return ""
	case m[4] == "p" && hour < 12:
		hour += 12
	case m[4] == "a" && hour == 12:
		hour = 0
	}
	if m[3] != "" {
		return fmt.Sprintf("%02d:%02d:%s", hour, minute, m[3])
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

var halfDay = regexp.MustCompile(` ?([ap])\.? ?m\.?$`)

// numbersOfTime says a time's words in digits: "twelve thirty" is 12:30. The
// half of the day comes apart.
func numbersOfTime(s string) (digits, half string) {
	if m := halfDay.FindStringSubmatch(s); m != nil {
		half = " " + m[1] + "m"
		s = halfDay.ReplaceAllString(s, "")
	}
	hour, minute, both := strings.Cut(s, " ")
	h, ok := cardinal(hour)
	if !ok {
		return s, half
	}
	if !both {
		return strconv.Itoa(h), half
	}
	if n, ok := cardinal(minute); ok && n >= 10 {
		return fmt.Sprintf("%d:%02d", h, n), half
	}
	return s, half
}

var (
	isoDuration = regexp.MustCompile(`^P[0-9TYMWDHS]+$`)
	unitForms   = map[string]string{"second": "PT%dS", "minute": "PT%dM", "hour": "PT%dH", "day": "P%dD", "week": "P%dW", "month": "P%dM", "year": "P%dY"}
)

// englishDuration reads a length of time: "two hours", "week", "half an hour".
func englishDuration(said string, _ clock) string {
	if iso := strings.ToUpper(said); isoDuration.MatchString(iso) {
		return iso
	}
	s := strings.ToLower(said)
	if s == "half an hour" || s == "half hour" {
		return "PT30M"
	}
	n := 1
	unit := s
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		count := s[:i]
		unit = s[i+1:]
		if count != "a" && count != "an" {
			var ok bool
			if n, ok = cardinal(count); !ok || n == 0 {
				return ""
			}
		}
	}
	if form, ok := unitForms[strings.TrimSuffix(unit, "s")]; ok {
		return fmt.Sprintf(form, n)
	}
	return ""
}
