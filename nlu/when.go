package nlu

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sosodev/duration"
	"golang.org/x/text/unicode/norm"

	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// When is what was heard of a period: the values of the slots date and endDate
// (AMAZON.DATE), time and endTime (AMAZON.TIME) and duration (AMAZON.DURATION),
// empty where nothing was said.
type When struct{ Date, EndDate, Time, EndTime, Duration string }

// NotUnderstoodError is a slot's value that no period can be made of.
type NotUnderstoodError struct {
	Slot  string // date, endDate, time, endTime or duration
	Value string
}

func (e *NotUnderstoodError) Error() string {
	return fmt.Sprintf("the slot %s is %q, of which no period can be made", e.Slot, e.Value)
}

// PeriodOf turns what was heard into a period, by the asker's time zone and
// clock:
//
//   - a date is all of it, from midnight to midnight; two dates are all from the
//     first through the second;
//   - a time is the hour that begins then, or the part of the day that it names;
//     two times are what is between them, into the next day if need be; without
//     a date they are the latest that have begun;
//   - a duration is the time until now, or from the date or time that was given;
//   - nothing is the last 24 hours.
//
// Alexa takes a weekday or a day without a year for the next one (Alexa Skills
// Kit, "Slot Type Reference", AMAZON.DATE); as nothing can have happened yet
// then, such a date is the last one. Errors are *NotUnderstoodError.
func PeriodOf(w When, now time.Time, zone *time.Location) (lake.Period, error) {
	w = w.normalized()
	r := reader{now: now.In(zone), zone: zone}
	from, to, err := r.read(w)
	if err != nil {
		return lake.Period{}, err
	}
	if from.Year() < 2006 || to.Year() > 9998 || !from.Before(to) {
		return lake.Period{}, w.notUnderstood()
	}
	return lake.Period{From: from.UTC(), To: to.UTC(), Heard: w.heard()}, nil
}

func (w When) normalized() When {
	n := func(s string) string { return strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(s)), "")) }
	return When{n(w.Date), n(w.EndDate), n(w.Time), n(w.EndTime), n(w.Duration)}
}

// heard is all that was said, for the log.
func (w When) heard() string {
	return strings.Join(strings.Fields(strings.Join([]string{w.Date, w.EndDate, w.Time, w.EndTime, w.Duration}, " ")), " ")
}

// notUnderstood blames the slot that most likely is to blame.
func (w When) notUnderstood() error {
	for _, s := range []struct{ slot, value string }{
		{"endDate", w.EndDate}, {"date", w.Date}, {"endTime", w.EndTime}, {"time", w.Time}, {"duration", w.Duration},
	} {
		if s.value != "" {
			return &NotUnderstoodError{s.slot, s.value}
		}
	}
	return &NotUnderstoodError{Slot: "date"}
}

// reader reads slots by a clock in the asker's zone.
type reader struct {
	now  time.Time
	zone *time.Location
}

func (r reader) read(w When) (from, to time.Time, err error) {
	if w.Date == "" && w.EndDate != "" {
		w.Date, w.EndDate = w.EndDate, ""
	}
	days := span{r.midnight(r.now), r.midnight(r.now).AddDate(0, 0, 1)}
	if w.Date != "" {
		if days, err = r.dates(w.Date, w.EndDate); err != nil {
			return from, to, err
		}
	}
	if w.Time == "" && w.EndTime == "" && w.Duration == "" {
		if w.Date == "" {
			return r.now.Add(-24 * time.Hour), r.now, nil
		}
		return days.from, days.to, nil
	}
	return r.times(w, days)
}

// times narrows days to the times of day that were named.
func (r reader) times(w When, days span) (from, to time.Time, err error) {
	from, to = days.from, days.to
	if w.Time != "" {
		begin, length, err := timeOfDay("time", w.Time)
		if err != nil {
			return from, to, err
		}
		from = r.at(days.from, begin)
		to = r.at(days.from, begin+length)
	}
	if w.EndTime != "" {
		end, _, err := timeOfDay("endTime", w.EndTime)
		if err != nil {
			return from, to, err
		}
		last := days.to.AddDate(0, 0, -1)
		to = r.at(last, end)
		if !to.After(from) {
			to = r.at(last.AddDate(0, 0, 1), end)
		}
	}
	if w.Duration != "" {
		length, err := parseDuration(w.Duration)
		if err != nil {
			return from, to, err
		}
		if w.Date == "" && w.Time == "" {
			return length.before(r.now), r.now, nil
		}
		to = length.after(from)
	}
	if w.Date == "" && from.After(r.now) {
		from, to = from.AddDate(0, 0, -1), to.AddDate(0, 0, -1)
	}
	return from, to, nil
}

