package booth

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Session is a conversation with the skill, as Alexa keeps it.
type Session struct {
	SkillID  string
	Locale   string // en-US, ja-JP …
	Endpoint string // http://HOST:PORT of the Cloud
	// Who speaks, and to what: an account, a device of it, and the person if the
	// voice is recognised. Without an account they are this machine's.
	UserID, DeviceID, PersonID string

	elicited   *Elicitation
	id         string
	attributes map[string]any
	turns      int
}

// Elicitation is what the skill asked for last: a slot of an intent, and the slots
// that are filled.
type Elicitation struct {
	Intent, Slot string
	Slots        map[string]string
}

// Elicited is what the skill asked for with its last response, nil if it asked for
// no slot.
func (s *Session) Elicited() *Elicitation { return s.elicited }

// The account and the device of a conversation on this machine.
const (
	boothUser   = "amzn1.ask.account.BOOTH"
	boothDevice = "amzn1.ask.device.BOOTH"
)

type object = map[string]any

// Launch is the envelope of "open pudding detective".
func (s *Session) Launch(at time.Time) ([]byte, error) {
	return s.envelope(at, object{"type": "LaunchRequest"})
}

// Intent is the envelope of an intent, with the slots that were filled among
// those that it has.
func (s *Session) Intent(at time.Time, name string, declared []string, filled map[string]string) ([]byte, error) {
	slots := object{}
	for _, slot := range declared {
		slots[slot] = object{"name": slot, "confirmationStatus": "NONE"}
	}
	for slot, value := range filled {
		slots[slot] = object{"name": slot, "confirmationStatus": "NONE", "value": value}
	}
	intent := object{"name": name, "confirmationStatus": "NONE"}
	if len(slots) > 0 {
		intent["slots"] = slots
	}
	return s.envelope(at, object{"type": "IntentRequest", "dialogState": "STARTED", "intent": intent})
}

// SessionEnded is the envelope of a session's end that nobody has to answer.
func (s *Session) SessionEnded(at time.Time, reason string) ([]byte, error) {
	return s.envelope(at, object{"type": "SessionEndedRequest", "reason": reason})
}

// Heard takes note of the skill's response: the attributes that the session
// carries on, or its end.
func (s *Session) Heard(response []byte) error {
	var r struct {
		SessionAttributes map[string]any `json:"sessionAttributes"`
		Response          struct {
			ShouldEndSession *bool `json:"shouldEndSession"`
			Directives       []struct {
				Type          string `json:"type"`
				SlotToElicit  string `json:"slotToElicit"`
				UpdatedIntent struct {
					Name  string `json:"name"`
					Slots map[string]struct {
						Value string `json:"value"`
					} `json:"slots"`
				} `json:"updatedIntent"`
			} `json:"directives"`
		} `json:"response"`
	}
	if err := json.Unmarshal(response, &r); err != nil {
		return fmt.Errorf("reading the skill's response: %w", err)
	}
	s.attributes, s.elicited = r.SessionAttributes, nil
	for _, d := range r.Response.Directives {
		if d.Type != "Dialog.ElicitSlot" {
			continue
		}
		s.elicited = &Elicitation{Intent: d.UpdatedIntent.Name, Slot: d.SlotToElicit, Slots: map[string]string{}}
		for name, slot := range d.UpdatedIntent.Slots {
			if slot.Value != "" {
				s.elicited.Slots[name] = slot.Value
			}
		}
	}
	if r.Response.ShouldEndSession == nil || *r.Response.ShouldEndSession {
		s.id, s.attributes, s.turns = "", nil, 0
	}
	return nil
}

func (s *Session) envelope(at time.Time, request object) ([]byte, error) {
	if s.id == "" {
		s.id = "amzn1.echo-api.session." + uuid.NewString()
	}
	s.turns++
	request["requestId"] = "amzn1.echo-api.request." + uuid.NewString()
	request["timestamp"] = at.UTC().Format(time.RFC3339)
	request["locale"] = s.Locale
	userID, deviceID := cmp.Or(s.UserID, boothUser), cmp.Or(s.DeviceID, boothDevice)
	system := object{
		"application":    object{"applicationId": s.SkillID},
		"user":           object{"userId": userID},
		"device":         object{"deviceId": deviceID, "supportedInterfaces": object{}},
		"apiEndpoint":    s.Endpoint,
		"apiAccessToken": uuid.NewString(),
	}
	if s.PersonID != "" {
		system["person"] = object{"personId": s.PersonID}
	}
	session := object{
		"new":         s.turns == 1,
		"sessionId":   s.id,
		"application": object{"applicationId": s.SkillID},
		"user":        object{"userId": userID},
	}
	if s.attributes != nil {
		session["attributes"] = s.attributes
	}
	return json.Marshal(object{
		"version": "1.0",
		"session": session,
		"context": object{"System": system},
		"request": request,
	})
}
