package cases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"pudding/lake"
)

// Desk takes questions to a source that never answers at once, and hands out
// the answers, in the same turn or a later one. It is safe for use by several
// turns at once.
type Desk struct {
	Source lake.Ticketed
	Store  Store
	// SameFor is the time within which the same question is one search.
	SameFor time.Duration
	Now     func() time.Time
}

// WaitingError says that a question has no answer as yet and is kept as a case.
type WaitingError struct {
	Case Case
	// Reason is why the search has not begun, or may not have: nil where it is
	// known to be running.
	Reason error
}

func (e *WaitingError) Error() string {
	if e.Reason == nil {
		return fmt.Sprintf("case %s: the search is still running", e.Case.ID)
	}
	return fmt.Sprintf("case %s: the search waits: %v", e.Case.ID, e.Reason)
}

func (e *WaitingError) Unwrap() error { return e.Reason }

// SameFor is the time within which a question is the same, unless something
// else is configured.
const SameFor = time.Minute

const (
	// storeTime bounds one use of the store, which answers in milliseconds.
	storeTime = 800 * time.Millisecond
	// releaseTime is what is left to a turn when its search must end.
	releaseTime = 200 * time.Millisecond
	// startingTime is longer than any turn: who reserved a start and has not
	// made it by then never will.
	startingTime = 15 * time.Second
	// lookAgain is how often a search is looked at that another is starting.
	lookAgain = 700 * time.Millisecond
)

// Ask searches for the answer to a question that was asked so long ago, 0 for just now,
// or joins the search that is on for it: one that was begun since then may be for this
// very question. The case is where the answer can be had later: Settle closes it when
// the answer was given. Errors are *WaitingError, for which the case stays open, or
// *lake.Error, for which it does not; one with the code CasesUnreachable means that
// nothing was begun.
func (d *Desk) Ask(ctx context.Context, asker string, q lake.Question, ago time.Duration) (*lake.Result, Case, error) {
	c, mine, err := d.open(ctx, asker, q, ago)
	if err != nil {
		return nil, c, &lake.Error{Code: lake.CasesUnreachable, Message: "opening a case", Err: err}
	}
	result, err := d.pursue(ctx, c, mine)
	if !mine && lake.CodeOf(err) == lake.QueryCancelled {
		return d.Ask(ctx, asker, q, ago) // those who had asked before gave up; this one does not
	}
	return result, c, err
}

// open makes a search of the asker's own, unless there is one for the same
// question. What is made here is made before anything is started, so that
// nothing that was started is ever forgotten.
func (d *Desk) open(ctx context.Context, asker string, q lake.Question, ago time.Duration) (c Case, mine bool, err error) {
	now := d.Now()
	own := Case{ID: uuid.Must(uuid.NewV7()).String(), Asker: asker, Question: q, Asked: now}
	search := Search{ID: own.ID, Question: q, Asked: now}
	defer func() {
		if err != nil || !mine {
			d.discard(ctx, own)
		}
	}()
	if err := d.both(ctx, func(ctx context.Context) error { return d.Store.Create(ctx, search, asker) },
		func(ctx context.Context) error { return d.Store.Open(ctx, own) }); err != nil {
		return own, false, err
	}
	for replacing := ""; ; {
		var holder string
		if err := d.once(ctx, func(ctx context.Context) (err error) {
			holder, err = d.Store.Claim(ctx, keyOf(q), own.ID, now.Add(-ago), now.Add(d.SameFor), replacing)
			return err
		}); err != nil {
			return own, false, err
		}
		if holder == own.ID {
			now := d.Now()
			return own, true, d.once(ctx, func(ctx context.Context) error { return d.Store.Begin(ctx, own.ID, now, now.Add(startingTime)) })
		}
		joined, err := d.join(ctx, holder, own, d.SameFor+ago)
		if !errors.Is(err, ErrNotFound) {
			return joined, false, err
		}
		replacing = holder
	}
}