// span is from midnight to midnight.
type span struct{ from, to time.Time }

// dates reads one or two AMAZON.DATEs.
func (r reader) dates(first, last string) (span, error) {
	a, back, err := r.date("date", first)
	if err != nil {
		return a, err
	}
	if a = r.past(a, back); a.from.After(r.now) {
		return a, &NotUnderstoodError{"date", first}
	}
	if last == "" {
		return a, nil
	}
	b, back, err := r.date("endDate", last)
	if err != nil {
		return b, err
	}
	if a, b = r.pair(a, b, back); !b.to.After(a.from) {
		return b, &NotUnderstoodError{"endDate", last}
	}
	return span{a.from, b.to}, nil
}

// pair settles which years are meant by two dates of which one was said without
// it: "from July ninth to July eleventh 2023" is all in 2023.
func (r reader) pair(a, b span, back back) (span, span) {
	aYearAgo := r.now.AddDate(-1, 0, 0)
	switch past := r.past(b, back); {
	case back.years > 0 && b.from.After(r.now) && a.from.Before(aYearAgo):
		if b = b.inYear(a.from.Year()); !b.to.After(a.from) {
			b = b.inYear(a.from.Year() + 1)
		}
	case past.to.After(a.from):
		b = past
	}
	if !b.to.After(a.from) && a.from.After(aYearAgo) && b.from.Year() < a.from.Year() {
		if a = a.inYear(b.from.Year()); !b.to.After(a.from) {
			a = a.inYear(b.from.Year() - 1)
		}
	}
	return a, b
}

// inYear is the same days of another year.
func (s span) inYear(year int) span {
	years := year - s.from.Year()
	return span{s.from.AddDate(years, 0, 0), s.to.AddDate(years, 0, 0)}
}

// back is how a date goes back to the one before it: by a year, by days if that
// is enough, or by neither.
type back struct{ years, days int }

// past is the date itself if it has begun, or else the one before it. A day of
// the week to come may be a weekday or one that was said without its year; it
// is taken for the weekday, as the more usual.
func (r reader) past(s span, b back) span {
	if !s.from.After(r.now) {
		return s
	}
	if b.days > 0 && !s.from.AddDate(0, 0, -b.days).After(r.now) {
		return span{s.from.AddDate(0, 0, -b.days), s.to.AddDate(0, 0, -b.days)}
	}
	return span{s.from.AddDate(-b.years, 0, 0), s.to.AddDate(-b.years, 0, 0)}
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

// date reads one AMAZON.DATE, and how it goes back if it lies ahead.
func (r reader) date(slot, value string) (span, back, error) {
	match := func(form *lazyregexp.Regexp) []string { return form.FindStringSubmatch(value) }
	if value == "PRESENT_REF" {
		today := r.midnight(r.now)
		return span{today, today.AddDate(0, 0, 1)}, back{}, nil
	}
	if m := match(dayForm); m != nil {
		day := r.day(number(m[1]), time.Month(number(m[2])), number(m[3]))
		if day.Format(time.DateOnly) == value {
			return span{day, day.AddDate(0, 0, 1)}, back{years: 1, days: 7}, nil
		}
	}
	if m := match(weekForm); m != nil && number(m[2]) >= 1 && number(m[2]) <= 53 {
		monday := r.isoWeek(number(m[1]), number(m[2]))
		if m[3] != "" {
			return span{monday.AddDate(0, 0, 5), monday.AddDate(0, 0, 7)}, back{days: 7}, nil
		}
		return span{monday, monday.AddDate(0, 0, 7)}, back{days: 7}, nil
	}
	if m := match(monthForm); m != nil && number(m[2]) >= 1 && number(m[2]) <= 12 {
		month := r.day(number(m[1]), time.Month(number(m[2])), 1)
		return span{month, month.AddDate(0, 1, 0)}, back{years: 1}, nil
	}
	if m := match(yearForm); m != nil {
		year := r.day(number(m[1]), time.January, 1)
		return span{year, year.AddDate(1, 0, 0)}, back{}, nil
	}
	if m := match(decadeForm); m != nil {
		decade := r.day(10*number(m[1]), time.January, 1)
		return span{decade, decade.AddDate(10, 0, 0)}, back{}, nil
	}
	if m := match(seasonForm); m != nil {
		season := r.day(number(m[1]), seasons[m[2]], 1)
		return span{season, season.AddDate(0, 3, 0)}, back{years: 1}, nil
	}
	if m := match(quarterForm); m != nil {
		quarter := r.day(number(m[1]), time.Month(3*number(m[2])-2), 1)
		return span{quarter, quarter.AddDate(0, 3, 0)}, back{years: 1}, nil
	}
	return span{}, back{}, &NotUnderstoodError{slot, value}
}

func (r reader) day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, r.zone)
}

