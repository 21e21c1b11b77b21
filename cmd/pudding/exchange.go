package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"pudding/attribution"
	"pudding/booth"
	"pudding/cases"
	"pudding/intents"
	"pudding/lake"
)

// exchange is one turn of a conversation and what lay behind it.
type exchange struct {
	words       string
	at          time.Duration // since the conversation began
	request     []byte
	progressive []booth.Spoken
	response    []byte
	elapsed     time.Duration
	seen        *intents.Inspection // nil when nothing was asked of the source
}

// failedToAnswer tells a question that failed from one that is answered, asked
// back or still running.
func failedToAnswer(i *intents.Inspection) bool {
	var waiting *cases.WaitingError
	return i.Err != nil && !errors.As(i.Err, &waiting)
}

// The object that --json prints.
type (
	exchangeJSON struct {
		Request     json.RawMessage   `json:"request"`
		Progressive []progressiveJSON `json:"progressive"`
		Response    json.RawMessage   `json:"response"`
		Question    *questionJSON     `json:"question"`
		Verdict     *verdictJSON      `json:"verdict"`
		ElapsedMS   int64             `json:"elapsed_ms"`
	}
	progressiveJSON struct {
		AtMS   int64  `json:"at_ms"`
		Speech string `json:"speech"`
	}
	questionJSON struct {
		Template  lake.Template  `json:"template"`
		SQL       string         `json:"sql"`
		From      time.Time      `json:"from"`
		To        time.Time      `json:"to"`
		Arguments map[string]any `json:"arguments"`
	}
	verdictJSON struct {
		Suspects []suspectJSON        `json:"suspects"`
		Services []suspectJSON        `json:"services"`
		Total    int                  `json:"total"`
		Caveats  []attribution.Caveat `json:"caveats"`
	}
	suspectJSON struct {
		Name      string         `json:"name"`
		Kind      string         `json:"kind"`
		Account   string         `json:"account"`
		Behind    []string       `json:"behind"`
		Count     int            `json:"count"`
		Failed    int            `json:"failed"`
		Denied    int            `json:"denied"`
		First     time.Time      `json:"first"`
		Last      time.Time      `json:"last"`
		Addresses []string       `json:"addresses"`
		Actions   map[string]int `json:"actions"`
	}
)

// show prints the exchange on standard output.
func (e *exchange) show(asJSON bool) error {
	if asJSON {
		return e.printJSON(os.Stdout)
	}
	e.print(os.Stdout)
	return nil
}

func (e *exchange) printJSON(w io.Writer) error {
	out := exchangeJSON{
		Request:     e.request,
		Progressive: []progressiveJSON{},
		Response:    e.response,
		ElapsedMS:   e.elapsed.Milliseconds(),
	}
	for _, p := range e.progressive {
		out.Progressive = append(out.Progressive, progressiveJSON{AtMS: p.After.Milliseconds(), Speech: p.Speech})
	}
	if e.seen != nil {
		out.Question = question(e.seen)
		out.Verdict = verdict(e.seen.Verdict)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func question(i *intents.Inspection) *questionJSON {
	q := i.Question
	out := &questionJSON{Template: q.Template, From: q.Period.From, To: q.Period.To, Arguments: map[string]any{}}
	if i.Result != nil {
		out.SQL = i.Result.Statement
	}
	a := q.Arguments
	for name, value := range map[string]string{
		"bucket": a.Bucket.Said, "user": a.User.Said, "accessKey": a.AccessKey, "object": a.Object.Key,
		"action": a.Action.ID, "service": a.Service,
	} {
		if value != "" {
			out.Arguments[name] = value
		}
	}
	if names := append(a.Action.EventNames, a.Action.Prefixes...); len(names) > 0 {
		out.Arguments["events"] = names
	}
	return out
}

func verdict(v *attribution.Verdict) *verdictJSON {
	if v == nil {
		return nil
	}
	out := &verdictJSON{Suspects: suspects(v.Suspects), Services: suspects(v.Services), Total: v.Total, Caveats: v.Caveats}
	if out.Caveats == nil {
		out.Caveats = []attribution.Caveat{}
	}
	return out
}

func suspects(list []attribution.Suspect) []suspectJSON {
	out := []suspectJSON{}
	for _, s := range list {
		out = append(out, suspectJSON{
			Name: s.Name, Kind: s.Kind, Account: s.Account, Behind: append([]string{}, s.Behind...),
			Count: s.Count, Failed: s.Failed, Denied: s.Denied, First: s.First, Last: s.Last,
			Addresses: append([]string{}, s.Addresses...), Actions: s.Actions,
		})
	}
	return out
}

// print shows the conversation as it would be heard, with the time of each
// utterance in seconds since the conversation began.
func (e *exchange) print(w io.Writer) {
	if e.words != "" {
		fmt.Fprintf(w, "%6.2f s  You      %s\n", e.at.Seconds(), e.words)
	}
	for _, p := range e.progressive {
		fmt.Fprintf(w, "%6.2f s  Pudding  %s\n", (e.at + p.After).Seconds(), textOf(p.Speech))
	}
	var r struct {
		Response struct {
			OutputSpeech struct {
				SSML string `json:"ssml"`
			} `json:"outputSpeech"`
		} `json:"response"`
	}
	_ = json.Unmarshal(e.response, &r) // the skill's own encoding
	fmt.Fprintf(w, "%6.2f s  Pudding  %s\n", (e.at + e.elapsed).Seconds(), textOf(r.Response.OutputSpeech.SSML))
}

// textOf is the text of an SSML document.
func textOf(ssml string) string {
	var b strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(ssml))
	for {
		t, err := decoder.Token()
		if err != nil {
			return strings.Join(strings.Fields(b.String()), " ")
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			b.WriteByte(' ')
		}
	}
}