// join makes the asker wait for another's search, if that is for the same
// period and still on; otherwise it returns ErrNotFound.
func (d *Desk) join(ctx context.Context, id string, own Case, within time.Duration) (Case, error) {
	var search Search
	if err := d.once(ctx, func(ctx context.Context) (err error) {
		search, err = d.Store.Search(ctx, id)
		return err
	}); err != nil {
		return own, err
	}
	if d.isLeftOver(search) || !near(search.Question.Period.From, own.Question.Period.From, within) || !near(search.Question.Period.To, own.Question.Period.To, within) {
		return own, ErrNotFound
	}
	c := Case{ID: id, Asker: own.Asker, Question: search.Question, Asked: own.Asked, Joined: true}
	if err := d.once(ctx, func(ctx context.Context) error { return d.Store.Join(ctx, id, own.Asker) }); err != nil {
		return own, err
	}
	return c, d.once(ctx, func(ctx context.Context) error { return d.Store.Open(ctx, c) })
}

// isLeftOver reports whether a search was made by a turn that then failed, and
// told so: its query must not be started any more.
func (d *Desk) isLeftOver(s Search) bool { return !s.Begun && d.Now().Sub(s.Asked) > startingTime }

func near(a, b time.Time, within time.Duration) bool { return a.Sub(b).Abs() <= within }

// discard takes back a search that was not begun.
func (d *Desk) discard(ctx context.Context, c Case) {
	err := d.both(ctx, func(ctx context.Context) error { return d.Store.Delete(ctx, c.ID) },
		func(ctx context.Context) error { return d.Store.Close(ctx, c.Asker, c.ID) })
	if err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("case", c.ID).Msg("a search that was not begun is left over")
	}
}

// Resume goes on waiting for a case's answer, as Ask does.
func (d *Desk) Resume(ctx context.Context, c Case) (*lake.Result, error) {
	return d.pursue(ctx, c, false)
}

// Recall fetches an answer once more, by its case's id: from the query's results,
// which are kept as long as the search is. An error of any kind means that the
// question must be asked anew.
func (d *Desk) Recall(ctx context.Context, id string) (Case, *lake.Result, error) {
	var search Search
	err := d.once(ctx, func(ctx context.Context) (err error) {
		search, err = d.Store.Search(ctx, id)
		return err
	})
	switch {
	case err != nil:
		return Case{ID: id}, nil, fmt.Errorf("recalling search %s: %w", id, err)
	case search.Ticket.IsZero():
		return Case{ID: id}, nil, fmt.Errorf("recalling search %s: its query is not known", id)
	}
	c := Case{ID: id, Question: search.Question, Asked: search.Asked}
	result, err := d.Source.Resume(ctx, search.Question, search.Ticket)
	return c, result, err
}

// Look goes on waiting for an answer, but begins nothing: begun is false where
// the search has yet to be started, which is Resume's to do.
func (d *Desk) Look(ctx context.Context, c Case) (result *lake.Result, begun bool, err error) {
	search, err := d.search(ctx, c)
	if err != nil {
		return nil, true, err
	}
	if search.Ticket.IsZero() {
		return nil, false, &WaitingError{Case: c}
	}
	result, err = d.await(ctx, c, search.Ticket)
	return result, true, err
}

// pursue sees to it that the search is started, by whomever, and waits for it.
// reserved says that the start is this turn's to make, and the first.
func (d *Desk) pursue(ctx context.Context, c Case, reserved bool) (*lake.Result, error) {
	if reserved {
		return d.start(ctx, c)
	}
	for {
		search, err := d.search(ctx, c)
		if err != nil {
			return nil, err
		}
		if !search.Ticket.IsZero() {
			return d.await(ctx, c, search.Ticket)
		}
		if search.Begun { // or it is about to be
			if ok, err := d.reserve(ctx, c.ID); err != nil {
				return nil, &WaitingError{c, err}
			} else if ok {
				return d.restart(ctx, c, search)
			}
		}
		if !sleep(ctx, lookAgain) {
			return nil, &WaitingError{Case: c}
		}
	}
}

