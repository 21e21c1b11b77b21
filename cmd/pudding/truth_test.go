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
	"github.com/google/go-cmp/cmp/cmpopts"
)

// truth is a question on real records, with its verified answer.
type truth struct {
	ID        string    `json:"id"`
	Dataset   string    `json:"dataset"`
	Kind      string    `json:"kind"`
	Question  string    `json:"question"`
	EventTime time.Time `json:"eventTime"` // of what is asked about without a period
	Chain     []struct {
		EventTime time.Time `json:"eventTime"`
		Session   string    `json:"used_by"`
	} `json:"chain"`
	Session string `json:"session"`
	Slots   struct {
		Bucket    string   `json:"bucket"`
		User      string   `json:"user"`
		AccessKey string   `json:"akey"`
		Names     []string `json:"names"`
		Prefix    string   `json:"prefix"`
		Key       string   `json:"key"`
		Role      string   `json:"role"`
		Address   string   `json:"ip"`
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
	if q.From.IsZero() {
		at := q.EventTime
		if len(q.Chain) > 0 {
			at = q.Chain[0].EventTime
		}
		q.From = at.Truncate(24 * time.Hour)
		q.To = q.From.AddDate(0, 0, 1)
	}
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
	case q.Slots.Bucket != "":
		name = "WhoUsedBucketIntent"
		slots["bucket"] = q.Slots.Bucket
		switch {
		case q.Slots.Key != "":
			slots["object"] = q.Slots.Key
		case strings.Contains(q.Question, "ring dot t x t"):
			slots["object"] = "ring.txt"
		}
		switch {
		case slots["action"] != "":
		case strings.HasPrefix(q.Question, "Who deleted"), strings.Contains(q.Question, "deletion"):
			slots["action"] = "deleted"
		case strings.HasPrefix(q.Question, "Who read"):
			slots["action"] = "read"
		}
		if q.Slots.User != "" {
			slots["user"] = q.Slots.User
		}
	case q.Kind == "user_activity":
		name = "WhatDidUserDoIntent"
		slots["user"] = q.Slots.User
		if q.Slots.Bucket != "" {
			slots["bucket"] = q.Slots.Bucket
		}
	case q.Kind == "access_key_activity", q.Kind == "role_chain", q.Kind == "key_origin":
		name = "WhatDidAccessKeyDoIntent"
		slots["accessKey"] = q.Slots.AccessKey
	case q.Kind == "role_activity", q.Kind == "stolen_session":
		name = "WhatDidUserDoIntent"
		slots["user"] = q.Slots.Role
	case q.Kind == "user_errors":
		name = "WhatDidUserDoIntent"
		slots["user"] = q.Slots.User
	case q.Kind == "ip_activity":
		name = "WhatDidAddressDoIntent"
		slots["address"] = q.Slots.Address
	case q.Kind == "who_login":
		name = "WhoSignedInIntent"
		delete(slots, "action")
	case len(q.Slots.Names) == 1:
		thing := things[q.Slots.Names[0]]
		name = "WhoChangedResourceIntent"
		slots["action"], slots["resourceType"] = thing[0], thing[1]
		if strings.Contains(q.Question, "malicious I A M user") {
			slots["resource"] = "malicious I A M user"
		}
		if strings.Contains(q.Question, "called exfiltration") {
			slots["resource"] = "exfiltration"
		}
	}
	return name, slots
}

// things are what questions about an event mean, as they would be asked.
var things = map[string][2]string{
	"CreateUser": {"created", "user"}, "DeleteUser": {"deleted", "user"}, "DeleteDBSnapshot": {"deleted", "snapshot"},
	"DeleteSecret": {"deleted", "secrets"}, "DeleteTrail": {"deleted", "trail"}, "GetSecretValue": {"read", "secret"},
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
	if asked != len(questions) {
		t.Errorf("%d of %d questions were asked", asked, len(questions))
	}
}

func TestGeneratedRecordsAreAnsweredExactly(t *testing.T) {
	dir := filepath.Join(testData(t), "gen5k")
	raw, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var questions []truth
	if err := json.Unmarshal(raw, &questions); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(t.TempDir(), "store.duckdb")
	command(t, "load", "--store", store, dir)
	for _, q := range questions {
		t.Run(q.ID, func(t *testing.T) {
			name, slots := q.intent()
			args := []string{"ask", "--json", "--store", store, "--intent", name}
			for slot, value := range slots {
				args = append(args, "--slot", slot+"="+value)
			}
			var got exchangeJSON
			if err := json.Unmarshal(command(t, args...), &got); err != nil {
				t.Fatal(err)
			}
			var who []string
			for _, s := range got.Verdict.Suspects {
				switch {
				case q.Kind == "role_chain":
					who = append(who, s.Behind...)
				case s.Count > s.Denied: // who was only refused is no culprit
					who = append(who, s.Name)
				}
			}
			if q.Kind == "role_chain" {
				if !slices.Contains(who, q.Culprits[0]) {
					t.Errorf("behind it are %v, want %v: %+v", who, q.Culprits, got.Verdict.Suspects)
				}
				return
			}
			slices.Sort(who)
			slices.Sort(q.Culprits)
			if diff := cmp.Diff(q.Culprits, who, cmpopts.EquateEmpty()); diff != "" || got.Verdict.Total != q.Total {
				t.Errorf("a total of %d, want %d (-want +got):\n%s", got.Verdict.Total, q.Total, diff)
			}
		})
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
	switch q.Kind {
	case "role_chain", "key_origin":
		q.checkBehind(t, got.Verdict)
		return
	case "user_errors":
		q.checkErrors(t, got.Verdict)
		return
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

// checkBehind checks who had the key issued, and the session that it was used in.
func (q truth) checkBehind(t *testing.T, v *verdictJSON) {
	t.Helper()
	var behind []string
	count := 0
	for _, s := range v.Suspects {
		behind = append(behind, s.Behind...)
		count += s.Count
	}
	if diff := cmp.Diff(q.Culprits, behind); diff != "" {
		t.Errorf("behind (-want +got):\n%s", diff)
	}
	if q.Kind == "role_chain" && q.Dataset != "gen5k" && (count != q.Total || v.Suspects[0].Name != q.Principals[0].Name) {
		t.Errorf("%s did %d things, want %s with %d", v.Suspects[0].Name, count, q.Principals[0].Name, q.Total)
	}
}

// checkErrors checks how much of what a user did went wrong.
func (q truth) checkErrors(t *testing.T, v *verdictJSON) {
	t.Helper()
	if len(v.Suspects) != 1 || v.Suspects[0].Name != q.Culprits[0] || v.Suspects[0].Failed != q.Total {
		t.Errorf("%+v, want %d failures of %v", v.Suspects, q.Total, q.Culprits)
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
