package nlu

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pudding/lake"
)

// monday is when these tests ask.
func monday(zone *time.Location) time.Time { return time.Date(2026, 11, 23, 10, 30, 0, 0, zone) }

func TestAPeriodIsBounded(t *testing.T) {
	const days = 24 * time.Hour
	berlin := inZone(t, "Europe/Berlin")
	for name, test := range map[string]struct {
		heard   When
		zone    string
		now     time.Time
		longest time.Duration
		tooLong bool
	}{
		"a year is not too long for a year":                     {When{Date: "2025"}, "Europe/Berlin", monday(berlin), 366 * days, false},
		"a leap year is not too long for a year":                {When{Date: "2024"}, "Europe/Berlin", monday(berlin), 366 * days, false},
		"a leap year with an hour more is a year":               {When{Date: "2024"}, "Asia/Almaty", monday(time.UTC), 366 * days, false},
		"a leap year is too long for 365 days":                  {When{Date: "2024"}, "Europe/Berlin", monday(berlin), 365 * days, true},
		"a decade is too long for a year":                       {When{Date: "202X"}, "Europe/Berlin", monday(berlin), 366 * days, true},
		"two years until now are too long for one":              {When{Duration: "P2Y"}, "Europe/Berlin", monday(berlin), 366 * days, true},
		"two dates are bounded together":                        {When{Date: "2024-07-10", EndDate: "2026-07-10"}, "Europe/Berlin", monday(berlin), 366 * days, true},
		"since a year ago is bounded":                           {When{Date: "2024", EndDate: Now}, "Europe/Berlin", monday(berlin), 366 * days, true},
		"a week is too long for six days":                       {When{Date: "2026-W47"}, "Europe/Berlin", monday(berlin), 6 * days, true},
		"a day of 25 hours is a day":                            {When{Date: "2026-10-25"}, "Europe/Berlin", monday(berlin), days, false},
		"24 hours over a change to summer time are 24 hours":    {When{}, "Europe/Berlin", time.Date(2026, 3, 29, 10, 30, 0, 0, berlin), days, false},
		"a year until now, over a change of clocks, is a year":  {When{Duration: "P1Y"}, "Europe/Berlin", time.Date(2028, 10, 30, 0, 30, 0, 0, berlin), 366 * days, false},
		"a minute more than the bound":                          {When{Duration: "PT1441M"}, "UTC", monday(time.UTC), days, true},
		"as long as the bound":                                  {When{Duration: "PT1440M"}, "UTC", monday(time.UTC), days, false},
		"a period that was not understood is not too long also": {When{Date: "20XX"}, "UTC", monday(time.UTC), days, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := PeriodWithin(test.longest, test.heard, test.now, inZone(t, test.zone))
			var long *TooLongError
			if errors.As(err, &long) != test.tooLong {
				t.Fatalf("%s to %s, %v", p.From, p.To, err)
			}
			if test.tooLong && (long.Longest != test.longest || long.Period.Length() <= test.longest || p != (lake.Period{})) {
				t.Errorf("%+v beside %+v", long, p)
			}
		})
	}
}

func TestADurationIsNoLongerThanOneCanBe(t *testing.T) {
	for length, want := range map[string]bool{
		"P1D": true, "P" + strings.Repeat("0", 60) + "1D": true, "P" + strings.Repeat("0", 200) + "1D": false, "PT" + strings.Repeat("1H", 40): false,
	} {
		_, err := PeriodOf(When{Duration: length}, monday(time.UTC), time.UTC)
		if blamed := new(NotUnderstoodError); (err == nil) != want || err != nil && (!errors.As(err, &blamed) || blamed.Slot != "duration") {
			t.Errorf("%.20s, of %d characters: %v", length, len(length), err)
		}
	}
}

func TestWhatIsUnderstoodSomewhereIsUnderstoodInTheForemostZone(t *testing.T) {
	newYear := time.Date(2026, 12, 31, 15, 30, 0, 0, time.UTC)
	for _, heard := range []When{{Date: "2027"}, {Date: "2027-01-01", Time: "00:15"}, {Date: "2027", EndDate: Now}} {
		if _, err := PeriodOf(heard, newYear, inZone(t, "Asia/Tokyo")); err != nil {
			t.Errorf("in Tokyo: %v", err)
		}
		if _, err := PeriodOf(heard, newYear, Foremost); err != nil {
			t.Errorf("in the foremost zone: %v", err)
		}
		if _, err := PeriodOf(heard, newYear, time.UTC); heard.Time == "" && err == nil {
			t.Errorf("%+v is understood in UTC, where it lies ahead", heard)
		}
	}
}

func FuzzAPeriodIsLawfulOrRefused(f *testing.F) {
	for _, c := range periodCases(f) {
		f.Add(c.heard.Date, c.heard.EndDate, c.heard.Time, c.heard.EndTime, c.heard.Duration, c.now.Unix(), c.zone.String(), 366*24)
	}
	f.Fuzz(func(t *testing.T, date, endDate, clock, endClock, length string, at int64, zoneName string, hours int) {
		zone, err := time.LoadLocation(zoneName)
		now := time.Unix(at, 0)
		if err != nil || now.Year() < 2013 || now.Year() > 2100 {
			t.Skip()
		}
		longest := time.Duration(1+uint16(hours)) * time.Hour
		p, err := PeriodWithin(longest, When{date, endDate, clock, endClock, length}, now, zone)
		var unclear *NotUnderstoodError
		var long *TooLongError
		switch {
		case errors.As(err, &unclear):
			if unclear.Slot == "" {
				t.Fatal("no slot is blamed")
			}
			return
		case errors.As(err, &long):
			if long.Longest != longest || long.Period.Length() <= longest {
				t.Fatalf("%s to %s is not longer than %s", long.Period.From, long.Period.To, longest)
			}
			return
		case err != nil:
			t.Fatal(err)
		}
		if !p.From.Before(p.To) || p.From.After(now) || p.From.Year() < 2005 || p.To.Year() > 9999 {
			t.Fatalf("%s to %s, asked at %s", p.From, p.To, now)
		}
		// By the clock on the wall, which may have been changed.
		if on := (wall{zone}); min(p.Length(), on.reading(p.To).Sub(on.reading(p.From))) > longest {
			t.Fatalf("%s to %s is longer than %s", p.From, p.To, longest)
		}
	})
}
