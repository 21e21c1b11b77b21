package utterance

import (
	"slices"
	"strings"
	"time"
)

// zoneWord is a zone as it is said behind a time, and the names that the zone
// database has for it.
type zoneWord struct {
	words string
	names []string
}

func (z zoneWord) is(zone *time.Location) bool { return slices.Contains(z.names, zone.String()) }

var (
	utc     = []string{"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"}
	ofJapan = []string{"Asia/Tokyo", "Japan"}
)

// withoutZone drops the zone that is named behind a date or a time, or before it.
// Alexa hears none: all times are the asker's. So it is false where the zone is
// another one.
func (g grammar) withoutZone(said string, zone *time.Location) (string, bool) {
	lower := strings.ToLower(said)
	for _, z := range g.zones {
		rest, ok := strings.CutSuffix(lower, z.words)
		if !ok {
			rest, ok = strings.CutPrefix(lower, z.words)
		}
		if ok && rest != "" {
			return strings.TrimPrefix(strings.TrimSpace(rest), "の"), z.is(zone)
		}
	}
	return said, true
}
