package intents

import (
	"context"
	"fmt"
	"time"
)

// courtesy is how long a finished answer waits for words that are still on
// their way: Alexa plays a progressive response only before the answer.
const courtesy = 500 * time.Millisecond

// waiting is a progressive response on its way.
type waiting struct {
	done   chan struct{}
	cancel context.CancelFunc
}

// meanwhile has words spoken while the turn goes on. Whatever becomes of them,
// the turn does not suffer.
func (t *turn) meanwhile(ctx context.Context, ssml string) waiting {
	ctx, cancel := context.WithCancel(ctx)
	w := waiting{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(w.done)
		defer func() {
			if p := recover(); p != nil {
				t.log.Error().Str("panic", fmt.Sprint(p)).Msg("panicked over a progressive response")
			}
		}()
		if err := t.skill.Services.Progress(t.request).Speak(ctx, ssml); err != nil {
			t.log.Warn().Err(err).Msg("no progressive response")
		}
	}()
	return w
}

// wait gives the words a moment to be taken, then gives them up.
func (w waiting) wait(ctx context.Context) {
	defer w.cancel()
	patience := time.NewTimer(courtesy)
	defer patience.Stop()
	select {
	case <-w.done:
	case <-patience.C:
	case <-ctx.Done():
	}
}
