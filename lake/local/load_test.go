package local_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pudding/lake/local"
)

func writeFile(t testing.TB, path, contents string, modified time.Time) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(contents), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, modified, modified); err != nil {
		t.Fatal(err)
	}
}

func logOf(ids ...string) string {
	var records []string
	for _, id := range ids {
		records = append(records, fmt.Sprintf(`{"eventID":%q,"eventName":"GetObject","eventTime":"2023-07-10T12:00:00Z"}`, id))
	}
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

// eventsOf asks a closed store's file for the ids of its events.
func eventsOf(t testing.TB, file string) string {
	t.Helper()
	store, err := local.OpenReadOnly(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ids, err := local.EventIDs(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(ids, " ")
}

func TestLoadingAgainLoadsWhatIsNew(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "store.duckdb")
	then := time.Date(2026, 1, 1, 0, 0, 0, 123456789, time.UTC)
	writeFile(t, dir+"/a/1.json", logOf("one", "two"), then)
	writeFile(t, dir+"/b/2.json", logOf("three"), then)
	writeFile(t, dir+"/CloudTrail-Digest/d.json", "{}", then)
	writeFile(t, dir+"/readme.txt", "not looked at", then)

	load := func(paths ...string) local.Report {
		t.Helper()
		store, err := local.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		report, err := store.Load(t.Context(), paths, nil)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	for _, step := range []struct {
		what   string
		before func()
		paths  []string
		want   local.Report
		events string
	}{
		{"first", func() {}, []string{dir, dir + "/a"}, local.Report{Files: 2, Events: 3}, "one three two"},
		{"again", func() {}, []string{dir}, local.Report{Skipped: 2}, "one three two"},
		{"with a file more", func() { writeFile(t, dir+"/c.json", logOf("four"), then) }, []string{dir}, local.Report{Files: 1, Events: 1, Skipped: 2}, "four one three two"},
		{"with a file changed", func() { writeFile(t, dir+"/a/1.json", logOf("one", "five"), then.Add(time.Second)) }, []string{dir}, local.Report{Files: 1, Events: 2, Skipped: 2}, "five four one three"},
		{"with the same event twice", func() { writeFile(t, dir+"/e.json", logOf("one"), then) }, []string{dir + "/e.json"}, local.Report{Files: 1, Events: 1}, "five four one one three"},
	} {
		step.before()
		if diff := cmp.Diff(step.want, load(step.paths...), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: report (-want +got):\n%s", step.what, diff)
		}
		if got := eventsOf(t, file); got != step.events {
			t.Errorf("%s: events %s, want %s", step.what, got, step.events)
		}
	}
}

func TestWhatIsBadIsNamed(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	writeFile(t, dir+"/1.json", logOf("one", "two")[:150], now)
	writeFile(t, dir+"/2.json", logOf("three"), now)
	writeFile(t, dir+"/3.json.gz", "no gzip and no JSON", now)
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	report, err := store.Load(t.Context(), []string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := local.Report{Files: 3, Events: 2, Bad: []local.BadFile{
		{Path: dir + "/1.json", Reason: "ends in the middle", Kept: 1, Lost: 1},
		{Path: dir + "/3.json.gz", Reason: "holds no Records array"},
	}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOddRecordsAreLoaded(t *testing.T) {
	dir := t.TempDir()
	record := func(properties string) string {
		return `{"eventID":"x","eventName":"E","eventTime":"2023-07-10T12:00:00Z",` + properties + `}`
	}
	writeFile(t, dir+"/odd.json", `{"Records":[`+strings.Join([]string{
		record(`"requestParameters":{"k":1,"k":2,"K":3}`),
		record("\"userAgent\":\"bad \xff\xfe utf-8\""),
		record(`"userAgent":"nul \u0000 and lone surrogate \ud800"`),
		record(`"userIdentity":"not an object","resources":{"not":"a list"},"requestParameters":[1,2],"readOnly":"true"`),
		record(`"resources":[null,"x",{"ARNPrefix":"arn:aws:s3:::b/"}],"additionalEventData":{"bytesTransferredIn":0.0,"x":null}`),
		record(`"userIdentity":{"sessionContext":{"sessionIssuer":{},"attributes":{"creationDate":"no date","mfaAuthenticated":true}}}`),
		record(`"errorMessage":"` + strings.Repeat("long ", 20_000) + `"`),
	}, ",")+`]}`, time.Now())
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	report, err := store.Load(t.Context(), []string{dir}, nil)
	if err != nil || report.Events != 7 || len(report.Bad) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestAFileThatIsNoStoreIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	writeFile(t, file, "this is no store", time.Now())
	if _, err := local.Open(t.Context(), file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
	if _, err := local.OpenReadOnly(t.Context(), file+"-gone"); err == nil {
		t.Error("a file that isn't there was opened")
	}
}
