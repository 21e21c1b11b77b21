package lake

import (
	"context"
	"fmt"
	"time"
)

// Source is a place CloudTrail events are kept and can be asked.
type Source interface {
	// Ask answers a question before the context's deadline. What is not
	// finished by then comes back as a *PendingError, whose Ticket names the
	// query that goes on. Every other failure is an *Error.
	Ask(ctx context.Context, q Question) (*Result, error)
}

// Ticketed is a Source that never answers at once: its queries run on by
// themselves, and are asked after by their tickets.
type Ticketed interface {
	Source
	// Start starts a query. There is no way to start the same one twice for the
	// price of one: an *Error with the code TooSlow, Unreachable or Internal
	// leaves open whether a query was started, which Find can tell.
	Start(ctx context.Context, q Question) (Ticket, error)
	// Resume waits for a query that was started for q, as Ask does.
	Resume(ctx context.Context, q Question, t Ticket) (*Result, error)
	// Find returns the ticket of a query for q that was started between two
	// moments and is still of use, or the zero Ticket where there is none.
	Find(ctx context.Context, q Question, from, to time.Time) (Ticket, error)
	// Cancel stops a query. One that has ended already is no error.
	Cancel(ctx context.Context, t Ticket) error
}

// Ticket names a query that was started and may be asked after later.
type Ticket struct {
	Source  string    // the Source's URI, without what is secret
	ID      string    // the Source's own name of the query
	Started time.Time // when it was started
}

// IsZero reports whether the ticket names no query.
func (t Ticket) IsZero() bool { return t.ID == "" }

// PendingError says that the query runs on and had no answer in time.
type PendingError struct{ Ticket Ticket }

func (e *PendingError) Error() string {
	return fmt.Sprintf("query %s at %s is still running", e.Ticket.ID, e.Ticket.Source)
}

// Budget is the calls a second that an AWS account allows, which all that call
// on its behalf share.
type Budget interface {
	// Take waits for the turn to make one call. An error means that there is no
	// turn before the context's deadline, and that the call must not be made.
	Take(ctx context.Context) error
}
