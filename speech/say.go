package speech

import (
	"slices"
	"strings"
	"time"

	"pudding/lake"
)

// ask is an answer that asks for something: the session stays open.
func (v *Voice) ask(id, reprompt string) Answer {
	return Answer{SSML: v.document(v.text(id, nil)), Reprompt: v.document(v.text(reprompt, nil))}
}

// end is an answer after which the session ends.
func (v *Voice) end(id string) Answer { return Answer{SSML: v.document(v.text(id, nil))} }

// Welcome is said when the skill is opened.
func (v *Voice) Welcome() Answer { return v.ask("Say.welcome", "Say.example") }

// Help tells what may be asked.
func (v *Voice) Help() Answer { return v.ask("Say.help", "Say.what") }

// HelpMore tells what may be asked after an answer.
func (v *Voice) HelpMore() Answer { return v.ask("Say.helpMore", "Say.what") }

// Goodbye is the last word.
func (v *Voice) Goodbye() Answer { return v.end("Say.goodbye") }

// Stopped is the last word where a search was given up.
func (v *Voice) Stopped() Answer { return v.end("Say.stopped") }

// NoNews is said where nothing is being searched for.
func (v *Voice) NoNews() Answer { return v.ask("News.none", "Say.example") }

// Fallback is said to what is no question.
func (v *Voice) Fallback() Answer { return v.ask("Say.fallback", "Say.example") }

// NothingToRepeat is said where nothing was said before.
func (v *Voice) NothingToRepeat() Answer { return v.ask("Say.nothingToRepeat", "Say.example") }

// NotKnown refuses somebody who may not ask, with the fingerprints that would let them
// in: the voice's, and the account's, which are the same where the voice isn't known.
// The end of the first is said, so that it can be told from others.
func (v *Voice) NotKnown(voice, account string) Answer {
	lines := []string{v.plain("Refusal.card.account", with{"Fingerprint": account})}
	if voice != account {
		lines = []string{v.plain("Refusal.card.voice", with{"Fingerprint": voice}), lines[0]}
	}
	return Answer{
		SSML:      v.document(v.text("Refusal.notKnown", with{"Letters": spelled(voice[len(voice)-4:])})),
		CardTitle: v.plain("Refusal.card.title", nil),
		CardText:  strings.Join(append(lines, v.plain("Refusal.card.how", nil)), "\n"),
	}
}

// NeedsVoice refuses a question of somebody whose voice isn't known.
func (v *Voice) NeedsVoice() Answer { return v.end("Refusal.needsVoice") }

// NeedsPIN is said before Alexa asks for a PIN, and NoPIN where it was not given.
func (v *Voice) NeedsPIN() Answer { return v.end("Refusal.needsPIN") }
func (v *Voice) NoPIN() Answer    { return v.end("Refusal.noPIN") }

// OneMoment is said to somebody who asks too often.
func (v *Voice) OneMoment() Answer { return v.end("Refusal.oneMoment") }

// Apology is said after a failure of the skill's own. The session ends.
func (v *Voice) Apology() Answer { return v.end("Say.apology") }

// failures are those that there are words for, and whether it helps to ask
// again at once: then the session stays open.
var failures = map[lake.Code]bool{
	lake.InvalidQuestion:  true,
	lake.QueryFailed:      true,
	lake.QueryTimedOut:    true,
	lake.QueryCancelled:   true,
	lake.QueryUnknown:     true,
	lake.TooSlow:          true,
	lake.CasesUnreachable: false,
	lake.Throttled:        false,
	lake.TooManyQueries:   false,
	lake.Unreachable:      false,
	lake.QueryRefused:     false,
	lake.StoreNotFound:    false,
	lake.StoreInactive:    false,
	lake.AccessDenied:     false,
	lake.KeyUnusable:      false,
	lake.NotPermitted:     false,
}

// Failure says why there is no answer, and what to do about it, after the lead
// if there is one.
func (v *Voice) Failure(code lake.Code, lead Lead, zone *time.Location, now time.Time) Answer {
	again, ok := failures[code]
	id := "Failure." + string(code)
	if !ok {
		id = "Say.apology"
	}
	a := Answer{SSML: v.document(v.text(id, nil), v.lead(lead, zone, now)...)}
	if again {
		a.Reprompt = v.document(v.text("Say.what", nil))
	}
	return a
}

// questions ask for a slot that was not filled.
var questions = map[string]string{"bucket": "Ask.bucket", "user": "Ask.user", "accessKey": "Ask.accessKey", "role": "Ask.role", "resource": "Ask.resource", "address": "Ask.address"}

// AskFor asks for a slot that was not filled.
func (v *Voice) AskFor(slot string) Answer { return v.askOr(questions[slot]) }

// unclear asks again for a slot that was not understood.
var unclear = map[string]string{
	"bucket": "Unclear.bucket", "object": "Unclear.object", "user": "Unclear.user", "accessKey": "Unclear.accessKey",
	"action": "Unclear.action", "resourceAction": "Unclear.resourceAction", "service": "Unclear.service", "role": "Unclear.role",
	"resource": "Unclear.resource", "resourceType": "Unclear.resourceType", "outcome": "Unclear.outcome", "address": "Unclear.address", "date": "Unclear.date", "endDate": "Unclear.date",
	"time": "Unclear.time", "endTime": "Unclear.time", "duration": "Unclear.duration",
}

