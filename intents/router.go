package intents

import (
	"context"

	"pudding/ask"
)

// handlers is what answers each intent, by the name it has in every locale.
var handlers = map[string]func(*turn, context.Context) *ask.Response{
	"WhoUsedBucketIntent":      (*turn).whoUsedBucket,
	"WhatDidUserDoIntent":      (*turn).whatDidUserDo,
	"WhatDidAccessKeyDoIntent": (*turn).whatDidAccessKeyDo,
	"AnyNewsIntent":            (*turn).anyNews,
	ask.HelpIntent:             (*turn).help,
	ask.HomeIntent:             (*turn).launch,
	ask.StopIntent:             (*turn).stop,
	ask.CancelIntent:           (*turn).stop,
	ask.FallbackIntent:         (*turn).fallback,
	ask.RepeatIntent:           (*turn).repeat,
}

// route answers launches and intents. All else may not be answered aloud:
// the end of a session, an error that Alexa reports, a skill event, and any
// type of request that Amazon has yet to invent.
func (t *turn) route(ctx context.Context) *ask.Response {
	switch t.request.Type() {
	case ask.LaunchRequest:
		return t.launch(ctx)
	case ask.IntentRequest:
		if handle, ok := handlers[t.request.IntentName()]; ok {
			return handle(t, ctx)
		}
		t.log.Warn().Msg("no handler for this intent")
		return t.fallback(ctx)
	default:
		if failure := t.request.Failure(); failure != nil {
			t.log.Error().Str("error_type", failure.Type).Str("error", failure.Message).Msg("Alexa reports an error")
		}
		return ask.Silence()
	}
}
