package names

import "strings"

// A lattice holds all ways to say something: stretches of sounds from one place
// between words to another.
type lattice struct {
	places int // of which 0 is the start and the last the end
	ways   []way
}

// A way leads forward, from one place to a later one.
type way struct {
	from, to int
	text     string // what is taken to be meant, in letters and digits; may be empty
	sounds   string
	toll     cost // for what is less likely to be said so
}

func (l *lattice) add(from, to int, text, sounds string, toll cost) {
	l.ways = append(l.ways, way{from, to, text, sounds, toll})
}

// A step of a laid out lattice: a sound and the step before it; or a place,
// where ways meet.
type step struct {
	sound  byte  // 0 for a place
	toll   cost  // for going here
	lost   cost  // for going here unheard
	before int32 // the step before; of a place, where its list begins in meets
	meets  int32 // of a place, how many ways meet there
	way    int32 // which way it is a step of
}

// steps are a lattice in the order in which it can be gone through.
type steps struct {
	ear   *ear
	all   []step
	meets []int32 // the last steps of the ways that end at a place
}

func (s *steps) reset() { s.all, s.meets = s.all[:0], s.meets[:0] }

// place appends a place at which the ways end whose last steps are given, and
// returns its step.
func (s *steps) place(ending ...int32) int32 {
	s.all = append(s.all, step{before: int32(len(s.meets)), meets: int32(len(ending))})
	s.meets = append(s.meets, ending...)
	return int32(len(s.all) - 1)
}

// skipped is the sound of what is passed over: nothing is heard as it.
const skipped = 1

// follow appends the steps of a way from a place on, and returns the last.
func (s *steps) follow(place int32, sounds string, toll cost, way int32) int32 {
	last := place
	for i := range len(sounds) {
		next := step{sound: sounds[i], lost: s.ear.lost[sounds[i]], before: last, way: way}
		if i == 0 {
			next.toll = toll
		}
		if next.sound == 'r' && i > 0 && i == len(sounds)-1 && isVowel(sounds[i-1]) {
			next.lost = s.ear.lastR
		}
		last = int32(len(s.all))
		s.all = append(s.all, next)
	}
	if sounds == "" && toll > 0 {
		last = int32(len(s.all))
		s.all = append(s.all, step{sound: skipped, lost: toll, before: place, way: way})
	}
	return last
}

// layOut makes steps of a lattice.
func (l *lattice) layOut(e *ear) *steps {
	out := &steps{ear: e}
	leaving, ending := make([][]int32, l.places), make([][]int32, l.places)
	for n, w := range l.ways {
		leaving[w.from] = append(leaving[w.from], int32(n))
	}
	for at := range l.places {
		place := out.place(ending[at]...)
		for _, n := range leaving[at] {
			w := &l.ways[n]
			ending[w.to] = append(ending[w.to], out.follow(place, w.sounds, w.toll, n))
		}
	}
	return out
}

// likeliest is one way through, as good as it can be told without knowing what
// may be meant: at each place the longest of the ways with no more than a toll,
// and of those the last that was added.
func (l *lattice) likeliest(toll cost) []way {
	best := make([]*way, l.places)
	for i := range l.ways {
		w := &l.ways[i]
		if b := best[w.from]; w.toll <= toll && (b == nil || w.to >= b.to) {
			best[w.from] = w
		}
	}
	var out []way
	for at := 0; at < l.places-1 && best[at] != nil; at = best[at].to {
		out = append(out, *best[at])
	}
	return out
}

// written is what was heard in letters and digits.
func (l *lattice) written() string {
	var out strings.Builder
	for _, w := range l.likeliest(0) {
		out.WriteString(w.text)
	}
	return out.String()
}
