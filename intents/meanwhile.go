package intents

import (
	"context"
	"fmt"
	"time"
)

// When words are spoken in place of silence, counted from the invocation's
// start. The first leave at once where the source is known to be slow.
var (
	whenSlow  = []time.Duration{0, 3 * time.Second, 5 * time.Second}
	whenQuick = []time.Duration{700 * time.Millisecond, 3 * time.Second, 5 * time.Second}
)

const (
	// courtesy is how long a finished answer waits for words that are still on
	// their way: Alexa plays a progressive response only before the answer.
	courtesy = 500 * time.Millisecond
	// speaking bounds a word's way to Alexa, so that a slow one does not keep
	// the next from being spoken.
	speaking = 1500 * time.Millisecond
)

// waiting is words in place of silence, until there is an answer.
type waiting struct {
	enough context.CancelFunc // no more words
	giveUp context.CancelFunc // nor those that are on their way
	done   chan struct{}
	ends   time.Time
}

// meanwhile has words spoken while the turn goes on, each at its time. Whatever
// becomes of them, the turn does not suffer.
func (t *turn) meanwhile(ctx context.Context, words []string, when []time.Duration) waiting {
	more, enough := context.WithCancel(ctx)
	ctx, giveUp := context.WithCancel(ctx)
	w := waiting{enough: enough, giveUp: giveUp, done: make(chan struct{}), ends: t.clock.ends.Add(-wording)}
	progress := t.skill.Services.Progress(t.request)
	log, began := t.log, t.clock.began
	go func() {
		defer close(w.done)
		defer func() {
			if p := recover(); p != nil {
				log.Error().Str("panic", fmt.Sprint(p)).Msg("panicked over a progressive response")
			}
		}()
		for i, ssml := range words {
			if !sleep(more, time.Until(began.Add(when[i]))) {
				return
			}
			speaking, cancel := context.WithTimeout(ctx, speaking)
			err := progress.Speak(speaking, ssml)
			cancel()
			if err != nil {
				log.Warn().Err(err).Msg("no progressive response")
			}
		}
	}()
	return w
}

// wait ends the words: those that are on their way get a moment to be taken,
// and are given up if it passes.
func (w waiting) wait() {
	defer w.giveUp()
	w.enough()
	patience := time.NewTimer(min(courtesy, time.Until(w.ends)))
	defer patience.Stop()
	select {
	case <-w.done:
	case <-patience.C:
	}
}

// sleep waits, and reports false when the context ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
