package quota

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// LocalAskers bound how often each asker may ask in one process: so many questions in
// one breath, and as many again in the course of each minute. They are safe for use by
// several turns at once.
type LocalAskers struct {
	perMinute int

	mu       sync.Mutex
	limiters map[string]*rate.Limiter
}

// NewLocalAskers allows each asker so many questions a minute.
func NewLocalAskers(perMinute int) *LocalAskers {
	return &LocalAskers{perMinute: perMinute, limiters: map[string]*rate.Limiter{}}
}

// maxAskers is how many askers are remembered before those are forgotten who have
// been quiet.
const maxAskers = 1000

// Allow reports whether an asker may ask one question more. It returns no error.
func (l *LocalAskers) Allow(_ context.Context, asker string) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.limiters) >= maxAskers {
		maps.DeleteFunc(l.limiters, func(_ string, of *rate.Limiter) bool { return of.Tokens() >= float64(l.perMinute) })
	}
	of := l.limiters[asker]
	if of == nil {
		of = rate.NewLimiter(rate.Every(space(l.perMinute)), l.perMinute)
		l.limiters[asker] = of
	}
	return of.Allow(), nil
}

// SharedAskers bound the same over all processes that use a table.
type SharedAskers struct {
	client    Table
	table     string
	perMinute int
}

// NewSharedAskers allows each asker so many questions a minute, whatever process they
// are put to. The table's key is pk and sk, and its time to live expires.
func NewSharedAskers(client Table, table string, perMinute int) *SharedAskers {
	return &SharedAskers{client, table, perMinute}
}

// Allow reports whether an asker may ask one question more, or returns the table's
// error. A question takes the next of the asker's moments, which may be a minute
// ahead at most.
func (s *SharedAskers) Allow(ctx context.Context, asker string) (bool, error) {
	moments := &Shared{client: s.client, table: s.table, name: "questions of " + asker, space: space(s.perMinute)}
	latest := time.Now().Add(time.Duration(s.perMinute-1) * moments.space)
	_, err := moments.reserve(ctx, latest)
	if errors.Is(err, errTaken) {
		return false, nil
	}
	return err == nil, err
}

// space is the time from one question to the next.
func space(perMinute int) time.Duration { return time.Minute / time.Duration(perMinute) }
