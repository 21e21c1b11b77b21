package intents

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"pudding/ask"
)

// Proofs are what somebody must give who asks certain questions. The zero Proofs
// ask for none.
type Proofs struct {
	voice bool
	pin   []string // intents
}

// ParseProofs reads NEEDS_VOICE, which is people or empty, and NEEDS_PIN, which are
// names of intents with spaces between them. The error says where, and not what, is
// wrong in the latter: it may be a PIN.
func ParseProofs(voice, pin string) (Proofs, error) {
	p := Proofs{voice: voice == "people", pin: strings.Fields(pin)}
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

// pending is a question that waits for its asker's PIN.
type pending struct {
	about
	Token string `json:"token"`
}

// prove asks for what the question at hand needs from its asker: a voice that Alexa
// knows, where it names somebody, or a PIN. It is nil where nothing is missing.
func (t *turn) prove() *ask.Response {
	intent, needs := t.request.IntentName(), t.skill.Proofs
	if _, asks := questions[intent]; !asks || t.proven {
		return nil
	}
	if needs.voice && t.request.Slot("user").Value != "" && t.request.PersonID() == "" {
		t.log.Info().Msg("asked back: the voice is not known")
		return t.end(t.voice.NeedsVoice())
	}
	if !slices.Contains(needs.pin, intent) {
		return nil
	}
	if t.request.PersonID() == "" { // nobody has a PIN whose voice isn't known
		t.log.Info().Msg("asked back: the voice is not known")
		return t.end(t.voice.NeedsVoice())
	}
	t.log.Info().Msg("a PIN is asked for")
	t.pending = &pending{about{Intent: intent, Slots: t.request.Slots()}, uuid.NewString()}
	said := t.voice.NeedsPIN()
	r := t.end(said)
	r.SessionAttributes = t.remember(said)
	r.Body.ShouldEndSession = nil // Alexa has the session from here on
	r.Body.Directives = []any{ask.VerifyPerson(t.pending.Token)}
	return r
}

// resumed answers a SessionResumedRequest: the question that waited for a PIN, if
// it was given.
func (t *turn) resumed(ctx context.Context) *ask.Response {
	m, ok := t.memory()
	token, given := t.request.Verified()
	switch {
	case !ok || m.Pending == nil || !m.Pending.isLawful():
		return t.say(t.voice.GoOn())
	case !given || token == "" || token != m.Pending.Token:
		t.figures.refused()
		t.log.Warn().Msg("refused: no PIN")
		return t.end(t.voice.NoPIN())
	}
	t.proven = true
	t.request = t.request.Asking(m.Pending.Intent, m.Pending.Slots)
	return questions[m.Pending.Intent](t, ctx)
}
