package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"pudding/lake/local/dialect"
)

// The states of a query, in the order it goes through them; it ends in one of
// the last four (AWS CloudTrail API Reference, DescribeQuery).
const (
	queued    = "QUEUED"
	running   = "RUNNING"
	finished  = "FINISHED"
	failed    = "FAILED"
	cancelled = "CANCELLED"
	timedOut  = "TIMED_OUT"
)

// query is one query and what became of it. Server.mu guards its fields from
// state on.
type query struct {
	id        string
	statement string
	created   time.Time
	held      time.Time // until when it stays RUNNING
	cancel    context.CancelFunc

	state   string
	message string // why it failed
	took    time.Duration
	result  result
}

// status is the query's state as it may be seen at now.
func (q *query) status(now time.Time) string {
	switch {
	case q.state == cancelled:
		return cancelled
	case q.held.Sub(q.created) >= queryLimit && now.Sub(q.created) >= queryLimit:
		return timedOut
	case now.Before(q.held) && q.state != queued:
		return running
	default:
		return q.state
	}
}

// isActive reports whether the query counts against the ten at once.
func (q *query) isActive(now time.Time) bool {
	s := q.status(now)
	return s == queued || s == running
}

// roomForQuery reports the error of a query too many.
func (s *Server) roomForQuery() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.room(s.config.Now())
}

// room is roomForQuery where the lock is held.
func (s *Server) room(now time.Time) error {
	if s.active(now) >= s.config.Concurrent {
		return failure(maxConcurrentQueries, "You have reached the maximum number of concurrent queries: %d.", s.config.Concurrent)
	}
	return nil
}

// Active is how many queries are queued or running.
func (s *Server) Active() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.active(s.config.Now())
}

// Status is a query's, as DescribeQuery would tell it, and empty for one that is
// not known.
func (s *Server) Status(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.find(id)
	if err != nil {
		return ""
	}
	return q.status(s.config.Now())
}

func (s *Server) active(now time.Time) int {
	active := 0
	for _, q := range slices.Backward(s.order) {
		if now.Sub(q.created) > queryLimit {
			break // it has ended by now, and so have those before it
		}
		if q.isActive(now) {
			active++
		}
	}
	return active
}

// prepare turns a statement into one that DuckDB may run, or into the error of
// one that it may not.
func (s *Server) prepare(ctx context.Context, trino string) (*statement, error) {
	if s.config.Run != nil {
		return nil, nil
	}
	q, err := s.store.translate(ctx, trino, s.config.EventDataStore, s.config.Now())
	var unknown *dialect.UnknownStoreError
	switch {
	case errors.As(err, &unknown):
		return q, failure(storeNotFound, "The specified event data store %s was not found.", unknown.ID)
	case err != nil:
		return q, failure(invalidQueryStatement, "%v", err)
	}
	return q, nil
}

// start adds a query and runs it.
func (s *Server) start(trino string, prepared *statement) (*query, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Now()
	if err := s.room(now); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(s.ctx, queryLimit)
	q := &query{
		id: uuid.NewString(), statement: trino, created: now, held: now.Add(s.config.Delay.draw()),
		cancel: cancel, state: queued,
	}
	s.forget(now)
	s.queries[q.id] = q
	s.order = append(s.order, q)
	s.work.Go(func() {
		defer cancel()
		s.run(ctx, q, prepared)
	})
	return q, nil
}

// forget drops the queries whose results are kept no longer.
func (s *Server) forget(now time.Time) {
	for len(s.order) > 0 && now.Sub(s.order[0].created) > resultsKept {
		delete(s.queries, s.order[0].id)
		s.order = s.order[1:]
	}
}

func (s *Server) run(ctx context.Context, q *query, prepared *statement) {
	s.mu.Lock()
	if q.state == queued {
		q.state = running
	}
	s.mu.Unlock()
	started := time.Now()
	result, err := s.rows(ctx, q.statement, prepared)

	s.mu.Lock()
	defer s.mu.Unlock()
	q.took = time.Since(started)
	switch {
	case q.state == cancelled:
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		q.state, q.message = timedOut, "The query timed out."
	case err != nil:
		q.state, q.message = failed, fmt.Sprintf("The query failed: %v", err)
	default:
		q.state, q.result = finished, result
	}
}

func (s *Server) rows(ctx context.Context, trino string, prepared *statement) (result, error) {
	if s.config.Run == nil {
		return s.store.run(ctx, prepared)
	}
	rows, err := s.config.Run(trino)
	return result{rows}, err
}

// find returns a query by its id.
func (s *Server) find(id string) (*query, error) {
	if q, ok := s.queries[id]; ok && s.config.Now().Sub(q.created) <= resultsKept {
		return q, nil
	}
	return nil, failure(queryIDNotFound, "The query ID %s does not exist or does not map to a query.", id)
}
