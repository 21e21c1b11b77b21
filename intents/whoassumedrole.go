package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whoAssumedRole answers WhoAssumedRoleIntent: who assumed a role, or any.
func (t *turn) whoAssumedRole(ctx context.Context) *ask.Response {
	var args lake.Arguments
	if heard := t.request.Slot("role").Value; heard != "" {
		var err error
		if args.Role, err = nlu.RoleName(heard); err != nil {
			return t.unclear("role", err)
		}
	}
	return t.ask(ctx, lake.RoleAssumptions, args)
}
