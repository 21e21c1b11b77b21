package nlu

import (
	"strconv"
	"time"

	"pudding/internal/lazyregexp"
)

// days are whole days of a calendar, from a midnight to a midnight, as readings
// of the clock on the wall.
type days struct{ from, to time.Time }

func (d days) holds(reading time.Time) bool { return !reading.Before(d.from) && reading.Before(d.to) }

func (d days) isOne() bool { return d.to.Equal(d.from.AddDate(0, 0, 1)) }

// shifted are the days a number of days later.
func (d days) shifted(by int) days { return days{d.from.AddDate(0, 0, by), d.to.AddDate(0, 0, by)} }

func midnight(reading time.Time) time.Time {
	return day(reading.Year(), reading.Month(), reading.Day())
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func oneDay(midnight time.Time) days { return days{midnight, midnight.AddDate(0, 0, 1)} }

// date is what one AMAZON.DATE says: its days, and how they came to be the next
// such days, where the asker may have meant the last.
type date struct {
	days
	weekly bool // a weekday, a week or a weekend, for all that can be told
	yearly bool // a day, a month and so on that was said without its year
}

// The forms of AMAZON.DATE.
var (
	dayForm     = lazyregexp.New(`^(\d{4})-(\d{2})-(\d{2})$`)
	weekForm    = lazyregexp.New(`^(\d{4})-W(\d{1,2})(-WE)?$`)
	monthForm   = lazyregexp.New(`^(\d{4})-(\d{2})(?:-XX|-00)?$`)
	yearForm    = lazyregexp.New(`^(\d{4})(?:-XX|-00){0,2}$`)
	decadeForm  = lazyregexp.New(`^(\d{3})X(?:-XX){0,2}$`)
	seasonForm  = lazyregexp.New(`^(\d{4})-(SP|SU|FA|WI)$`)
	quarterForm = lazyregexp.New(`^(\d{4})-Q([1-4])$`)
)

// seasons begin in these months, in the north.
var seasons = map[string]time.Month{"SP": time.March, "SU": time.June, "FA": time.September, "WI": time.December}

// parseDate reads one AMAZON.DATE, by today's midnight.
func parseDate(slot, value string, today time.Time) (date, error) {
	match := func(form *lazyregexp.Regexp) []string { return form.FindStringSubmatch(value) }
	if value == Now {
		return date{days: oneDay(today)}, nil
	}
	if m := match(dayForm); m != nil {
		midnight := day(number(m[1]), time.Month(number(m[2])), number(m[3]))
		if midnight.Format(time.DateOnly) == value {
			return date{days: oneDay(midnight), weekly: true, yearly: true}, nil
		}
	}
	if m := match(weekForm); m != nil {
		monday := isoWeek(number(m[1]), number(m[2]))
		if year, week := monday.ISOWeek(); year == number(m[1]) && week == number(m[2]) {
			if m[3] != "" {
				return date{days: days{monday.AddDate(0, 0, 5), monday.AddDate(0, 0, 7)}, weekly: true}, nil
			}
			return date{days: days{monday, monday.AddDate(0, 0, 7)}, weekly: true}, nil
		}
	}
	if m := match(monthForm); m != nil && number(m[2]) >= 1 && number(m[2]) <= 12 {
		return months(number(m[1]), time.Month(number(m[2])), 1), nil
	}
	if m := match(yearForm); m != nil {
		return years(number(m[1]), 1), nil
	}
	if m := match(decadeForm); m != nil {
		return years(10*number(m[1]), 10), nil
	}
	if m := match(seasonForm); m != nil {
		return months(number(m[1]), seasons[m[2]], 3), nil
	}
	if m := match(quarterForm); m != nil {
		return months(number(m[1]), time.Month(3*number(m[2])-2), 3), nil
	}
	return date{}, &NotUnderstoodError{slot, value}
}

// months are so many of them, from the first day of one on.
func months(year int, first time.Month, many int) date {
	return date{days: days{day(year, first, 1), day(year, first+time.Month(many), 1)}, yearly: true}
}

// years are so many of them. They are never said without themselves.
func years(first, many int) date {
	return date{days: days{day(first, time.January, 1), day(first+many, time.January, 1)}}
}

// isoWeek is the Monday of a week. The fourth of January is always in the first
// (ISO 8601).
func isoWeek(year, week int) time.Time {
	fourth := day(year, time.January, 4)
	sinceMonday := (int(fourth.Weekday()) + 6) % 7
	return fourth.AddDate(0, 0, 7*(week-1)-sinceMonday)
}

// number reads digits that a form has matched.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
