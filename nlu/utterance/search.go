package utterance

// search is one utterance, matched with one sample after another.
type search struct {
	matcher *Matcher
	words   []string
	keys    []string // of the words
	clock   clock
	read    map[reading]string // what was read before, "" for what could not be
}

// reading is a stretch of the utterance as a slot of some type.
type reading struct {
	kind     string
	from, to int
}

// attempt is a way in which a sample, or the rest of one, matches.
type attempt struct {
	pattern *pattern
	free    int // words left to names
	literal int // words that the sample has itself
	filled  *filled
}

// filled is a slot and the one filled before it.
type filled struct {
	slot, value string
	before      *filled
}

// better prefers fewer words in names, and then more of the sample's own.
func (a attempt) better(b attempt) bool {
	if a.free != b.free {
		return a.free < b.free
	}
	return a.literal > b.literal
}

// match matches the parts of a sample with the words from at on.
func (s *search) match(p *pattern, parts []part, at int) (attempt, bool) {
	if len(parts) == 0 {
		return attempt{pattern: p}, at == len(s.words)
	}
	if len(s.words)-at < len(parts) {
		return attempt{}, false
	}
	if parts[0].slot == "" {
		if s.keys[at] != parts[0].word {
			return attempt{}, false
		}
		rest, ok := s.match(p, parts[1:], at+1)
		rest.literal++
		return rest, ok
	}
	var best attempt
	for to := at + 1; to <= len(s.words)-(len(parts)-1); to++ {
		value, free := s.value(parts[0].kind, at, to)
		if value == "" {
			continue
		}
		rest, ok := s.match(p, parts[1:], to)
		if !ok {
			continue
		}
		rest.free += free
		rest.filled = &filled{parts[0].slot, value, rest.filled}
		if best.pattern == nil || rest.better(best) {
			best = rest
		}
	}
	return best, best.pattern != nil
}

// value is what a stretch of the utterance is as a slot of some type, "" if it
// is nothing, and how many of its words are free.
func (s *search) value(kind string, from, to int) (value string, free int) {
	g := s.matcher.grammar
	words := s.words[from:to]
	if closed, ok := s.matcher.types[kind]; ok {
		if closed[g.join(s.keys[from:to])] {
			return g.join(words), 0
		}
		return "", 0
	}
	read, ok := map[string]func(string, clock) string{
		"AMAZON.DATE": g.date, "AMAZON.TIME": g.time, "AMAZON.DURATION": g.duration,
	}[kind]
	if !ok {
		return g.join(words), len(words)
	}
	of := reading{kind, from, to}
	value, known := s.read[of]
	if !known {
		value = read(g.join(words), s.clock)
		s.read[of] = value
	}
	return value, 0
}
