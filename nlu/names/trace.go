package names

// An account says what of a name was heard otherwise: what each of its words
// cost, and what each of the words that were heard.
type account struct {
	total cost
	known map[int32]cost  // by the word's place in the name
	heard map[int32]cost  // by the way in the lattice of what was heard
	meant map[int32]int32 // the word of the name that such a way ends in, if it does
}

// account goes back over the last alignment, of the same lattices.
func (a *aligner) account(heard, known *steps) account {
	out := account{known: map[int32]cost{}, heard: map[int32]cost{}, meant: map[int32]int32{}}
	wide := len(known.all)
	at := func(j, i int32) cost { return a.rows[int(j)*wide+int(i)] }
	j, i := int32(len(heard.all)-1), int32(wide-1)
	out.total = at(j, i)
	for j > 0 || i > 0 { // in each case j or i becomes less: what is before a step comes before it
		h, k := &heard.all[j], &known.all[i]
		switch {
		case k.sound == 0 && i > 0:
			i = known.cheapest(k, func(end int32) cost { return at(j, end) })
		case h.sound == 0 && j > 0:
			j = heard.cheapest(h, func(end int32) cost { return at(end, i) })
		case h.sound != 0 && k.sound != 0 && at(j, i) == at(h.before, k.before)+a.ear.distance[h.sound][k.sound]+h.toll+k.toll:
			c := a.ear.distance[h.sound][k.sound] + h.toll + k.toll
			out.known[k.way] += c
			out.heard[h.way] += c
			if _, ok := out.meant[h.way]; !ok {
				out.meant[h.way] = k.way
			}
			j, i = h.before, k.before
		case j == 0 || k.sound != 0 && at(j, i) == at(j, k.before)+k.toll+k.lost:
			out.known[k.way] += k.toll + k.lost
			i = k.before
		default:
			if h.sound != skipped {
				out.heard[h.way] += h.toll + h.lost
				if k.sound != 0 {
					out.known[k.way] += h.toll + h.lost
				}
			}
			j = h.before
		}
	}
	return out
}

// cheapest is where the way ends that costs least of those that meet at a place,
// the first of several; or the start, if none do.
func (s *steps) cheapest(place *step, costs func(end int32) cost) int32 {
	ends := s.meets[place.before : place.before+place.meets]
	if len(ends) == 0 {
		return 0
	}
	best := ends[0]
	for _, end := range ends[1:] {
		if costs(end) < costs(best) {
			best = end
		}
	}
	return best
}
