package intents

import (
	"context"
	"errors"
	"time"

	"pudding/ask"
	"pudding/attribution"
	"pudding/lake"
	"pudding/nlu"
)

// ask puts a question to the source while words are being spoken, and says
// what came of it.
func (t *turn) ask(ctx context.Context, q lake.Question) *ask.Response {
	t.log = t.log.With().Str("question", string(q.Template)).Logger()
	words := t.meanwhile(ctx, t.voice.Waiting(q))
	result, err := t.put(ctx, q)
	words.wait(ctx)
	if err != nil {
		t.inspect(Inspection{Question: q, Err: err})
		return t.unanswered(q, err)
	}
	subject, candidates := choose(q, result)
	if len(candidates) > 0 {
		slot := subjectSlot[q.Template]
		t.inspect(Inspection{Question: q, Result: result})
		return t.elicit(slot, t.voice.WhichOne(slot, candidates))
	}
	q, result = about(q, result, subject)
	verdict := attribution.Judge(q, result, t.now)
	verdict.Subject = subject
	t.inspect(Inspection{Question: q, Result: result, Verdict: &verdict})
	return t.say(t.voice.Verdict(q, verdict, t.zone, t.now))
}

// put asks the source, and leaves time to put its answer into words.
func (t *turn) put(ctx context.Context, q lake.Question) (*lake.Result, error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-composing))
		defer cancel()
	}
	started := time.Now()
	result, err := t.skill.Source.Ask(ctx, q)
	event := t.log.Info()
	if result != nil {
		event = event.Int("findings", len(result.Findings)).Int64("bytes_scanned", result.BytesScanned).Bool("truncated", result.Truncated)
	}
	event.Int64("source_ms", time.Since(started).Milliseconds()).Str("outcome", outcome(err)).Msg("asked the source")
	return result, err
}

// outcome is one word for the log.
func outcome(err error) string {
	var pending *lake.PendingError
	switch {
	case err == nil:
		return "found"
	case errors.As(err, &pending):
		return "pending"
	default:
		return string(lake.CodeOf(err))
	}
}

// unanswered says why there is no answer.
func (t *turn) unanswered(q lake.Question, err error) *ask.Response {
	var pending *lake.PendingError
	if errors.As(err, &pending) {
		t.log.Warn().Str("source", pending.Ticket.Source).Str("query_id", pending.Ticket.ID).Msg("the query outlived the turn")
		return t.say(t.voice.StillLooking(q))
	}
	return t.failed(err)
}

// failed is the one place where an error turns into words.
func (t *turn) failed(err error) *ask.Response {
	t.log.Error().Err(err).Str("code", string(lake.CodeOf(err))).Msg("failed")
	return t.say(t.voice.Failure(lake.CodeOf(err)))
}

func (t *turn) inspect(i Inspection) {
	if t.skill.Inspect != nil {
		t.skill.Inspect(i)
	}
}

// subjectSlot is the slot that says what a question is about.
var subjectSlot = map[lake.Template]string{
	lake.BucketUsers:       "bucket",
	lake.UserActivity:      "user",
	lake.AccessKeyActivity: "accessKey",
}

// choose decides which of the things that were found is the one that was named,
// or whom to ask about.
func choose(q lake.Question, result *lake.Result) (subject string, candidates []string) {
	var found []string
	seen := map[string]bool{}
	for _, f := range result.Findings {
		if !seen[f.Subject] {
			seen[f.Subject] = true
			found = append(found, f.Subject)
		}
	}
	switch q.Template {
	case lake.BucketUsers:
		return nlu.ChooseBucket(q.Arguments.Bucket, found)
	case lake.UserActivity:
		return nlu.ChooseUser(q.Arguments.User, found)
	default:
		if len(found) > 1 {
			return "", found
		}
		return q.Arguments.AccessKey, nil
	}
}

// about narrows a question and its findings to the subject that was chosen. If
// nothing was found, there is nothing to narrow.
func about(q lake.Question, result *lake.Result, subject string) (lake.Question, *lake.Result) {
	if subject == "" {
		return q, result
	}
	switch q.Template {
	case lake.BucketUsers:
		q.Arguments.Bucket = lake.Name{Said: subject}
	case lake.UserActivity:
		q.Arguments.User = lake.Name{Said: subject}
	default:
		return q, result
	}
	narrowed := *result
	narrowed.Findings = nil
	for _, f := range result.Findings {
		if f.Subject == subject {
			narrowed.Findings = append(narrowed.Findings, f)
		}
	}
	return q, &narrowed
}
