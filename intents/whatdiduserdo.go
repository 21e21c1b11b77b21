package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whatDidUserDo answers WhatDidUserDoIntent: what a user did, of one kind or
// in one service. With a bucket it is a question about the bucket.
func (t *turn) whatDidUserDo(ctx context.Context) *ask.Response {
	if t.request.Slot("bucket").Value != "" {
		return t.whoUsedBucket(ctx)
	}
	if t.request.Slot("user").Value == "" {
		return t.elicit("user", t.voice.AskFor("user"))
	}
	var args lake.Arguments
	var back *ask.Response
	if args.User, back = t.user(); back != nil {
		return back
	}
	if heard := t.request.Slot("action"); heard.Value != "" {
		action, ok := nlu.UserAction(heard.ID, heard.Value)
		if !ok {
			return t.unclear("action", nil)
		}
		args.Action = action
	}
	if heard := t.request.Slot("service").Value; heard != "" {
		service, ok := nlu.Service(heard)
		if !ok {
			return t.unclear("service", nil)
		}
		args.Service = service
	}
	return t.ask(ctx, lake.UserActivity, args)
}
