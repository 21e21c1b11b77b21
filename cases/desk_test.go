package cases_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"pudding/cases"
	"pudding/lake"
)

// forgetful is a source that starts queries, but whose replies get lost.
type forgetful struct {
	lost     bool  // the reply to a start
	findFail error // what Find returns
	started  []time.Time
	resumed  int
}

func (f *forgetful) Ask(context.Context, lake.Question) (*lake.Result, error) {
	panic("a ticketed source is not asked at once")
}

func (f *forgetful) Start(context.Context, lake.Question) (lake.Ticket, error) {
	f.started = append(f.started, time.Now())
	if f.lost {
		return lake.Ticket{}, &lake.Error{Code: lake.Unreachable, Message: "starting"}
	}
	return lake.Ticket{ID: "the-query", Started: time.Now()}, nil
}

func (f *forgetful) Resume(context.Context, lake.Question, lake.Ticket) (*lake.Result, error) {
	f.resumed++
	return &lake.Result{}, nil
}

func (f *forgetful) Find(_ context.Context, _ lake.Question, from, to time.Time) (lake.Ticket, error) {
	if f.findFail != nil {
		return lake.Ticket{}, f.findFail
	}
	for _, at := range f.started {
		if !at.Before(from) && at.Before(to) {
			return lake.Ticket{ID: "the-query", Started: at}, nil
		}
	}
	return lake.Ticket{}, nil
}

func (f *forgetful) Cancel(context.Context, lake.Ticket) error { return nil }

func desk(source lake.Ticketed, store cases.Store) *cases.Desk {
	return &cases.Desk{Source: source, Store: store, SameFor: time.Minute, Now: time.Now}
}

// in is a turn of a few seconds.
func in(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func asked(period time.Duration) lake.Question {
	q := question
	q.Period = lake.Period{From: time.Now().Add(-period), To: time.Now()}
	return q
}

func TestAQueryWhoseReplyWasLostIsFoundAndNotStartedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &forgetful{lost: true}
		d := desk(source, cases.NewMemory())
		_, c, err := d.Ask(in(t), "ann", asked(time.Hour), 0)
		var waiting *cases.WaitingError
		if !errors.As(err, &waiting) || lake.CodeOf(waiting.Reason) != lake.Unreachable {
			t.Fatalf("got %v", err)
		}
		if _, err := d.Resume(in(t), c); !errors.As(err, &waiting) {
			t.Errorf("right after it, while the start may be on its way: %v", err)
		}
		time.Sleep(20 * time.Second)
		source.findFail = &lake.Error{Code: lake.Throttled, Message: "listing"}
		if _, err := d.Resume(in(t), c); !errors.As(err, &waiting) {
			t.Errorf("while it can't be looked for: %v", err)
		}
		source.findFail = nil
		time.Sleep(20 * time.Second)
		if _, err := d.Resume(in(t), c); err != nil || source.resumed != 1 || len(source.started) != 1 {
			t.Errorf("%v after %d starts", err, len(source.started))
		}
	})
}

func TestAQueryThatWasNeverStartedIsStartedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &forgetful{}
		store := cases.NewMemory()
		d := desk(source, store)
		// An instance that went away between keeping the search and starting it.
		q := asked(time.Hour)
		must(t, store.Create(t.Context(), cases.Search{ID: "1", Question: q, Asked: time.Now()}, "ann"))
		must(t, store.Begin(t.Context(), "1", time.Now(), time.Now().Add(15*time.Second)))
		time.Sleep(time.Minute)
		if _, err := d.Resume(in(t), cases.Case{ID: "1", Asker: "ann", Question: q, Asked: time.Now()}); err != nil || len(source.started) != 1 {
			t.Errorf("%v after %d starts", err, len(source.started))
		}
	})
}

func TestWhoAsksTheSameForAnotherPeriodGetsAnotherSearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &forgetful{}
		d := desk(source, cases.NewMemory())
		for _, period := range []time.Duration{time.Hour, time.Hour, 2 * time.Hour} {
			if _, _, err := d.Ask(in(t), "ann", asked(period), 0); err != nil {
				t.Fatal(err)
			}
		}
		if len(source.started) != 2 {
			t.Errorf("%d starts", len(source.started))
		}
	})
}

// leaky is a store that keeps what is created, but loses claims.
type leaky struct {
	cases.Store
	leaks bool
}

func (s *leaky) Claim(ctx context.Context, key, id string, now, until time.Time, replacing string) (string, error) {
	if s.leaks {
		return "", errors.New("no answer")
	}
	return s.Store.Claim(ctx, key, id, now, until, replacing)
}

func (s *leaky) Delete(ctx context.Context, id string) error {
	if s.leaks {
		return errors.New("no answer")
	}
	return s.Store.Delete(ctx, id)
}

func (s *leaky) Close(ctx context.Context, asker, id string) error {
	if s.leaks {
		return errors.New("no answer")
	}
	return s.Store.Close(ctx, asker, id)
}

func TestASearchThatIsLeftOverIsNeverStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &forgetful{}
		store := &leaky{Store: cases.NewMemory(), leaks: true}
		d := desk(source, store)
		if _, _, err := d.Ask(in(t), "ann", asked(time.Hour), 0); lake.CodeOf(err) != lake.CasesUnreachable {
			t.Fatalf("got %v", err)
		}
		store.leaks = false
		time.Sleep(20 * time.Second)
		open, err := d.Waiting(t.Context(), "ann")
		must(t, err)
		if len(open) != 1 {
			t.Fatalf("ann waits for %v", open)
		}
		if _, err := d.Resume(in(t), open[0]); lake.CodeOf(err) != lake.QueryUnknown || len(source.started) != 0 {
			t.Errorf("%v after %d starts", err, len(source.started))
		}
		if open, _ := d.Waiting(t.Context(), "ann"); len(open) != 0 {
			t.Errorf("ann still waits for %v", open)
		}
	})
}

func TestWhoJoinsAfterAStopHasTheSameQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &forgetful{lost: true}
		d := desk(source, cases.NewMemory())
		_, c, _ := d.Ask(in(t), "ann", asked(time.Hour), 0)
		if cancelled, err := d.Stop(in(t), c); cancelled || err != nil {
			t.Errorf("what nobody knows the ticket of was cancelled: %t, %v", cancelled, err)
		}
		time.Sleep(20 * time.Second)
		if _, _, err := d.Ask(in(t), "bob", asked(time.Hour), 0); err != nil || len(source.started) != 1 {
			t.Errorf("%v after %d starts", err, len(source.started))
		}
	})
}
