package ask_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pudding/ask"
)

// request is an intent's envelope, with another endpoint.
func request(t *testing.T, endpoint string) *ask.Request {
	t.Helper()
	r, err := ask.Decode([]byte(strings.Replace(intent, "https://api.eu.amazonalexa.com", endpoint, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestProgressSpeaksWithTheRequestsOwnTokenFiveTimesAtMost(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, fmt.Sprintf("%s %s %s %s", r.Method, r.URL.Path, r.Header.Get("Authorization"), body))
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	services := &ask.Services{Loopback: server.Listener.Addr().String()}
	progress := services.Progress(request(t, server.URL))
	for range 5 {
		if err := progress.Speak(t.Context(), "<speak>One moment.</speak>"); err != nil {
			t.Fatal(err)
		}
	}
	if err := progress.Speak(t.Context(), "<speak>One moment.</speak>"); !errors.Is(err, ask.ErrTooManyDirectives) {
		t.Errorf("the sixth: %v", err)
	}
	want := `POST /v1/directives Bearer token {"header":{"requestId":"amzn1.echo-api.request.R"},"directive":{"type":"VoicePlayer.Speak","speech":"\u003cspeak\u003eOne moment.\u003c/speak\u003e"}}`
	if len(got) != 5 || got[0] != want {
		t.Errorf("got %d calls, the first\n%s\nwant\n%s", len(got), got[0], want)
	}
}

func TestProgressReportsAFailure(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	services := &ask.Services{Loopback: server.Listener.Addr().String()}
	err := services.Progress(request(t, server.URL)).Speak(t.Context(), "<speak/>")
	if err == nil || strings.Contains(err.Error(), "token") {
		t.Errorf("got %v", err)
	}
}

func TestProgressIsForLaunchesAndIntentsOnly(t *testing.T) {
	r, err := ask.Decode([]byte(`{"request":{"type":"SessionEndedRequest"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := new(ask.Services).Progress(r).Speak(t.Context(), "<speak/>"); !errors.Is(err, ask.ErrNoDirectives) {
		t.Errorf("got %v", err)
	}
}

// A token goes to Alexa's own hosts over TLS, and to nobody else.
func TestATokenGoesNowhereElse(t *testing.T) {
	refused := errors.New("the transport was reached")
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) { return nil, refused })}
	for _, tc := range []struct {
		endpoint, loopback string
		allowed            bool
	}{
		{"https://api.amazonalexa.com", "", true},
		{"https://api.fe.amazonalexa.com", "", true},
		{"https://api.amazonalexa.com:443", "", true},
		{"http://127.0.0.1:9000", "127.0.0.1:9000", true},
		{"http://api.amazonalexa.com", "", false},
		{"https://amazonalexa.com", "", false},
		{"https://evil-amazonalexa.com", "", false},
		{"https://api.amazonalexa.com.evil.example", "", false},
		{"https://api.amazonalexa.com@evil.example", "", false},
		{"https://user@api.amazonalexa.com", "", false},
		{"https://api.amazonalexa.com:8443", "", false},
		{"https://api.amazonalexa.com/elsewhere", "", false},
		{"https://api.amazonalexa.com?x=", "", false},
		{"http://127.0.0.1:9000", "", false},
		{"http://127.0.0.1:9001", "127.0.0.1:9000", false},
		{"http://192.0.2.1:9000", "192.0.2.1:9000", false},
		{"file:///etc/passwd", "", false},
		{"https://[::1%2525.amazonalexa.com]", "", false},
		{"https://evil.com'.amazonalexa.com", "", false},
		{"https://*.amazonalexa.com", "", false},
		{"https://.amazonalexa.com", "", false},
		{"https://API.AMAZONALEXA.COM", "", false},
		{"https://api.amazonalexa.com.", "", false},
		{"https://api。amazonalexa.com", "", false},
		{"", "", false},
		{"://", "", false},
	} {
		t.Run(tc.endpoint+" with loopback "+tc.loopback, func(t *testing.T) {
			services := &ask.Services{HTTP: client, Loopback: tc.loopback}
			err := services.Progress(request(t, tc.endpoint)).Speak(context.Background(), "<speak/>")
			if errors.Is(err, refused) != tc.allowed {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestATokenFollowsNoRedirect(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the redirect was followed, with %q", r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	services := &ask.Services{HTTP: ask.NewHTTPClient(), Loopback: server.Listener.Addr().String()}
	if err := services.Progress(request(t, server.URL)).Speak(t.Context(), "<speak/>"); err == nil {
		t.Error("no error")
	}
}

func TestZones(t *testing.T) {
	answer, calls := `"Asia/Tokyo"`, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path != "/v2/devices/amzn1.ask.device.D/settings/System.timeZone" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, answer)
	}))
	defer server.Close()
	services := &ask.Services{Loopback: server.Listener.Addr().String()}

	zones := ask.NewZones(services)
	for range 2 {
		zone, err := zones.Of(t.Context(), request(t, server.URL))
		if err != nil || zone.String() != "Asia/Tokyo" {
			t.Fatalf("got %v, %v", zone, err)
		}
	}
	if calls != 1 {
		t.Errorf("a zone that was known was asked for again: %d calls", calls)
	}
	for _, answer = range []string{"", `""`, `"Mars/Olympus"`, `"Local"`, `{"error":1}`} {
		if zone, err := ask.NewZones(services).Of(t.Context(), request(t, server.URL)); err == nil {
			t.Errorf("%q became %s", answer, zone)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
