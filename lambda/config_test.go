package main

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
		if got, err := maxPeriod(value); got != want || err != nil {
			t.Errorf("%q is %s, want %s (%v)", value, got, want, err)
		}
	}
}
