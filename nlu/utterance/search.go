package utterance

// search is one utterance on its way through the tree of samples.
type search struct {
	matcher *Matcher
	words   []string
	keys    []string // of the words
	clock   clock
	read    map[stretch]reading
	been    map[place]attempt
}

// stretch is a part of the utterance, as a slot of some type.
type stretch struct {
	kind     string
	from, to int
}

// reading is what a stretch is as a slot of its type, "" if it is nothing, and
// how many of its words are a free name's.
type reading struct {
	value string
	free  int
}

// place is a node of the tree and the word that comes there.
type place struct {
	node *node
	at   int
}

// attempt is a way in which the rest of the utterance matches a sample's rest.
// The zero attempt is none.
type attempt struct {
	pattern *pattern
	free    int // words left to names
	literal int // words that the sample has itself
	slots   int // that are filled
	filled  *filled
}

// filled is a slot and those filled after it.
type filled struct {
	slot, value string
	from, to    int  // its words
	free        bool // whether it is a name
	after       *filled
}

// better prefers any attempt to none, then fewer words in names, more of the
// sample's own, and fewer slots: "july tenth twenty twenty" is but a date.
func (a attempt) better(b attempt) bool {
	switch {
	case a.pattern == nil || b.pattern == nil:
		return a.pattern != nil
	case a.free != b.free:
		return a.free < b.free
	case a.literal != b.literal:
		return a.literal > b.literal
	default:
		return a.slots < b.slots
	}
}

// best is the best attempt from a node on, with the words from at on. What is
// best there does not depend on the way there, so it is found once.
func (s *search) best(n *node, at int) attempt {
	if at == len(s.words) {
		return attempt{pattern: n.end}
	}
	here := place{n, at}
	if found, ok := s.been[here]; ok {
		return found
	}
	var best attempt
	if next := n.words[s.keys[at]]; next != nil {
		best = s.best(next, at+1)
		best.literal++
	}
	for _, b := range n.slots {
		for to := at + 1; to <= len(s.words); to++ {
			r := s.reading(stretch{b.part.kind, at, to})
			if r.value == "" {
				continue
			}
			found := s.best(b.next, to)
			found.free += r.free
			found.slots++
			found.filled = &filled{b.part.slot, r.value, at, to, r.free > 0, found.filled}
			if found.better(best) {
				best = found
			}
		}
	}
	s.been[here] = best
	return best
}

func (s *search) reading(of stretch) reading {
	r, ok := s.read[of]
	if !ok {
		r = s.matcher.read(of.kind, s.words[of.from:of.to], s.clock)
		s.read[of] = r
	}
	return r
}

// read reads words as a slot of some kind.
func (m *Matcher) read(kind string, words []string, c clock) reading {
	g := m.grammar
	if closed, ok := m.closed[kind]; ok {
		if !closed[g.key(words)] {
			return reading{}
		}
		return reading{value: g.join(words)}
	}
	if kind == "" {
		if said := g.join(words); g.isName(said) {
			return reading{said, len(words)}
		}
		return reading{}
	}
	if len(words) > g.longest {
		return reading{}
	}
	said := g.join(words)
	if kind == "AMAZON.DATE" || kind == "AMAZON.TIME" {
		var own bool
		if said, own = g.withoutZone(said, c.now.Location()); !own {
			return reading{}
		}
	}
	switch kind {
	case "AMAZON.DATE":
		return reading{value: g.date(said, c)}
	case "AMAZON.TIME":
		return reading{value: g.time(said)}
	case "AMAZON.DURATION":
		return reading{value: g.duration(said)}
	}
	return reading{}
}
