package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoUsedRoot answers WhoUsedRootIntent: what was done as the root user.
func (t *turn) whoUsedRoot(ctx context.Context) *ask.Response {
	return t.ask(ctx, lake.RootActivity, lake.Arguments{})
}
