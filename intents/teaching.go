package intents

import (
	"pudding/ask"
	"pudding/directory"
)

// teach has Alexa learn the names that are most likely to be said, with the first
// answer of a session after which something may be said. An answer that asks for a
// slot has no room for it: Alexa refuses both together.
func (t *turn) teach(r *ask.Response) {
	before, _ := t.memory()
	open := r.Body.ShouldEndSession != nil && !*r.Body.ShouldEndSession
	if before.Taught || !open || len(r.Body.Directives) > 0 || r.SessionAttributes == nil {
		return
	}
	entities := directory.Entities(t.skill.Nicknames.All(), t.skill.Directory.Likely(ask.MaxEntities), t.request.Locale(), ask.MaxEntities)
	if len(entities) == 0 {
		return
	}
	var teaching ask.Teaching
	for _, e := range entities {
		teaching.Add(e.SlotType, e.ID, e.Said)
	}
	r.Body.Directives = append(r.Body.Directives, teaching.Directive())
	r.SessionAttributes["taught"] = true
}
