package directory

import (
	"context"
	"errors"
	"sync"
	"time"

	"pudding/lake"
	"pudding/nlu/names"
)

// Recorded lists the names in what a source has recorded since a while: of all
// accounts whose events it keeps, and of what was deleted since. That is a query
// as any other, in time and in cost.
func Recorded(source lake.Ticketed, since time.Duration, now func() time.Time) List {
	r := &recorded{source: source, since: since, now: now}
	return List{Of: "recorded names", Names: r.names}
}

type recorded struct {
	source lake.Ticketed
	since  time.Duration
	now    func() time.Time

	mu       sync.Mutex
	question lake.Question
	ticket   lake.Ticket // of the query that is on, if there is one
}

// names asks once, and goes on waiting for the answer where it was not had the
// last time.
func (r *recorded) names(ctx context.Context) ([]names.Known, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ticket.IsZero() {
		now := r.now().Truncate(time.Hour)
		r.question = lake.Question{Template: lake.KnownNames, Period: lake.Period{From: now.Add(-r.since), To: now.Add(time.Hour)}}
		ticket, err := r.source.Start(ctx, r.question)
		if err != nil {
			return nil, err
		}
		r.ticket = ticket
	}
	result, err := r.source.Resume(ctx, r.question, r.ticket)
	var pending *lake.PendingError
	if errors.As(err, &pending) {
		return nil, err
	}
	r.ticket = lake.Ticket{}
	if err != nil {
		return nil, err
	}
	return OfFindings(result.Findings), nil
}

// OfFindings are the names that lake.KnownNames found.
func OfFindings(findings []lake.Finding) []names.Known {
	var out []names.Known
	for _, f := range findings {
		out = append(out, names.Known{Kind: f.Detail, Name: f.Subject})
	}
	return out
}
