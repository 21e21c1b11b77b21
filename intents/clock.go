package intents

import (
	"context"
	"time"

	"pudding/ask"
)

// The budgets of a turn. Alexa waits about 8 seconds, which also hold the
// network and a cold start (Alexa Skills Kit, "Send the User a Progressive
// Response").
const (
	DefaultBudget = 6500 * time.Millisecond
	MaxBudget     = 7 * time.Second
)

const (
	// margin is kept back from the Lambda function's own deadline.
	margin = 300 * time.Millisecond
	// closing is kept back from the turn for what follows the search: to close
	// the case, to let the last words be taken, to put the answer into words.
	closing = 350 * time.Millisecond
	// wording is kept back from that for the words alone.
	wording = 50 * time.Millisecond
)

// clock is the time that a turn has.
type clock struct{ began, ends time.Time }

func (s *Skill) clock(ctx context.Context) clock {
	budget := s.Budget
	if budget == 0 {
		budget = DefaultBudget
	}
	c := clock{began: time.Now()}
	c.ends = c.began.Add(min(budget, MaxBudget))
	if deadline, ok := ctx.Deadline(); ok && deadline.Add(-margin).Before(c.ends) {
		c.ends = deadline.Add(-margin)
	}
	return c
}

// searching is a context that ends when the search must.
func (c clock) searching(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadline(ctx, c.ends.Add(-closing))
}

// inTime answers before the turn ends, whatever the answer is waiting for. All
// that it waits for is bounded by itself: this is for what ignores its bounds.
func (t *turn) inTime(ctx context.Context) *ask.Response {
	ctx, cancel := context.WithDeadline(ctx, t.clock.ends.Add(-wording))
	defer cancel()
	log, late := t.log, &turn{request: t.request, voice: t.voice} // the turn's own are its goroutine's from here on
	answer := make(chan *ask.Response, 1)
	go func() { answer <- t.answer(ctx) }()
	over := time.NewTimer(time.Until(t.clock.ends))
	defer over.Stop()
	select {
	case r := <-answer:
		return r
	case <-over.C:
		log.Error().Msg("the answer was not ready in time")
		return late.say(late.voice.Late())
	}
}
