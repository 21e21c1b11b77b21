package intents

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"pudding/ask"
	"pudding/cases"
	"pudding/directory"
	"pudding/lake"
	"pudding/speech"
)

// Proofs are what somebody must give who asks certain questions. The zero Proofs
// ask for none.
type Proofs struct {
	voice   bool
	pin     []string // intents
	waiting cases.Pendings
}

// ParseProofs reads NEEDS_VOICE, which is people or empty, and NEEDS_PIN, which are
// names of intents with spaces between them. What waits for a PIN is kept in memory,
// unless KeptIn says where. The error says where, and not what, is wrong in the
// latter: it may be a PIN.
func ParseProofs(voice, pin string) (Proofs, error) {
	p := Proofs{voice: voice == "people", pin: strings.Fields(pin), waiting: cases.NewMemory()}
	if voice != "" && !p.voice {
		return Proofs{}, fmt.Errorf("is %q: it should be people, for questions that name somebody, or empty", voice)
	}
	for i, intent := range p.pin {
		if _, ok := questions[intent]; !ok {
			return Proofs{}, fmt.Errorf("is wrong: entry %d is no intent that asks something, such as WhatDidUserDoIntent", i+1)
		}
	}
	return p, nil
}

// KeptIn is the same Proofs, with the questions that wait for a PIN kept where other
// instances of the function find them.
func (p Proofs) KeptIn(waiting cases.Pendings) Proofs {
	p.waiting = waiting
	return p
}

// wantsPIN reports whether a question wants its asker's PIN, by whichever intent it
// is asked.
func (p Proofs) wantsPIN(intent string, template lake.Template) bool {
	return slices.Contains(p.pin, intent) || slices.Contains(p.pin, intentOf[template])
}

// namesSomebody reports whether a question is about somebody by name. A thing of no
// certain kind may be a person.
func namesSomebody(q lake.Question) bool {
	thing := q.Arguments.Resource
	return !q.Arguments.User.IsZero() || !thing.Name.IsZero() && (thing.Type == "" || thing.Type == directory.User)
}

// lacksVoice reports whether a question may not be answered, as nobody knows whose
// voice asks it.
func (t *turn) lacksVoice(q lake.Question) bool {
	return t.skill.Proofs.voice && !t.proven && t.request.PersonID() == "" && namesSomebody(q)
}

// proveVoice asks for a voice that Alexa knows before a name is looked up that may be
// a person's: names that exist are told to no other. It is nil where nothing is
// missing.
func (t *turn) proveVoice(kinds []string) *ask.Response {
	needs := t.skill.Proofs
	wanted := needs.voice && (len(kinds) == 0 || slices.Contains(kinds, directory.User)) || slices.Contains(needs.pin, t.request.IntentName())
	t.private = t.private || wanted
	if !wanted || t.proven || t.request.PersonID() != "" {
		return nil
	}
	return t.unknownVoice()
}

func (t *turn) unknownVoice() *ask.Response {
	t.log.Info().Msg("asked back: the voice is not known")
	return t.end(t.voice.NeedsVoice())
}

// pinPatience is how long a question waits for its asker's PIN.
const pinPatience = 5 * time.Minute

// prove asks for what a question needs from its asker: a voice that Alexa knows,
// where it names somebody, or a PIN. It is nil where nothing is missing.
func (t *turn) prove(ctx context.Context, q lake.Question) *ask.Response {
	needs := t.skill.Proofs
	pin := needs.wantsPIN(t.request.IntentName(), q.Template)
	t.private = pin || needs.voice && namesSomebody(q)
	switch {
	case t.proven || !pin && !t.lacksVoice(q):
		return nil
	case t.request.PersonID() == "": // nobody has a PIN whose voice isn't known
		return t.unknownVoice()
	}
	t.log.Info().Msg("a PIN is asked for")
	token := uuid.NewString()
	err := t.skill.Proofs.waiting.Keep(ctx, token, cases.Pending{
		Asker: t.asker(), Account: t.account(), Intent: t.request.IntentName(), Slots: t.request.Slots(), Until: t.now.Add(pinPatience),
	})
	if err != nil {
		return t.failed(&lake.Error{Code: lake.CasesUnreachable, Message: "asking for a PIN", Err: err}, speech.Lead{})
	}
	said := t.voice.NeedsPIN()
	r := t.end(said)
	r.SessionAttributes = t.remember(said)
	r.Body.ShouldEndSession = nil // Alexa has the session from here on
	r.Body.Directives = []any{ask.VerifyPerson(token)}
	return r
}

// resumed answers a SessionResumedRequest: the question that waited for a PIN, if
// it was given. Only who put the question is answered, and only once.
func (t *turn) resumed(ctx context.Context) *ask.Response {
	token, given := t.request.Verified()
	if token == "" {
		return t.say(t.voice.GoOn())
	}
	if !given || t.skill.Proofs.waiting == nil {
		return t.noPIN()
	}
	asker := ""
	if t.request.PersonID() != "" {
		asker = t.asker()
	}
	p, err := t.skill.Proofs.waiting.Take(ctx, token, t.account(), asker, t.now)
	switch {
	case errors.Is(err, cases.ErrNotFound):
		return t.noPIN()
	case err != nil:
		return t.failed(&lake.Error{Code: lake.CasesUnreachable, Message: "looking for the question that waits for a PIN", Err: err}, speech.Lead{})
	}
	t.proven = true
	t.request = t.request.Asking(p.Intent, p.Slots)
	return questions[p.Intent](t, ctx)
}

func (t *turn) noPIN() *ask.Response {
	t.figures.refused()
	t.log.Warn().Msg("refused: no PIN")
	return t.end(t.voice.NoPIN())
}
