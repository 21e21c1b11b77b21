package nlu

import "time"

// span is from one moment to another.
type span struct{ from, to time.Time }

// reader reads slots at a moment, by the clock on a wall.
type reader struct {
	now  time.Time
	wall wall
}

func (r reader) today() time.Time { return midnight(r.wall.reading(r.now)) }

func (r reader) read(w When) (span, error) {
	switch {
	case w == (When{}):
		return span{r.now.Add(-24 * time.Hour), r.now}, nil
	case w.Duration != "":
		return r.lasting(w)
	case w.saysSince():
		return r.since(w)
	case w.Time != "" || w.EndTime != "":
		return r.between(w)
	}
	d, err := r.days(w)
	return span{r.wall.start(d.from), r.wall.end(d.to)}, err
}

// endsNow reports whether it is now that a period ends.
func (w When) endsNow() bool {
	return w.EndTime == Now && (w.EndDate == "" || w.EndDate == Now) || w.EndDate == Now && w.EndTime == ""
}

// saysSince reports whether a period goes on until now from something that was
// said. "Until now" alone is a way to say "today".
func (w When) saysSince() bool {
	return w.endsNow() && (w.Date != "" || w.Time != "" || w.EndTime != "")
}

func (w When) hasTwoDates() bool { return w.Date != "" && w.EndDate != "" }

// days are those that the dates name, or today. Only an end is that day.
func (r reader) days(w When) (days, error) {
	if w.Date == "" && w.EndDate == "" {
		return oneDay(r.today()), nil
	}
	slot, value := "date", w.Date
	if value == "" {
		slot, value = "endDate", w.EndDate
	}
	a, err := parseDate(slot, value, r.today())
	if err != nil {
		return days{}, err
	}
	first, ok := a.past(r.today())
	if !ok || first.from.Year() < firstYear {
		return days{}, &NotUnderstoodError{slot, value}
	}
	if !w.hasTwoDates() {
		return first, nil
	}
	b, err := parseDate("endDate", w.EndDate, r.today())
	if err != nil {
		return days{}, err
	}
	both, ok := through(a, b, r.today())
	if !ok {
		return days{}, &NotUnderstoodError{"endDate", w.EndDate}
	}
	return both, nil
}

// dayOf is the one day that a time of day is of.
func (r reader) dayOf(w When) (days, error) {
	d, err := r.days(w)
	if err == nil && !w.hasTwoDates() && !d.isOne() {
		// Nine o'clock in October could be any of 31.
		return d, &NotUnderstoodError{"date", w.Date + w.EndDate}
	}
	return d, err
}

// between reads days with one or two times.
func (r reader) between(w When) (span, error) {
	d, err := r.dayOf(w)
	if err != nil {
		return span{}, err
	}
	from, to := d.from, d.to
	if w.Time != "" {
		t, err := parseTime("time", w.Time)
		if err != nil {
			return span{}, err
		}
		from = d.from.Add(t.begin)
		if !w.hasTwoDates() {
			to = d.from.Add(t.alone())
		}
	}
	if w.EndTime != "" {
		t, err := parseTime("endTime", w.EndTime)
		if err != nil {
			return span{}, err
		}
		last := d.to.AddDate(0, 0, -1)
		if to = last.Add(t.end()); !to.After(from) {
			to = to.AddDate(0, 0, 1)
		}
	}
	if w.Date == "" && w.EndDate == "" {
		from, to = r.latest(from, to)
	}
	return span{r.wall.start(from), r.wall.end(to)}, nil
}

// latest are two times of a day today, or yesterday if they lie ahead.
func (r reader) latest(from, to time.Time) (time.Time, time.Time) {
	if r.wall.start(from).After(r.now) {
		return from.AddDate(0, 0, -1), to.AddDate(0, 0, -1)
	}
	return from, to
}

// since reads what goes on until now.
func (r reader) since(w When) (span, error) {
	w.EndDate, w.EndTime = "", ""
	begin, err := r.beginning(w)
	return span{begin, r.now}, err
}

// beginning is the moment from which a date or a time, or both, go on.
func (r reader) beginning(w When) (time.Time, error) {
	d, err := r.days(w)
	if err != nil {
		return time.Time{}, err
	}
	from := d.from
	if w.Time != "" {
		t, err := parseTime("time", w.Time)
		if err != nil {
			return time.Time{}, err
		}
		from = from.Add(t.begin)
	}
	if w.Date == "" {
		from, _ = r.latest(from, from)
	}
	return r.wall.start(from), nil
}

// lasting reads a duration, with a beginning, with an end, or until now.
func (r reader) lasting(w When) (span, error) {
	l, err := parseDuration(w.Duration)
	if err != nil {
		return span{}, err
	}
	switch end := w.EndDate != "" || w.EndTime != ""; {
	case end && (w.Time != "" || w.hasTwoDates()):
		// A beginning, an end and a length: one too many.
		return span{}, &NotUnderstoodError{"duration", w.Duration}
	case end:
		to, err := r.ending(w)
		return span{l.before(to, r.wall), to}, err
	case w.Date == "" && w.Time == "":
		return span{l.before(r.now, r.wall), r.now}, nil
	}
	if w.Time == "" {
		d, err := r.days(w)
		if err != nil {
			return span{}, err
		}
		if d.holds(r.wall.reading(r.now)) {
			// Today, in the last two hours.
			return span{l.before(r.now, r.wall), r.now}, nil
		}
	}
	from, err := r.beginning(w)
	return span{from, l.after(from, r.wall)}, err
}

// ending is the moment at which a date or a time, or both, are over: now, if
// they are not.
func (r reader) ending(w When) (time.Time, error) {
	if w.endsNow() {
		return r.now, nil
	}
	d, err := r.days(w)
	if err != nil {
		return time.Time{}, err
	}
	to := d.to
	if w.EndTime != "" {
		t, err := parseTime("endTime", w.EndTime)
		if err != nil {
			return time.Time{}, err
		}
		to = d.to.AddDate(0, 0, -1).Add(t.end())
		if w.Date == "" && w.EndDate == "" {
			to, _ = r.latest(to, to)
		}
	}
	end := r.wall.end(to)
	if end.After(r.now) {
		return r.now, nil
	}
	return end, nil
}
