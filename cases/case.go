// Package cases remembers investigations between turns: which search answers a
// question, who waits for it, and where its answer will be. It keeps the same
// question from being searched for twice, whoever asks, in whatever process.
package cases

import (
	"context"
	"errors"
	"time"

	"pudding/lake"
)

// Kept is how long a case, and the results behind it, are there to be fetched
// (AWS CloudTrail User Guide, "CloudTrail Lake queries": results are kept for
// seven days).
const Kept = 7 * 24 * time.Hour

// Search is a query that was started, or is about to be, for everybody who asks
// its question.
type Search struct {
	ID       string
	Question lake.Question
	Asked    time.Time // when somebody first asked
	// Begun says that the search holds, or held, the claim to its question, and
	// that its query may be started. One that never did was left over by a turn
	// that failed.
	Begun bool
	// Ticket names the query at its source; it is zero until that is known.
	Ticket lake.Ticket
	// Starting is until when somebody may be about to start the query, and
	// nobody else must.
	Starting time.Time
	// Attempted is when a start was last made of which the outcome is not known:
	// there may be a query whose ticket nobody has. It is zero if there is none.
	Attempted time.Time
	// Abandoned says that nobody waited any more, and that the query was to be
	// cancelled.
	Abandoned bool
}

// Case is a question that a person waits for the answer to.
type Case struct {
	ID       string // the Search's
	Asker    string // who: see Asker
	Question lake.Question
	Asked    time.Time
	Joined   bool // another asked first, and for that one it was searched
}

// ErrNotFound is a Search that is not there, or no longer.
var ErrNotFound = errors.New("there is no such search")

// Store is where searches and cases are kept. It is safe for use by several
// turns at once, in several processes where it says so. Its errors, other than
// ErrNotFound, mean that it could not be reached, or refused; whether a change
// was made is then open.
type Store interface {
	// Claim makes id the search for the questions of a key until a moment, and
	// returns it. If another search holds the key at now, and is not the one to
	// be replaced, that one's id is returned instead.
	Claim(ctx context.Context, key, id string, now, until time.Time, replacing string) (holder string, err error)
	// Unclaim gives up a key, if id holds it.
	Unclaim(ctx context.Context, key, id string) error

	// Create keeps a new search, for which asker waits.
	Create(ctx context.Context, s Search, asker string) error
	// Search returns a search, or ErrNotFound.
	Search(ctx context.Context, id string) (Search, error)
	// Begin says that a search has the claim, that its query is being started at
	// now, and that nobody else must until a moment.
	Begin(ctx context.Context, id string, now, until time.Time) error
	// Delete forgets a search that was never begun.
	Delete(ctx context.Context, id string) error
	// Reserve sets until when a query may be about to be started, if none has
	// been, nobody else is about to at now, and the search is not abandoned.
	Reserve(ctx context.Context, id string, now, until time.Time) (bool, error)
	// Attempt keeps the moment at which a reserved start is made. What was
	// attempted before is known by then not to have been started.
	Attempt(ctx context.Context, id string, at time.Time) error
	// Release ends a reservation. If nothing was started, the attempt is
	// forgotten, too.
	Release(ctx context.Context, id string, nothingStarted bool) error
	// Started keeps a query's ticket, and reports whether the search was
	// abandoned in the meantime.
	Started(ctx context.Context, id string, t lake.Ticket) (abandoned bool, err error)
	// Join adds one who waits for a search, which then is not abandoned, or
	// returns ErrNotFound.
	Join(ctx context.Context, id, asker string) error
	// Leave takes one off again.
	Leave(ctx context.Context, id, asker string) error
	// Abandon marks a search that nobody waits for, and reports whether it did.
	Abandon(ctx context.Context, id string) (bool, error)

	// Open keeps a case until it is closed, or Kept has passed.
	Open(ctx context.Context, c Case) error
	// Waiting returns an asker's open cases, the newest first, and no more than
	// ten.
	Waiting(ctx context.Context, asker string, now time.Time) ([]Case, error)
	// Close forgets a case.
	Close(ctx context.Context, asker, id string) error
}

// maxWaiting is how many open cases of one asker are looked at.
const maxWaiting = 10
