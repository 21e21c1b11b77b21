// Package quota keeps calls within what an AWS account allows a second, and askers
// within what they may ask in a minute: in one process, or over all that share a
// table.
package quota

import (
	"context"
	"fmt"

	"golang.org/x/time/rate"

	"pudding/lake"
)

// headroom is how much of what is allowed is used. Calls leave evenly spaced
// and arrive less so: without it, eleven of ten could arrive in one second.
const headroom = 0.9

// Local is a lake.Budget for one process. It is safe for use by several turns
// at once.
type Local struct{ limiter *rate.Limiter }

// NewLocal allows so many calls a second, evenly spaced.
func NewLocal(perSecond float64) *Local {
	return &Local{rate.NewLimiter(rate.Limit(perSecond*headroom), 1)}
}

// Take implements lake.Budget.
func (l *Local) Take(ctx context.Context) error {
	if err := l.limiter.Wait(ctx); err != nil {
		return none(ctx, err)
	}
	return nil
}

// none is the error of those who get no turn: for want of one, or of time.
func none(ctx context.Context, err error) error {
	code := lake.Throttled
	if ctx.Err() != nil {
		code = lake.TooSlow
	}
	return &lake.Error{Code: code, Message: "waiting for a turn to call AWS", Err: fmt.Errorf("there is none in time: %w", err)}
}
