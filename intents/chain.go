package intents

import (
	"context"
	"errors"
	"time"

	"pudding/attribution"
	"pudding/cases"
	"pudding/lake"
)

// chainPatience is how long a turn that has its answer goes on to ask who is
// behind the sessions in it.
const chainPatience = 4 * time.Second

// chain judges what was found, and finds out who is behind the sessions in it, as
// far as the turn's time allows: a query a step. Where a step is still being
// searched for, its case stays open, and the verdict says so.
func (t *turn) chain(ctx context.Context, q lake.Question, r *lake.Result) attribution.Verdict {
	ctx, cancel := t.clock.searching(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, chainPatience)
	defer cancel()
	chain := attribution.NewChain(q, r, t.now)
	for {
		step, more := chain.Next()
		if !more {
			return chain.Verdict()
		}
		began := time.Now()
		result, c, err := t.askStep(ctx, step)
		var of cases.Case
		if c != nil {
			of = *c
		}
		t.note("chain", of, began, step, result, err)
		var waiting *cases.WaitingError
		switch {
		case errors.As(err, &waiting):
			v := chain.Verdict()
			v.Caveats = append(v.Caveats, attribution.ChainOpen)
			return v
		case err != nil:
			t.log.Warn().Err(err).Msg("can't tell who is behind a session")
			v := chain.Verdict()
			v.Caveats = append(v.Caveats, attribution.ChainCut)
			return v
		}
		chain.Found(result)
		if c != nil {
			t.skill.Desk.Settle(ctx, *c)
		}
	}
}

// askStep asks a chain's question where it can be answered: there is no case of
// what the quick source was asked.
func (t *turn) askStep(ctx context.Context, q lake.Question) (*lake.Result, *cases.Case, error) {
	if t.isQuick(q) {
		result, err := t.skill.Quick.Ask(ctx, q)
		return result, nil, err
	}
	result, c, err := t.skill.Desk.Ask(t.log.WithContext(ctx), t.asker(), q, t.age())
	return result, &c, err
}
