// Package intents is the skill itself: what each request and each intent of it
// does, from the envelope that Alexa sends to the one it gets back.
package intents

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/attribution"
	"pudding/cases"
	"pudding/directory"
	"pudding/internal/calls"
	"pudding/internal/lazyregexp"
	"pudding/internal/secrets"
	"pudding/lake"
	"pudding/nlu"
	"pudding/speech"
)

// ErrWrongSkill refuses a request that is meant for another skill (Alexa
// Skills Kit, "Security Testing for an Alexa Skill").
var ErrWrongSkill = errors.New("the request is meant for another skill")

// QuickSource is a Source that answers at once, though it may not know all.
type QuickSource interface {
	lake.Source
	// Covers reports whether the source can answer a question completely.
	Covers(q lake.Question, now time.Time) bool
}

// Skill answers Alexa's requests. It is safe for use by several turns at once.
// Its Invoke is what aws-lambda-go calls a Handler. It needs a Desk, a Quick
// source, or both.
type Skill struct {
	ID    string      // the skill's own id; a request for another is refused
	Desk  *cases.Desk // takes questions to a source that never answers at once
	Quick QuickSource // answers what it covers alone, and has a first lead on the rest
	// LastUses, if set, is asked about a user beside the sources.
	LastUses LastUses
	// Budget is the time from an invocation's start by which its answer leaves;
	// zero is DefaultBudget.
	Budget time.Duration
	// MaxPeriod is the longest period that may be asked about: a query costs by
	// what it scans. Zero is DefaultMaxPeriod.
	MaxPeriod time.Duration
	Services  *ask.Services
	Zones     *ask.Zones
	Zone      *time.Location // the asker's, where the device's can't be had
	Nicknames nlu.Nicknames
	Directory *directory.Directory // the names that exist; nil where none can be had
	Askers    Askers               // who may ask
	Proofs    Proofs               // what they must give, for certain questions
	Detail    speech.Detail        // how much is said to the room
	Rate      Rate                 // how often each may ask; nil for any number
	// MaxAge is how old a request may be; zero for any age.
	MaxAge time.Duration
	// Function is the name that the turns' metrics are of, empty for none.
	Function string
	Now      func() time.Time
	Log      zerolog.Logger
	// Inspect, if set, is shown each question that was put to a source.
	Inspect func(Inspection)
}

// Inspection is one question and what came of it.
type Inspection struct {
	Question lake.Question
	Case     *cases.Case          // nil where the quick source was asked
	Result   *lake.Result         // nil when the Source had none
	Verdict  *attribution.Verdict // nil likewise
	Err      error
}

// Invoke answers one request envelope with a response envelope, within the
// Budget or the context's own deadline, whichever is nearer. It returns an
// error, and no envelope, for what is no envelope and for another skill's
// requests, nor for one that is too old.
func (s *Skill) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	c := s.clock(ctx)
	r, err := ask.Decode(payload)
	if err != nil {
		s.Log.Error().Err(err).Msg("refused: not a request envelope")
		return nil, err
	}
	log := s.Log.With().Str("request_id", named(r.ID())).Str("request", named(r.Type())).Str("intent", named(r.IntentName())).Logger()
	if !r.IsFor(s.ID) {
		log.Error().Msg("refused: meant for another skill")
		return nil, ErrWrongSkill
	}
	if !s.isFresh(r) {
		log.Error().Time("timestamp", r.Time()).Msg("refused: too old, or ahead of the clock")
		return nil, ErrStale
	}
	ctx, counter := calls.Counted(ctx)
	figures := &figures{began: c.began, calls: counter}
	t := &turn{skill: s, request: r.Without(holdsSecret), voice: speech.For(r.Locale()).With(s.Detail), clock: c, now: s.Now(), zone: s.Zone, log: log, figures: figures}
	response := t.inTime(log.WithContext(ctx))
	figures.log(log.Info(), s.Function, s.Now()).Msg("answered")
	out, err := ask.Encode(response)
	return secrets.Masked(out), err
}

// isNamed is what a name in an envelope looks like that Alexa made.
var isNamed = lazyregexp.New(`^[A-Za-z0-9._:-]{1,128}$`)

// named is a name from an envelope, for the log: one that Alexa would not make may
// be anything.
func named(s string) string {
	if s == "" || isNamed.MatchString(s) {
		return s
	}
	return "odd"
}

// holdsSecret reports whether something was heard that nobody may keep. An access key
// has a slot of its own, in which its end is enough.
func holdsSecret(slot, heard string) bool { return slot != "accessKey" && secrets.Hold(heard) }

// turn is one request on its way to a response.
type turn struct {
	skill   *Skill
	request *ask.Request
	voice   *speech.Voice
	clock   clock
	now     time.Time
	zone    *time.Location
	log     zerolog.Logger
	figures *figures

	iam       *inquiry  // what IAM is being asked
	words     words     // how the answer is told, nil for the usual way
	recalled  string    // the case that has the answer, where one is gone back to
	about     *about    // what the conversation is about from here on
	offer     *offer    // what a yes would take
	stranger  *stranger // whom the question is about, where nobody knows the name
	proven    bool      // whether the PIN was given
	private   bool      // whether the answer is for nobody but the asker
	joking    bool      // whether the answer may have a joke in it
	unchained bool      // whether who is behind a session is not asked, as it was told before
}

// answer routes the request. A panic on the way is spoken as an apology, never
// as silence: the person who asked is waiting.
func (t *turn) answer(ctx context.Context) (response *ask.Response) {
	defer func() {
		if p := recover(); p != nil {
			t.log.Error().Str("panic", fmt.Sprint(p)).Bytes("stack", debug.Stack()).Msg("panicked")
			t.figures.failed()
			response = t.end(t.voice.Apology())
		}
	}()
	if refusal := t.admit(); refusal != nil {
		return refusal
	}
	response = t.route(ctx)
	t.teach(response)
	return response
}

// asker is who asks, for cases: the person whose voice was recognised, or else
// the account.
func (t *turn) asker() string { return cases.Asker(t.skill.ID, t.request.AskerID()) }

// account is the account that the device belongs to, likewise.
func (t *turn) account() string { return cases.Asker(t.skill.ID, t.request.UserID()) }

// pick chooses among the forms of what is said: another with each request.
func (t *turn) pick() uint32 { return crc32.ChecksumIEEE([]byte(t.request.ID())) }
