package intents_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go/middleware"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"pudding"
	"pudding/ask"
	"pudding/booth"
	"pudding/booth/scene"
	"pudding/cases"
	"pudding/directory"
	"pudding/intents"
	"pudding/internal/calls"
	lakesource "pudding/lake/cloudtrail"
	"pudding/lake/local"
	"pudding/lake/polling"
	"pudding/lake/quota"
	"pudding/nlu"
	"pudding/nlu/utterance"
)

// conversation is one of the files' conversations.
type conversation struct {
	Name  string `yaml:"name"`
	Turns []struct {
		Heard     string            `yaml:"heard"`
		Intent    string            `yaml:"intent"`
		Slots     map[string]string `yaml:"slots"`
		Meanwhile string            `yaml:"meanwhile"`
		Says      []string          `yaml:"says"`
		Never     []string          `yaml:"never"`
		Card      []string          `yaml:"card"`
		Elicits   string            `yaml:"elicits"`
		Ends      bool              `yaml:"ends"`
	} `yaml:"turns"`
}

const skillID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"

var now = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)

// world is what all conversations are played against: the scene behind an
// embedded Lake, and Alexa's side of the conversation.
type world struct {
	skill      *intents.Skill
	booth      *booth.Booth
	url        string
	directives [][]byte // of the turn at hand
	inspected  func(intents.Inspection)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	if err := scene.Write(dir, now, time.UTC); err != nil {
		t.Fatal(err)
	}
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Load(t.Context(), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	// Its own clock runs fast, so that conversations are not throttled.
	var ticks atomic.Int64
	server, err := local.NewServer(store, local.Config{Now: func() time.Time {
		return now.Add(time.Duration(ticks.Add(1)) * time.Second)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	lake := httptest.NewServer(server)
	t.Cleanup(lake.Close)

	cloud := booth.NewCloud(time.UTC)
	w := &world{}
	alexa := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method == http.MethodPost {
			w.directives = append(w.directives, body)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		cloud.ServeHTTP(rw, r)
	}))
	t.Cleanup(alexa.Close)
	w.url = alexa.URL
	nicknames, err := nlu.ParseNicknames(scene.Nicknames)
	if err != nil {
		t.Fatal(err)
	}
	services := &ask.Services{HTTP: ask.NewHTTPClient(), Loopback: strings.TrimPrefix(alexa.URL, "http://")}
	source := lakesource.New(cloudtrail.New(cloudtrail.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(lake.URL), Credentials: credentials.NewStaticCredentialsProvider("k", "s", ""),
		APIOptions: []func(*middleware.Stack) error{calls.Count},
	}), server.EventDataStore())
	source.Schedule, source.Starts = polling.Embedded, quota.NewLocal(1000)
	names := directory.New(func() time.Time { return now }, directory.Recorded(source, 30*24*time.Hour, func() time.Time { return now }))
	names.Refresh(t.Context(), "en-US", true)
	names.Wait(t.Context())
	w.skill = &intents.Skill{
		ID:        skillID,
		Directory: names,
		Desk:      &cases.Desk{Source: source, Store: cases.NewMemory(), SameFor: time.Nanosecond, Now: func() time.Time { return now }},
		Services:  services,
		Zones:     ask.NewZones(services),
		Zone:      time.UTC,
		Nicknames: nicknames,
		Now:       func() time.Time { return now },
		Log:       zerolog.Nop(),
		Inspect: func(i intents.Inspection) {
			if w.inspected != nil {
				w.inspected(i)
			}
		},
	}
	w.booth = booth.New(w.skill, cloud)
	return w
}

// TestConversations plays the files of conversations. With PUDDING_ENVELOPES it
// writes every envelope into that folder, to be checked against Amazon's types.
// conversations are those of a locale that has a file of its own.
func conversations(t *testing.T, locale string) (all []conversation) {
	t.Helper()
	raw, err := os.ReadFile("testdata/conversations/" + locale + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(raw, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestConversations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, locale := range []string{"en-US", "en-GB", "ja-JP"} {
		file := locale
		if locale == "en-GB" {
			file = "en-US" // one English serves them all
		}
		all := conversations(t, file)
		model, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + locale + ".json")
		if err != nil {
			t.Fatal(err)
		}
		matcher, err := utterance.New(model, locale)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range all {
			t.Run(locale+" "+c.Name, func(t *testing.T) {
				w.play(t, c, locale, matcher, fmt.Sprintf("%s-%02d", locale, i))
			})
		}
	}
}

func (w *world) play(t *testing.T, c conversation, locale string, matcher *utterance.Matcher, name string) {
	session := &booth.Session{SkillID: skillID, Locale: locale, Endpoint: w.url}
	for i, turn := range c.Turns {
		if turn.Heard != "" {
			match, err := matcher.Match(turn.Heard, now, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(turn.Slots, match.Slots); match.Intent != turn.Intent || diff != "" && len(turn.Slots)+len(match.Slots) > 0 {
				t.Errorf("%q is heard as %s (-want +got):\n%s", turn.Heard, match.Intent, diff)
			}
		}
		request, err := session.Launch(now)
		if turn.Intent != "LaunchRequest" {
			var declared []string
			for slot := range turn.Slots {
				declared = append(declared, slot)
			}
			request, err = session.Intent(now, turn.Intent, declared, turn.Slots)
		}
		if err != nil {
			t.Fatal(err)
		}
		w.directives = nil
		spoken, response, err := w.booth.Call(context.Background(), request)
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Heard(response); err != nil {
			t.Fatal(err)
		}
		keep(t, fmt.Sprintf("%s-%d", name, i), request, response, w.directives)

		var r reply
		if err := json.Unmarshal(response, &r); err != nil {
			t.Fatal(err)
		}
		said := r.Response.OutputSpeech.SSML
		for _, want := range turn.Says {
			if !strings.Contains(said, want) {
				t.Errorf("turn %d lacks %q: %s", i+1, want, said)
			}
		}
		for _, never := range turn.Never {
			if strings.Contains(said, never) {
				t.Errorf("turn %d has %q: %s", i+1, never, said)
			}
		}
		for _, want := range turn.Card {
			if !strings.Contains(r.Response.Card.Content, want) {
				t.Errorf("turn %d: the card lacks %q: %s", i+1, want, r.Response.Card.Content)
			}
		}
		if turn.Meanwhile != "" && (len(spoken) != 1 || !strings.Contains(spoken[0].Speech, turn.Meanwhile)) {
			t.Errorf("turn %d: meanwhile %v was spoken, want %q", i+1, spoken, turn.Meanwhile)
		}
		if elicits := r.elicits(); elicits != turn.Elicits {
			t.Errorf("turn %d elicits %q, want %q", i+1, elicits, turn.Elicits)
		}
		if r.Response.ShouldEndSession != turn.Ends {
			t.Errorf("turn %d: the session's end is %t, want %t", i+1, r.Response.ShouldEndSession, turn.Ends)
		}
	}
}

// reply is as much of a response envelope as the tests look at.
type reply struct {
	Response struct {
		OutputSpeech struct {
			SSML string `json:"ssml"`
		} `json:"outputSpeech"`
		Card struct {
			Title   string `json:"title"`
			Content string `json:"content"`
		} `json:"card"`
		Directives []struct {
			Type         string `json:"type"`
			SlotToElicit string `json:"slotToElicit"`
		} `json:"directives"`
		ShouldEndSession bool `json:"shouldEndSession"`
	} `json:"response"`
}

func (r reply) elicits() string {
	for _, d := range r.Response.Directives {
		if d.Type == "Dialog.ElicitSlot" {
			return d.SlotToElicit
		}
	}
	return ""
}

// keep writes the envelopes of a turn, where they are wanted.
func keep(t *testing.T, name string, request, response []byte, directives [][]byte) {
	t.Helper()
	dir := os.Getenv("PUDDING_ENVELOPES")
	if dir == "" {
		return
	}
	files := map[string][]byte{name + ".request.json": request, name + ".response.json": response}
	for i, d := range directives {
		files[fmt.Sprintf("%s.%d.directive.json", name, i+1)] = d
	}
	for file, contents := range files {
		if err := os.WriteFile(filepath.Join(dir, file), contents, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryLanguageHasItsConversations names what a new locale would lack.
func TestEveryLanguageHasItsConversations(t *testing.T) {
	models, err := pudding.SkillPackage.ReadDir("skill-package/interactionModels/custom")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/conversations/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models {
		language := m.Name()[:2]
		if !slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(filepath.Base(f), language) }) {
			t.Errorf("there are no conversations for %s", m.Name())
		}
	}
}
