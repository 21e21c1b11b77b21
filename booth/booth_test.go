package booth_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pudding/ask"
	"pudding/booth"
	"pudding/intents"
)

var now = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)

// skillFunc is a skill by one function.
type skillFunc func(ctx context.Context, payload []byte) ([]byte, error)

func (f skillFunc) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	return f(ctx, payload)
}

// alexa is Alexa's side, with a skill of the test's own.
func alexa(t *testing.T, skill func(url string) skillFunc) (*booth.Booth, string) {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	cloud := booth.NewCloud(zone)
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	b := booth.New(skill(server.URL), cloud)
	handler = b.Handler()
	return b, server.URL
}

func call(t *testing.T, method, url, token, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(raw)
}

func directive(requestID, speech string) string {
	raw, _ := json.Marshal(map[string]any{
		"header":    map[string]any{"requestId": requestID},
		"directive": map[string]any{"type": "VoicePlayer.Speak", "speech": speech},
	})
	return string(raw)
}

func TestAlexasCloudKeepsItsRules(t *testing.T) {
	var after func()
	b, _ := alexa(t, func(url string) skillFunc {
		return func(_ context.Context, payload []byte) ([]byte, error) {
			r, err := ask.Decode(payload)
			if err != nil {
				t.Fatal(err)
			}
			send := func(token, body string) int {
				status, _ := call(t, http.MethodPost, url+"/v1/directives", token, body)
				return status
			}
			token, fine := r.APIAccessToken(), directive(r.ID(), "<speak>One moment.</speak>")
			for name, test := range map[string]struct {
				token, body string
				want        int
			}{
				"another's token":            {"another", fine, http.StatusUnauthorized},
				"no token":                   {"", fine, http.StatusUnauthorized},
				"another request's id":       {token, directive("amzn1.echo-api.request.another", "<speak>x</speak>"), http.StatusForbidden},
				"no SSML":                    {token, directive(r.ID(), "One moment."), http.StatusBadRequest},
				"SSML that is not well made": {token, directive(r.ID(), "<speak>a & b</speak>"), http.StatusBadRequest},
				"too long":                   {token, directive(r.ID(), "<speak>"+strings.Repeat("x", 600)+"</speak>"), http.StatusBadRequest},
				"no JSON":                    {token, "speak!", http.StatusBadRequest},
				"a property nobody knows":    {token, strings.Replace(fine, `"header"`, `"footer":1,"header"`, 1), http.StatusBadRequest},
			} {
				if got := send(test.token, test.body); got != test.want {
					t.Errorf("%s: %d, want %d", name, got, test.want)
				}
			}
			for i, want := range []int{204, 204, 204, 204, 204, 403} {
				if got := send(token, fine); got != want {
					t.Errorf("directive %d: %d, want %d", i+1, got, want)
				}
			}
			if status, zone := call(t, http.MethodGet, url+"/v2/devices/"+r.DeviceID()+"/settings/System.timeZone", token, ""); status != 200 || strings.TrimSpace(zone) != `"Asia/Tokyo"` {
				t.Errorf("the time zone: %d %s", status, zone)
			}
			if status, _ := call(t, http.MethodGet, url+"/v2/devices/another/settings/System.timeZone", token, ""); status != 403 {
				t.Errorf("another device's time zone: %d", status)
			}
			after = func() {
				if got := send(token, fine); got != http.StatusUnauthorized {
					t.Errorf("after the answer: %d", got)
				}
			}
			return []byte(`{}`), nil
		}
	})
	session := &booth.Session{SkillID: "x", Locale: "en-US", Endpoint: "http://127.0.0.1:1"}
	envelope, err := session.Launch(now)
	if err != nil {
		t.Fatal(err)
	}
	spoken, _, err := b.Call(t.Context(), envelope)
	if err != nil || len(spoken) != 5 || spoken[0].Speech != "<speak>One moment.</speak>" {
		t.Errorf("%+v, %v", spoken, err)
	}
	after()
}

func TestPostSkillAnswersOrRefuses(t *testing.T) {
	_, url := alexa(t, func(string) skillFunc {
		return func(_ context.Context, payload []byte) ([]byte, error) {
			if strings.Contains(string(payload), "another-skill") {
				return nil, intents.ErrWrongSkill
			}
			return []byte(`{"version":"1.0"}`), nil
		}
	})
	session := &booth.Session{SkillID: "mine", Locale: "en-US", Endpoint: url}
	fine, err := session.Launch(now)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"an envelope":               {string(fine), http.StatusOK},
		"another skill's":           {strings.ReplaceAll(string(fine), `"mine"`, `"another-skill"`), http.StatusForbidden},
		"an envelope cut short":     {string(fine[:100]), http.StatusBadRequest},
		"an envelope of a megabyte": {string(fine) + strings.Repeat(" ", 1<<20), http.StatusRequestEntityTooLarge},
	} {
		if status, body := call(t, http.MethodPost, url+"/skill", "", test.body); status != test.want {
			t.Errorf("%s: %d %s, want %d", name, status, body, test.want)
		}
	}
	if status, _ := call(t, http.MethodGet, url+"/skill", "", ""); status != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", status)
	}
}

func TestASessionGoesOnUntilItEnds(t *testing.T) {
	session := &booth.Session{SkillID: "mine", Locale: "en-US", Endpoint: "http://127.0.0.1:1"}
	ids := map[string]bool{}
	for i, response := range []string{
		`{"sessionAttributes":{"a":1},"response":{"shouldEndSession":false}}`, `{"response":{"shouldEndSession":true}}`, `{"response":{}}`,
	} {
		raw, err := session.Intent(now, "X", []string{"empty", "full"}, map[string]string{"full": "v"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := ask.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		var envelope struct {
			Session struct {
				New       bool   `json:"new"`
				SessionID string `json:"sessionId"`
			} `json:"session"`
		}
		if err := json.Unmarshal(raw, &envelope); err != nil {
			t.Fatal(err)
		}
		ids[envelope.Session.SessionID] = true
		if wantNew := i != 1; envelope.Session.New != wantNew {
			t.Errorf("turn %d is new: %t", i+1, envelope.Session.New)
		}
		if i == 1 && r.Attributes()["a"] != 1.0 {
			t.Errorf("turn 2 carries %v", r.Attributes())
		}
		if r.Slot("full").Value != "v" || r.Slot("empty").Value != "" {
			t.Errorf("slots: %+v", r)
		}
		if err := session.Heard([]byte(response)); err != nil {
			t.Fatal(err)
		}
	}
	if len(ids) != 2 {
		t.Errorf("%d sessions, want 2", len(ids))
	}
	if session.Heard([]byte("no JSON")) == nil {
		t.Error("what is no response was taken for one")
	}
}
