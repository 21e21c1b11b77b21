package names

import "slices"

// An aligner finds what it costs to hear a known name as what was heard. It
// keeps its memory from one name to the next.
type aligner struct {
	ear  *ear
	rows []cost
}

// align is the least cost of going through both lattices at once: sounds are
// heard as others, lost, or put in.
func (a *aligner) align(heard, known *steps) cost {
	wide := len(known.all)
	a.rows = slices.Grow(a.rows[:0], wide*len(heard.all))[:wide*len(heard.all)]
	for j := range heard.all {
		h := &heard.all[j]
		row := a.rows[j*wide : (j+1)*wide]
		if h.sound == 0 {
			a.meet(row, heard, j, known)
			continue
		}
		from := a.rows[int(h.before)*wide:][:wide]
		a.hear(row, from, h, known)
	}
	return a.rows[len(a.rows)-1]
}

// meet fills the row of a place with the best of the ways that end there.
func (a *aligner) meet(row []cost, heard *steps, j int, known *steps) {
	h := &heard.all[j]
	if j == 0 {
		a.start(row, known)
		return
	}
	wide := len(row)
	ends := heard.meets[h.before : h.before+h.meets]
	if len(ends) == 0 {
		for i := range row {
			row[i] = never
		}
		return
	}
	copy(row, a.rows[int(ends[0])*wide:][:wide])
	for _, end := range ends[1:] {
		for i, c := range a.rows[int(end)*wide:][:wide] {
			row[i] = min(row[i], c)
		}
	}
}

// start fills the row before anything is heard: all of the known name is lost.
func (a *aligner) start(row []cost, known *steps) {
	for i := range known.all {
		k := &known.all[i]
		switch {
		case i == 0:
			row[i] = 0
		case k.sound == 0:
			row[i] = bestOf(row, known, k)
		default:
			row[i] = row[k.before] + k.toll + k.lost
		}
	}
}

// bestOf is the least of a row where the ways end that meet at k.
func bestOf(row []cost, known *steps, k *step) cost {
	best := never
	for _, end := range known.meets[k.before : k.before+k.meets] {
		best = min(best, row[end])
	}
	return best
}

// hear fills the row of one sound that was heard, with that before it in from.
func (a *aligner) hear(row, from []cost, h *step, known *steps) {
	into := h.toll + h.lost*5/4 // nobody says what is not there: it costs more than to miss something
	distance := &a.ear.distance[h.sound]
	for i := range known.all {
		k := &known.all[i]
		if k.sound == 0 {
			if k.meets > 0 {
				row[i] = bestOf(row, known, k)
			} else {
				row[i] = from[i] + into
			}
			continue
		}
		row[i] = min(
			from[k.before]+distance[k.sound]+h.toll+k.toll,
			row[k.before]+k.toll+k.lost,
			from[i]+into,
		)
	}
}