func (r reader) midnight(t time.Time) time.Time { return r.day(t.Year(), t.Month(), t.Day()) }

// isoWeek is the Monday of a week. The fourth of January is always in the first
// (ISO 8601).
func (r reader) isoWeek(year, week int) time.Time {
	fourth := r.day(year, time.January, 4)
	sinceMonday := (int(fourth.Weekday()) + 6) % 7
	return fourth.AddDate(0, 0, 7*(week-1)-sinceMonday)
}

// at is a time of day by the clock on the wall.
func (r reader) at(day time.Time, since time.Duration) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, int(since/time.Second), 0, r.zone)
}

// partsOfDay are AMAZON.TIME's words for them.
var partsOfDay = map[string]struct{ begin, length time.Duration }{
	"MO": {5 * time.Hour, 7 * time.Hour},
	"AF": {12 * time.Hour, 5 * time.Hour},
	"EV": {17 * time.Hour, 4 * time.Hour},
	"NI": {21 * time.Hour, 8 * time.Hour},
}

var timeForm = lazyregexp.New(`^T?(\d{1,2}):(\d{2})(?::(\d{2}))?$`)

// timeOfDay reads an AMAZON.TIME as the time since midnight and how long it
// lasts.
func timeOfDay(slot, value string) (begin, length time.Duration, err error) {
	if p, ok := partsOfDay[value]; ok {
		return p.begin, p.length, nil
	}
	m := timeForm.FindStringSubmatch(value)
	if m == nil {
		return 0, 0, &NotUnderstoodError{slot, value}
	}
	hour, minute, second := number(m[1]), number(m[2]), number(m[3])
	if hour > 24 || minute > 59 || second > 59 || hour == 24 && minute+second > 0 {
		return 0, 0, &NotUnderstoodError{slot, value}
	}
	begin = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return begin, time.Hour, nil
}

// length is an AMAZON.DURATION: months and days by the calendar, the rest by
// the clock.
type length struct {
	years, months, days int
	clock               time.Duration
}

// maxDuration bounds each part of a duration.
const maxDuration = 100_000

func parseDuration(value string) (length, error) {
	d, err := duration.Parse(value)
	if err != nil || d.Negative {
		return length{}, &NotUnderstoodError{"duration", value}
	}
	for _, part := range []float64{d.Years, d.Months, d.Weeks, d.Days, d.Hours, d.Minutes, d.Seconds} {
		if !(part >= 0 && part <= maxDuration) {
			return length{}, &NotUnderstoodError{"duration", value}
		}
	}
	l := length{years: int(d.Years), months: int(d.Months), days: int(7*d.Weeks) + int(d.Days)}
	l.clock = time.Duration((d.Days - float64(int(d.Days))) * 24 * float64(time.Hour))
	l.clock += time.Duration(d.Hours*float64(time.Hour) + d.Minutes*float64(time.Minute) + d.Seconds*float64(time.Second))
	if l == (length{}) {
		return length{}, &NotUnderstoodError{"duration", value}
	}
	return l, nil
}

func (l length) before(t time.Time) time.Time {
	return t.AddDate(-l.years, -l.months, -l.days).Add(-l.clock)
}

func (l length) after(t time.Time) time.Time {
	return t.AddDate(l.years, l.months, l.days).Add(l.clock)
}

// number reads digits that a form has matched.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
