package nlu

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"pudding/lake"
)

// When is what was heard of a period: the values of the slots date and endDate
// (AMAZON.DATE), time and endTime (AMAZON.TIME) and duration (AMAZON.DURATION),
// empty where nothing was said.
type When struct{ Date, EndDate, Time, EndTime, Duration string }

// Now is Alexa's value for "right now". As an endDate or an endTime it makes a
// period that lasts until now: "since Monday" is {Date: "2026-11-16", EndDate: Now}.
const Now = "PRESENT_REF"

// NotUnderstoodError is a slot's value that no period can be made of.
type NotUnderstoodError struct {
	Slot  string // date, endDate, time, endTime or duration
	Value string
}

func (e *NotUnderstoodError) Error() string {
	return fmt.Sprintf("the slot %s is %q, of which no period can be made", e.Slot, e.Value)
}

// TooLongError is a period that is understood, but longer than may be asked
// about: a query's cost grows with its period.
type TooLongError struct {
	Period  lake.Period
	Longest time.Duration
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the period %s to %s is longer than %s", e.Period.From.Format(time.RFC3339), e.Period.To.Format(time.RFC3339), e.Longest)
}

// Foremost is a zone in which every day begins first. What lies ahead there
// lies ahead wherever the asker is.
var Foremost = time.FixedZone("UTC+14", 14*60*60)

// PeriodOf turns what was heard into a period, by the asker's time zone and
// clock:
//
//   - a date is all of it, from midnight to midnight; two dates are all from the
//     first through the second;
//   - a time is the hour that begins then, or the part of the day that it names;
//     two times are what is between them, into the next day if need be; without
//     a date they are the latest that have begun;
//   - a duration is the time until now, or until the end that was given, or from
//     the date or time that was given;
//   - an end that is Now is the moment of asking;
//   - nothing is the last 24 hours.
//
// Alexa takes a weekday or a day without a year for the next one (Alexa Skills
// Kit, "Slot Type Reference", AMAZON.DATE); as nothing can have happened yet
// then, such a date is the last one. A period never begins after now. Errors are
// *NotUnderstoodError.
func PeriodOf(w When, now time.Time, zone *time.Location) (lake.Period, error) {
	w = w.normalized()
	r := reader{now: now, wall: wall{zone}}
	s, err := r.read(w)
	if err != nil {
		return lake.Period{}, err
	}
	if s.from.Year() < firstYear || s.to.Year() > lastYear || !s.from.Before(s.to) || s.from.After(now) {
		return lake.Period{}, w.notUnderstood()
	}
	return lake.Period{From: s.from.UTC(), To: s.to.UTC(), Heard: w.heard()}, nil
}

// The years that periods are made of: S3, the oldest of what CloudTrail records,
// began in 2006, and queries have years of four digits.
const firstYear, lastYear = 2006, 9998

// PeriodWithin is PeriodOf for periods up to a length. A longer one is a
// *TooLongError: longer by the clock on the wall as well as in hours that
// passed, so that a day with 25 hours is a day, and 24 hours are 24 hours.
func PeriodWithin(longest time.Duration, w When, now time.Time, zone *time.Location) (lake.Period, error) {
	p, err := PeriodOf(w, now, zone)
	if err != nil {
		return p, err
	}
	on := wall{zone}
	if p.Length() > longest && on.reading(p.To).Sub(on.reading(p.From)) > longest {
		return lake.Period{}, &TooLongError{p, longest}
	}
	return p, nil
}

func (w When) normalized() When {
	n := func(s string) string { return strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(s)), "")) }
	return When{n(w.Date), n(w.EndDate), n(w.Time), n(w.EndTime), n(w.Duration)}
}

// heard is all that was said, for the log.
func (w When) heard() string {
	return strings.Join(strings.Fields(strings.Join([]string{w.Date, w.EndDate, w.Time, w.EndTime, w.Duration}, " ")), " ")
}

// notUnderstood blames the slot that most likely is to blame where each has a
// form, and together they are nothing: a length that leads out of the calendar,
// a time that lies ahead or that the clocks left out.
func (w When) notUnderstood() error {
	for _, s := range []struct{ slot, value string }{
		{"duration", w.Duration}, {"time", w.Time}, {"endTime", w.EndTime}, {"endDate", w.EndDate}, {"date", w.Date},
	} {
		if s.value != "" {
			return &NotUnderstoodError{s.slot, s.value}
		}
	}
	return &NotUnderstoodError{Slot: "date"}
}
