package intents

import (
	"context"
	"errors"
	"time"

	"pudding/ask"
	"pudding/attribution"
	"pudding/cases"
	"pudding/lake"
	"pudding/nlu"
	"pudding/speech"
)

// ask puts a question to the source while words are being spoken, and says
// what came of it.
func (t *turn) ask(ctx context.Context, template lake.Template, args lake.Arguments) *ask.Response {
	q := lake.Question{Template: template, Arguments: args}
	t.log = t.log.With().Str("question", string(template)).Logger()
	if back := t.hold(ctx); back != nil {
		return back
	}
	if back := t.prove(ctx, q); back != nil {
		return back
	}
	if template == lake.LastSeen {
		t.askIAM(ctx, args.User)
	}
	// What can't be understood in any zone is asked back before anything is
	// spoken; the asker's own zone may take a moment.
	var err error
	if q.Period, err = t.period(nlu.Foremost); err != nil {
		return t.askWhen(err)
	}
	when := whenSlow
	if t.isQuick(q) || t.recalled != "" {
		when = whenQuick
	}
	words := t.meanwhile(ctx, t.voice.Waiting(q, t.pick()), when)
	t.zone = t.zoneOfDevice(ctx)
	if q.Period, err = t.period(t.zone); err != nil {
		words.wait()
		return t.askWhen(err)
	}
	f := t.put(ctx, q)
	words.wait()
	say := t.words
	switch {
	case say == nil && t.joking:
		say = t.voice.VerdictWithJoke
	case say == nil:
		say = t.voice.Verdict
	}
	return t.tell(ctx, f, say)
}

// isQuick reports whether a question goes to the quick source alone.
func (t *turn) isQuick(q lake.Question) bool {
	return t.skill.Desk == nil || t.skill.Quick != nil && t.skill.Quick.Covers(q, t.now)
}

// found is what came of a question.
type found struct {
	question lake.Question
	result   *lake.Result
	err      error
	of       *cases.Case // nil where the quick source was asked
	lead     speech.Lead // what the quick source has, where the other has no answer
}

// put asks the source that a question belongs to, and leaves time to put its
// answer into words.
func (t *turn) put(ctx context.Context, q lake.Question) found {
	ctx, cancel := t.clock.searching(ctx)
	defer cancel()
	if t.recalled != "" && t.skill.Desk != nil {
		began := time.Now()
		c, result, err := t.skill.Desk.Recall(t.log.WithContext(ctx), t.recalled)
		t.note("recall", c, began, c.Question, result, err)
		if err == nil && c.Question.Template == q.Template && !t.lacksVoice(c.Question) {
			return found{question: c.Question, result: result, of: &c}
		}
	}
	if t.isQuick(q) {
		began := time.Now()
		result, err := t.skill.Quick.Ask(ctx, q)
		t.note("quick", cases.Case{}, began, q, result, err)
		if err == nil || t.skill.Desk == nil {
			return found{question: q, result: result, err: err}
		}
	}
	lead := t.lead(ctx, q)
	began := time.Now()
	result, c, err := t.skill.Desk.Ask(t.log.WithContext(ctx), t.asker(), q, t.age())
	t.note("desk", c, began, c.Question, result, err)
	f := found{question: c.Question, result: result, err: err, of: &c}
	if err != nil {
		f.lead = lead()
	}
	return f
}

// note logs what a source had to say, with the bounds that are now known of a
// query's time: pudding schedule fits the polls to them. of is the case that it is
// about, zero where there is none.
func (t *turn) note(source string, of cases.Case, began time.Time, q lake.Question, result *lake.Result, err error) {
	took := time.Since(began)
	if source != "recall" && !of.Joined { // it was scanned once, for whoever asked first
		t.figures.scanned(result)
	}
	if source != "lead" && source != "chain" { // they are beside the question
		t.figures.asked(source, of.ID, took, err)
	}
	event := t.log.Info().Str("asked", source).Str("outcome", outcome(err)).Dur("period", q.Period.Length()).Int64("took_ms", took.Milliseconds())
	if of.ID != "" {
		event = event.Str("case", of.ID)
	}
	var waiting *cases.WaitingError
	if errors.As(err, &waiting) {
		event = event.AnErr("because", waiting.Reason)
	}
	if result != nil {
		event = event.Int("findings", len(result.Findings)).Int64("bytes_scanned", result.BytesScanned).Bool("truncated", result.Truncated)
		if done := result.Completion.Done; done > 0 {
			event = event.Int64("running_ms", result.Completion.Running.Milliseconds()).Int64("done_ms", done.Milliseconds())
		}
	}
	event.Msg("asked the source")
}

