package speech

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"pudding/lake"
	"pudding/nlu"
	"pudding/speech/locales"
)

// plurals are the keys of a message that has plural forms.
var plurals = []string{"zero", "one", "two", "few", "many", "other"}

// messages are a catalogue's, by their ids, with the text of their last form.
func messages(t *testing.T, name string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("locales/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	walk("", tree, func(id, text string) { out[id] = text })
	return out
}

func walk(id string, node any, visit func(id, text string)) {
	switch n := node.(type) {
	case string:
		visit(id, n)
	case map[string]any:
		if other, ok := n["other"].(string); ok {
			visit(id, other)
			return
		}
		for key, child := range n {
			walk(strings.TrimPrefix(id+"."+key, "."), child, visit)
		}
	}
}

func TestTheCataloguesThatAreReadAreThoseThatAreWritten(t *testing.T) {
	for _, name := range []string{"en", "ja"} {
		written, err := os.ReadFile("locales/" + name + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		want, err := locales.Flatten(written)
		if err != nil {
			t.Fatal(err)
		}
		got, err := catalogues.ReadFile("locales/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: run go generate ./speech/locales (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheCataloguesHaveTheSameMessages(t *testing.T) {
	en, ja := messages(t, "en"), messages(t, "ja")
	if diff := cmp.Diff(slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(ja))); diff != "" {
		t.Errorf("(-en +ja):\n%s", diff)
	}
}

var brace = regexp.MustCompile(`{{\.\w+}}`)

// keyForms are the two ways that the end of an access key may be written.
var keyForms = strings.NewReplacer("{{.Letters}}", "{{.Key}}")

func TestAMessageIsFilledWithTheSameInEveryCatalogue(t *testing.T) {
	en, ja := messages(t, "en"), messages(t, "ja")
	for id := range en {
		if isSpan := strings.HasPrefix(id, "Span."); isSpan {
			continue // a language need not say the day where another one does
		}
		braces := func(text string) []string {
			return slices.Sorted(slices.Values(brace.FindAllString(keyForms.Replace(text), -1)))
		}
		if diff := cmp.Diff(braces(en[id]), braces(ja[id])); diff != "" {
			t.Errorf("%s (-en +ja):\n%s", id, diff)
		}
	}
}

// marked is a catalogue whose every message says its own id.
func marked(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	raw, err := os.ReadFile("locales/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	mark("", tree)
	raw, err = toml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	flat, err := locales.Flatten(raw)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"locales/" + name + ".json": {Data: flat}}
}

func mark(id string, node map[string]any) {
	for key, child := range node {
		childID := strings.TrimPrefix(id+"."+key, ".")
		if slices.Contains(plurals, key) {
			childID = id
		}
		switch c := child.(type) {
		case string:
			node[key] = c + "«" + childID + "»"
		case map[string]any:
			mark(childID, c)
		}
	}
}

var id = regexp.MustCompile(`«([\w.]+)»`)

func TestEveryMessageIsSaidSomewhere(t *testing.T) {
	english := english
	english.patience = 1e6
	v := newVoice(marked(t, "en"), language.English, english)
	said := map[string]bool{}
	hear := func(a Answer) {
		for _, m := range id.FindAllStringSubmatch(a.SSML+a.Reprompt+a.CardTitle+a.CardText, -1) {
			said[m[1]] = true
		}
	}
	for _, s := range scenes {
		hear(v.Verdict(s.question, s.verdict(), amsterdam, now))
	}
	for _, s := range slices.Concat(everyVerb(), everyKind(), everyQuestion(), []scene{crowd()}) {
		hear(v.Verdict(s.question, s.verdict(), amsterdam, now))
	}
	for _, p := range periods {
		q := bucket("fridge", p.period, used)
		hear(v.Verdict(q, scene{question: q}.verdict(), amsterdam, now))
	}
	for _, a := range sayings(v) {
		hear(a)
	}
	for _, level := range redacted {
		for _, s := range everyScene() {
			for _, a := range played(v.With(level), s.question, s.verdict()) {
				hear(a)
			}
		}
		for _, a := range choices(v.With(level)) {
			hear(a)
		}
	}
	for _, locale := range []string{"en", "ja"} {
		for id := range messages(t, locale) {
			if !said[id] {
				t.Errorf("%s is never said", id)
			}
		}
	}
}

// everyVerb has a scene for each action that can be asked about, done and tried.
func everyVerb() []scene {
	var out []scene
	add := func(q lake.Question) {
		done := did(user("mei"), "X", 1, at(10, 9, 0))
		out = append(out,
			scene{question: q, findings: []lake.Finding{done}},
			scene{question: q, findings: []lake.Finding{failed(done, "NoSuchKey")}})
	}
	for _, verb := range nlu.BucketVerbs {
		add(bucket("fridge", july(10, 10), verb.Action))
	}
	for _, verb := range nlu.UserVerbs {
		add(activity("mei", july(10, 10), verb.Action))
	}
	oneEvent := lake.Action{EventNames: []string{"X"}}
	add(bucket("fridge", july(10, 10), oneEvent))
	add(activity("mei", july(10, 10), oneEvent))
	add(withKey("WXYZ", july(10, 10)))
	bulk := failed(did(user("mei"), "DeleteObjects", 1, at(10, 9, 0)), "NoSuchKey")
	gone := failed(did(user("mei"), "DeleteBucket", 1, at(10, 9, 0)), "BucketNotEmpty")
	tried := failed(did(user("mei"), "DeleteObject", 1, at(10, 9, 0)), "NoSuchKey")
	ofFlan := object(bucket("fridge", july(10, 10), deleted), "flan.txt", false)
	return append(out,
		scene{question: ofFlan, findings: []lake.Finding{bulk}},
		scene{question: ofFlan, findings: []lake.Finding{tried}},
		scene{question: bucket("fridge", july(10, 10), deleted), findings: []lake.Finding{gone}})
}
