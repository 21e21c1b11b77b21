package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whoChangedResource answers WhoChangedResourceIntent: who created, changed,
// stopped, opened or deleted a thing, by its kind, its name, or both. With
// neither it is a question about all changes.
func (t *turn) whoChangedResource(ctx context.Context) *ask.Response {
	kindHeard, nameHeard := t.request.Slot("resourceType"), t.request.Slot("resource").Value
	var kind nlu.ResourceType
	if kindHeard.Value != "" {
		var ok bool
		if kind, ok = nlu.ResourceTypeOf(kindHeard.ID, kindHeard.Value); !ok {
			return t.unclear("resourceType", nil)
		}
	}
	if kind.ID == "" && nameHeard == "" {
		return t.elicit("resource", t.voice.AskFor("resource"))
	}
	var args lake.Arguments
	var name lake.Name
	if nameHeard != "" {
		var kinds []string // of any kind, unless it was said
		if kind.ID != "" {
			kinds = []string{kind.ID}
		}
		var back *ask.Response
		if name, back = t.named("resource", kinds, nlu.ResourceName); back != nil {
			return back
		}
	}
	args.Resource = nlu.Resource(kind, name)
	action := t.request.Slot("action")
	var ok bool
	if args.Action, ok = nlu.ResourceAction(kind, action.ID, action.Value); !ok {
		return t.elicit("action", t.voice.NotUnderstood("resourceAction"))
	}
	return t.ask(ctx, lake.ResourceChanges, args)
}
