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
	for j > 0 || i > 0 {
		h, k := &heard.all[j], &known.all[i]
		switch {
		case k.sound == 0 && k.meets > 0:
			for _, end := range known.meets[k.before : k.before+k.meets] {
				if at(j, end) == at(j, i) {
					i = end
					break
				}
			}
		case h.sound == 0 && h.meets > 0:
			for _, end := range heard.meets[h.before : h.before+h.meets] {
				if at(end, i) == at(j, i) {
					j = end
					break
				}
			}
		case h.sound != 0 && k.sound != 0 && at(j, i) == at(h.before, k.before)+a.ear.distance[h.sound][k.sound]+h.toll+k.toll:
			c := a.ear.distance[h.sound][k.sound] + h.toll + k.toll
			out.known[k.way] += c
			out.heard[h.way] += c
			if _, ok := out.meant[h.way]; !ok {
				out.meant[h.way] = k.way
			}
			j, i = h.before, k.before
		case k.sound != 0 && at(j, i) == at(j, k.before)+k.toll+k.lost:
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
