package intents

import (
	"context"

	"pudding/ask"
)

// help tells what may be asked, which is more after an answer.
func (t *turn) help(context.Context) *ask.Response {
	if _, ok := t.conversation(); ok {
		return t.say(t.voice.HelpMore())
	}
	return t.say(t.voice.Help())
}

func (t *turn) fallback(context.Context) *ask.Response { return t.say(t.voice.Fallback()) }

// repeat says again what this session heard last.
func (t *turn) repeat(context.Context) *ask.Response {
	last, ok := remembered(t.request.Attributes())
	if !ok {
		return t.say(t.voice.NothingToRepeat())
	}
	if m, _ := t.memory(); m.For != "" {
		if m.For != t.asker() {
			return t.unknownVoice()
		}
		t.private = true
	}
	return t.say(last)
}
