package intents

import (
	"pudding/ask"
	"pudding/speech"
)

// say speaks an answer. The session stays open if the answer has a reprompt,
// that is, if it asked for something.
func (t *turn) say(a speech.Answer) *ask.Response {
	r := t.end(a)
	if a.Reprompt == "" {
		return r
	}
	open := false
	r.Body.ShouldEndSession = &open
	r.Body.Reprompt = &ask.Reprompt{OutputSpeech: ask.Speak(a.Reprompt)}
	r.SessionAttributes = t.remember(a)
	return r
}

// end speaks an answer and closes the session.
func (t *turn) end(a speech.Answer) *ask.Response {
	closed := true
	r := &ask.Response{Version: "1.0", Body: ask.ResponseBody{OutputSpeech: ask.Speak(a.SSML), ShouldEndSession: &closed}}
	if a.CardText != "" {
		r.Body.Card = &ask.Card{Type: "Simple", Title: a.CardTitle, Content: a.CardText}
	}
	return r
}

// elicit asks for a slot of the intent at hand, so that the asker need not say
// the whole question again. What the other slots held stays, except for those
// that are to be forgotten.
func (t *turn) elicit(slot string, a speech.Answer, forgotten ...string) *ask.Response {
	r := t.say(a)
	r.Body.Directives = []any{ask.Elicit(t.request, slot, forgotten...)}
	return r
}
