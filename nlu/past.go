package nlu

import "time"

// past are the days themselves if they have begun, or else the last such days
// before them. A day of the week to come may be a weekday or one that was said
// without its year; it is taken for the weekday, as the more usual. It is false
// if all such days lie ahead: a year to come, or a day two years from now.
func (d date) past(today time.Time) (days, bool) {
	if !d.from.After(today) {
		return d.days, true
	}
	if week := d.shifted(-7); d.weekly && !week.from.After(today) {
		return week, true
	}
	if year, ok := d.yearBefore(); d.yearly && ok && !year.from.After(today) {
		return year, true
	}
	return d.days, false
}

// yearBefore are the same days of the year before, or of the last year that had
// them: 29 February was four or eight years ago.
func (d days) yearBefore() (days, bool) {
	for ago := 1; ago <= 8; ago++ {
		if same, ok := d.inYear(d.from.Year() - ago); ok {
			return same, true
		}
	}
	return d, false
}

// inYear are the same days of another year, if it has them.
func (d days) inYear(year int) (days, bool) {
	from := day(year, d.from.Month(), d.from.Day())
	if from.Day() != d.from.Day() {
		return d, false
	}
	// February's last day is followed by another one in some years.
	if d.isOne() {
		return oneDay(from), true
	}
	return days{from, d.to.AddDate(year-d.from.Year(), 0, 0)}, true
}

// through are the days from one date through another, each of which Alexa may
// have put ahead. It is false if the second is before the first.
func through(a, b date, today time.Time) (days, bool) {
	first, _ := a.past(today)
	last := b.days
	switch {
	case b.from.After(today):
		first, last = bothPast(a, b, today)
	case !last.to.After(first.from) && a.yearly && b.from.Year() < first.from.Year() && first.from.After(today.AddDate(-1, 0, 0)):
		// Only the second was said with its year: "from July ninth to July
		// eleventh 2023".
		first = before(first, last, b.from.Year())
	}
	return days{first.from, last.to}, last.to.After(first.from)
}

// bothPast settles which days are meant where the second date lies ahead.
func bothPast(a, b date, today time.Time) (first, last days) {
	first, _ = a.past(today)
	last, isPast := b.past(today)
	byWeek := b.weekly && last.to.Equal(b.to.AddDate(0, 0, -7))
	mayBeWeekday := a.weekly && !a.from.Before(today)
	switch {
	case b.yearly && first.from.Before(today.AddDate(-1, 0, 0)):
		// Only the first was said with its year: "from July ninth 2023 to July
		// eleventh".
		return first, after(b.days, first)
	case !isPast:
		return first, b.days
	case last.from.After(first.from), last.to.After(first.from) && (mayBeWeekday || !byWeek):
		return first, last
	case byWeek && mayBeWeekday:
		// From Friday to Tuesday, asked on a Monday: the Friday before the last.
		return first.shifted(-7), last
	}
	if year, ok := a.yearBefore(); ok && a.yearly && a.from.After(today) && last.to.After(year.from) {
		// From November 25th to December fifth, asked in November: as the second
		// is no weekday, neither is the first.
		return year, last
	}
	return first, b.days
}

// before are days in a year, or in the one before it if they would be after
// the others.
func before(d, others days, year int) days {
	same, ok := d.inYear(year)
	if ok && others.to.After(same.from) {
		return same
	}
	same, _ = d.inYear(year - 1)
	return same
}

// after are days in the year of others, or in the next one if they would be
// before them.
func after(d, others days) days {
	same, ok := d.inYear(others.from.Year())
	if ok && same.to.After(others.from) {
		return same
	}
	same, _ = d.inYear(others.from.Year() + 1)
	return same
}
