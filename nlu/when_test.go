package nlu

import (
	"errors"
	"testing"
	"time"
)

// monday is when the tests ask: Monday, 23 November 2026, 10:30 in the zone.
func monday(zone *time.Location) time.Time { return time.Date(2026, 11, 23, 10, 30, 0, 0, zone) }

func TestWhatWasHeardBecomesAPeriod(t *testing.T) {
	for name, test := range map[string]struct {
		heard    When
		from, to string // in the zone
	}{
		"nothing is the last 24 hours":           {When{}, "2026-11-22 10:30:00", "2026-11-23 10:30:00"},
		"a day":                                  {When{Date: "2023-07-10"}, "2023-07-10", "2023-07-11"},
		"a leap day":                             {When{Date: "2024-02-29"}, "2024-02-29", "2024-03-01"},
		"the last day of a year":                 {When{Date: "2023-12-31"}, "2023-12-31", "2024-01-01"},
		"today":                                  {When{Date: "2026-11-23"}, "2026-11-23", "2026-11-24"},
		"now":                                    {When{Date: "PRESENT_REF"}, "2026-11-23", "2026-11-24"},
		"a weekday that Alexa took for the next": {When{Date: "2026-11-27"}, "2026-11-20", "2026-11-21"},
		"the same weekday a week ahead":          {When{Date: "2026-11-30"}, "2026-11-23", "2026-11-24"},
		"a day that Alexa took for next year's":  {When{Date: "2027-07-10"}, "2026-07-10", "2026-07-11"},
		"a day of this year that is to come":     {When{Date: "2026-12-24"}, "2025-12-24", "2025-12-25"},
		"a week":                                 {When{Date: "2023-W28"}, "2023-07-10", "2023-07-17"},
		"the first week of a year":               {When{Date: "2026-W01"}, "2025-12-29", "2026-01-05"},
		"the 53rd week of a year":                {When{Date: "2020-W53"}, "2020-12-28", "2021-01-04"},
		"this week":                              {When{Date: "2026-W48"}, "2026-11-23", "2026-11-30"},
		"a weekend":                              {When{Date: "2023-W28-WE"}, "2023-07-15", "2023-07-17"},
		"the weekend to come is the last":        {When{Date: "2026-W48-WE"}, "2026-11-21", "2026-11-23"},
		"a week with one digit":                  {When{Date: "2023-W2"}, "2023-01-09", "2023-01-16"},
		"a month":                                {When{Date: "2023-07"}, "2023-07-01", "2023-08-01"},
		"a month without a day":                  {When{Date: "2023-07-XX"}, "2023-07-01", "2023-08-01"},
		"a month with a day of noughts":          {When{Date: "2023-07-00"}, "2023-07-01", "2023-08-01"},
		"a December":                             {When{Date: "2025-12"}, "2025-12-01", "2026-01-01"},
		"a month to come is last year's":         {When{Date: "2026-12"}, "2025-12-01", "2026-01-01"},
		"this month":                             {When{Date: "2026-11"}, "2026-11-01", "2026-12-01"},
		"a year":                                 {When{Date: "2023"}, "2023-01-01", "2024-01-01"},
		"a year without month and day":           {When{Date: "2023-XX-XX"}, "2023-01-01", "2024-01-01"},
		"a decade":                               {When{Date: "201X"}, "2010-01-01", "2020-01-01"},
		"a spring":                               {When{Date: "2023-SP"}, "2023-03-01", "2023-06-01"},
		"a summer":                               {When{Date: "2023-SU"}, "2023-06-01", "2023-09-01"},
		"an autumn":                              {When{Date: "2023-FA"}, "2023-09-01", "2023-12-01"},
		"a winter":                               {When{Date: "2023-WI"}, "2023-12-01", "2024-03-01"},
		"a quarter":                              {When{Date: "2023-Q3"}, "2023-07-01", "2023-10-01"},
		"the last quarter":                       {When{Date: "2023-Q4"}, "2023-10-01", "2024-01-01"},
		"full-width digits":                      {When{Date: "２０２３－０７－１０"}, "2023-07-10", "2023-07-11"},
		"small letters and spaces":               {When{Date: " 2023-w28 "}, "2023-07-10", "2023-07-17"},
		"a day to a day, both included":          {When{Date: "2023-07-10", EndDate: "2023-07-12"}, "2023-07-10", "2023-07-13"},
		"a day to the same day":                  {When{Date: "2023-07-10", EndDate: "2023-07-10"}, "2023-07-10", "2023-07-11"},
		"a month to a month":                     {When{Date: "2023-05", EndDate: "2023-07"}, "2023-05-01", "2023-08-01"},
		"a weekday to a weekday, both to come":   {When{Date: "2026-11-26", EndDate: "2026-11-28"}, "2026-11-19", "2026-11-22"},
		"a past weekday to one that is to come":  {When{Date: "2026-11-22", EndDate: "2026-11-25"}, "2026-11-22", "2026-11-26"},
		"two days of which only the second has a year": {When{Date: "2027-07-09", EndDate: "2023-07-11"}, "2023-07-09", "2023-07-12"},
		"the same over the turn of a year":             {When{Date: "2026-12-20", EndDate: "2023-01-05"}, "2022-12-20", "2023-01-06"},
		"two days of which only the first has a year":  {When{Date: "2023-07-09", EndDate: "2027-07-11"}, "2023-07-09", "2023-07-12"},
		"that over the turn of a year":                 {When{Date: "2022-12-20", EndDate: "2027-01-05"}, "2022-12-20", "2023-01-06"},
		"a day of a past year to today":                {When{Date: "2023-07-09", EndDate: "2026-11-23"}, "2023-07-09", "2026-11-24"},
		"only an end is that day":                      {When{EndDate: "2023-07-10"}, "2023-07-10", "2023-07-11"},
		"a day between two times":                      {When{Date: "2023-07-10", Time: "12:00", EndTime: "12:05"}, "2023-07-10 12:00:00", "2023-07-10 12:05:00"},
		"a night, into the next day":                   {When{Date: "2023-07-10", Time: "22:00", EndTime: "02:00"}, "2023-07-10 22:00:00", "2023-07-11 02:00:00"},
		"the same time twice is a day":                 {When{Date: "2023-07-10", Time: "12:00", EndTime: "12:00"}, "2023-07-10 12:00:00", "2023-07-11 12:00:00"},
		"from a time on a day to a time on another":    {When{Date: "2023-07-10", Time: "12:00", EndDate: "2023-07-11", EndTime: "09:00"}, "2023-07-10 12:00:00", "2023-07-11 09:00:00"},
		"a day at a time is that hour":                 {When{Date: "2023-07-10", Time: "12:00"}, "2023-07-10 12:00:00", "2023-07-10 13:00:00"},
		"a day at half past":                           {When{Date: "2023-07-10", Time: "12:30"}, "2023-07-10 12:30:00", "2023-07-10 13:30:00"},
		"a time with seconds":                          {When{Date: "2023-07-10", Time: "12:00:10", EndTime: "12:00:20"}, "2023-07-10 12:00:10", "2023-07-10 12:00:20"},
		"a day until a time":                           {When{Date: "2023-07-10", EndTime: "09:00"}, "2023-07-10", "2023-07-10 09:00:00"},
		"until midnight":                               {When{Date: "2023-07-10", Time: "20:00", EndTime: "24:00"}, "2023-07-10 20:00:00", "2023-07-11"},
		"until nought o'clock":                         {When{Date: "2023-07-10", Time: "20:00", EndTime: "00:00"}, "2023-07-10 20:00:00", "2023-07-11"},
		"a morning":                                    {When{Date: "2023-07-10", Time: "MO"}, "2023-07-10 05:00:00", "2023-07-10 12:00:00"},
		"an afternoon":                                 {When{Date: "2023-07-10", Time: "AF"}, "2023-07-10 12:00:00", "2023-07-10 17:00:00"},
		"an evening":                                   {When{Date: "2023-07-10", Time: "EV"}, "2023-07-10 17:00:00", "2023-07-10 21:00:00"},
		"a night's part of the day":                    {When{Date: "2023-07-10", Time: "NI"}, "2023-07-10 21:00:00", "2023-07-11 05:00:00"},
		"a time today":                                 {When{Time: "09:00"}, "2026-11-23 09:00:00", "2026-11-23 10:00:00"},
		"a time that is to come was yesterday":         {When{Time: "15:00"}, "2026-11-22 15:00:00", "2026-11-22 16:00:00"},
		"two times today":                              {When{Time: "08:00", EndTime: "09:00"}, "2026-11-23 08:00:00", "2026-11-23 09:00:00"},
		"two times that are to come":                   {When{Time: "18:00", EndTime: "19:00"}, "2026-11-22 18:00:00", "2026-11-22 19:00:00"},
		"last night":                                   {When{Time: "22:00", EndTime: "06:00"}, "2026-11-22 22:00:00", "2026-11-23 06:00:00"},
		"hours until now":                              {When{Duration: "PT2H"}, "2026-11-23 08:30:00", "2026-11-23 10:30:00"},
		"minutes until now":                            {When{Duration: "PT90M"}, "2026-11-23 09:00:00", "2026-11-23 10:30:00"},
		"days until now":                               {When{Duration: "P3D"}, "2026-11-20 10:30:00", "2026-11-23 10:30:00"},
		"weeks until now":                              {When{Duration: "P2W"}, "2026-11-09 10:30:00", "2026-11-23 10:30:00"},
		"a month until now":                            {When{Duration: "P1M"}, "2026-10-23 10:30:00", "2026-11-23 10:30:00"},
		"a year until now":                             {When{Duration: "P1Y"}, "2025-11-23 10:30:00", "2026-11-23 10:30:00"},
		"a day and a half until now":                   {When{Duration: "P1DT12H"}, "2026-11-21 22:30:00", "2026-11-23 10:30:00"},
		"hours from a time on a day":                   {When{Date: "2023-07-10", Time: "12:00", Duration: "PT2H"}, "2023-07-10 12:00:00", "2023-07-10 14:00:00"},
		"days from a day":                              {When{Date: "2023-07-10", Duration: "P3D"}, "2023-07-10", "2023-07-13"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, zoneName := range []string{"UTC", "Asia/Tokyo", "America/Los_Angeles"} {
				zone := inZone(t, zoneName)
				got, err := PeriodOf(test.heard, monday(zone), zone)
				if err != nil {
					t.Fatal(err)
				}
				if from, to := moment(t, test.from, zone), moment(t, test.to, zone); !got.From.Equal(from) || !got.To.Equal(to) {
					t.Errorf("in %s: %s to %s, want %s to %s", zoneName, got.From, got.To, from, to)
				}
				if got.From.Location() != time.UTC || got.To.Location() != time.UTC {
					t.Errorf("the period is not in UTC: %s to %s", got.From, got.To)
				}
			}
		})
	}
}

func inZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func moment(t testing.TB, s string, zone *time.Location) time.Time {
	t.Helper()
	if len(s) == len(time.DateOnly) {
		s += " 00:00:00"
	}
	at, err := time.ParseInLocation(time.DateTime, s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestADayIsAsLongAsTheClockOnTheWallSays(t *testing.T) {
	zone := inZone(t, "Europe/Amsterdam")
	for day, want := range map[string]time.Duration{"2026-03-29": 23 * time.Hour, "2025-10-26": 25 * time.Hour, "2026-07-10": 24 * time.Hour} {
		p, err := PeriodOf(When{Date: day}, monday(zone), zone)
		if err != nil || p.Length() != want {
			t.Errorf("%s is %s long, want %s (%v)", day, p.Length(), want, err)
		}
	}
	p, err := PeriodOf(When{Date: "2026-03-29", Time: "12:00"}, monday(zone), zone)
	if want := time.Date(2026, 3, 29, 10, 0, 0, 0, time.UTC); err != nil || !p.From.Equal(want) {
		t.Errorf("noon on the day of the change is %s, want %s (%v)", p.From, want, err)
	}
}

func TestWhatIsNoPeriodIsBlamedOnItsSlot(t *testing.T) {
	for _, test := range []struct {
		heard When
		slot  string
	}{
		{When{Date: "2023-02-30"}, "date"},
		{When{Date: "2023-13"}, "date"},
		{When{Date: "2023-W54"}, "date"},
		{When{Date: "2023-W00"}, "date"},
		{When{Date: "2023-Q5"}, "date"},
		{When{Date: "20XX"}, "date"},
		{When{Date: "someday"}, "date"},
		{When{Date: "'; DROP TABLE x --"}, "date"},
		{When{Date: "1999-01-01"}, "date"},
		{When{Date: "9999-01-01"}, "date"},
		{When{Date: "2028"}, "date"},
		{When{Date: "2027-W28"}, "date"},
		{When{Date: "2024-07-10", EndDate: "2023-07-01"}, "endDate"},
		{When{Date: "2023-07-10", EndDate: "2023-07-01"}, "endDate"},
		{When{Date: "2023-07-10", EndDate: "?"}, "endDate"},
		{When{Time: "25:00"}, "time"},
		{When{Time: "12:60"}, "time"},
		{When{Time: "noon"}, "time"},
		{When{Time: "12:00", EndTime: "x"}, "endTime"},
		{When{Duration: "2 hours"}, "duration"},
		{When{Duration: "PT0S"}, "duration"},
		{When{Duration: "-PT2H"}, "duration"},
		{When{Duration: "P"}, "duration"},
		{When{Duration: "P99999999999Y"}, "duration"},
		{When{Duration: "P50000Y"}, "duration"},
		{When{Duration: "PT1E400H"}, "duration"},
	} {
		_, err := PeriodOf(test.heard, monday(time.UTC), time.UTC)
		var unclear *NotUnderstoodError
		if !errors.As(err, &unclear) || unclear.Slot != test.slot {
			t.Errorf("%+v: %v, want the slot %s to be blamed", test.heard, err, test.slot)
		}
	}
}

func FuzzAPeriodIsLawfulOrRefused(f *testing.F) {
	f.Add("2023-07-10", "2023-07-12", "12:00", "MO", "PT2H")
	f.Add("2023-W28-WE", "", "", "", "")
	f.Add("", "", "", "", "P1Y2M3DT4H5M6S")
	f.Fuzz(func(t *testing.T, date, endDate, clock, endClock, length string) {
		p, err := PeriodOf(When{date, endDate, clock, endClock, length}, monday(time.UTC), time.UTC)
		if err != nil {
			if !errors.As(err, new(*NotUnderstoodError)) {
				t.Fatal(err)
			}
			return
		}
		if !p.From.Before(p.To) || p.From.Year() < 2005 || p.To.Year() > 9999 {
			t.Fatalf("%s to %s", p.From, p.To)
		}
	})
}
