package intents_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/rs/zerolog"

	"pudding/booth"
	"pudding/cases"
	"pudding/cases/dynamotest"
	"pudding/intents"
	"pudding/internal/secrets"
)

// recorder keeps all that is written to a handler, and to itself.
type recorder struct {
	mu      sync.Mutex
	written bytes.Buffer
	handler http.Handler
}

func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.written.Write(b)
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
	body, _ := io.ReadAll(q.Body)
	_, _ = r.Write(body)
	q.Body = io.NopCloser(bytes.NewReader(body))
	r.handler.ServeHTTP(w, q)
}

// What Alexa sends that no one else may see, planted into every envelope.
const (
	plantedToken   = "PLANTEDaccessTOKEN"
	plantedConsent = "PLANTEDconsentTOKEN"
	plantedUser    = "amzn1.ask.account.PLANTEDuser"
	plantedPerson  = "amzn1.ask.person.PLANTEDperson"
	plantedKey     = "AKIAPLANTEDKEY7EXAMP"
	plantedLWA     = "Atza|IwEBIPLANTED"
)

// planted puts the secrets into an envelope.
func planted(t *testing.T, envelope []byte) []byte {
	t.Helper()
	var e map[string]any
	if err := json.Unmarshal(envelope, &e); err != nil {
		t.Fatal(err)
	}
	system := e["context"].(map[string]any)["System"].(map[string]any)
	system["apiAccessToken"] = plantedToken
	user := system["user"].(map[string]any)
	user["permissions"] = map[string]any{"consentToken": plantedConsent}
	user["accessToken"] = plantedConsent
	out, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wholeKey is an access key's id of which more than the end is there.
var wholeKey = regexp.MustCompile(`(?:AKIA|ASIA)[A-Z0-9]{12,}`)

func TestNoSecretIsWrittenAnywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	log := &recorder{}
	table := &recorder{handler: dynamotest.New("cases")}
	server := httptest.NewServer(table)
	t.Cleanup(server.Close)
	w.skill.Log = zerolog.New(secrets.Writer(log)).Level(zerolog.DebugLevel)
	w.skill.Desk.Store = cases.NewDynamo(dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), Credentials: credentials.NewStaticCredentialsProvider("k", "s", ""),
	}), "cases")

	said, asked := &recorder{}, &recorder{}
	w.skill.Inspect = func(i intents.Inspection) {
		if i.Result != nil {
			_, _ = asked.Write([]byte(i.Result.Statement))
		}
	}
	play := func(session *booth.Session, envelope []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		w.directives = nil
		_, response, err := w.booth.Call(t.Context(), planted(t, envelope))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = said.Write(response)
		_, _ = said.Write(bytes.Join(w.directives, nil))
		if err := session.Heard(response); err != nil {
			t.Fatal(err)
		}
	}
	for _, locale := range []string{"en-US", "ja-JP"} {
		tried := map[string]bool{}
		newcomer := func() *booth.Session {
			return &booth.Session{SkillID: skillID, Locale: locale, Endpoint: w.url, UserID: plantedUser, PersonID: plantedPerson}
		}
		for _, c := range conversations(t, locale) {
			session := newcomer()
			for _, turn := range c.Turns {
				envelope, err := session.Launch(now)
				if turn.Intent != "LaunchRequest" {
					envelope, err = session.Intent(now, turn.Intent, nil, turn.Slots)
				}
				play(session, envelope, err)
				// The same, with a secret that is said in place of a word that has not been
				// one yet in this intent.
				for _, slot := range slices.Sorted(maps.Keys(turn.Slots)) {
					if place := turn.Intent + " " + slot; !tried[place] {
						tried[place] = true
						slots := maps.Clone(turn.Slots)
						slots[slot] = []string{plantedKey, plantedUser, plantedLWA}[len(tried)%3]
						aside := newcomer()
						envelope, err := aside.Intent(now, turn.Intent, nil, slots)
						play(aside, envelope, err)
						break
					}
				}
			}
		}
	}
	for where, r := range map[string]*recorder{"the log": log, "the table of cases": table, "what was said and shown": said, "the queries": asked} {
		text := r.written.String()
		if len(text) < 10_000 {
			t.Errorf("only %d bytes of %s were seen", len(text), where)
		}
		for _, secret := range []string{plantedToken, plantedConsent, plantedUser, plantedPerson, plantedLWA} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s holds %s: …%s", where, secret, text[max(0, i-100):min(len(text), i+100)])
			}
		}
		if key := wholeKey.FindString(text); key != "" {
			t.Errorf("%s holds the whole access key %s", where, key)
		}
	}
	if !strings.Contains(log.written.String(), `"case"`) {
		t.Errorf("the log tells of no case: %.500s", fmt.Sprint(log.written.String()))
	}
}
