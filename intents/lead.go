package intents

import (
	"context"
	"fmt"
	"time"

	"pudding/attribution"
	"pudding/cases"
	"pudding/lake"
	"pudding/speech"
)

const (
	// leadTime is by how much the quick source must be done before the other is
	// given up, so that its lead makes it into the answer.
	leadTime = 200 * time.Millisecond
	// leadPatience is how long a failure waits to be told after a lead.
	leadPatience = 1200 * time.Millisecond
)

// lead asks the quick source beside the slow one. What it returns waits for the
// lead, if there is one, and ends the asking.
func (t *turn) lead(ctx context.Context, q lake.Question) func() speech.Lead {
	if t.skill.Quick == nil {
		return func() speech.Lead { return speech.Lead{} }
	}
	ctx, cancel := context.WithDeadline(ctx, t.clock.ends.Add(-closing-leadTime))
	var lead speech.Lead
	done := make(chan struct{})
	go func() {
		defer close(done)
		lead = t.askQuick(ctx, q)
	}()
	return func() speech.Lead {
		select {
		case <-done:
		case <-time.After(leadPatience):
		case <-ctx.Done():
		}
		cancel() // it tells what it has by now
		select {
		case <-done:
			return lead
		case <-time.After(wording):
			return speech.Lead{}
		}
	}
}

// askQuick is the lead that the quick source has, if it is about one thing only.
func (t *turn) askQuick(ctx context.Context, q lake.Question) (lead speech.Lead) {
	defer func() {
		if p := recover(); p != nil {
			t.log.Error().Str("panic", fmt.Sprint(p)).Msg("panicked over a lead")
		}
	}()
	began := time.Now()
	result, err := t.skill.Quick.Ask(ctx, q)
	t.note("lead", cases.Case{}, began, q, result, err)
	if err != nil {
		return speech.Lead{}
	}
	subject, candidates := choose(q, result)
	if len(candidates) > 0 {
		return speech.Lead{}
	}
	q, result = narrow(q, result, subject)
	verdict := attribution.Judge(q, result, t.now)
	verdict.Subject = subject
	return speech.Lead{Question: q, Verdict: verdict}
}
