package simulation

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"sync"

	"pudding/ask"
	"pudding/intents"
)

// tally is the report in the making.
type tally struct {
	mu sync.Mutex
	r  Report
}

func (t *tally) add(change func(*Report)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(&t.r)
}

func (t *tally) ruleBreak() { t.add(func(r *Report) { r.RuleBreaks++ }) }

// turn takes note of how long a turn took, and whether its answer is lawful.
func (t *tally) turn(x exchange) {
	lawful := isLawful(x)
	t.add(func(r *Report) {
		r.SlowestMS = max(r.SlowestMS, x.took.Milliseconds())
		if x.took > intents.MaxBudget {
			r.Late++
		}
		if !lawful {
			r.RuleBreaks++
		}
	})
}

func (t *tally) sum(w *world) Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	w.account.mu.Lock()
	defer w.account.mu.Unlock()
	r := t.r
	r.Turns = int(min(w.taken.Load(), int64(w.options.Turns)))
	r.Faults = int(w.faults.Load())
	r.DoubleScans = w.account.doubles
	r.MaxCallsPerS, r.MaxStartsPerS, r.MaxConcurrent = w.account.reads.most, w.account.starts.most, w.account.most
	return r
}

// response is as much of a response envelope as is looked at.
type response struct {
	Version           string         `json:"version"`
	SessionAttributes map[string]any `json:"sessionAttributes"`
	Response          struct {
		OutputSpeech *struct {
			SSML string `json:"ssml"`
		} `json:"outputSpeech"`
		Reprompt         *struct{} `json:"reprompt"`
		ShouldEndSession *bool     `json:"shouldEndSession"`
	} `json:"response"`
}

// maxResponse is how long a response may be (Alexa Skills Kit, "Request and
// Response JSON Reference", in its older and stricter form).
const maxResponse = 24 << 10

// isLawful holds a response to Alexa's rules: it speaks where it must and only
// there, in well-formed SSML, and leaves a session open only with a reprompt.
func isLawful(x exchange) bool {
	var r response
	if json.Unmarshal(x.response, &r) != nil || r.Version != "1.0" || len(x.response) > maxResponse {
		return false
	}
	speech := r.Response.OutputSpeech
	if t := x.request.Type(); t != ask.LaunchRequest && t != ask.IntentRequest {
		return speech == nil && r.Response.ShouldEndSession == nil
	}
	open := r.Response.ShouldEndSession != nil && !*r.Response.ShouldEndSession
	return speech != nil && isSSML(speech.SSML) && open == (r.Response.Reprompt != nil)
}

func isSSML(s string) bool {
	if !strings.HasPrefix(s, "<speak>") || !strings.HasSuffix(s, "</speak>") {
		return false
	}
	decoder := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return true
		} else if err != nil {
			return false
		}
	}
}

// speech is what a response says.
func speechOf(x exchange) string {
	var r response
	if json.Unmarshal(x.response, &r) != nil || r.Response.OutputSpeech == nil {
		return ""
	}
	return r.Response.OutputSpeech.SSML
}

// named are the culprits that a response names.
func named(said string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(strings.ToLower(said), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if isCulprit[word] {
			out = append(out, word)
		}
	}
	return out
}

var isCulprit = func() map[string]bool {
	is := map[string]bool{}
	for _, c := range culprits {
		is[c] = true
	}
	return is
}()
