package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoAssumedRole answers WhoAssumedRoleIntent: who assumed a role, or any.
func (t *turn) whoAssumedRole(ctx context.Context) *ask.Response {
	var args lake.Arguments
	if t.request.Slot("role").Value != "" {
		var back *ask.Response
		if args.Role, back = t.role(); back != nil {
			return back
		}
	}
	return t.ask(ctx, lake.RoleAssumptions, args)
}
