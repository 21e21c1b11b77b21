package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// truth is a question on real records, with its verified answer.
type truth struct {
	ID      string `json:"id"`
	Dataset string `json:"dataset"`
	Kind    string `json:"kind"`
	Slots   struct {
		Bucket    string   `json:"bucket"`
		User      string   `json:"user"`
		AccessKey string   `json:"akey"`
		Names     []string `json:"names"`
		Prefix    string   `json:"prefix"`
	} `json:"slots"`
	From       time.Time        `json:"from"`
	To         time.Time        `json:"to"`
	Total      int              `json:"expected_total"`
	Principals []truthPrincipal `json:"expected_principals"`
	Culprits   []string         `json:"expected_culprits"`
}

type truthPrincipal struct {
	Name      string         `json:"principal"`
	Kind      string         `json:"type"`
	Count     int            `json:"count"`
	Failed    int            `json:"errors"`
	First     time.Time      `json:"first"`
	Last      time.Time      `json:"last"`
	Addresses []string       `json:"ips"`
	Actions   map[string]int `json:"actions"`
}

// intent is the question as Alexa would send it, "" for kinds that cannot be
// asked yet.
func (q truth) intent() (name string, slots map[string]string) {
	slots = map[string]string{"date": day(q.From)}
	if last := q.To.Add(-time.Second); day(last) != day(q.From) {
		slots["endDate"] = day(last)
	}
	if clock(q.From) != "00:00" || clock(q.To) != "00:00" {
		slots["time"], slots["endTime"] = clock(q.From), clock(q.To)
	}
	if len(q.Slots.Names) == 1 {
		slots["action"] = q.Slots.Names[0]
	}
	if q.Slots.Prefix == "Delete" {
		slots["action"] = "deleted"
	}
	switch {
	case q.Kind == "bucket_users", q.Kind == "who_deleted" && q.Slots.Bucket != "":
		name = "WhoUsedBucketIntent"
		slots["bucket"] = q.Slots.Bucket
		if q.Slots.User != "" {
			slots["user"] = q.Slots.User
		}
	case q.Kind == "user_activity":
		name = "WhatDidUserDoIntent"
		slots["user"] = q.Slots.User
		if q.Slots.Bucket != "" {
			slots["bucket"] = q.Slots.Bucket
		}
	case q.Kind == "access_key_activity":
		name = "WhatDidAccessKeyDoIntent"
		slots["accessKey"] = q.Slots.AccessKey
	}
	return name, slots
}

func day(t time.Time) string   { return t.Format(time.DateOnly) }
func clock(t time.Time) string { return t.Format("15:04") }

// testData is the folder of real records, which does not come with the project.
func testData(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("PUDDING_TEST_DATA")
	if dir == "" {
		t.Skip("PUDDING_TEST_DATA is not set: real CloudTrail records are not at hand")
	}
	return dir
}

func TestRealRecordsAreAnsweredExactly(t *testing.T) {
	dir := testData(t)
	raw, err := os.ReadFile(filepath.Join(dir, "truth_dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	var questions []truth
	if err := json.Unmarshal(raw, &questions); err != nil {
		t.Fatal(err)
	}
	stores := map[string]string{}
	asked := 0
	for _, q := range questions {
		name, slots := q.intent()
		if name == "" {
			continue
		}
		asked++
		if stores[q.Dataset] == "" {
			stores[q.Dataset] = filepath.Join(t.TempDir(), "store.duckdb")
			command(t, "load", "--store", stores[q.Dataset], filepath.Join(dir, q.Dataset))
		}
		t.Run(q.ID, func(t *testing.T) {
			args := []string{"ask", "--json", "--store", stores[q.Dataset], "--intent", name}
			for slot, value := range slots {
				args = append(args, "--slot", slot+"="+value)
			}
			q.check(t, command(t, args...))
		})
	}
	if asked < 25 {
		t.Errorf("only %d questions were asked", asked)
	}
}

func (q truth) check(t *testing.T, out []byte) {
	t.Helper()
	var got exchangeJSON
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.Verdict == nil || got.Question == nil {
		t.Fatalf("there is no verdict: %s", got.Response)
	}
	if !got.Question.From.Equal(q.From) || !got.Question.To.Equal(q.To) {
		t.Errorf("the period is %s to %s, want %s to %s", got.Question.From, got.Question.To, q.From, q.To)
	}
	if got.Verdict.Total != q.Total {
		t.Errorf("the total is %d, want %d", got.Verdict.Total, q.Total)
	}
	var principals []truthPrincipal
	for _, s := range append(got.Verdict.Suspects, got.Verdict.Services...) {
		principals = append(principals, truthPrincipal{s.Name, s.Kind, s.Count, s.Failed, s.First, s.Last, s.Addresses, s.Actions})
	}
	byName := func(a, b truthPrincipal) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(principals, byName)
	slices.SortFunc(q.Principals, byName)
	for i := range q.Principals {
		slices.Sort(q.Principals[i].Addresses)
	}
	// An answer's actions are compared where the truth has all of them.
	for i := range min(len(principals), len(q.Principals)) {
		sum := 0
		for _, n := range q.Principals[i].Actions {
			sum += n
		}
		if sum != q.Principals[i].Count {
			principals[i].Actions, q.Principals[i].Actions = nil, nil
		}
	}
	if diff := cmp.Diff(q.Principals, principals); diff != "" && len(q.Principals)+len(principals) > 0 {
		t.Errorf("principals (-want +got):\n%s", diff)
	}
	var suspects []string
	for _, s := range got.Verdict.Suspects {
		suspects = append(suspects, s.Name)
	}
	if want, found := fmt.Sprint(slices.Sorted(slices.Values(q.Culprits))), fmt.Sprint(slices.Sorted(slices.Values(suspects))); want != found {
		t.Errorf("the suspects are %s, want %s", found, want)
	}
}

// command runs pudding itself.
func command(t testing.TB, args ...string) []byte {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "pudding", args...).Output()
	if err != nil {
		t.Fatalf("pudding %s: %v\n%s", strings.Join(args, " "), err, stderrOf(err))
	}
	return out
}

func stderrOf(err error) []byte {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.Stderr
	}
	return nil
}
