package nlu

import "time"

// wall is the clock on the walls of a zone. What it shows, a reading, is a
// time.Time in UTC with the same figures: there every day has 24 hours, and can
// be counted. A reading may come twice, or never, when clocks are changed.
type wall struct{ zone *time.Location }

// reading is what the clock shows at a moment.
func (w wall) reading(t time.Time) time.Time { return t.Add(w.offset(t)).UTC() }

// offset is how far the clock is ahead of UTC's.
func (w wall) offset(t time.Time) time.Duration {
	_, seconds := t.In(w.zone).Zone()
	return time.Duration(seconds) * time.Second
}

// start is the moment at which what begins with a reading begins: the first at
// which the clock shows it, or the change of clocks that left it out.
func (w wall) start(reading time.Time) time.Time {
	first, _ := w.moments(reading)
	return first
}

// end is the moment at which what lasts until a reading is over: the last time
// at which the clock comes to show it. Clocks that are set back to that very
// reading show nothing earlier again, so it then is the first.
func (w wall) end(reading time.Time) time.Time {
	first, last := w.moments(reading)
	if change, _ := last.In(w.zone).ZoneBounds(); change.Equal(last) {
		return first
	}
	return last
}

// aside is so far from a reading's moments that no moment is farther from the
// same figures in UTC, and so near that clocks are not changed twice within it.
const aside = 15 * time.Hour

// moments are the first and the last at which the clock shows a reading: mostly
// one and the same. time.Date doesn't say which it takes where there are two, or
// none (its documentation), so both offsets that may be in force are tried.
func (w wall) moments(reading time.Time) (first, last time.Time) {
	before := reading.Add(-w.offset(reading.Add(-aside)))
	after := reading.Add(-w.offset(reading.Add(aside)))
	showsBefore, showsAfter := w.reading(before).Equal(reading), w.reading(after).Equal(reading)
	switch {
	case showsBefore && showsAfter:
		return before, after
	case showsBefore:
		return before, before
	case showsAfter:
		return after, after
	}
	// Left out: before is as long after the change as the reading is after what
	// the clock showed last.
	change, _ := before.In(w.zone).ZoneBounds()
	return change, change
}
