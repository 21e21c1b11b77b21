package utterance

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-dateparser/date"
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

// The words of a date, and those of them that one cannot do without. The
// parser of dates would pass over any others.
var (
	dateWord = regexp.MustCompile(`^(?:` + anchor + `|of|day|days|week|weeks|month|months|year|years|before|a|an|[0-9]{1,4}(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve),?$`)
	dateForm = regexp.MustCompile(`\b(?:` + anchor + `)\b`)
)

const anchor = `today|yesterday|ago|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december`

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
	s = inDigits(strings.TrimPrefix(s, "last "))
	for w := range strings.FieldsSeq(s) {
		if !dateWord.MatchString(w) {
			return ""
		}
	}
	if !dateForm.MatchString(s) || strings.HasPrefix(s, "of ") {
		return ""
	}
	return parsed(s, "en", c)
}

// parsed reads a date with the parser of dates, as far as it is one.
func parsed(s, language string, c clock) string {
	d, err := dateparser.Parse(&dateparser.Configuration{
		Languages: []string{language}, CurrentTime: c.now, DefaultTimezone: c.now.Location(), PreferredDateSource: dateparser.Past,
	}, s)
	if err != nil {
		return ""
	}
	switch d.Period {
	case date.Year:
		return year(d.Time)
	case date.Month:
		return month(d.Time)
	default:
		return day(d.Time)
	}
}

var (
	ordinals = words("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first")
	units    = words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens     = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
	// spokenYear is a year of this century: twenty twenty three.
	spokenYear = regexp.MustCompile(`\btwenty[ -](twenty|thirty)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?$`)
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

// inDigits says the numbers of a date in digits: "july the tenth" is "july 10".
func inDigits(s string) string {
	s = spokenYear.ReplaceAllStringFunc(s, func(y string) string {
		m := spokenYear.FindStringSubmatch(y)
		return strconv.Itoa(2000 + tens[m[1]] + units[m[2]])
	})
	s = twoWords.ReplaceAllString(s, "$1-$2")
	var out []string
	for _, w := range strings.Fields(s) {
		if n, ok := ordinals[w]; ok {
			w = strconv.Itoa(n)
		}
		if w != "the" {
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
