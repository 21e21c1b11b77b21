package secrets_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"pudding/internal/secrets"
)

func TestMasked(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"the key AKIAIOSFODNN7EXAMPLE was used", "the key …MPLE was used"},
		{"a_ASIAIOSFODNN7EXAMPLE_b", "a_…MPLE_b"},
		{"akiaiosfodnn7example", "…mple"},
		{"amzn1.ask.account.AEXAMPLE-1_2, amzn1.ask.person.X", "amzn1.ask.account.…, amzn1.ask.person.…"},
		{"Atza|IwEBIJx.y-z", "Atza|…"},
		{"Bearer eyJhbGciOiJIUzI1.eyJzdWIiOiIx.abc_d-e end", "Bearer eyJ… end"},
		{"asiapacificbackups2026, ASIAPACIFICADMINS", "asiapacificbackups2026, ASIAPACIFICADMINS"},
		{"AKIA and ASIA alone, Asia/Tokyo, asia-northeast1", "AKIA and ASIA alone, Asia/Tokyo, asia-northeast1"},
		{"amzn1.ask.skill.0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "amzn1.ask.skill.0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"},
		{"the key that ends in MPLE", "the key that ends in MPLE"},
	} {
		if got := string(secrets.Masked([]byte(tc.text))); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.text, got, tc.want)
		}
		if secrets.Hold(tc.text) != (tc.text != tc.want) {
			t.Errorf("%q: holds a secret: %v", tc.text, tc.text == tc.want)
		}
	}
}

func TestALogHasNoSecretInIt(t *testing.T) {
	var written strings.Builder
	log := zerolog.New(secrets.Writer(&written))
	log.Error().Err(errors.New(`no such key: "AKIAIOSFODNN7EXAMPLE"`)).Msg("failed")
	if want := `{"level":"error","error":"no such key: \"…MPLE\"","message":"failed"}` + "\n"; written.String() != want {
		t.Errorf("got %s", written.String())
	}
}

func FuzzMasked(f *testing.F) {
	f.Add("AKIAIOSFODNN7EXAMPLE amzn1.ask.account.A Atza|x eyJhbGciOiJIUzI1.x")
	f.Fuzz(func(t *testing.T, text string) {
		if left := string(secrets.Masked([]byte(text))); secrets.Hold(left) {
			t.Errorf("%q leaves %q", text, left)
		}
	})
}

func BenchmarkMasked(b *testing.B) {
	line := []byte(strings.Repeat(`{"level":"info","request_id":"amzn1.echo-api.request.x","elapsed_ms":12}`, 20))
	for b.Loop() {
		secrets.Masked(line)
	}
}
