package intents

import (
	"context"
	"maps"
	"slices"
	"strings"

	"pudding/ask"
	"pudding/internal/lazyregexp"
	"pudding/internal/secrets"
	"pudding/nlu"
	"pudding/nlu/names"
	"pudding/speech"
)

// offer is a question but for one name, and the names that may be meant.
type offer struct {
	about
	Slot  string   `json:"slot"`
	Names []string `json:"names"`
}

// maxOffered is how many names are offered at most: nobody keeps more in mind.
const maxOffered = 3

// identifier is what a name that is offered looks like.
var identifier = lazyregexp.New(`^[\pL\pN_+=,.@:/ -]{1,128}$`)

// isLawful reports whether an offer could have been put here by this skill.
func (o offer) isLawful() bool {
	return o.about.isLawful() && o.Slot != "" && len(o.Names) > 0 && len(o.Names) <= maxOffered &&
		!slices.ContainsFunc(o.Names, func(n string) bool { return !identifier.MatchString(n) || secrets.Hold(n) })
}

// taking is the question with one of the names.
func (o offer) taking(name string) about {
	slots := maps.Clone(o.Slots)
	if slots == nil {
		slots = map[string]string{}
	}
	slots[o.Slot] = name
	return about{Intent: o.Intent, Slots: slots}
}

// offered is what was offered last.
func (t *turn) offered() (offer, bool) {
	m, ok := t.memory()
	if !ok || m.Offer == nil || !m.Offer.isLawful() {
		return offer{}, false
	}
	return *m.Offer, true
}

// whichOne asks which of several things is meant, in the intent that named it.
// Another intent has no slot for the reply: it then is a question of its own.
func (t *turn) whichOne(slot string, candidates []string, question speech.Answer) *ask.Response {
	if t.request.Slot(slot).Value == "" {
		return t.say(question)
	}
	if t.skill.Detail == speech.Counts { // nobody has heard what a yes would take
		return t.elicit(slot, question, slot)
	}
	slots := t.request.Slots()
	delete(slots, slot)
	t.offer = &offer{about{Intent: t.request.IntentName(), Slots: slots}, slot, candidates[:min(len(candidates), maxOffered)]}
	return t.elicit(slot, question)
}

// choice is which of the names that were offered for a slot is meant by a reply:
// by its place among them, or by words that only it has. It is empty for a reply
// that says something else.
func (t *turn) choice(slot, reply string) string {
	o, ok := t.offered()
	if !ok || o.Slot != slot || o.Intent != t.request.IntentName() {
		return ""
	}
	if place, ok := nlu.Ordinal(reply, len(o.Names)); ok {
		return o.Names[place-1]
	}
	words := nlu.Fold(names.Spelled(reply, t.request.Locale()))
	having := slices.DeleteFunc(slices.Clone(o.Names), func(n string) bool { return !strings.Contains(nlu.Fold(n), words) })
	if words == "" || len(having) != 1 {
		return ""
	}
	return having[0]
}

// yes answers AMAZON.YesIntent: it takes what was offered, asks again where that
// was more than one thing, or else goes on.
func (t *turn) yes(ctx context.Context) *ask.Response {
	o, ok := t.offered()
	switch {
	case !ok:
		return t.say(t.voice.GoOn())
	case len(o.Names) > 1:
		about := o.taking(o.Names[0])
		t.request = t.request.Asking(about.Intent, about.Slots)
		return t.whichOne(o.Slot, o.Names, t.voice.WhichOne(o.Slot, o.Names))
	}
	about := o.taking(o.Names[0])
	t.request = t.request.Asking(about.Intent, about.Slots)
	return questions[about.Intent](t, ctx)
}

// no answers AMAZON.NoIntent: to an offer it means another name, to "anything
// else?" a goodbye.
func (t *turn) no(context.Context) *ask.Response {
	o, ok := t.offered()
	if !ok {
		return t.end(t.voice.Goodbye())
	}
	about := o.taking("")
	t.request = t.request.Asking(about.Intent, about.Slots)
	return t.elicit(o.Slot, t.voice.AskFor(o.Slot))
}
