// Package simulation drives the real handler through thousands of turns in
// virtual time: many people ask, in bursts; Lake takes seconds or an hour; and
// every call to AWS and to Alexa may be slow, hang, be refused, get lost or be
// answered with rubbish. The AWS SDK's own clients speak to services in memory
// that keep the real ones' rules, and every answer is checked.
package simulation

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
)

// Options say what is simulated.
type Options struct {
	Turns int    // how many turns people take, before they fetch what is still open
	Seed  uint64 // what chance depends on
	// Progress, if set, is told how many turns have been taken.
	Progress func(turns int)

	bug bug // of the tests
}

// Report is what came of it. All but the first eight should be zero, or within
// their limits.
type Report struct {
	Turns     int   `json:"turns"`      // that people took
	InTurn    int   `json:"in_turn"`    // questions that were answered in the turn that asked them
	Leads     int   `json:"leads"`      // unfinished answers that had a first lead
	Cases     int   `json:"cases"`      // questions that outlived their turn
	Delivered int   `json:"delivered"`  // answers to those, later
	Failed    int   `json:"failed"`     // questions that got words for why there is no answer
	Faults    int   `json:"faults"`     // calls that went wrong
	SlowestMS int64 `json:"slowest_ms"` // from an invocation to its answer

	Late          int `json:"late"`            // answers after 7 seconds
	Lost          int `json:"lost"`            // cases that were never heard of again
	WrongPerson   int `json:"wrong_person"`    // answers to a question that the hearer never asked, or with a wrong name
	DoubleScans   int `json:"double_scans"`    // queries that had been started before
	MaxCallsPerS  int `json:"max_calls_per_s"` // to describe, get and list queries; the account allows 10
	MaxStartsPerS int `json:"max_starts_per_s"`
	MaxConcurrent int `json:"max_concurrent"` // queries at once; the account allows 10
	RuleBreaks    int `json:"rule_breaks"`    // of Alexa's rules
}

// Healthy reports whether nothing happened that must not.
func (r Report) Healthy() bool {
	return r.Late == 0 && r.Lost == 0 && r.WrongPerson == 0 && r.DoubleScans == 0 && r.RuleBreaks == 0 &&
		r.MaxCallsPerS <= 10 && r.MaxStartsPerS <= 1 && r.MaxConcurrent <= 10
}

// worldTurns is how many turns are taken in one world: after that there is
// another, with other chances, in an account of its own.
const worldTurns = 5000

// Run simulates, as many worlds at once as there are processors. It returns an
// error if a world could not be set up.
func Run(ctx context.Context, o Options) (Report, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // it makes much garbage and keeps little
	var mu sync.Mutex
	var total Report
	var taken atomic.Int64
	progress := o.Progress
	worlds, ctx := errgroup.WithContext(ctx)
	worlds.SetLimit(runtime.GOMAXPROCS(0))
	for first := 0; first < o.Turns; first += worldTurns {
		of := o
		of.Turns, of.Seed = min(worldTurns, o.Turns-first), o.Seed*1_000_003+uint64(first)
		of.Progress = func(int) {
			if n := taken.Add(1); progress != nil {
				progress(int(n))
			}
		}
		worlds.Go(func() error {
			r, err := runWorld(ctx, of)
			mu.Lock()
			defer mu.Unlock()
			total.add(r)
			return err
		})
	}
	return total, worlds.Wait()
}

// add sums up two worlds.
func (r *Report) add(s Report) {
	r.Turns, r.InTurn, r.Leads, r.Cases = r.Turns+s.Turns, r.InTurn+s.InTurn, r.Leads+s.Leads, r.Cases+s.Cases
	r.Delivered, r.Failed, r.Faults = r.Delivered+s.Delivered, r.Failed+s.Failed, r.Faults+s.Faults
	r.SlowestMS = max(r.SlowestMS, s.SlowestMS)
	r.Late, r.Lost, r.WrongPerson = r.Late+s.Late, r.Lost+s.Lost, r.WrongPerson+s.WrongPerson
	r.DoubleScans, r.RuleBreaks = r.DoubleScans+s.DoubleScans, r.RuleBreaks+s.RuleBreaks
	r.MaxCallsPerS, r.MaxStartsPerS = max(r.MaxCallsPerS, s.MaxCallsPerS), max(r.MaxStartsPerS, s.MaxStartsPerS)
	r.MaxConcurrent = max(r.MaxConcurrent, s.MaxConcurrent)
}

func runWorld(ctx context.Context, o Options) (Report, error) {
	engine, err := openEngine(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("setting up the simulation: %w", err)
	}
	defer engine.Close()
	var report Report
	// Virtual time is a testing package's: it wants a test to belong to, whose
	// failures it would report, but none is reported here.
	synctest.Test(&testing.T{}, func(*testing.T) {
		report, err = simulate(context.WithoutCancel(ctx), o, engine)
	})
	return report, err
}

// virtualEnd is a bound on virtual time: a world that hangs ends there.
const virtualEnd = 2 * 365 * 24 * time.Hour

// today is when the simulation begins. Virtual time begins long before anybody
// had anything in AWS.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func simulate(ctx context.Context, o Options, engine *engine) (Report, error) {
	time.Sleep(time.Until(today))
	ctx, cancel := context.WithTimeout(ctx, virtualEnd)
	defer cancel()
	w, err := newWorld(o, engine)
	if err != nil {
		return Report{}, err
	}
	defer w.close()
	var people sync.WaitGroup
	for i := range population {
		people.Go(func() { w.person(i).live(ctx) })
	}
	people.Wait()
	time.Sleep(time.Minute) // what still hangs gives up
	return w.report.sum(w), ctx.Err()
}

// population is how many people ask: four times what may be searched for at
// once, when all ask in one moment.
const population = 40
