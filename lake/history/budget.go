package history

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// Budget hands out the calls of LookupEvents that an account has in a region:
// two a second, whoever makes them (AWS CloudTrail User Guide, "Quotas in AWS
// CloudTrail").
type Budget interface {
	// Take waits for the turn of one call. It fails if that won't come before
	// the context ends.
	Take(ctx context.Context) error
}

// pause is the time from one turn to the next: half a second, and as much more
// that two calls which the network delays unequally don't become three in one
// second.
const pause = 550 * time.Millisecond

type turns struct{ limiter *rate.Limiter }

func newBudget() Budget { return turns{rate.NewLimiter(rate.Every(pause), 1)} }

func (t turns) Take(ctx context.Context) error { return t.limiter.Wait(ctx) }