// NotUnderstood asks again for a slot. What was heard is not repeated: it may
// be anything.
func (v *Voice) NotUnderstood(slot string) Answer { return v.askOr(unclear[slot]) }

// askOr asks a question, and an open one where there is none.
func (v *Voice) askOr(id string) Answer {
	if id == "" {
		id = "Say.what"
	}
	return v.ask(id, id)
}

// TooLong asks for a period no longer than may be asked about.
func (v *Voice) TooLong(longest time.Duration) Answer {
	example := "TooLong.month"
	if longest < 31*24*time.Hour {
		example = "TooLong.day"
	}
	question := v.document(v.text("TooLong.ask", with{"Longest": v.length(longest), "Example": v.text(example, nil)}))
	return Answer{SSML: question, Reprompt: question}
}

// length is a length of time in the largest unit that fits: 366 days are a year.
func (v *Voice) length(d time.Duration) markup {
	const day = 24 * time.Hour
	days := int(d / day)
	switch years := days / 365; {
	case d < 2*day || d%day != 0:
		return v.counted("TooLong.hours", int(d/time.Hour))
	case years > 0 && days-365*years <= years:
		return v.counted("TooLong.years", years)
	default:
		return v.counted("TooLong.days", days)
	}
}

// WhichOne asks which of the candidates for a slot is meant. Where ids are not said,
// they are told by what else is in their names, or by their places; in counts they
// are not named at all, and the whole name is asked for.
func (v *Voice) WhichOne(slot string, candidates []string) Answer {
	if v.detail == Counts {
		return v.ask("Ask.whole", "Ask.whole")
	}
	candidates = candidates[:min(maxSpoken, len(candidates))]
	id := "Ask.which"
	if len(candidates) == 1 {
		id = "Ask.only"
	}
	question := v.document(v.text(id, with{"Names": v.list(v.tellApart(slot, candidates), "List.or")}))
	return Answer{SSML: question, Reprompt: question}
}

// Unheard says that nothing that exists is called what was heard, which can't be
// written, and offers what is called most like it.
func (v *Voice) Unheard(slot string, nearest []string) Answer {
	return v.offerNearest(slot, nearest, v.text("Unheard."+slot, nil))
}

// Unknown says that nothing that exists is called so, nor was found in a period,
// and offers what is called most like it, as WhichOne does.
func (v *Voice) Unknown(slot, said string, p lake.Period, nearest []string, zone *time.Location, now time.Time) Answer {
	when := calendar{v, zone, now}.when(p)
	name := v.spoken(said)
	id := "Unknown."
	if v.withheld(name) {
		id = "Unknown.hidden."
	}
	return v.offerNearest(slot, nearest, v.text(id+slot, with{"Name": name, "When": when}))
}

func (v *Voice) offerNearest(slot string, nearest []string, unknown markup) Answer {
	if v.detail == Counts {
		whole := v.text("Ask.whole", nil)
		return Answer{SSML: v.document(unknown, whole), Reprompt: v.document(whole)}
	}
	nearest = nearest[:min(maxSpoken, len(nearest))]
	id := "Nearest.names"
	if len(nearest) == 1 {
		id = "Nearest.name"
	}
	question := v.text(id, with{"Names": v.list(v.tellApart(slot, nearest), "List.or")})
	return Answer{SSML: v.document(question, unknown), Reprompt: v.document(question)}
}

// tellApart are names as they are spoken. Those that would sound alike keep what
// a machine put into them, except for what it put into all.
func (v *Voice) tellApart(slot string, names []string) []string {
	if v.detail != Full {
		return v.tellApartWithoutIDs(slot, names)
	}
	say := map[string]func(string) string{"accessKey": spelled, "bucket": machineName}[slot]
	if say == nil {
		say = spoken
	}
	alike := map[string]int{}
	for _, n := range names {
		alike[say(n)]++
	}
	inAll := func(word string) bool {
		lacksIt := func(n string) bool { return !strings.Contains(n, word) }
		return generated(word) && !slices.ContainsFunc(names, lacksIt)
	}
	var out []string
	for _, n := range names {
		if alike[say(n)] == 1 {
			out = append(out, say(n))
		} else {
			out = append(out, inFull(without(n, inAll)))
		}
	}
	return out
}

// tellApartWithoutIDs are names as they are spoken without ids. Those that would
// sound alike, or that are nothing else, have their places.
func (v *Voice) tellApartWithoutIDs(slot string, names []string) []string {
	say := v.spoken
	switch slot {
	case "accessKey":
		say = func(string) string { return "" }
	case "bucket":
		say = v.machineName
	}
	alike := map[string]int{}
	for _, n := range names {
		alike[say(n)]++
	}
	var out []string
	for i, n := range names {
		name := v.shownOr(say(n), "Choice.id")
		if alike[say(n)] > 1 {
			name = v.plain("Choice.nth", with{"N": v.tongue.number(i + 1), "Name": name})
		}
		out = append(out, name)
	}
	return out
}
