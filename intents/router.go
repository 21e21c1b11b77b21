package intents

import (
	"context"
	"strings"

	"pudding/ask"
)

type handler = func(*turn, context.Context) *ask.Response

// questions is what answers each intent that asks something of the account, by
// the name it has in every locale.
var questions map[string]handler

// replies is what answers the others: those that go on with a conversation, and
// Alexa's own.
var replies map[string]handler

func init() { // a follow-up asks a question again, by way of these
	questions = map[string]handler{
		"WhoUsedBucketIntent":       (*turn).whoUsedBucket,
		"WhatDidUserDoIntent":       (*turn).whatDidUserDo,
		"WhatDidAccessKeyDoIntent":  (*turn).whatDidAccessKeyDo,
		"WhoChangedResourceIntent":  (*turn).whoChangedResource,
		"WhoSignedInIntent":         (*turn).whoSignedIn,
		"WhoUsedRootIntent":         (*turn).whoUsedRoot,
		"WhoAssumedRoleIntent":      (*turn).whoAssumedRole,
		"WhatDidAddressDoIntent":    (*turn).whatDidAddressDo,
		"WhoWasDeniedIntent":        (*turn).whoWasDenied,
		"WhoGrantedAccessIntent":    (*turn).whoGrantedAccess,
		"WhoCreatedAccessKeyIntent": (*turn).whoCreatedAccessKey,
		"WhoTurnedOffLoggingIntent": (*turn).whoTurnedOffLogging,
		"WhatChangedIntent":         (*turn).whatChanged,
		"LastSeenIntent":            (*turn).lastSeen,
	}
	replies = map[string]handler{
		"AnyNewsIntent":      (*turn).anyNews,
		"TellMeMoreIntent":   (*turn).tellMeMore,
		"WhoElseIntent":      (*turn).whoElse,
		"WhereFromIntent":    (*turn).whereFrom,
		"WhenIntent":         (*turn).whenWasIt,
		"WhatElseIntent":     (*turn).whatElse,
		"WhoIsBehindIntent":  (*turn).whoIsBehind,
		"ChangePeriodIntent": (*turn).changePeriod,
		"SendToPhoneIntent":  (*turn).sendToPhone,
		ask.HelpIntent:       (*turn).help,
		ask.HomeIntent:       (*turn).launch,
		ask.StopIntent:       (*turn).stop,
		ask.CancelIntent:     (*turn).stop,
		ask.FallbackIntent:   (*turn).fallback,
		ask.RepeatIntent:     (*turn).repeat,
		ask.YesIntent:        (*turn).yes,
		ask.NoIntent:         (*turn).no,
	}
}

func handlerOf(intent string) (handler, bool) {
	if h, ok := questions[intent]; ok {
		return h, true
	}
	h, ok := replies[intent]
	return h, ok
}

// route answers launches and intents. All else may not be answered aloud:
// the end of a session, an error that Alexa reports, a skill event, and any
// type of request that Amazon has yet to invent.
func (t *turn) route(ctx context.Context) *ask.Response {
	_, asks := questions[t.request.IntentName()]
	t.skill.Directory.Refresh(ctx, t.request.Locale(), !asks)
	switch t.request.Type() {
	case ask.LaunchRequest:
		return t.launch(ctx)
	case ask.IntentRequest:
		if handle, ok := handlerOf(t.request.IntentName()); ok {
			return handle(t, ctx)
		}
		t.log.Warn().Msg("no handler for this intent")
		return t.fallback(ctx)
	case ask.SessionResumedRequest:
		return t.resumed(ctx)
	default:
		if failure := t.request.Failure(); failure != nil {
			t.log.Error().Str("error_type", named(failure.Type)).Str("error", short(failure.Message)).Msg("Alexa reports an error")
		}
		return ask.Silence()
	}
}

// mostOfAMessage is how much of a message of Alexa's is logged, in bytes.
const mostOfAMessage = 500

func short(message string) string {
	return strings.ToValidUTF8(message[:min(len(message), mostOfAMessage)], "")
}
