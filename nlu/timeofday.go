package nlu

import (
	"time"

	"pudding/internal/lazyregexp"
)

// timeOfDay is what one AMAZON.TIME says: when it begins after midnight, and
// how long it lasts: a part of the day, or nothing but the moment itself.
type timeOfDay struct{ begin, length time.Duration }

// partsOfDay are AMAZON.TIME's words for them.
var partsOfDay = map[string]timeOfDay{
	"MO": {5 * time.Hour, 7 * time.Hour},
	"AF": {12 * time.Hour, 5 * time.Hour},
	"EV": {17 * time.Hour, 4 * time.Hour},
	"NI": {21 * time.Hour, 8 * time.Hour},
}

// anHour is how long a time lasts that no end was given for.
const anHour = time.Hour

var timeForm = lazyregexp.New(`^T?(\d{1,2}):(\d{2})(?::(\d{2}))?$`)

func parseTime(slot, value string) (timeOfDay, error) {
	if part, ok := partsOfDay[value]; ok {
		return part, nil
	}
	m := timeForm.FindStringSubmatch(value)
	if m == nil {
		return timeOfDay{}, &NotUnderstoodError{slot, value}
	}
	hour, minute, second := number(m[1]), number(m[2]), number(m[3])
	if hour > 24 || minute > 59 || second > 59 || hour == 24 && minute+second > 0 {
		return timeOfDay{}, &NotUnderstoodError{slot, value}
	}
	return timeOfDay{begin: time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second}, nil
}

// alone is when a time is over that no end was given for.
func (t timeOfDay) alone() time.Duration {
	if t.length == 0 {
		return t.begin + anHour
	}
	return t.begin + t.length
}

// end is when what lasts until this time is over: "until the evening" has the
// evening in it, as "until Friday" has the Friday.
func (t timeOfDay) end() time.Duration { return t.begin + t.length }
