package nlu

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// periodCase is a line of testdata/periods.tsv.
type periodCase struct {
	name, locale string
	zone         *time.Location
	now          time.Time
	heard        When
	from, to     time.Time
	refused      string // the slot to be blamed, empty where a period is understood
}

func periodCases(t testing.TB) []periodCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/periods.tsv")
	if err != nil {
		t.Fatal(err)
	}
	moment := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	var cases []periodCase
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 11 {
			t.Fatalf("%d fields in %q", len(f), line)
		}
		c := periodCase{name: f[0], locale: f[1], zone: inZone(t, f[2]), now: moment(f[3]), heard: When{f[4], f[5], f[6], f[7], f[8]}}
		if slot, refused := strings.CutPrefix(f[9], "!"); refused {
			c.refused = slot
		} else {
			c.from, c.to = moment(f[9]), moment(f[10])
		}
		cases = append(cases, c)
	}
	return cases
}

func inZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestWhatWasHeardBecomesAPeriod(t *testing.T) {
	for _, c := range periodCases(t) {
		t.Run(c.name, func(t *testing.T) {
			got, err := PeriodOf(c.heard, c.now, c.zone)
			if c.refused != "" {
				var unclear *NotUnderstoodError
				if !errors.As(err, &unclear) || unclear.Slot != c.refused {
					t.Errorf("%+v is %s to %s, %v; want the slot %s to be blamed", c.heard, got.From, got.To, err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !got.From.Equal(c.from) || !got.To.Equal(c.to) {
				t.Errorf("%s to %s, want %s to %s", got.From.In(c.zone), got.To.In(c.zone), c.from, c.to)
			}
			if got.From.Location() != time.UTC || got.To.Location() != time.UTC {
				t.Errorf("the period is not in UTC: %s to %s", got.From, got.To)
			}
		})
	}
}

// TestTheCasesAreManyAndNamed holds the table itself: a case that has another's
// name would be taken for it.
func TestTheCasesAreManyAndNamed(t *testing.T) {
	names, locales, zones := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range periodCases(t) {
		if names[c.name] {
			t.Errorf("two cases are %q", c.name)
		}
		names[c.name], locales[c.locale], zones[c.zone.String()] = true, true, true
	}
	if len(names) < 300 || len(locales) < 6 || len(zones) < 8 {
		t.Errorf("%d cases in %d locales and %d zones", len(names), len(locales), len(zones))
	}
}
