package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/sjson"
)

const arn = "arn:aws:lambda:eu-west-1:111122223333:function:pudding-Function-1A2B3C"

// theManifest is a copy of the project's own, without the endpoint that it has where
// the skill is deployed from.
func theManifest(t *testing.T) (file string, was map[string]any) {
	t.Helper()
	text, err := os.ReadFile("../../" + manifest)
	if err != nil {
		t.Fatal(err)
	}
	if text, err = sjson.DeleteBytes(text, "manifest.apis.custom.endpoint"); err != nil {
		t.Fatal(err)
	}
	file = manifestOf(t, text)
	return file, read(t, file)
}

func manifestOf(t *testing.T, text []byte) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "skill.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) (m map[string]any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheEndpointIsWrittenAndNothingElse(t *testing.T) {
	file, want := theManifest(t)
	custom := want["manifest"].(map[string]any)["apis"].(map[string]any)["custom"].(map[string]any)
	custom["endpoint"] = map[string]any{"uri": arn}
	for range 2 { // the same again
		if err := write(file, arn); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, read(t, file)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	other := strings.Replace(arn, "pudding", "trifle", 1)
	if err := write(file, other); err != nil {
		t.Fatal(err)
	}
	custom["endpoint"] = map[string]any{"uri": other}
	if diff := cmp.Diff(want, read(t, file)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheManifestStaysAsTheASKCLIWritesIt(t *testing.T) {
	const before = `{
  "manifest": {
    "apis": {
      "custom": {
        "interfaces": []
      }
    },
    "keywords": [
      "監査",
      "a & b"
    ]
  }
}
`
	after := strings.Replace(before, "[]", `[],
        "endpoint": {
          "uri": "`+arn+`"
        }`, 1)
	// Whoever wrote it before, and however.
	var short bytes.Buffer
	if err := json.Compact(&short, []byte(before)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{before, after, short.String() + "\n"} {
		file := manifestOf(t, []byte(text))
		if err := write(file, arn); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(after, string(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestWhatAlexaCannotCallIsRefused(t *testing.T) {
	for _, wrong := range []string{
		"", "pudding", "arn:aws:lambda:eu-central-1:111122223333:function:pudding", "arn:aws:iam::111122223333:role/pudding",
		"arn:aws:lambda:eu-west-1:111122223333:function:", arn + "\n", "https://example.com/",
	} {
		file, was := theManifest(t)
		if err := write(file, wrong); err == nil || !strings.Contains(err.Error(), "FunctionArn") {
			t.Errorf("%q: %v", wrong, err)
		}
		if diff := cmp.Diff(was, read(t, file)); diff != "" {
			t.Errorf("%q is refused, and changed the manifest:\n%s", wrong, diff)
		}
	}
}

func TestAManifestThatIsNotThereIsNamed(t *testing.T) {
	if err := write(filepath.Join(t.TempDir(), "skill.json"), arn); err == nil || !strings.Contains(err.Error(), "skill.json") {
		t.Errorf("%v", err)
	}
}