// search is a case's search. One that is gone, or was given up, closes the case.
func (d *Desk) search(ctx context.Context, c Case) (s Search, err error) {
	err = d.once(ctx, func(ctx context.Context) error {
		s, err = d.Store.Search(ctx, c.ID)
		return err
	})
	switch {
	case errors.Is(err, ErrNotFound):
		d.Settle(ctx, c)
		return s, &lake.Error{Code: lake.QueryUnknown, Message: "looking for search " + c.ID, Err: err}
	case err != nil:
		return s, &WaitingError{c, &lake.Error{Code: lake.CasesUnreachable, Message: "looking for search " + c.ID, Err: err}}
	case d.isLeftOver(s):
		d.discard(ctx, c)
		return s, &lake.Error{Code: lake.QueryUnknown, Message: "looking for search " + c.ID, Err: errors.New("it was never begun")}
	case s.Abandoned && s.Ticket.IsZero():
		d.fail(ctx, c)
		return s, &lake.Error{Code: lake.QueryCancelled, Message: "looking for search " + c.ID, Err: errors.New("it was abandoned")}
	}
	return s, nil
}

func (d *Desk) reserve(ctx context.Context, id string) (ok bool, err error) {
	err = d.once(ctx, func(ctx context.Context) error {
		now := d.Now()
		ok, err = d.Store.Reserve(ctx, id, now, now.Add(startingTime))
		return err
	})
	if err != nil {
		return false, &lake.Error{Code: lake.CasesUnreachable, Message: "reserving the start of search " + id, Err: err}
	}
	return ok, nil
}

// restart makes a start that an earlier turn did not, or may have made without
// learning of it.
func (d *Desk) restart(ctx context.Context, c Case, s Search) (*lake.Result, error) {
	if !s.Attempted.IsZero() {
		ticket, err := d.Source.Find(ctx, s.Question, s.Attempted, s.Attempted.Add(startingTime))
		switch {
		case err != nil:
			d.release(ctx, c.ID, false)
			return nil, &WaitingError{c, err}
		case !ticket.IsZero():
			return d.started(ctx, c, ticket)
		}
	}
	if err := d.once(ctx, func(ctx context.Context) error { return d.Store.Attempt(ctx, c.ID, d.Now()) }); err != nil {
		d.release(ctx, c.ID, false)
		return nil, &WaitingError{c, &lake.Error{Code: lake.CasesUnreachable, Message: "attempting the start of search " + c.ID, Err: err}}
	}
	return d.start(ctx, c)
}

// start starts the query. Where it is open whether it did, the reservation
// stays, and who comes after it looks for the query first.
func (d *Desk) start(ctx context.Context, c Case) (*lake.Result, error) {
	ticket, err := d.Source.Start(ctx, c.Question)
	switch lake.CodeOf(err) {
	case "":
		return d.started(ctx, c, ticket)
	case lake.Throttled, lake.TooManyQueries:
		d.release(ctx, c.ID, true)
		return nil, &WaitingError{c, err}
	case lake.TooSlow, lake.Unreachable, lake.Internal:
		return nil, &WaitingError{c, err}
	default:
		d.fail(ctx, c)
		return nil, err
	}
}

// started keeps the ticket, and waits for the answer all the same if it can't:
// who needs the ticket later will find the query.
func (d *Desk) started(ctx context.Context, c Case, t lake.Ticket) (*lake.Result, error) {
	var abandoned bool
	err := d.once(ctx, func(ctx context.Context) (err error) {
		abandoned, err = d.Store.Started(ctx, c.ID, t)
		return err
	})
	if err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("case", c.ID).Str("query_id", t.ID).Msg("the ticket could not be kept")
	}
	if abandoned { // while it began
		if err := d.Source.Cancel(ctx, t); err != nil {
			zerolog.Ctx(ctx).Warn().Err(err).Str("query_id", t.ID).Msg("an abandoned query runs on")
		}
	}
	return d.await(ctx, c, t)
}

