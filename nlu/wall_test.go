package nlu

import (
	"testing"
	"time"
)

// changes are days on which clocks were changed, in each way there is: by an
// hour, by half of one, by two, at midnight, after midnight, by a whole day.
var changes = map[string][]string{
	"Europe/Berlin":       {"2026-03-29", "2026-10-25"},
	"Australia/Lord_Howe": {"2026-04-05", "2026-10-04"},
	"America/Sao_Paulo":   {"2018-02-18", "2018-11-04"},
	"America/Havana":      {"2026-03-08", "2026-11-01"},
	"America/St_Johns":    {"2010-03-14", "2010-11-07"},
	"Antarctica/Troll":    {"2026-03-29", "2026-10-25"},
	"Asia/Almaty":         {"2024-03-01"},
	"Pacific/Apia":        {"2011-12-30", "2012-04-01"},
	"Asia/Kolkata":        {"2026-03-29"}, // none
}

// TestReadingsAreFoundByWalking holds start and end to what they promise, by
// walking the clock minute by minute through the days around each change.
func TestReadingsAreFoundByWalking(t *testing.T) {
	for name, all := range changes {
		w := wall{inZone(t, name)}
		for _, change := range all {
			on, err := time.Parse(time.DateOnly, change)
			if err != nil {
				t.Fatal(err)
			}
			// When each reading is first shown, and when the one before it last was.
			shown, left := map[time.Time]time.Time{}, map[time.Time]time.Time{}
			for at := on.AddDate(0, 0, -4); at.Before(on.AddDate(0, 0, 4)); at = at.Add(time.Minute) {
				reading := w.reading(at)
				if _, again := shown[reading]; !again {
					shown[reading] = at
				}
				left[reading.Add(time.Minute)] = at.Add(time.Minute)
			}
			for reading := on.AddDate(0, 0, -2); reading.Before(on.AddDate(0, 0, 3)); reading = reading.Add(time.Minute) {
				if at, ok := shown[reading]; ok && !w.start(reading).Equal(at) {
					t.Errorf("%s: %s is first shown at %s, not at %s", name, reading, at, w.start(reading))
				}
				if at, ok := left[reading]; ok && !w.end(reading).Equal(at) {
					t.Errorf("%s: what lasts until %s is over at %s, not at %s", name, reading, at, w.end(reading))
				}
				if _, ok := shown[reading]; !ok && !w.start(reading).Equal(w.end(reading)) {
					t.Errorf("%s: %s is never shown, but begins at %s and ends at %s", name, reading, w.start(reading), w.end(reading))
				}
			}
		}
	}
}
