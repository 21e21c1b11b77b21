package lake

import (
	"context"
	"fmt"
)

// Source is a place CloudTrail events are kept and can be asked.
type Source interface {
	// Ask answers a question before the context's deadline. What is not
	// finished by then comes back as a *PendingError, whose Ticket names the
	// query that goes on. Every other failure is an *Error.
	Ask(ctx context.Context, q Question) (*Result, error)
}

// Ticket names a query that was started and may be asked after later.
type Ticket struct {
	Source string // the Source's URI, without what is secret
	ID     string // the Source's own name of the query
}

// PendingError says that the query runs on and had no answer in time.
type PendingError struct{ Ticket Ticket }

func (e *PendingError) Error() string {
	return fmt.Sprintf("query %s at %s is still running", e.Ticket.ID, e.Ticket.Source)
}
