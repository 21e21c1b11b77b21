package utterance

import (
	"fmt"
	"strings"
	"time"

	"pudding/internal/lazyregexp"
)

// doubt is a way to say when that can't be understood without a guess, and what
// to say instead. Its form is met by small letters between two spaces.
type doubt struct {
	form *lazyregexp.Regexp
	why  string
}

// doubted says what in some words could mean several times, or none; it is empty
// where nothing is known.
func (g grammar) doubted(words []string) string {
	said := " " + strings.ToLower(g.join(words)) + " "
	for _, d := range g.doubts {
		if m := d.form.FindString(said); m != "" {
			return fmt.Sprintf("%q %s", strings.TrimSpace(m), d.why)
		}
	}
	return ""
}

// otherZone says that a zone was named that is not the asker's own.
func (g grammar) otherZone(words []string, zone *time.Location) string {
	said := strings.ToLower(g.join(words))
	if g.apart {
		said += " "
	}
	for _, z := range g.zones {
		word := z.words
		if g.apart {
			word += " "
		}
		if strings.Contains(said, word) && !z.is(zone) {
			return fmt.Sprintf("times are the asker's own, in %s: leave the zone %q out, or ask in that zone", zone, strings.TrimSpace(word))
		}
	}
	return ""
}
