// Package ask is the Alexa Skills Kit's wire: the request and response
// envelopes of a custom skill (Alexa Skills Kit, "Request and Response JSON
// Reference"), and the services that a request's own token opens.
package ask

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	alexa "github.com/arienmalec/alexa-go"

	"pudding/internal/lazyregexp"
)

// The types of request that this skill treats apart. Any other is answered
// with silence.
const (
	LaunchRequest       = "LaunchRequest"
	IntentRequest       = "IntentRequest"
	SessionEndedRequest = "SessionEndedRequest"
	ExceptionRequest    = "System.ExceptionEncountered"
)

// The built-in intents. The library's constants stand for those that it knows.
const (
	HelpIntent     = alexa.HelpIntent
	CancelIntent   = alexa.CancelIntent
	StopIntent     = alexa.StopIntent
	HomeIntent     = "AMAZON.NavigateHomeIntent"
	FallbackIntent = "AMAZON.FallbackIntent"
	RepeatIntent   = "AMAZON.RepeatIntent"
	YesIntent      = "AMAZON.YesIntent"
	NoIntent       = "AMAZON.NoIntent"
)

// Request is a request envelope: what alexa-go's types keep of it, and beside
// that what they lose.
type Request struct {
	known alexa.Request
	lost  extension
	who   identity
}

// extension is what alexa-go's Request has no place for.
type extension struct {
	Body struct {
		Intent struct {
			Slots map[string]struct {
				Resolutions Resolutions `json:"resolutions"`
				SlotValue   *SlotValue  `json:"slotValue"`
			} `json:"slots"`
		} `json:"intent"`
		Error *RequestError `json:"error"`
		Cause *cause        `json:"cause"`
	} `json:"request"`
	Context struct {
		System struct {
			APIEndpoint string `json:"apiEndpoint"`
			Device      struct {
				SupportedInterfaces map[string]json.RawMessage `json:"supportedInterfaces"`
			} `json:"device"`
		} `json:"System"`
	} `json:"context"`
}

// RequestError is why Alexa ended a session or refused a response.
type RequestError struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

// Resolutions is what entity resolution made of a slot's value, an entry for
// each authority that was asked.
type Resolutions struct {
	PerAuthority []struct {
		Authority string `json:"authority"`
		Status    struct {
			Code string `json:"code"`
		} `json:"status"`
		Values []struct {
			Value struct {
				Name string `json:"name"`
				ID   string `json:"id"`
			} `json:"value"`
		} `json:"values"`
	} `json:"resolutionsPerAuthority"`
}

// SlotValue is a slot's value where it may be one of several.
type SlotValue struct {
	Type        string      `json:"type"` // Simple or List
	Value       string      `json:"value"`
	Resolutions Resolutions `json:"resolutions"`
	Values      []SlotValue `json:"values"`
}

// maxEnvelope bounds what is decoded. Alexa's own envelopes stay far below;
// its documentation gives a response 120 KB, session attributes included.
const maxEnvelope = 256 << 10

const (
	// MaxSlots is more than any intent of this skill has.
	MaxSlots = 16
	// maxHeard bounds what is heard as one slot, in bytes: more than the longest name
	// that there is, an object's key of 1,024. What is longer was not understood.
	maxHeard = 1100
)

// Decode reads a request envelope. Properties that nobody knows are passed
// over, as Amazon asks; what is not an envelope at all is an error, as is one that
// may be understood in two ways.
func Decode(payload []byte) (*Request, error) {
	if len(payload) > maxEnvelope {
		return nil, fmt.Errorf("decoding a request: it is %d bytes long, more than %d", len(payload), maxEnvelope)
	}
	if err := checkNames(payload); err != nil {
		return nil, fmt.Errorf("decoding a request: %w", err)
	}
	var r Request
	for _, into := range []any{&r.known, &r.lost} {
		// A property of another type than Amazon documents is left out, as an
		// unknown one is: only what is needed and missing is refused later.
		var odd *json.UnmarshalTypeError
		if err := json.Unmarshal(payload, into); err != nil && !errors.As(err, &odd) {
			return nil, fmt.Errorf("decoding a request: %w", err)
		}
	}
	var err error
	if r.who, err = identityOf(payload); err != nil {
		return nil, fmt.Errorf("decoding a request: %w", err)
	}
	switch {
	case r.Type() == "":
		return nil, errors.New("decoding a request: it has no request.type")
	case len(r.known.Body.Intent.Slots) > MaxSlots:
		return nil, fmt.Errorf("decoding a request: its intent has %d slots, more than %d", len(r.known.Body.Intent.Slots), MaxSlots)
	}
	return r.Without(func(_, heard string) bool { return len(heard) > maxHeard }), nil
}

// Without is the same request without what was heard in some slots.
func (r *Request) Without(unwanted func(slot, heard string) bool) *Request {
	other := *r
	other.known.Body.Intent.Slots, other.lost.Body.Intent.Slots = maps.Clone(r.known.Body.Intent.Slots), maps.Clone(r.lost.Body.Intent.Slots)
	for name := range r.known.Body.Intent.Slots {
		s := r.Slot(name)
		if unwanted(name, s.Value) || unwanted(name, s.ID) || unwanted(name, s.Name) {
			other.known.Body.Intent.Slots[name] = alexa.Slot{Name: name}
			delete(other.lost.Body.Intent.Slots, name)
		}
	}
	return &other
}

