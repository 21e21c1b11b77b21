package nlu

import (
	"math"
	"time"

	"github.com/sosodev/duration"
)

// length is an AMAZON.DURATION: months and days by the calendar, the rest by
// the clock.
type length struct {
	months, days int
	clock        time.Duration
}

// maxDuration bounds each part of a duration.
const maxDuration = 100_000

// daysOfMonth is for parts of months, which no calendar has.
const daysOfMonth = 30

// longestDuration is the longest that is read, in bytes: each of the seven parts
// with maxDuration's digits, and some for a fraction.
const longestDuration = 64

func parseDuration(value string) (length, error) {
	if len(value) > longestDuration {
		return length{}, &NotUnderstoodError{"duration", value}
	}
	d, err := duration.Parse(value)
	if err != nil || d.Negative {
		return length{}, &NotUnderstoodError{"duration", value}
	}
	for _, part := range []float64{d.Years, d.Months, d.Weeks, d.Days, d.Hours, d.Minutes, d.Seconds} {
		if !(part >= 0 && part <= maxDuration) {
			return length{}, &NotUnderstoodError{"duration", value}
		}
	}
	months, partOfMonth := math.Modf(12*d.Years + d.Months)
	days, partOfDay := math.Modf(daysOfMonth*partOfMonth + 7*d.Weeks + d.Days)
	l := length{months: int(months), days: int(days)}
	l.clock = time.Duration((24*partOfDay + d.Hours) * float64(time.Hour))
	l.clock += time.Duration(d.Minutes*float64(time.Minute) + d.Seconds*float64(time.Second))
	if l == (length{}) {
		return length{}, &NotUnderstoodError{"duration", value}
	}
	return l, nil
}

// before is the moment so long before another.
func (l length) before(t time.Time, on wall) time.Time {
	if l.months != 0 || l.days != 0 {
		t = on.start(addMonths(on.reading(t), -l.months).AddDate(0, 0, -l.days))
	}
	return t.Add(-l.clock)
}

// after is the moment so long after another.
func (l length) after(t time.Time, on wall) time.Time {
	if l.months != 0 || l.days != 0 {
		t = on.end(addMonths(on.reading(t), l.months).AddDate(0, 0, l.days))
	}
	return t.Add(l.clock)
}

// addMonths is the same day of another month, or that month's last: a month
// before 31 March it is 28 February, while AddDate goes on into March.
func addMonths(t time.Time, months int) time.Time {
	sameDay := t.AddDate(0, months, 0)
	if sameDay.Day() == t.Day() {
		return sameDay
	}
	return sameDay.AddDate(0, 0, -sameDay.Day())
}