// outcome is one word for the log.
func outcome(err error) string {
	var waiting *cases.WaitingError
	switch {
	case err == nil:
		return "found"
	case errors.As(err, &waiting):
		return "pending"
	default:
		return string(lake.CodeOf(err))
	}
}

// words put a verdict into an answer.
type words func(lake.Question, attribution.Verdict, *time.Location, time.Time) speech.Answer

// tell says what was found, and closes the case that it answers.
func (t *turn) tell(ctx context.Context, f found, say words) *ask.Response {
	if f.err != nil {
		t.inspect(Inspection{Question: f.question, Case: f.of, Err: f.err})
		return t.unanswered(f)
	}
	if f.of != nil && t.recalled == "" {
		defer t.skill.Desk.Settle(ctx, *f.of)
	}
	subject, candidates := choose(f.question, f.result)
	if len(candidates) > 0 {
		t.inspect(Inspection{Question: f.question, Case: f.of, Result: f.result})
		slot := subjectSlot(f.question)
		return t.whichOne(slot, candidates, t.voice.WhichOne(slot, candidates))
	}
	if len(f.result.Findings) == 0 {
		if back := t.notFound(f.question.Period); back != nil {
			verdict := attribution.Judge(f.question, f.result, t.now)
			t.inspect(Inspection{Question: f.question, Case: f.of, Result: f.result, Verdict: &verdict})
			return back
		}
	}
	q, result := narrow(f.question, f.result, subject)
	lastUse := t.lastUse(ctx, q)
	verdict := t.judge(ctx, q, result)
	verdict.Subject = subject
	verdict.LastUse = beyond(verdict, lastUse())
	t.inspect(Inspection{Question: q, Case: f.of, Result: result, Verdict: &verdict})
	t.keep(q, f, verdict)
	return t.say(say(q, verdict, t.zone, t.now))
}

// judge judges what was found, with who is behind it, unless that was told
// before.
func (t *turn) judge(ctx context.Context, q lake.Question, r *lake.Result) attribution.Verdict {
	if t.unchained {
		return attribution.Judge(q, r, t.now)
	}
	return t.chain(ctx, q, r)
}

// keep makes the question that was answered what the conversation is about.
func (t *turn) keep(q lake.Question, f found, v attribution.Verdict) {
	if _, ok := questions[t.request.IntentName()]; ok {
		t.about = &about{Intent: t.request.IntentName(), Slots: t.request.Slots()}
	} else if old, ok := retrace(q, t.zone); ok { // there is news of it
		t.about = &old
	} else {
		return
	}
	// A nickname may stand for a part of a bucket: it is kept.
	_, _, byNickname := t.skill.Nicknames.Bucket(t.about.Slots["bucket"])
	if slot := subjectSlot(q); slot != "" && v.Subject != "" && !(slot == "bucket" && byNickname) {
		t.about.Slots[slot] = v.Subject
	}
	if f.of != nil {
		t.about.Case = f.of.ID
	}
	before, _ := t.conversation()
	switch {
	case t.unchained && before.Case == t.about.Case:
		t.about.Who = before.Who
	case len(v.Suspects) > 0:
		t.about.Who = v.Suspects[0].Person()
	}
}

// unanswered says why there is no answer, or none yet.
func (t *turn) unanswered(f found) *ask.Response {
	var waiting *cases.WaitingError
	if !errors.As(f.err, &waiting) {
		return t.failed(f.err, f.lead)
	}
	t.log.Warn().Str("case", waiting.Case.ID).AnErr("because", waiting.Reason).Msg("the question outlived the turn")
	return t.say(t.voice.StillLooking(lake.CodeOf(waiting.Reason), f.lead, t.zone, t.now))
}

// failed is the one place where an error turns into words.
func (t *turn) failed(err error, lead speech.Lead) *ask.Response {
	t.log.Error().Err(err).Str("code", string(lake.CodeOf(err))).Msg("failed")
	t.figures.failed()
	return t.say(t.voice.Failure(lake.CodeOf(err), lead, t.zone, t.now))
}

func (t *turn) inspect(i Inspection) {
	if t.skill.Inspect != nil {
		t.skill.Inspect(i)
	}
}
