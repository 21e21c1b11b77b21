package intents

import (
	"context"
	"errors"
	"time"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// zonePatience is how long the turn waits for a device's time zone.
const zonePatience = 500 * time.Millisecond

// when understands the slots that say when. A response in place of a period
// asks back.
func (t *turn) when(ctx context.Context) (lake.Period, *ask.Response) {
	t.zone = t.zoneOfDevice(ctx)
	heard := nlu.When{
		Date:     t.request.Slot("date").Value,
		EndDate:  t.request.Slot("endDate").Value,
		Time:     t.request.Slot("time").Value,
		EndTime:  t.request.Slot("endTime").Value,
		Duration: t.request.Slot("duration").Value,
	}
	period, err := nlu.PeriodOf(heard, t.now, t.zone)
	var unclear *nlu.NotUnderstoodError
	switch {
	case err == nil:
		return period, nil
	case errors.As(err, &unclear):
		t.log.Info().Err(err).Msg("asked back")
		return period, t.elicit(unclear.Slot, t.voice.NotUnderstood(unclear.Slot))
	default:
		return period, t.failed(err)
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
