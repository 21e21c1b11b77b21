package intents

import (
	"context"

	"pudding/ask"
)

func (t *turn) launch(context.Context) *ask.Response   { return t.say(t.voice.Welcome()) }
func (t *turn) help(context.Context) *ask.Response     { return t.say(t.voice.Help()) }
func (t *turn) stop(context.Context) *ask.Response     { return t.end(t.voice.Goodbye()) }
func (t *turn) fallback(context.Context) *ask.Response { return t.say(t.voice.Fallback()) }

// repeat says again what this session heard last.
func (t *turn) repeat(context.Context) *ask.Response {
	last, ok := remembered(t.request.Attributes())
	if !ok {
		return t.say(t.voice.NothingToRepeat())
	}
	return t.say(last)
}
