package intents

import (
	"context"
	"time"

	"pudding/ask"
	"pudding/attribution"
	"pudding/lake"
	"pudding/speech"
)

// follow goes back to the question that the conversation was about, and tells
// something else of its answer. The answer is fetched from where it was found:
// nothing is searched for again, except, if that is what is asked, who is behind
// it.
func (t *turn) follow(ctx context.Context, say words, behind bool) *ask.Response {
	about, ok := t.conversation()
	if !ok {
		return t.say(t.voice.NothingToFollow())
	}
	t.request = t.request.Asking(about.Intent, about.Slots)
	t.recalled, t.words, t.unchained = about.Case, say, !behind
	return questions[about.Intent](t, ctx)
}

func (t *turn) tellMeMore(ctx context.Context) *ask.Response {
	return t.follow(ctx, t.voice.More, false)
}
func (t *turn) whoElse(ctx context.Context) *ask.Response {
	return t.follow(ctx, t.voice.Others, false)
}
func (t *turn) whereFrom(ctx context.Context) *ask.Response {
	return t.follow(ctx, t.voice.From, false)
}
func (t *turn) whenWasIt(ctx context.Context) *ask.Response {
	return t.follow(ctx, t.voice.When, false)
}

func (t *turn) whoIsBehind(ctx context.Context) *ask.Response {
	return t.follow(ctx, t.voice.Behind, true)
}

// sendToPhone answers SendToPhoneIntent: every answer has its card, so this one
// is about nothing but the card.
func (t *turn) sendToPhone(ctx context.Context) *ask.Response {
	return t.follow(ctx, func(q lake.Question, v attribution.Verdict, zone *time.Location, now time.Time) speech.Answer {
		return t.voice.Sent(t.voice.Verdict(q, v, zone, now))
	}, false)
}

// whatElse answers WhatElseIntent: what else the last suspect did, in the period
// that the conversation is about.
func (t *turn) whatElse(ctx context.Context) *ask.Response {
	about, ok := t.conversation()
	if !ok || about.Who == "" {
		return t.say(t.voice.NothingToFollow())
	}
	slots := when(about.Slots)
	slots["user"] = about.Who
	t.request = t.request.Asking("WhatDidUserDoIntent", slots)
	return t.whatDidUserDo(ctx)
}

// changePeriod answers ChangePeriodIntent: the same question, of another period.
func (t *turn) changePeriod(ctx context.Context) *ask.Response {
	about, ok := t.conversation()
	if !ok {
		return t.say(t.voice.NothingToFollow())
	}
	slots := when(t.request.Slots())
	if len(slots) == 0 {
		return t.elicit("date", t.voice.NotUnderstood("date"))
	}
	for name, value := range about.Slots {
		if !isWhen[name] {
			slots[name] = value
		}
	}
	t.request = t.request.Asking(about.Intent, slots)
	return questions[about.Intent](t, ctx)
}

// isWhen are the slots that say when.
var isWhen = map[string]bool{"date": true, "endDate": true, "time": true, "endTime": true, "duration": true, "since": true}

// when are those of some slots that say when.
func when(slots map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range slots {
		if isWhen[name] {
			out[name] = value
		}
	}
	return out
}
