package ask

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Response is a response envelope. Its types are this package's own: alexa-go's
// always emit members that Amazon's types do not allow.
type Response struct {
	Version           string         `json:"version"`
	SessionAttributes map[string]any `json:"sessionAttributes,omitempty"`
	Body              ResponseBody   `json:"response"`
}

// ResponseBody is what is said, shown and done.
type ResponseBody struct {
	OutputSpeech *OutputSpeech `json:"outputSpeech,omitempty"`
	Card         *Card         `json:"card,omitempty"`
	Reprompt     *Reprompt     `json:"reprompt,omitempty"`
	Directives   []any         `json:"directives,omitempty"`
	// ShouldEndSession is absent in replies that may not speak.
	ShouldEndSession *bool `json:"shouldEndSession,omitempty"`
}

// OutputSpeech is SSML to be spoken.
type OutputSpeech struct {
	Type string `json:"type"`
	SSML string `json:"ssml"`
}

// Card is a Simple card for the Alexa app.
type Card struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Content string `json:"content"`
}

// Reprompt is spoken when an open session hears nothing.
type Reprompt struct {
	OutputSpeech *OutputSpeech `json:"outputSpeech"`
}

// ElicitSlot is the directive that asks for one slot and keeps the others
// (Alexa Skills Kit, "Dialog Interface Reference").
type ElicitSlot struct {
	Type          string        `json:"type"`
	SlotToElicit  string        `json:"slotToElicit"`
	UpdatedIntent UpdatedIntent `json:"updatedIntent"`
}

// UpdatedIntent is the intent as the skill wants Alexa to go on with it.
type UpdatedIntent struct {
	Name               string                 `json:"name"`
	ConfirmationStatus string                 `json:"confirmationStatus"`
	Slots              map[string]UpdatedSlot `json:"slots"`
}

// UpdatedSlot is a slot of an UpdatedIntent; one without a value is empty.
type UpdatedSlot struct {
	Name               string `json:"name"`
	Value              string `json:"value,omitempty"`
	ConfirmationStatus string `json:"confirmationStatus"`
}

// Silence is the lawful reply to a request that may not be answered aloud.
func Silence() *Response { return &Response{Version: "1.0"} }

// Speak wraps a whole SSML document.
func Speak(ssml string) *OutputSpeech { return &OutputSpeech{Type: "SSML", SSML: ssml} }

// Elicit asks for a slot of the request's intent, with the other slots as they
// were heard, except for those that are to be forgotten.
func Elicit(r *Request, slot string, forgotten ...string) ElicitSlot {
	updated := UpdatedIntent{Name: r.IntentName(), ConfirmationStatus: "NONE", Slots: map[string]UpdatedSlot{
		slot: {Name: slot, ConfirmationStatus: "NONE"},
	}}
	for name := range r.known.Body.Intent.Slots {
		switch {
		case name == slot:
		case slices.Contains(forgotten, name):
			updated.Slots[name] = UpdatedSlot{Name: name, ConfirmationStatus: "NONE"}
		default:
			updated.Slots[name] = UpdatedSlot{Name: name, Value: r.Slot(name).Value, ConfirmationStatus: "NONE"}
		}
	}
	return ElicitSlot{Type: "Dialog.ElicitSlot", SlotToElicit: slot, UpdatedIntent: updated}
}

// Encode writes a response as Alexa reads it.
func Encode(r *Response) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // SSML is full of < and >
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encoding a response: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// isDynamic tells the authority of dynamic entities from the model's own:
// amzn1.er-authority.echo-sdk.dynamic.<skill id>.<type>.
func isDynamic(authority string) bool {
	return strings.HasPrefix(authority, "amzn1.er-authority.echo-sdk.dynamic.")
}
