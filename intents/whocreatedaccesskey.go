package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoCreatedAccessKey answers WhoCreatedAccessKeyIntent: who made access keys, for
// a certain user or for anybody.
func (t *turn) whoCreatedAccessKey(ctx context.Context) *ask.Response {
	return t.askAboutUser(ctx, lake.AccessKeysMade)
}
