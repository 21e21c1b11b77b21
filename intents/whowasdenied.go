package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
)

// whoWasDenied answers WhoWasDeniedIntent: who was refused access, or whether a
// certain user was.
func (t *turn) whoWasDenied(ctx context.Context) *ask.Response {
	return t.askAboutUser(ctx, lake.Denials)
}

// askAboutUser asks a question that may be narrowed to a user.
func (t *turn) askAboutUser(ctx context.Context, template lake.Template) *ask.Response {
	var args lake.Arguments
	if t.request.Slot("user").Value != "" {
		var back *ask.Response
		if args.User, back = t.narrowedTo(); back != nil {
			return back
		}
	}
	return t.ask(ctx, template, args)
}
