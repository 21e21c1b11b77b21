package intents

import (
	"cmp"
	"slices"
	"strings"

	"pudding/ask"
	"pudding/directory"
	"pudding/lake"
	"pudding/nlu"
	"pudding/nlu/names"
)

// person are the kinds of names that somebody goes by: a role's may be all that
// is known of who used it.
var person = []string{directory.User, directory.Role}

// stranger is a name that was heard and that the directory does not have.
type stranger struct {
	slot, heard string
	name        lake.Name
	kinds       []string
}

// named is what a slot names: as Alexa resolved it, as one of those that it was
// asked to choose from, as it is spelled, or as the directory has it. What cannot
// be told is asked back: then the response isn't nil. A name that the directory
// doesn't have may be that of something that is gone, and is looked for all the
// same.
func (t *turn) named(slot string, kinds []string, read func(string) (lake.Name, error)) (lake.Name, *ask.Response) {
	if back := t.proveVoice(kinds); back != nil {
		return lake.Name{}, back
	}
	heard := t.request.Slot(slot)
	n, err := read(cmp.Or(heard.ID, t.choice(slot, heard.Value), heard.Value))
	switch {
	case err == nil && !n.Loose:
		return n, nil
	case err == nil && len(t.skill.Directory.Containing(n.Said, kinds...)) > 0:
		return n, nil // the source finds it
	}
	answer, known := t.skill.Directory.Resolve(heard.Value, t.request.Locale(), kinds...)
	switch {
	case known && answer.Decision == names.Take:
		taken := lake.Name{Said: answer.Matches[0].Name}
		t.log.Info().Str("slot", slot).Str("taken", taken.Said).Float64("score", answer.Matches[0].Score).Msg("a name was heard otherwise")
		return taken, nil
	case known && answer.Decision == names.Ask:
		candidates := probable(answer)
		return n, t.whichOne(slot, candidates, t.voice.WhichOne(slot, candidates))
	case err != nil && len(nearest(answer)) > 0:
		return n, t.unheardOf(slot, nearest(answer))
	}
	if err != nil && !known && slices.Equal(kinds, person) {
		n, err = nlu.UserName(names.Spelled(heard.Value, t.request.Locale()))
	}
	if err != nil {
		return n, t.unclear(slot, err)
	}
	// A word is what it is, but words may be numbers and letters.
	if also := names.Spelled(heard.Value, t.request.Locale()); strings.Contains(n.Said, " ") && nlu.Fold(also) != nlu.Fold(n.Said) {
		n.Also = also
	}
	t.stranger = &stranger{slot, heard.Value, n, kinds}
	return n, nil
}

// asLikely is by how much less a name may score than the first to be offered
// with it.
const asLikely = 0.1

// narrowedTo is the user that a question about something else is narrowed to. A
// part of a name is asked back: what was found would not tell whose it is.
func (t *turn) narrowedTo() (lake.Name, *ask.Response) {
	user, back := t.user()
	if back != nil || !user.Loose {
		return user, back
	}
	candidates := t.skill.Directory.Containing(user.Said, person...)
	same := func(name string) bool { return nlu.Fold(name) == nlu.Fold(user.Said) }
	if len(candidates) == 0 || slices.ContainsFunc(candidates, same) {
		return user, nil
	}
	return user, t.whichOne("user", candidates, t.voice.WhichOne("user", candidates))
}

// probable are the names that may have been meant.
func probable(answer names.Answer) []string {
	var out []string
	for _, m := range answer.Matches {
		if m.Score >= max(names.AskFrom, answer.Matches[0].Score-asLikely) {
			out = append(out, m.Name)
		}
	}
	return out
}

// unheardOf says that there is no such name, and offers the nearest.
func (t *turn) unheardOf(slot string, nearest []string) *ask.Response {
	return t.whichOne(slot, nearest, t.voice.Unheard(slot, nearest))
}

// notFound says likewise of a name that was looked for in vain, nil where nothing is
// known of such names, or nothing is near. What exists may have been listed while
// it was looked for.
func (t *turn) notFound(p lake.Period) *ask.Response {
	s := t.stranger
	if s == nil {
		return nil
	}
	answer, _ := t.skill.Directory.Resolve(s.heard, t.request.Locale(), s.kinds...)
	nearest := nearest(answer)
	if len(nearest) == 0 {
		return nil
	}
	return t.whichOne(s.slot, nearest, t.voice.Unknown(s.slot, s.name.Said, p, nearest, t.zone, t.now))
}

// near is the score from which on a name is worth mentioning.
const near = 0.2

// nearest is the name that is nearest to what was heard, or are the first two,
// if neither is nearer; none, if nothing is like it.
func nearest(answer names.Answer) []string {
	var out []string
	for i, m := range answer.Matches {
		if m.Score >= near && (i == 0 || i == 1 && m.Score >= answer.Matches[0].Score*0.9) {
			out = append(out, m.Name)
		}
	}
	return out
}
