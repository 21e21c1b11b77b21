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
	return t.ask(ctx, lake.AccessKeyActivity, lake.Arguments{AccessKey: key})
}
