package ask

import (
	"encoding/json"
	"fmt"
)

// SessionResumedRequest is what a session goes on with that was handed over to
// Alexa.
const SessionResumedRequest = "SessionResumedRequest"

// StartConnection is the directive that hands the session over to Alexa, to ask
// for the PIN of the person who speaks (Alexa Skills Kit, "Add PIN Confirmation to
// Alexa Skills").
type StartConnection struct {
	Type         string         `json:"type"`
	URI          string         `json:"uri"`
	Input        map[string]any `json:"input"`
	Token        string         `json:"token"`
	OnCompletion string         `json:"onCompletion"`
}

// confirmed is the level of confidence in who speaks that a PIN gives.
const confirmed = 400

// VerifyPerson has Alexa ask for the PIN. The token comes back with the outcome.
func VerifyPerson(token string) StartConnection {
	return StartConnection{
		Type: "Connections.StartConnection", URI: "connection://AMAZON.VerifyPerson/2", Token: token, OnCompletion: "RESUME_SESSION",
		Input: map[string]any{"requestedAuthenticationConfidenceLevel": map[string]any{
			"level": confirmed, "customPolicy": map[string]any{"policyName": "VOICE_PIN"},
		}},
	}
}

// cause is why a session goes on.
type cause struct {
	Type   string `json:"type"`
	Token  string `json:"token"`
	Status struct {
		Code any `json:"code"` // documented as text
	} `json:"status"`
	Result json.RawMessage `json:"result"`
}

// Verified reports whether a SessionResumedRequest says that the person who speaks
// gave their PIN, with the token that VerifyPerson was given.
func (r *Request) Verified() (token string, ok bool) {
	c := r.lost.Body.Cause
	if r.Type() != SessionResumedRequest || c == nil || c.Type != "ConnectionCompleted" {
		return "", false
	}
	var result struct {
		Status string `json:"status"`
	}
	if json.Unmarshal(c.Result, &result) != nil {
		return c.Token, false
	}
	return c.Token, fmt.Sprint(c.Status.Code) == "200" && result.Status == "ACHIEVED"
}
