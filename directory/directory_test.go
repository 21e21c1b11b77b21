package directory_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/directory"
	"pudding/nlu/names"
)

// clock is a clock that is set by hand.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time         { return time.Unix(0, c.at.Load()) }
func (c *clock) passes(d time.Duration) { c.at.Add(int64(d)) }

// scripted is a list that is made of one outcome after another, the last again
// and again.
type scripted struct {
	outcomes []func() ([]names.Known, error)
	made     int // how often
}

func newScripted(outcomes ...func() ([]names.Known, error)) *scripted {
	return &scripted{outcomes: outcomes}
}

func (s *scripted) list() directory.List {
	return directory.List{Of: "script", Names: func(context.Context) ([]names.Known, error) {
		s.made++
		return s.outcomes[min(s.made, len(s.outcomes))-1]()
	}}
}

func of(kind string, all ...string) func() ([]names.Known, error) {
	return func() ([]names.Known, error) {
		var out []names.Known
		for _, n := range all {
			out = append(out, names.Known{Kind: kind, Name: n})
		}
		return out, nil
	}
}

func contains(d *directory.Directory, heard string, kinds ...string) bool {
	return len(d.Containing(heard, kinds...)) > 0
}

func failing() ([]names.Known, error)   { return nil, errors.New("AccessDenied") }
func panicking() ([]names.Known, error) { panic("a list of nothing") }

func TestAListIsMadeAgainWhenItIsOldAndKeptWhenItFails(t *testing.T) {
	c := &clock{}
	s := newScripted(of("user", "mei"), failing, panicking, of("user", "jonas"))
	d := directory.New(c.now, s.list())
	for i, step := range []struct {
		after time.Duration
		made  int
		mei   bool
	}{
		{0, 1, true},
		{time.Minute, 1, true},
		{15 * time.Minute, 2, true}, // it fails
		{30 * time.Second, 2, true},
		{time.Minute, 3, true}, // it panics
		{time.Minute, 4, false},
	} {
		c.passes(step.after)
		d.Refresh(t.Context(), "en-US", false)
		d.Wait(t.Context())
		if s.made != step.made || contains(d, "mei") != step.mei || contains(d, "jonas") == step.mei {
			t.Errorf("step %d: made %d times, want %d; mei is known: %t", i+1, s.made, step.made, contains(d, "mei"))
		}
	}
}

func TestACostlyListIsMadeInTurnsThatAskNothing(t *testing.T) {
	s := newScripted(of("bucket", "fridge"))
	l := s.list()
	l.Costly = true
	d := directory.New(time.Now, l)
	for _, idle := range []bool{false, true} {
		d.Refresh(t.Context(), "en-US", idle)
		d.Wait(t.Context())
		if contains(d, "fridge") != idle {
			t.Errorf("the list is known: %t, in an idle turn: %t", !idle, idle)
		}
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := directory.New(time.Now, directory.List{Of: "endless", Names: func(ctx context.Context) ([]names.Known, error) {
		<-t.Context().Done()
		return nil, t.Context().Err()
	}})
	d.Refresh(t.Context(), "en-US", false)
	d.Wait(ctx)
}

func TestADirectoryThatIsNotThereKnowsNothing(t *testing.T) {
	var d *directory.Directory
	d.Refresh(t.Context(), "en-US", true)
	d.Wait(t.Context())
	if _, known := d.Resolve("mei", "en-US"); known || contains(d, "mei") || d.Likely(10) != nil {
		t.Error("it knows something")
	}
}

func listed(t *testing.T, lists ...directory.List) *directory.Directory {
	t.Helper()
	d := directory.New(time.Now, lists...)
	d.Refresh(t.Context(), "en-US", true)
	d.Wait(t.Context())
	return d
}

func TestResolveLooksAtTheKindsThatAreMeant(t *testing.T) {
	d := listed(t, newScripted(of("user", "deploy", "mei.tanaka")).list(), newScripted(of("role", "deploy", "BackupRole")).list())
	for _, test := range []struct {
		reason, heard string
		kinds         []string
		decision      names.Decision
		first         string
	}{
		{"a name that is known is taken", "may tanaka", []string{"user"}, names.Take, "mei.tanaka"},
		{"but not for another kind of thing", "may tanaka", []string{"role"}, names.Refuse, ""},
		{"what is of two kinds that may both be meant is one name", "deploy", []string{"user", "role"}, names.Take, "deploy"},
		{"and of any kind it is asked about", "deploy", nil, names.Ask, "deploy"},
	} {
		got, known := d.Resolve(test.heard, "en-US", test.kinds...)
		if got.Decision != test.decision || test.first != "" && got.Matches[0].Name != test.first || !known {
			t.Errorf("%s: %v, %t", test.reason, got, known)
		}
	}
	if _, known := d.Resolve("kitchen", "en-US", "bucket"); known {
		t.Error("buckets are known")
	}
	if _, known := d.Resolve("mei", "tlh-KX", "user"); known {
		t.Error("somebody listens in Klingon")
	}
}

func TestAPartOfANameIsContained(t *testing.T) {
	d := listed(t, newScripted(of("bucket", "prod-logs-eu-west-1")).list())
	for heard, want := range map[string]bool{"Prod Logs": true, "prod-logs-eu-west-1": true, "logs prod": false, "": false, "プリン": false} {
		if got := contains(d, heard, "bucket"); got != want {
			t.Errorf("%q: %t", heard, got)
		}
	}
	if contains(d, "prod logs", "user") {
		t.Error("a bucket is taken for a user")
	}
}

func TestTheLikeliestAreOfEachKindInTurn(t *testing.T) {
	d := listed(t, newScripted(of("user", "a", "b", "c")).list(), newScripted(of("bucket", "x")).list(), newScripted(of("user", "a", "d")).list())
	var got []string
	for _, k := range d.Likely(4) {
		got = append(got, k.Kind+" "+k.Name)
	}
	if diff := cmp.Diff([]string{"user a", "bucket x", "user b", "user c"}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(d.Likely(100)); n != 5 {
		t.Errorf("%d of 5 names", n)
	}
}