func (d *Desk) await(ctx context.Context, c Case, t lake.Ticket) (*lake.Result, error) {
	result, err := d.Source.Resume(ctx, c.Question, t)
	var pending *lake.PendingError
	switch {
	case errors.As(err, &pending):
		return nil, &WaitingError{Case: c}
	case hasEnded(err):
		d.fail(ctx, c)
	}
	return result, err
}

// hasEnded reports whether an error says that the query will never have an
// answer. Others may pass, or be mended: the answer stays where it is.
func hasEnded(err error) bool {
	switch lake.CodeOf(err) {
	case lake.QueryFailed, lake.QueryTimedOut, lake.QueryCancelled, lake.QueryUnknown, lake.QueryRefused, lake.InvalidQuestion:
		return true
	default:
		return false
	}
}

// fail closes a case that will have no answer, so that the question may be
// asked anew.
func (d *Desk) fail(ctx context.Context, c Case) {
	err := d.both(ctx, func(ctx context.Context) error { return d.Store.Unclaim(ctx, keyOf(c.Question), c.ID) },
		func(ctx context.Context) error { return d.Store.Close(ctx, c.Asker, c.ID) })
	if err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("case", c.ID).Msg("a failed case could not be closed")
	}
}

func (d *Desk) release(ctx context.Context, id string, nothingStarted bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	if err := d.Store.Release(ctx, id, nothingStarted); err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("case", id).Msg("the start stays reserved for a while")
	}
}

// Waiting returns an asker's open cases, the newest first.
func (d *Desk) Waiting(ctx context.Context, asker string) (open []Case, err error) {
	err = d.once(ctx, func(ctx context.Context) error {
		open, err = d.Store.Waiting(ctx, asker, d.Now())
		return err
	})
	if err != nil {
		return nil, &lake.Error{Code: lake.CasesUnreachable, Message: "looking for open cases", Err: err}
	}
	return open, nil
}

// Settle closes a case whose answer was given. If that fails, the answer is
// given once more.
func (d *Desk) Settle(ctx context.Context, c Case) {
	err := d.both(ctx, func(ctx context.Context) error { return d.Store.Close(ctx, c.Asker, c.ID) },
		func(ctx context.Context) error { return d.Store.Leave(ctx, c.ID, c.Asker) })
	if err != nil {
		zerolog.Ctx(ctx).Warn().Err(err).Str("case", c.ID).Msg("a case could not be closed")
	}
}

// Stop closes a case whose answer is no longer wanted, and cancels its query if
// nobody else waits for it. It reports whether it did.
func (d *Desk) Stop(ctx context.Context, c Case) (cancelled bool, err error) {
	d.Settle(ctx, c)
	var last bool
	err = d.once(ctx, func(ctx context.Context) error {
		last, err = d.Store.Abandon(ctx, c.ID)
		return err
	})
	if err != nil || !last {
		return false, err
	}
	var s Search
	err = d.once(ctx, func(ctx context.Context) error {
		s, err = d.Store.Search(ctx, c.ID)
		return err
	})
	if err != nil || s.Ticket.IsZero() {
		return false, err
	}
	return true, d.Source.Cancel(ctx, s.Ticket)
}

// once uses the store, within bounds.
func (d *Desk) once(ctx context.Context, use func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	return use(ctx)
}

// both uses the store twice at once.
func (d *Desk) both(ctx context.Context, one, other func(context.Context) error) error {
	var g errgroup.Group
	g.Go(func() error { return d.once(ctx, one) })
	g.Go(func() error { return d.once(ctx, other) })
	return g.Wait()
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
