package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whatChanged answers WhatChangedIntent: what changed lately, in a service or
// anywhere.
func (t *turn) whatChanged(ctx context.Context) *ask.Response {
	var args lake.Arguments
	if heard := t.request.Slot("service").Value; heard != "" {
		service, ok := nlu.Service(heard)
		if !ok {
			return t.unclear("service", nil)
		}
		args.Service = service
	}
	return t.ask(ctx, lake.Changes, args)
}
