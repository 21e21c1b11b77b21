package intents

import (
	"context"
	"errors"
	"time"

	"pudding/ask"
	"pudding/attribution"
	"pudding/cases"
	"pudding/lake"
	"pudding/speech"
)

const (
	// maxLooked is how many open cases are looked at in one turn.
	maxLooked = 3
	// glance is how long each of several is looked at.
	glance = 700 * time.Millisecond
)

// anyNews answers AnyNewsIntent: it picks up what an earlier turn left open.
func (t *turn) anyNews(ctx context.Context) *ask.Response {
	open, err := t.open(ctx)
	switch {
	case err != nil:
		return t.failed(err, speech.Lead{})
	case len(open) == 0:
		return t.say(t.voice.NoNews())
	}
	words := t.meanwhile(ctx, t.voice.WaitingForNews(t.pick()), whenQuick)
	t.zone = t.zoneOfDevice(ctx)
	f, next := t.glance(ctx, open)
	if f == nil {
		f = t.resume(ctx, next)
	}
	words.wait()
	return t.deliver(ctx, *f, len(open)-1)
}

// launch welcomes, or has an answer for one who comes back.
func (t *turn) launch(ctx context.Context) *ask.Response {
	open, err := t.open(ctx)
	if err != nil {
		t.log.Warn().Err(err).Msg("can't tell whether there is news")
	}
	if len(open) == 0 {
		return t.say(t.voice.Welcome())
	}
	words := t.meanwhile(ctx, t.voice.WaitingForNews(t.pick()), whenQuick)
	t.zone = t.zoneOfDevice(ctx)
	f, _ := t.glance(ctx, open)
	words.wait()
	if f == nil {
		return t.say(t.voice.StillOpen(open[0].Question))
	}
	return t.deliver(ctx, *f, len(open)-1)
}

// open are the asker's open cases, the newest first.
func (t *turn) open(ctx context.Context) ([]cases.Case, error) {
	if t.skill.Desk == nil {
		return nil, nil
	}
	return t.skill.Desk.Waiting(ctx, t.asker())
}

// glance looks at each of the open cases for a moment, and returns the first
// that has an end. If none has, next is the one to go on with: the oldest whose
// search has yet to begin, or else the newest.
func (t *turn) glance(ctx context.Context, open []cases.Case) (f *found, next cases.Case) {
	next = open[0]
	for _, c := range open[:min(maxLooked, len(open))] {
		ctx, cancel := context.WithTimeout(ctx, glance)
		began := time.Now()
		result, begun, err := t.skill.Desk.Look(t.log.WithContext(ctx), c)
		cancel()
		t.note("desk", c, began, c.Question, result, err)
		var waiting *cases.WaitingError
		if !errors.As(err, &waiting) {
			return &found{question: c.Question, result: result, err: err, of: &c}, c
		}
		if !begun {
			next = c
		}
	}
	return nil, next
}

// resume goes on waiting for a case's answer.
func (t *turn) resume(ctx context.Context, c cases.Case) *found {
	ctx, cancel := t.clock.searching(ctx)
	defer cancel()
	began := time.Now()
	result, err := t.skill.Desk.Resume(t.log.WithContext(ctx), c)
	t.note("desk", c, began, c.Question, result, err)
	return &found{question: c.Question, result: result, err: err, of: &c}
}

// deliver tells what came of an open case. The question may be an old one: it
// is named.
func (t *turn) deliver(ctx context.Context, f found, more int) *ask.Response {
	t.log = t.log.With().Str("question", string(f.question.Template)).Str("case", f.of.ID).Logger()
	var waiting *cases.WaitingError
	if errors.As(f.err, &waiting) && waiting.Reason == nil {
		t.inspect(Inspection{Question: f.question, Case: f.of, Err: f.err})
		return t.say(t.voice.StillOpen(f.question))
	}
	return t.tell(ctx, f, func(q lake.Question, v attribution.Verdict, zone *time.Location, now time.Time) speech.Answer {
		return t.voice.News(q, v, more, zone, now)
	})
}

// stop ends the conversation, and what is being searched for in it.
func (t *turn) stop(ctx context.Context) *ask.Response {
	open, err := t.open(ctx)
	if err != nil {
		t.log.Warn().Err(err).Msg("can't tell what to stop")
	}
	ctx, cancel := t.clock.searching(ctx)
	defer cancel()
	stopped := 0
	for _, c := range open {
		cancelled, err := t.skill.Desk.Stop(t.log.WithContext(ctx), c)
		event := t.log.Info()
		if err != nil {
			event = t.log.Warn().Err(err)
		}
		event.Str("case", c.ID).Bool("cancelled", cancelled).Msg("stopped a search")
		stopped++
	}
	if stopped > 0 {
		return t.end(t.voice.Stopped())
	}
	return t.end(t.voice.Goodbye())
}
