package intents_test

import (
	"testing"
	"time"

	"pudding/intents"
)

func TestTheLongestPeriodIsGivenInDaysOrHours(t *testing.T) {
	const day = 24 * time.Hour
	for value, want := range map[string]time.Duration{
		"": intents.DefaultMaxPeriod, "366d": 366 * day, "8760h": 365 * day, "1d": day, "24h": day, "36h30m": 36*time.Hour + 30*time.Minute, "3653d": 3653 * day,
	} {
		if got, err := intents.ParseMaxPeriod(value); got != want || err != nil {
			t.Errorf("%q is %s, want %s (%v)", value, got, want, err)
		}
	}
}

func TestALongestPeriodThatIsNoneIsRefused(t *testing.T) {
	for _, value := range []string{"a year", "0d", "-366d", "23h", "3654d", "99999999999999d", "99999999999999999999d", "d", "366", "1.5d"} {
		if got, err := intents.ParseMaxPeriod(value); err == nil {
			t.Errorf("%q is %s", value, got)
		}
	}
}
