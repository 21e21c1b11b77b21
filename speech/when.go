package speech

import (
	"time"

	"pudding/lake"
)

// calendar says moments and periods in the asker's zone.
type calendar struct {
	*Voice
	zone *time.Location
	now  time.Time
}

// day is a day's name, with its year unless that is this one.
func (c calendar) day(t time.Time) string {
	t = t.In(c.zone)
	return c.tongue.day(t, t.Year() != c.now.In(c.zone).Year())
}

func (c calendar) clock(t time.Time) string { return c.tongue.clock(t.In(c.zone)) }

func (c calendar) midnight(t time.Time) time.Time {
	t = t.In(c.zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, c.zone)
}

// onDay is "today", "yesterday" or "on July tenth".
func (c calendar) onDay(t time.Time) string {
	today := c.midnight(c.now)
	switch midnight := c.midnight(t); {
	case midnight.Equal(today):
		return c.text("When.today", nil)
	case midnight.Equal(today.AddDate(0, 0, -1)):
		return c.text("When.yesterday", nil)
	}
	return c.text("When.day", with{"Date": c.day(t)})
}

// when is the period that was asked about.
func (c calendar) when(p lake.Period) string {
	from, to := p.From.In(c.zone), p.To.In(c.zone)
	if from.Equal(c.midnight(from)) && to.Equal(c.midnight(to)) {
		return c.wholeDays(from, to)
	}
	if sinceThen := c.now.Sub(to); sinceThen >= 0 && sinceThen < time.Minute {
		return c.untilNow(p)
	}
	if c.midnight(from).Equal(c.midnight(to)) {
		return c.text("When.between", with{"Day": c.onDay(from), "From": c.clock(from), "To": c.clock(to)})
	}
	return c.text("When.fromTo", with{
		"From": c.text("When.moment", with{"Date": c.day(from), "Time": c.clock(from)}),
		"To":   c.text("When.moment", with{"Date": c.day(to), "Time": c.clock(to)}),
	})
}

func (c calendar) wholeDays(from, to time.Time) string {
	switch {
	case to.Equal(from.AddDate(0, 0, 1)):
		return c.onDay(from)
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, 0)):
		return c.text("When.month", with{"Month": c.tongue.month(from)})
	case from.YearDay() == 1 && to.Equal(from.AddDate(1, 0, 0)):
		return c.text("When.year", with{"Year": from.Year()})
	case from.Weekday() == time.Monday && to.Equal(from.AddDate(0, 0, 7)):
		return c.text("When.week", with{"Date": c.day(from)})
	}
	return c.text("When.days", with{"From": c.day(from), "To": c.day(to.AddDate(0, 0, -1))})
}

// untilNow is a period that ends now: the last two hours.
func (c calendar) untilNow(p lake.Period) string {
	switch length := p.Length().Round(time.Minute); {
	case length == 24*time.Hour:
		return c.text("When.last24Hours", nil)
	case length%(24*time.Hour) == 0:
		return c.counted("When.lastDays", int(length/(24*time.Hour)))
	case length%time.Hour == 0:
		return c.counted("When.lastHours", int(length/time.Hour))
	default:
		return c.counted("When.lastMinutes", max(1, int(length/time.Minute)))
	}
}

// span is at what time of day something was done between first and last, if
// the period asked about is one day, or when it was done last, if it is longer.
// A shorter period says enough itself.
func (c calendar) span(p lake.Period, first, last time.Time) string {
	day := c.midnight(p.From)
	switch {
	case !p.From.Equal(day) && p.Length() < 24*time.Hour:
		return ""
	case !p.From.Equal(day) || p.To.After(day.AddDate(0, 0, 1)):
		return c.text("Span.last", with{"Day": c.onDay(last), "Time": c.clock(last)})
	case c.clock(first) == c.clock(last):
		return c.text("Span.at", with{"Time": c.clock(last)})
	default:
		return c.text("Span.between", with{"From": c.clock(first), "To": c.clock(last)})
	}
}
