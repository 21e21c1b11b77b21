package intents

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pudding/ask"
	"pudding/cases"
	"pudding/internal/lazyregexp"
)

// ErrStale refuses a request that is older than may be: it was recorded, and is
// played again (Alexa Skills Kit, "Host a Custom Skill as a Web Service": 150
// seconds).
var ErrStale = errors.New("the request is too old, or too far ahead of the clock")

// MaxAge is how old a request from Alexa may be.
const MaxAge = 150 * time.Second

// isFresh reports whether a request was made just now, if that matters.
func (s *Skill) isFresh(r *ask.Request) bool {
	return s.MaxAge == 0 || s.Now().Sub(r.Time()).Abs() <= s.MaxAge
}

// age is how long ago the request at hand was made, if that is known to be bounded: an
// old one has been answered before, and is played again.
func (t *turn) age() time.Duration {
	if t.skill.MaxAge == 0 {
		return 0
	}
	return max(0, t.now.Sub(t.request.Time()))
}

// Askers are those who may ask, by the fingerprints of the ids that Alexa has for
// people and for accounts. The zero Askers are anyone.
type Askers struct {
	restricted   bool
	fingerprints map[string]bool
}

// pairing lets nobody in yet, and tells whoever asks how to be let in.
const pairing = "pairing"

var fingerprint = lazyregexp.New(`^[0-9a-f]{16}$`)

// ParseAskers reads ASKERS: anyone (as when empty), pairing, or fingerprints with
// spaces between them. The error says where, and not what, is wrong: it may be an id
// of Alexa's, or a token.
func ParseAskers(s string) (Askers, error) {
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) == 1 && fields[0] == "anyone" {
		return Askers{}, nil
	}
	a := Askers{restricted: true, fingerprints: map[string]bool{}}
	for i, f := range fields {
		switch {
		case f == pairing && len(fields) == 1:
		case fingerprint.MatchString(f):
			a.fingerprints[f] = true
		default:
			return Askers{}, fmt.Errorf("entry %d is not a fingerprint of 16 hexadecimal digits, as the card of who isn't known has it, nor anyone or pairing alone", i+1)
		}
	}
	return a, nil
}

// Restricted reports whether there is anybody who may not ask.
func (a Askers) Restricted() bool { return a.restricted }

// Paired reports whether there is anybody who may ask.
func (a Askers) Paired() bool { return !a.restricted || len(a.fingerprints) > 0 }

func (a Askers) has(fingerprints ...string) bool {
	for _, f := range fingerprints {
		if a.fingerprints[f] {
			return true
		}
	}
	return !a.restricted
}

// and is the value of ASKERS that lets somebody in as well.
func (a Askers) and(fingerprint string) string {
	all := append(slices.Collect(maps.Keys(a.fingerprints)), fingerprint)
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Rate bounds how often each asker may ask.
type Rate interface {
	// Allow reports whether an asker may ask one question more. An error means
	// that nobody can tell.
	Allow(ctx context.Context, asker string) (bool, error)
}

// admit returns what is said to somebody who may not ask, and nil for all others. The
// fingerprint that would let them in is the voice's, or else the account's: the asker
// has it on a card, and the operator in the log, with the value that ASKERS then has.
func (t *turn) admit() *ask.Response {
	var known []string
	for _, id := range []string{t.request.PersonID(), t.request.UserID()} {
		if id != "" {
			known = append(known, cases.Fingerprint(t.skill.ID, id))
		}
	}
	if !t.skill.Askers.has(known...) {
		if !t.request.IsAsked() {
			return ask.Silence() // nobody said anything, and nobody listens
		}
		t.figures.refused()
		if len(known) == 0 || !t.request.InSession() {
			t.log.Warn().Msg("refused: an asker who is nobody")
			return ask.Silence()
		}
		t.log.Warn().Strs("fingerprints", known).Str("askers", t.skill.Askers.and(known[0])).Msg("refused: an asker who is not known; to let them in, give ASKERS this value")
		return t.end(t.voice.NotKnown(known[0], known[len(known)-1]))
	}
	return nil
}

// hold returns what is said to an asker who asks too much, and nil for all others:
// whoever speaks to the devices of one account is one asker here. Where nobody can
// tell, nobody is held up: what costs has budgets of its own.
func (t *turn) hold(ctx context.Context) *ask.Response {
	if t.skill.Rate == nil || t.proven { // it was counted before the PIN was asked for
		return nil
	}
	switch allowed, err := t.skill.Rate.Allow(ctx, t.account()); {
	case err != nil:
		t.log.Warn().Err(err).Msg("can't tell how often one asker has asked")
	case !allowed:
		t.figures.refused()
		t.log.Warn().Msg("refused: one asker asks too much")
		return t.end(t.voice.OneMoment())
	}
	return nil
}
