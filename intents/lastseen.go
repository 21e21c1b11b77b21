package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// lookBack is how far back a user is looked for: as far as Event history goes.
const lookBack = "P90D"

// lastSeen answers LastSeenIntent: when a user last did anything, by the events
// and by what IAM itself keeps.
func (t *turn) lastSeen(ctx context.Context) *ask.Response {
	if t.request.Slot("user").Value == "" {
		return t.elicit("user", t.voice.AskFor("user"))
	}
	user, back := t.user()
	if back != nil {
		return back
	}
	slots := t.request.Slots()
	slots["duration"] = lookBack
	t.request = t.request.Asking(t.request.IntentName(), slots)
	return t.ask(ctx, lake.LastSeen, lake.Arguments{User: user})
}
