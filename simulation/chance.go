package simulation

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"pudding/lake/polling"
)

// chance is a source of chance that several may draw from.
type chance struct {
	mu  sync.Mutex
	rnd *rand.Rand
}

func newChance(seed, stream uint64) *chance {
	return &chance{rnd: rand.New(rand.NewPCG(seed, stream))}
}

func (c *chance) n(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rnd.IntN(n)
}

// in reports true so many times in a hundred.
func (c *chance) in(percent float64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rnd.Float64()*100 < percent
}

// between is a time between two.
func (c *chance) between(least, most time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return least + time.Duration(c.rnd.Int64N(int64(most-least)))
}

// wait is exponentially distributed.
func (c *chance) wait(mean time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Duration(float64(mean) * c.rnd.ExpFloat64())
}

var (
	brisk  = polling.LognormalOf(3*time.Second, 9*time.Second)
	common = polling.LognormalOf(18*time.Second, 50*time.Second)
)

// queryTime is how long Lake takes over a query: most are brisk, many take as
// long as the one real query whose time is known, and some have no end in sight
// (a Pareto tail, cut off where the service times out).
func (c *chance) queryTime() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	lognormal := func(d polling.Lognormal) time.Duration {
		return time.Duration(math.Exp(d.Mu+d.Sigma*c.rnd.NormFloat64()) * float64(time.Second))
	}
	switch kind := c.rnd.Float64(); {
	case kind < 0.65:
		return lognormal(brisk)
	case kind < 0.93:
		return lognormal(common)
	default:
		return min(time.Hour, time.Duration(float64(15*time.Second)/math.Pow(1-c.rnd.Float64(), 0.9)))
	}
}
