package local

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Extent is how many events a store has, and from when to when. The times are zero
// where there are none.
type Extent struct {
	Events      int64
	First, Last time.Time
}

// Extent returns the store's.
func (s *Store) Extent(ctx context.Context) (Extent, error) {
	var e Extent
	var first, last sql.NullTime
	if err := s.db.QueryRowContext(ctx, "SELECT count(*), min(eventtime), max(eventtime) FROM events").Scan(&e.Events, &first, &last); err != nil {
		return e, fmt.Errorf("counting the events: %w", err)
	}
	e.First, e.Last = first.Time, last.Time
	return e, nil
}
