// Package intents is the skill itself: what each request and each intent of it
// does, from the envelope that Alexa sends to the one it gets back.
package intents

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/attribution"
	"pudding/lake"
	"pudding/nlu"
	"pudding/speech"
)

// Budget is the time from an invocation's start by which its answer leaves.
// Alexa waits about 8 seconds, which also hold the network and a cold start.
const Budget = 6500 * time.Millisecond

const (
	// composing is kept back from the budget for putting the answer into words.
	composing = 150 * time.Millisecond
	// margin is kept back from the Lambda function's own deadline.
	margin = 300 * time.Millisecond
)

// ErrWrongSkill refuses a request that is meant for another skill (Alexa
// Skills Kit, "Security Testing for an Alexa Skill").
var ErrWrongSkill = errors.New("the request is meant for another skill")

// Skill answers Alexa's requests. It is safe for use by several turns at once.
// Its Invoke is what aws-lambda-go calls a Handler.
type Skill struct {
	ID        string // the skill's own id; a request for another is refused
	Source    lake.Source
	Services  *ask.Services
	Zones     *ask.Zones
	Zone      *time.Location // the asker's, where the device's can't be had
	Nicknames nlu.Nicknames
	Now       func() time.Time
	Log       zerolog.Logger
	// Inspect, if set, is shown each question that was put to the Source.
	Inspect func(Inspection)
}

// Inspection is one question and what came of it.
type Inspection struct {
	Question lake.Question
	Result   *lake.Result         // nil when the Source had none
	Verdict  *attribution.Verdict // nil likewise
	Err      error
}

// Invoke answers one request envelope with a response envelope, within Budget
// or the context's own deadline, whichever is nearer. It returns an error, and
// no envelope, for what is no envelope and for another skill's requests.
func (s *Skill) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	started := s.Now()
	ctx, cancel := context.WithTimeout(ctx, s.budget(ctx))
	defer cancel()

	r, err := ask.Decode(payload)
	if err != nil {
		s.Log.Error().Err(err).Msg("refused: not a request envelope")
		return nil, err
	}
	log := s.Log.With().Str("request_id", r.ID()).Str("request", r.Type()).Str("intent", r.IntentName()).Logger()
	if r.ApplicationID() != s.ID {
		log.Error().Msg("refused: meant for another skill")
		return nil, ErrWrongSkill
	}
	t := &turn{skill: s, request: r, voice: speech.For(r.Locale()), now: started, zone: s.Zone, log: log}
	response := t.answer(ctx)
	log.Info().Int64("elapsed_ms", s.Now().Sub(started).Milliseconds()).Msg("answered")
	return ask.Encode(response)
}

// budget is the time this turn may take.
func (s *Skill) budget(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(Budget, time.Until(deadline)-margin)
	}
	return Budget
}

// turn is one request on its way to a response.
type turn struct {
	skill   *Skill
	request *ask.Request
	voice   *speech.Voice
	now     time.Time
	zone    *time.Location
	log     zerolog.Logger
}

// answer routes the request. A panic on the way is spoken as an apology, never
// as silence: the person who asked is waiting.
func (t *turn) answer(ctx context.Context) (response *ask.Response) {
	defer func() {
		if p := recover(); p != nil {
			t.log.Error().Str("panic", fmt.Sprint(p)).Bytes("stack", debug.Stack()).Msg("panicked")
			response = t.end(t.voice.Apology())
		}
	}()
	return t.route(ctx)
}
