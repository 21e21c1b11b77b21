package utterance

import (
	"fmt"
	"strconv"
	"strings"

	"pudding/internal/lazyregexp"
)

var (
	clockForm = lazyregexp.New(`^([0-9]{1,2})(?::([0-9]{2}))?(?::([0-9]{2}))?(?: ?([ap])\.?m\.?)?$`)
	partsOf   = map[string]string{"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
)

// englishTime reads a time of day: "noon", "12:05", "five p.m.", "twelve thirty".
func englishTime(said string) string {
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

var halfDay = lazyregexp.New(` ?([ap])\.? ?m\.?$`)

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
	if n, ok := cardinal(strings.TrimPrefix(minute, "oh ")); ok && (n < 10) == strings.HasPrefix(minute, "oh ") {
		return fmt.Sprintf("%d:%02d", h, n), half
	}
	return s, half
}

var (
	isoDuration = lazyregexp.New(`^P[0-9TYMWDHS]+$`)
	unitForms   = map[string]string{"second": "PT%dS", "minute": "PT%dM", "hour": "PT%dH", "day": "P%dD", "week": "P%dW", "month": "P%dM", "year": "P%dY"}
)

// englishDuration reads a length of time: "two hours", "week", "half an hour".
func englishDuration(said string) string {
	if iso := strings.ToUpper(said); isoDuration.MatchString(iso) {
		return iso
	}
	s := strings.ToLower(said)
	if s == "half an hour" || s == "half hour" {
		return "PT30M"
	}
	n, unit := 1, s
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		var ok bool
		if n, ok = count(s[:i]); !ok || n == 0 {
			return ""
		}
		unit = s[i+1:]
	}
	if form, ok := unitForms[strings.TrimSuffix(unit, "s")]; ok {
		return fmt.Sprintf(form, n)
	}
	return ""
}
