package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoTurnedOffLogging answers WhoTurnedOffLoggingIntent.
func (t *turn) whoTurnedOffLogging(ctx context.Context) *ask.Response {
	return t.ask(ctx, lake.LoggingChanges, lake.Arguments{})
}