// Type is the request's type: LaunchRequest, IntentRequest …
func (r *Request) Type() string { return r.known.Body.Type }

// IsAsked reports whether somebody said something, and waits for an answer.
func (r *Request) IsAsked() bool {
	return slices.Contains([]string{LaunchRequest, IntentRequest, SessionResumedRequest}, r.Type())
}

// ID is the request's id, which progressive responses name.
func (r *Request) ID() string { return r.known.Body.RequestID }

// Locale is the asker's locale, such as en-US; empty in some requests.
func (r *Request) Locale() string { return r.known.Body.Locale }

// IntentName is the name of the intent, empty where there is none.
func (r *Request) IntentName() string { return r.known.Body.Intent.Name }

// Time is when Alexa made the request, zero when it doesn't say so properly.
func (r *Request) Time() time.Time {
	t, _ := time.Parse(time.RFC3339, r.known.Body.Timestamp)
	return t
}

// InSession reports whether the request belongs to a session.
func (r *Request) InSession() bool { return r.who.Session != nil }

// AskerID is the id of the person whose voice was recognised, or else of the
// account that the device belongs to.
func (r *Request) AskerID() string { return cmp.Or(r.PersonID(), r.UserID()) }

// PersonID is the id of the person whose voice was recognised, empty where none
// was; UserID that of the account that the device belongs to.
func (r *Request) PersonID() string { return r.who.Context.System.Person.PersonID }
func (r *Request) UserID() string   { return r.who.userID() }

// Attributes are the session's, as this skill last sent them.
func (r *Request) Attributes() map[string]any { return r.known.Session.Attributes }

// IsFor reports whether the request is meant for a skill, by its id. Requests
// outside a session name it in the context only.
func (r *Request) IsFor(skill string) bool { return r.who.isFor(skill) }

// DeviceID is the device that was spoken to.
func (r *Request) DeviceID() string { return r.known.Context.System.Device.DeviceID }

// APIEndpoint and APIAccessToken open Alexa's services for this request.
func (r *Request) APIEndpoint() string    { return r.lost.Context.System.APIEndpoint }
func (r *Request) APIAccessToken() string { return r.known.Context.System.APIAccessToken }

// Failure is the error that a SessionEndedRequest or an ExceptionRequest
// reports, nil where there is none.
func (r *Request) Failure() *RequestError { return r.lost.Body.Error }

// Asking is the same request with another intent, as if that had been said.
func (r *Request) Asking(intent string, slots map[string]string) *Request {
	other := &Request{known: r.known, lost: r.lost, who: r.who}
	other.known.Body.Intent = alexa.Intent{Name: intent, Slots: map[string]alexa.Slot{}}
	other.lost.Body.Intent.Slots = nil
	for name, value := range slots {
		other.known.Body.Intent.Slots[name] = alexa.Slot{Name: name, Value: value}
	}
	return other
}

// Slots are the values of all slots that were filled: what entity resolution
// made of them, by id or else by name, or what was heard.
func (r *Request) Slots() map[string]string {
	filled := map[string]string{}
	for name := range r.known.Body.Intent.Slots {
		if s := r.Slot(name); s.Value != "" {
			filled[name] = cmp.Or(s.ID, s.Name, s.Value)
		}
	}
	return filled
}

// Slot is a slot's value as it was heard, and the id that Alexa resolved it to.
type Slot struct {
	Value string
	ID    string // empty where entity resolution matched nothing, or what has no id
	Name  string // the resolved value's canonical name
}

// Slot returns a slot of the intent. One that was not filled, or doesn't
// exist, is zero.
func (r *Request) Slot(name string) Slot {
	lost := r.lost.Body.Intent.Slots[name]
	s := Slot{Value: r.known.Body.Intent.Slots[name].Value}
	resolutions := lost.Resolutions
	if s.Value == "" && lost.SlotValue != nil {
		first := lost.SlotValue.first()
		s.Value, resolutions = first.Value, first.Resolutions
	}
	s.ID, s.Name = resolutions.match()
	return s
}

// first is the value itself, or the first of a list.
func (v SlotValue) first() SlotValue {
	if len(v.Values) > 0 {
		return v.Values[0]
	}
	return v
}

// match returns the best value that an authority vouches for. Dynamic entities
// come before the model's own values, whatever the order of the authorities.
func (r Resolutions) match() (id, name string) {
	for _, a := range r.PerAuthority {
		if a.Status.Code != "ER_SUCCESS_MATCH" || len(a.Values) == 0 {
			continue
		}
		if name == "" || isDynamic(a.Authority) {
			id, name = a.Values[0].Value.ID, a.Values[0].Value.Name
		}
	}
	if madeUp.MatchString(id) {
		id = ""
	}
	return id, name
}

// madeUp is the id that Alexa gives a value which has none: a hash.
var madeUp = lazyregexp.New(`^[0-9a-f]{32}$`)
