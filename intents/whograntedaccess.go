package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoGrantedAccess answers WhoGrantedAccessIntent: who gave a user or a role more
// rights, or anybody.
func (t *turn) whoGrantedAccess(ctx context.Context) *ask.Response {
	var args lake.Arguments
	var back *ask.Response
	if t.request.Slot("user").Value != "" {
		if args.User, back = t.narrowedTo(); back != nil {
			return back
		}
	}
	if t.request.Slot("role").Value != "" {
		if args.Role, back = t.role(); back != nil {
			return back
		}
	}
	return t.ask(ctx, lake.Grants, args)
}
