package intents

import (
	"cmp"
	"context"
	"errors"
	"time"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
	"pudding/speech"
)

// zonePatience is how long the turn waits for a device's time zone.
const zonePatience = 500 * time.Millisecond

// period understands the slots that say when, as of a zone.
func (t *turn) period(zone *time.Location) (lake.Period, error) {
	when := nlu.When{
		Date:     t.request.Slot("date").Value,
		EndDate:  t.request.Slot("endDate").Value,
		Time:     t.request.Slot("time").Value,
		EndTime:  t.request.Slot("endTime").Value,
		Duration: t.request.Slot("duration").Value,
	}
	// "Since" is a word that stands before a date or a time, in a slot of its own.
	if t.request.Slot("since").Value != "" {
		when.EndDate = nlu.Now
	}
	return nlu.PeriodWithin(cmp.Or(t.skill.MaxPeriod, DefaultMaxPeriod), when, t.now, zone)
}

// askWhen asks back for what can't be understood of a period.
func (t *turn) askWhen(err error) *ask.Response {
	var unclear *nlu.NotUnderstoodError
	var long *nlu.TooLongError
	switch {
	case errors.As(err, &unclear):
		t.log.Info().Err(err).Msg("asked back")
		return t.elicit(unclear.Slot, t.voice.NotUnderstood(unclear.Slot))
	case errors.As(err, &long):
		// The reply is a period of its own: what was too long must not come back
		// with it.
		t.log.Info().Err(err).Msg("asked back")
		return t.elicit("date", t.voice.TooLong(long.Longest), "endDate", "time", "endTime", "duration", "since")
	default:
		return t.failed(err, speech.Lead{})
	}
}

// zoneOfDevice is where the asker's days begin and end.
func (t *turn) zoneOfDevice(ctx context.Context) *time.Location {
	ctx, cancel := context.WithTimeout(ctx, zonePatience)
	defer cancel()
	zone, err := t.skill.Zones.Of(ctx, t.request)
	if err != nil {
		t.log.Debug().Err(err).Stringer("instead", t.skill.Zone).Msg("no time zone from the device")
		return t.skill.Zone
	}
	return zone
}
