package intents

import (
	"context"

	"pudding/ask"
)

func (t *turn) help(context.Context) *ask.Response     { return t.say(t.voice.Help()) }
func (t *turn) fallback(context.Context) *ask.Response { return t.say(t.voice.Fallback()) }

// repeat says again what this session heard last.
func (t *turn) repeat(context.Context) *ask.Response {
	last, ok := remembered(t.request.Attributes())
	if !ok {
		return t.say(t.voice.NothingToRepeat())
	}
	return t.say(last)
}
