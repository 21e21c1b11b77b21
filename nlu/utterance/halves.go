package utterance

import (
	"fmt"
	"strings"

	"pudding/internal/lazyregexp"
)

// saysHalf finds what tells the half of the day that a time is in. One, 1:30 and
// twelve thirty leave it open; 01:00 is a time of 24 hours.
var saysHalf = lazyregexp.New(`\b0[0-9]:|\b00\b|[ap]\.? ?m\b|[ap]\. ?m\.|noon|midday|midnight|morning|evening|night|hours`)

const (
	noon     = 12 * 60
	wholeDay = 24 * 60
)

// englishHalves takes two times for as near to each other as they can be:
// "between noon and one" is until 13:00, "from one to two p.m." is from 13:00,
// and "from nine to five" until 17:00.
func englishHalves(begin, end heard) (string, string) {
	b, bOpen := minutesOf(begin)
	e, eOpen := minutesOf(end)
	switch {
	case b < 0 || e < 0:
	case eOpen && e <= b && e+noon > b && e+noon < wholeDay:
		return begin.value, clockOf(e + noon)
	case bOpen && !eOpen && b < noon && (e <= b || b+noon < e):
		return clockOf(b + noon), end.value
	}
	return begin.value, end.value
}

// minutesOf is a time in minutes since midnight, -1 if it is none, and whether
// its words leave the half of the day open.
func minutesOf(t heard) (minutes int, open bool) {
	var hour, minute int
	if n, err := fmt.Sscanf(t.value, "%02d:%02d", &hour, &minute); n != 2 || err != nil || len(t.value) != len("12:05") {
		return -1, false
	}
	return hour*60 + minute, hour >= 1 && hour <= 12 && !saysHalf.MatchString(strings.ToLower(t.said))
}

func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
