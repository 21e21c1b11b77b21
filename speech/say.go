package speech

import (
	"slices"

	"pudding/lake"
)

// say is an answer that asks for more: the session stays open.
func (v *Voice) say(id, reprompt string) Answer {
	return Answer{SSML: ssml(v.text(id, nil)), Reprompt: ssml(v.text(reprompt, nil))}
}

// Welcome is said when the skill is opened.
func (v *Voice) Welcome() Answer { return v.say("Say.welcome", "Say.welcomeReprompt") }

// Help tells what may be asked.
func (v *Voice) Help() Answer { return v.say("Say.help", "Say.helpReprompt") }

// Goodbye is the last word.
func (v *Voice) Goodbye() Answer { return Answer{SSML: ssml(v.text("Say.goodbye", nil))} }

// Fallback is said to what is no question.
func (v *Voice) Fallback() Answer { return v.say("Say.fallback", "Say.welcomeReprompt") }

// NothingToRepeat is said where nothing was said before.
func (v *Voice) NothingToRepeat() Answer {
	return v.say("Say.nothingToRepeat", "Say.welcomeReprompt")
}

// Apology is said after a failure of the skill's own. The session ends.
func (v *Voice) Apology() Answer { return Answer{SSML: ssml(v.text("Say.apology", nil))} }

// Waiting is a document for the time until there is an answer, short enough
// for a progressive response (600 characters; Alexa Skills Kit, "Send the User
// a Progressive Response").
func (v *Voice) Waiting(q lake.Question) string {
	switch q.Template {
	case lake.BucketUsers:
		bucket := lake.Question{Template: q.Template} // the object would only make it longer
		return ssml(v.text("Say.waitingBucket", with{"Target": v.target(bucket, q.Arguments.Bucket.Said)}))
	case lake.UserActivity:
		return ssml(sentence(v.text("Say.waitingUser", with{"Name": personName(q.Arguments.User.Said)})))
	default:
		return ssml(v.text("Say.waitingKey", nil))
	}
}

// StillLooking is said when there was no answer in time.
func (v *Voice) StillLooking(lake.Question) Answer {
	return v.say("Say.stillLooking", "Say.stillLookingReprompt")
}

// Failure says why there is no answer, and what to do about it.
func (v *Voice) Failure(code lake.Code) Answer {
	if !slices.Contains(spokenCodes, code) {
		code = lake.Internal
	}
	return v.say("Failure."+string(code), "Failure.reprompt")
}

// spokenCodes are the failures that there are words for.
var spokenCodes = []lake.Code{
	lake.InvalidQuestion, lake.Throttled, lake.TooManyQueries, lake.QueryFailed, lake.QueryTimedOut, lake.QueryCancelled,
	lake.QueryRefused, lake.QueryUnknown, lake.StoreNotFound, lake.StoreInactive, lake.AccessDenied, lake.KeyUnusable,
	lake.NotPermitted, lake.TooSlow, lake.Unreachable, lake.Internal,
}

// AskFor asks for a slot that was not filled.
func (v *Voice) AskFor(slot string) Answer {
	id, ok := map[string]string{"bucket": "Say.askBucket", "user": "Say.askUser", "accessKey": "Say.askAccessKey"}[slot]
	if !ok {
		id = "Say.askOther"
	}
	return v.say(id, id)
}

// unclear is what is said of a slot that was not understood.
var unclear = map[string]string{
	"bucket": "Say.unclearBucket", "user": "Say.unclearUser", "accessKey": "Say.unclearAccessKey", "action": "Say.unclearAction",
	"service": "Say.unclearService", "object": "Say.unclearObject", "date": "Say.unclearWhen", "endDate": "Say.unclearWhen",
	"time": "Say.unclearTime", "endTime": "Say.unclearTime", "duration": "Say.unclearDuration",
}

// NotUnderstood asks again for a slot. What was heard is not repeated: it may
// be anything.
func (v *Voice) NotUnderstood(slot string) Answer {
	id, ok := unclear[slot]
	if !ok {
		id = "Say.askOther"
	}
	return v.say(id, id)
}

// WhichOne asks which of the candidates for a slot is meant.
func (v *Voice) WhichOne(slot string, candidates []string) Answer {
	var names []string
	for _, c := range candidates[:min(maxSpoken, len(candidates))] {
		switch slot {
		case "accessKey":
			names = append(names, spelled(c))
		case "bucket":
			names = append(names, short(printable(c), maxName))
		default:
			names = append(names, personName(c))
		}
	}
	id := "Say.whichOne"
	if len(names) == 1 {
		id = "Say.didYouMean"
	}
	question := ssml(v.text(id, with{"Names": v.list(names, "List.or")}))
	return Answer{SSML: question, Reprompt: question}
}
