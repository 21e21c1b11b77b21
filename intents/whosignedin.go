package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whoSignedIn answers WhoSignedInIntent: who signed in to the console, or tried
// to, with or without a second factor.
func (t *turn) whoSignedIn(ctx context.Context) *ask.Response {
	heard := t.request.Slot("outcome")
	outcome, ok := nlu.OutcomeOf(heard.ID, heard.Value)
	if !ok {
		return t.unclear("outcome", nil)
	}
	return t.ask(ctx, lake.SignIns, lake.Arguments{Outcome: outcome})
}
