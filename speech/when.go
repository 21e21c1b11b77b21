package speech

import (
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// calendar says moments and periods in the asker's zone.
type calendar struct {
	*Voice
	zone *time.Location
	now  time.Time
}

// date is a day's name, with its year unless that is this one.
func (c calendar) date(t time.Time) string {
	t = t.In(c.zone)
	return c.tongue.day(t, c.isOfAnotherYear(t))
}

func (c calendar) isOfAnotherYear(t time.Time) bool {
	return t.In(c.zone).Year() != c.now.In(c.zone).Year()
}

func (c calendar) clock(t time.Time) string { return c.tongue.clock(t.In(c.zone)) }

// midnight is when a day begins: mostly at midnight.
func (c calendar) midnight(t time.Time) time.Time {
	t = t.In(c.zone)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, c.zone)
	change, next := midnight.ZoneBounds()
	if midnight.Day() != t.Day() {
		return next // clocks were set from 24:00 to 1:00
	}
	if earlier := midnight.Add(-time.Hour); change.Equal(midnight) && earlier.Day() == t.Day() {
		return earlier // clocks were set back to 0:00
	}
	return midnight
}

// daysWithNames is how many days back a day's name is said as well: whoever
// asked about Friday hears which Friday was understood.
const daysWithNames = 14

// day is "today", "yesterday", "on Friday, July third" or "on July tenth".
func (c calendar) day(t time.Time) markup {
	today := c.midnight(c.now)
	switch midnight := c.midnight(t); {
	case midnight.Equal(today):
		return c.text("When.today", nil)
	case midnight.Equal(today.AddDate(0, 0, -1)):
		return c.text("When.yesterday", nil)
	case midnight.Before(today) && midnight.After(today.AddDate(0, 0, -daysWithNames)):
		return c.text("When.weekday", with{"Weekday": c.tongue.weekday(t.In(c.zone).Weekday()), "Date": c.date(t)})
	}
	return c.text("When.day", with{"Date": c.date(t)})
}

// when is the period that was asked about.
func (c calendar) when(p lake.Period) markup {
	from, to := p.From.In(c.zone), p.To.In(c.zone)
	sinceThen := c.now.Sub(to)
	switch {
	case from.Equal(c.midnight(from)) && to.Equal(c.midnight(to)):
		return c.wholeDays(from, to)
	case sinceThen >= 0 && sinceThen < time.Minute:
		return c.untilNow(p)
	case c.isOneDay(p):
		return c.text("When.between", with{"Day": c.day(from), "From": c.clock(from), "To": c.clock(to)})
	}
	return c.text("When.fromTo", with{
		"From": c.text("When.moment", with{"Date": c.date(from), "Time": c.clock(from)}),
		"To":   c.text("When.moment", with{"Date": c.date(to), "Time": c.clock(to)}),
	})
}

func (c calendar) wholeDays(from, to time.Time) markup {
	last := c.midnight(to.Add(-time.Nanosecond))
	switch {
	case last.Equal(from):
		return c.day(from)
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, 0)):
		return c.text("When.month", with{"Month": c.tongue.month(from, c.isOfAnotherYear(from))})
	case from.YearDay() == 1 && to.Equal(from.AddDate(1, 0, 0)):
		return c.text("When.year", with{"Year": from.Year()})
	case from.Weekday() == time.Monday && to.Equal(from.AddDate(0, 0, 7)):
		return c.text("When.week", with{"Date": c.date(from)})
	}
	return c.text("When.days", with{"From": c.date(from), "To": c.date(last)})
}

// untilNow is a period that ends now: the last two hours, or since Friday.
func (c calendar) untilNow(p lake.Period) markup {
	from := p.From.In(c.zone)
	switch length := p.Length().Round(time.Minute); {
	case length == 24*time.Hour:
		return c.text("When.last24Hours", nil)
	case length < 3*time.Hour && length%time.Hour != 0:
		return c.counted("When.lastMinutes", max(1, int(length/time.Minute)))
	case length < 48*time.Hour && length%time.Hour == 0 && c.clock(from) != c.clock(p.To):
		return c.counted("When.lastHours", int(length/time.Hour))
	case from.Equal(c.midnight(from)):
		return c.text("When.since", with{"From": c.date(from)})
	case c.clock(from) == c.clock(p.To):
		return c.counted("When.lastDays", c.daysBetween(p))
	default:
		return c.text("When.since", with{"From": c.text("When.moment", with{"Date": c.date(from), "Time": c.clock(from)})})
	}
}

// daysBetween is how many days there are by the calendar, whatever their length.
func (c calendar) daysBetween(p lake.Period) int {
	return int(c.midnight(p.To).Sub(c.midnight(p.From)).Round(24*time.Hour) / (24 * time.Hour))
}

// isOneDay reports whether a period lies within a day of the asker's.
func (c calendar) isOneDay(p lake.Period) bool {
	return c.midnight(p.From).Equal(c.midnight(p.To.Add(-time.Nanosecond)))
}

// during is when a suspect did it: the time of day, where one day was asked
// about, or else the period, with the last time as an afterthought.
func (c calendar) during(p lake.Period, s attribution.Suspect) (when, last markup) {
	moment := with{"Day": c.day(s.Last), "From": c.clock(s.First), "To": c.clock(s.Last)}
	switch {
	case c.isOneDay(p) && c.clock(s.First) == c.clock(s.Last):
		return c.text("Span.at", moment), ""
	case c.isOneDay(p):
		return c.text("Span.between", moment), ""
	case s.Count == 1:
		return c.when(p), c.text("Span.once", moment)
	default:
		return c.when(p), c.text("Span.last", moment)
	}
}
