package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whatDidAccessKeyDo answers WhatDidAccessKeyDoIntent: what was done with an
// access key, named by its last characters.
func (t *turn) whatDidAccessKeyDo(ctx context.Context) *ask.Response {
	heard := t.request.Slot("accessKey").Value
	if heard == "" {
		return t.elicit("accessKey", t.voice.AskFor("accessKey"))
	}
	key, err := nlu.AccessKeySuffix(heard)
	if err != nil {
		return t.unclear("accessKey", err)
	}
	period, asked := t.when(ctx)
	if asked != nil {
		return asked
	}
	return t.ask(ctx, lake.Question{
		Template:  lake.AccessKeyActivity,
		Period:    period,
		Arguments: lake.Arguments{AccessKey: key},
	})
}
