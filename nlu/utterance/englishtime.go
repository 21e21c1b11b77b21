package utterance

import (
	"cmp"
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
	case "noon", "midday", "12 noon", "twelve noon":
		return "12:00"
	case "midnight", "12 midnight", "twelve midnight":
		return "00:00"
	case "now", "right now":
		return "PRESENT_REF"
	}
	if p, ok := partsOf[s]; ok {
		return p
	}
	if before, ok := strings.CutSuffix(s, " at night"); ok {
		return atNight(englishTime(before))
	}
	for words, half := range halvesOfDay {
		if before, ok := strings.CutSuffix(s, words); ok {
			s = before + half
		}
	}
	s = strings.Replace(s, " o'clock", "", 1)
	if t := pastOrTo(s); t != "" {
		return t
	}
	s, half := numbersOfTime(s)
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

// halvesOfDay are words behind an hour that say which half of the day it is in.
var halvesOfDay = map[string]string{
	" in the morning": " am", " in the afternoon": " pm", " in the evening": " pm",
}

// atNight is a time before midnight, or after it: eleven, twelve, one.
func atNight(value string) string {
	hour, minute, ok := strings.Cut(value, ":")
	h, err := strconv.Atoi(hour)
	switch {
	case !ok || err != nil || h > 12:
		return ""
	case h == 12:
		h = 0
	case h > 4:
		h += 12
	}
	return fmt.Sprintf("%02d:%s", h, minute)
}

var relative = lazyregexp.New(`^(half|a quarter|quarter|[a-z0-9-]+(?: [a-z]+)?)(?: minutes)? (past|after|to|before) ([a-z0-9]+)( ?[ap]\.? ?m\.?)?$`)

// pastOrTo reads "half past two", "a quarter to three", "ten past five pm".
func pastOrTo(s string) string {
	m := relative.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	minutes, ok := map[string]int{"half": 30, "quarter": 15, "a quarter": 15}[m[1]]
	if !ok {
		minutes, ok = cardinal(m[1])
	}
	at := englishTime(m[3] + m[4])
	hour, minute, _ := strings.Cut(at, ":")
	h, err := strconv.Atoi(hour)
	if !ok || minutes < 1 || minutes > 59 || err != nil || minute != "00" {
		return ""
	}
	if m[2] == "to" || m[2] == "before" {
		minutes = -minutes
	}
	return clockOf((h*60 + minutes + wholeDay) % wholeDay)
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
	andAHalf    = lazyregexp.New(`^(?:(an?|[a-z0-9-]+(?: [a-z]+)?)? ?(hour|day|week|year)s? and a half|([a-z0-9-]+(?: [a-z]+)?) and a half (hour|day|week|year)s?)$`)
	halfForms   = map[string]string{"hour": "PT%dH30M", "day": "P%dDT12H", "week": "P%[1]dW3DT12H", "year": "P%dY6M"}
	parts       = map[string]string{
		"half an hour": "PT30M", "half hour": "PT30M", "quarter of an hour": "PT15M", "a quarter of an hour": "PT15M", "three quarters of an hour": "PT45M",
		"half a day": "PT12H", "half a year": "P6M", "half year": "P6M", "fortnight": "P2W", "a fortnight": "P2W", "decade": "P10Y", "quarter": "P3M",
	}
	unitForms = map[string]string{"second": "PT%dS", "minute": "PT%dM", "hour": "PT%dH", "day": "P%dD", "week": "P%dW", "month": "P%dM", "year": "P%dY"}
)

// englishDuration reads a length of time: "two hours", "week", "half an hour".
func englishDuration(said string) string {
	if iso := strings.ToUpper(said); isoDuration.MatchString(iso) {
		return iso
	}
	s := strings.ToLower(said)
	if d, ok := parts[s]; ok {
		return d
	}
	if m := andAHalf.FindStringSubmatch(s); m != nil {
		if n, ok := count(cmp.Or(m[1]+m[3], "a")); ok && n > 0 {
			return fmt.Sprintf(halfForms[m[2]+m[4]], n)
		}
	}
	if hours, minutes, ok := strings.Cut(s, " and "); ok {
		h, m := englishDuration(hours), englishDuration(minutes)
		if strings.HasSuffix(h, "H") && strings.HasSuffix(m, "M") && strings.HasPrefix(m, "PT") {
			return h + strings.TrimPrefix(m, "PT")
		}
		return ""
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
