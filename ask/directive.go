package ask

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// maxDirectives is how many progressive responses Alexa takes for one request
// (Alexa Skills Kit, "Send the User a Progressive Response").
const maxDirectives = 5

// Progress sends progressive responses for one request.
type Progress struct {
	services *Services
	request  *Request

	mu   sync.Mutex
	sent int
}

// Progress returns what speaks while the answer to r is being found.
func (s *Services) Progress(r *Request) *Progress {
	return &Progress{services: s, request: r}
}

// The errors of Speak that are no failure of the service.
var (
	ErrTooManyDirectives = errors.New("a request takes no more than five progressive responses")
	ErrNoDirectives      = errors.New("only a launch or an intent may be answered progressively")
)

// directive is the body of POST /v1/directives (Alexa Skills Kit, "Progressive
// Response API Reference").
type directive struct {
	Header struct {
		RequestID string `json:"requestId"`
	} `json:"header"`
	Directive struct {
		Type   string `json:"type"`
		Speech string `json:"speech"`
	} `json:"directive"`
}

// Speak has a whole SSML document spoken before the answer. Whatever it
// returns, the turn should go on: an unspoken word costs nothing.
func (p *Progress) Speak(ctx context.Context, ssml string) error {
	if t := p.request.Type(); t != LaunchRequest && t != IntentRequest {
		return ErrNoDirectives
	}
	if !p.take() {
		return ErrTooManyDirectives
	}
	var d directive
	d.Header.RequestID = p.request.ID()
	d.Directive.Type = "VoicePlayer.Speak"
	d.Directive.Speech = ssml
	if _, err := p.services.call(ctx, p.request, "POST", "/v1/directives", d); err != nil {
		return fmt.Errorf("sending a progressive response: %w", err)
	}
	return nil
}

func (p *Progress) take() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent++
	return p.sent <= maxDirectives
}
