package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whoGrantedAccess answers WhoGrantedAccessIntent: who gave a user or a role more
// rights, or anybody.
func (t *turn) whoGrantedAccess(ctx context.Context) *ask.Response {
	var args lake.Arguments
	var err error
	if heard := t.request.Slot("user").Value; heard != "" {
		if args.User, err = t.user(heard); err != nil {
			return t.unclear("user", err)
		}
	}
	if heard := t.request.Slot("role").Value; heard != "" {
		if args.Role, err = nlu.RoleName(heard); err != nil {
			return t.unclear("role", err)
		}
	}
	return t.ask(ctx, lake.Grants, args)
}
