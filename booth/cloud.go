// Package booth is Alexa's side of a conversation on one machine: it makes
// request envelopes as Alexa makes them, calls the skill with them, and plays
// the services that the skill reaches with a request's own token.
package booth

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"pudding/ask"
)

// Cloud plays Alexa's apiEndpoint, and keeps its rules: a token opens what its
// own request may do, while that request is unanswered, five times at most
// (Alexa Skills Kit, "Progressive Response API Reference").
type Cloud struct {
	zone *time.Location // what every device's time zone setting says; nil: not set
	mux  *http.ServeMux

	mu     sync.Mutex
	opened map[string]*opened // by apiAccessToken
}

// opened is a request that the skill has yet to answer.
type opened struct {
	requestID string
	deviceID  string
	mayDirect bool
	started   time.Time
	spoken    []Spoken
}

// Spoken is a progressive response that was taken.
type Spoken struct {
	After  time.Duration // since the request was sent
	Speech string        // a whole SSML document
}

// The bounds of a progressive response.
const (
	maxDirectives = 5
	maxSpeech     = 600 // characters
	maxDirective  = 32 << 10
)

// NewCloud returns a Cloud whose devices are set to zone, or not set if it is
// nil.
func NewCloud(zone *time.Location) *Cloud {
	c := &Cloud{zone: zone, mux: http.NewServeMux(), opened: map[string]*opened{}}
	c.mux.HandleFunc("POST /v1/directives", c.directive)
	c.mux.HandleFunc("GET /v2/devices/{device}/settings/System.timeZone", c.timeZone)
	return c
}

// ServeHTTP serves /v1/directives and /v2/devices/{id}/settings/System.timeZone.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.mux.ServeHTTP(w, r) }

// Open lets the skill use a request's token until Close.
func (c *Cloud) Open(r *ask.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.opened[r.APIAccessToken()] = &opened{
		requestID: r.ID(),
		deviceID:  r.DeviceID(),
		mayDirect: r.Type() == ask.LaunchRequest || r.Type() == ask.IntentRequest,
		started:   time.Now(),
	}
}

// Close ends what a request's token may do, for it has been answered, and
// returns what was spoken until then.
func (c *Cloud) Close(r *ask.Request) []Spoken {
	c.mu.Lock()
	defer c.mu.Unlock()
	o := c.opened[r.APIAccessToken()]
	delete(c.opened, r.APIAccessToken())
	if o == nil {
		return nil
	}
	return o.spoken
}

func (c *Cloud) directive(w http.ResponseWriter, r *http.Request) {
	var d struct {
		Header struct {
			RequestID string `json:"requestId"`
		} `json:"header"`
		Directive struct {
			Type   string `json:"type"`
			Speech string `json:"speech"`
		} `json:"directive"`
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxDirective))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		refuse(w, http.StatusBadRequest, "the body is not a directive: "+err.Error())
		return
	}
	if d.Directive.Type != "VoicePlayer.Speak" {
		refuse(w, http.StatusBadRequest, "the directive's type is not VoicePlayer.Speak")
		return
	}
	if err := speech(d.Directive.Speech); err != nil {
		refuse(w, http.StatusBadRequest, "the speech is "+err.Error())
		return
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	o := c.opened[token(r)]
	switch {
	case o == nil:
		refuse(w, http.StatusUnauthorized, "the token is not one of an unanswered request")
	case o.requestID != d.Header.RequestID || !o.mayDirect:
		refuse(w, http.StatusForbidden, "Unrecognized requestId")
	case len(o.spoken) == maxDirectives:
		refuse(w, http.StatusForbidden, "not allowed to send directives at the moment")
	default:
		o.spoken = append(o.spoken, Spoken{After: time.Since(o.started), Speech: d.Directive.Speech})
		w.WriteHeader(http.StatusNoContent)
	}
}

func (c *Cloud) timeZone(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	o := c.opened[token(r)]
	c.mu.Unlock()
	switch {
	case o == nil:
		refuse(w, http.StatusUnauthorized, "the token is not one of an unanswered request")
	case o.deviceID != r.PathValue("device"):
		refuse(w, http.StatusForbidden, "the token is another device's")
	case c.zone == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(c.zone.String())
	}
}

func token(r *http.Request) string {
	t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}
	return t
}

// refuse answers as Alexa's services do.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"type": http.StatusText(status), "message": message})
}

// speech checks that s is one short, well-formed SSML document.
func speech(s string) error {
	if len([]rune(s)) > maxSpeech {
		return errors.New("longer than 600 characters")
	}
	if !strings.HasPrefix(s, "<speak>") || !strings.HasSuffix(s, "</speak>") {
		return errors.New("not one <speak> document")
	}
	decoder := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return errors.New("not well-formed: " + err.Error())
		}
	}
}
