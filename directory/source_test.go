package directory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pudding/directory"
	"pudding/lake"
)

// slow is a source whose query is not done before it was asked after some times.
type slow struct {
	starts, resumes int
	pendingFor      int
	failure         error
	asked           lake.Question
}

func (s *slow) Start(_ context.Context, q lake.Question) (lake.Ticket, error) {
	s.starts++
	s.asked = q
	return lake.Ticket{ID: "q"}, s.failure
}

func (s *slow) Resume(_ context.Context, q lake.Question, t lake.Ticket) (*lake.Result, error) {
	s.resumes++
	if s.resumes <= s.pendingFor {
		return nil, &lake.PendingError{Ticket: t}
	}
	return &lake.Result{Findings: []lake.Finding{{Subject: "fridge", Detail: "bucket"}, {Subject: "mei", Detail: "user"}}}, nil
}

func (*slow) Ask(context.Context, lake.Question) (*lake.Result, error) { panic("not asked at once") }
func (*slow) Find(context.Context, lake.Question, time.Time, time.Time) (lake.Ticket, error) {
	panic("nothing is lost")
}
func (*slow) Cancel(context.Context, lake.Ticket) error { panic("nothing is cancelled") }

func TestTheRecordedNamesAreSearchedForOnce(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	source := &slow{pendingFor: 2}
	l := directory.Recorded(source, 7*24*time.Hour, func() time.Time { return now })
	for range 2 {
		var pending *lake.PendingError
		if _, err := l.Names(t.Context()); !errors.As(err, &pending) {
			t.Fatalf("got %v", err)
		}
	}
	known, err := l.Names(t.Context())
	if err != nil || len(known) != 2 || known[0].Name != "fridge" || known[0].Kind != directory.Bucket {
		t.Errorf("%v, %v", known, err)
	}
	if source.starts != 1 {
		t.Errorf("%d queries were started", source.starts)
	}
	if p := source.asked.Period; !p.Contains(now) || !p.Contains(now.AddDate(0, 0, -7)) || p.Contains(now.AddDate(0, 0, -8)) {
		t.Errorf("from %s to %s", p.From, p.To)
	}
	if _, err := l.Names(t.Context()); err != nil || source.starts != 2 {
		t.Errorf("%v; the next time there were %d starts", err, source.starts)
	}
}

func TestAQueryForNamesThatCanNotBeStartedIsStartedTheNextTime(t *testing.T) {
	source := &slow{failure: &lake.Error{Code: lake.Throttled}}
	l := directory.Recorded(source, time.Hour, time.Now)
	if _, err := l.Names(t.Context()); lake.CodeOf(err) != lake.Throttled {
		t.Errorf("got %v", err)
	}
	source.failure = nil
	if known, err := l.Names(t.Context()); err != nil || len(known) != 2 {
		t.Errorf("%v, %v", known, err)
	}
}
