package cases_test

import (
	"errors"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"pudding/cases"
	"pudding/cases/dynamotest"
	"pudding/lake"
)

const table = "pudding-cases"

// dynamo is a client of the table in memory, or of the DynamoDB at
// PUDDING_DYNAMODB, which has the same table.
func dynamo(t *testing.T) *dynamodb.Client {
	t.Helper()
	endpoint := os.Getenv("PUDDING_DYNAMODB")
	if endpoint == "" {
		server := httptest.NewServer(dynamotest.New(table))
		t.Cleanup(server.Close)
		endpoint = server.URL
	}
	return dynamodb.New(dynamodb.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

var (
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	question = lake.Question{
		Template:  lake.BucketUsers,
		Period:    lake.Period{From: noon.Add(-24 * time.Hour), To: noon},
		Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen", Loose: true}, Action: lake.Action{ID: "deleted", EventNames: []string{"DeleteObject"}}},
	}
	ticket = lake.Ticket{Source: "lake://ad85f16b-ed48-4c2b-9b1a-0123456789ab", ID: "the-query", Started: noon.Add(time.Second)}
)

// TestStores holds every Store to the interface's promises.
func TestStores(t *testing.T) {
	for name, open := range map[string]func(*testing.T) cases.Store{
		"memory":   func(*testing.T) cases.Store { return cases.NewMemory() },
		"DynamoDB": func(t *testing.T) cases.Store { return cases.NewDynamo(dynamo(t), table) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range storeCases {
				t.Run(c.name, func(t *testing.T) { c.play(t, open(t), strings.ReplaceAll(t.Name(), " ", "_")) })
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func started(t *testing.T, s cases.Store, id string, wantAbandoned bool) {
	t.Helper()
	abandoned, err := s.Started(t.Context(), id, ticket)
	must(t, err)
	if abandoned != wantAbandoned {
		t.Errorf("abandoned is %t", abandoned)
	}
}

var storeCases = []struct {
	name string
	play func(t *testing.T, s cases.Store, id string)
}{
	{"a question is one search until its claim ends", func(t *testing.T, s cases.Store, id string) {
		claim := func(search string, at time.Time, replacing string) string {
			holder, err := s.Claim(t.Context(), id, search, at, at.Add(time.Minute), replacing)
			must(t, err)
			return holder
		}
		for _, step := range []struct {
			search    string
			at        time.Time
			replacing string
			want      string
		}{
			{"a", noon, "", "a"},
			{"b", noon.Add(time.Second), "", "a"},
			{"a", noon.Add(2 * time.Second), "", "a"}, // its own once more: the first reply was lost
			{"b", noon.Add(3 * time.Second), "c", "a"},
			{"b", noon.Add(4 * time.Second), "a", "b"},
			{"c", noon.Add(63 * time.Second), "", "b"},
			{"c", noon.Add(65 * time.Second), "", "c"},
		} {
			if got := claim(step.search, step.at, step.replacing); got != step.want {
				t.Errorf("%s at %s: got %s, want %s", step.search, step.at, got, step.want)
			}
		}
		must(t, s.Unclaim(t.Context(), id, "b")) // not its own
		if got := claim("d", noon.Add(66*time.Second), ""); got != "c" {
			t.Errorf("another's claim was given up: %s", got)
		}
		must(t, s.Unclaim(t.Context(), id, "c"))
		must(t, s.Unclaim(t.Context(), id, "c"))
		if got := claim("d", noon.Add(67*time.Second), ""); got != "d" {
			t.Errorf("a claim that was given up is still there: %s", got)
		}
	}},
	{"a search is kept as it was made, and gets its ticket", func(t *testing.T, s cases.Store, id string) {
		if _, err := s.Search(t.Context(), id); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		want := cases.Search{ID: id, Question: question, Asked: noon}
		must(t, s.Create(t.Context(), want, "ann"))
		got, err := s.Search(t.Context(), id)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("before it begins (-want +got):\n%s", diff)
		}
		must(t, s.Begin(t.Context(), id, noon.Add(time.Second), noon.Add(15*time.Second)))
		want.Begun, want.Attempted, want.Starting = true, noon.Add(time.Second), noon.Add(15*time.Second)
		started(t, s, id, false)
		want.Ticket = ticket
		got, err = s.Search(t.Context(), id)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		must(t, s.Delete(t.Context(), id))
		must(t, s.Delete(t.Context(), id))
		if _, err := s.Search(t.Context(), id); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Started(t.Context(), id, ticket); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}},
	{"one at a time may start a search, and nobody once it has started", func(t *testing.T, s cases.Store, id string) {
		must(t, s.Create(t.Context(), cases.Search{ID: id, Question: question, Asked: noon, Starting: noon.Add(15 * time.Second)}, "ann"))
		reserve := func(after time.Duration) bool {
			ok, err := s.Reserve(t.Context(), id, noon.Add(after), noon.Add(after+15*time.Second))
			must(t, err)
			return ok
		}
		if reserve(time.Second) || !reserve(16*time.Second) || reserve(17*time.Second) {
			t.Error("a start was reserved twice")
		}
		attempted := func() time.Time {
			got, err := s.Search(t.Context(), id)
			must(t, err)
			return got.Attempted
		}
		must(t, s.Attempt(t.Context(), id, noon.Add(16*time.Second)))
		must(t, s.Release(t.Context(), id, false))
		if !reserve(18*time.Second) || !attempted().Equal(noon.Add(16*time.Second)) {
			t.Error("a released start can't be reserved, or forgot that it may have been made")
		}
		must(t, s.Release(t.Context(), id, true))
		if !reserve(19*time.Second) || !attempted().IsZero() {
			t.Error("a start that was not made is not forgotten")
		}
		started(t, s, id, false)
		if reserve(time.Hour) {
			t.Error("what had started may be started again")
		}
		must(t, s.Release(t.Context(), id+"-missing", true))
		if err := s.Begin(t.Context(), id+"-missing", noon, noon); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("what is not there was begun: %v", err)
		}
		if err := s.Attempt(t.Context(), id+"-missing", noon); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("what is not there was attempted: %v", err)
		}
		if ok, err := s.Reserve(t.Context(), id+"-missing", noon, noon); ok || err != nil {
			t.Errorf("what is not there was reserved: %v", err)
		}
	}},
	{"of many who would start a search, one may", func(t *testing.T, s cases.Store, id string) {
		must(t, s.Create(t.Context(), cases.Search{ID: id, Question: question, Asked: noon}, "ann"))
		var mu sync.Mutex
		var wg sync.WaitGroup
		started := 0
		for range 16 {
			wg.Go(func() {
				ok, err := s.Reserve(t.Context(), id, noon, noon.Add(time.Minute))
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if ok {
					started++
				}
			})
		}
		wg.Wait()
		if started != 1 {
			t.Errorf("%d may", started)
		}
	}},
	{"a search is abandoned when the last has left, and not before", func(t *testing.T, s cases.Store, id string) {
		must(t, s.Create(t.Context(), cases.Search{ID: id, Question: question, Asked: noon}, "ann"))
		must(t, s.Join(t.Context(), id, "bob"))
		abandon := func() bool {
			ok, err := s.Abandon(t.Context(), id)
			must(t, err)
			return ok
		}
		must(t, s.Leave(t.Context(), id, "ann"))
		must(t, s.Leave(t.Context(), id, "ann"))
		if abandon() {
			t.Error("bob was abandoned")
		}
		must(t, s.Leave(t.Context(), id, "bob"))
		if !abandon() || abandon() {
			t.Error("it was not abandoned once")
		}
		if err := s.Join(t.Context(), id+"-missing", "cid"); !errors.Is(err, cases.ErrNotFound) {
			t.Errorf("cid joined what is not there: %v", err)
		}
		if ok, err := s.Reserve(t.Context(), id, noon, noon.Add(time.Minute)); ok || err != nil {
			t.Errorf("what was abandoned may be started: %v", err)
		}
		started(t, s, id, true)
		got, err := s.Search(t.Context(), id)
		must(t, err)
		if !got.Abandoned || got.Ticket != ticket {
			t.Errorf("got %+v", got)
		}
		must(t, s.Join(t.Context(), id, "dan"))
		if got, err = s.Search(t.Context(), id); err != nil || got.Abandoned || abandon() {
			t.Errorf("dan waits for what was abandoned: %+v, %v", got, err)
		}
	}},
	{"cases are kept apart by asker, the newest first, for a week", func(t *testing.T, s cases.Store, id string) {
		open := func(asker, name string, at time.Time) cases.Case {
			c := cases.Case{ID: id + name, Asker: asker + id, Question: question, Asked: at}
			must(t, s.Open(t.Context(), c))
			return c
		}
		first, second := open("ann", "1", noon), open("ann", "2", noon.Add(time.Minute))
		third := open("bob", "3", noon.Add(2*time.Minute))
		waiting := func(asker string, at time.Time) []cases.Case {
			open, err := s.Waiting(t.Context(), asker+id, at)
			must(t, err)
			return open
		}
		if diff := cmp.Diff([]cases.Case{second, first}, waiting("ann", noon.Add(time.Hour))); diff != "" {
			t.Errorf("ann's (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]cases.Case{third}, waiting("bob", noon.Add(time.Hour))); diff != "" {
			t.Errorf("bob's (-want +got):\n%s", diff)
		}
		if got := waiting("cid", noon); len(got) != 0 {
			t.Errorf("cid's: %v", got)
		}
		if got := waiting("ann", noon.Add(cases.Kept)); len(got) != 1 || got[0].ID != second.ID {
			t.Errorf("after a week: %v", got)
		}
		must(t, s.Close(t.Context(), second.Asker, second.ID))
		must(t, s.Close(t.Context(), second.Asker, second.ID))
		if diff := cmp.Diff([]cases.Case{first}, waiting("ann", noon.Add(time.Hour))); diff != "" {
			t.Errorf("ann's after one was closed (-want +got):\n%s", diff)
		}
	}},
}

func TestAQuestionWaitsForItsAskersProofAndServesOnce(t *testing.T) {
	for name, pendings := range map[string]cases.Pendings{"memory": cases.NewMemory(), "DynamoDB": cases.NewDynamo(dynamo(t), table)} {
		t.Run(name, func(t *testing.T) {
			token := strings.ReplaceAll(t.Name(), "/", "-")
			kept := cases.Pending{Asker: "mei", Account: "home", Intent: "WhatDidUserDoIntent", Slots: map[string]string{"user": "jonas"}, Until: noon.Add(time.Minute)}
			must(t, pendings.Keep(t.Context(), token, kept))
			for _, c := range []struct {
				name, token, account, asker string
				now                         time.Time
				found                       bool
			}{
				{"another token", token + "x", "home", "mei", noon, false},
				{"another account", token, "elsewhere", "mei", noon, false},
				{"another asker", token, "home", "jonas", noon, false},
				{"too late", token, "home", "mei", noon.Add(time.Minute), false},
				{"whose it is", token, "home", "mei", noon, true},
				{"once more", token, "home", "mei", noon, false},
			} {
				got, err := pendings.Take(t.Context(), c.token, c.account, c.asker, c.now)
				if !c.found {
					if !errors.Is(err, cases.ErrNotFound) {
						t.Errorf("%s: %+v, %v", c.name, got, err)
					}
					continue
				}
				if diff := cmp.Diff(kept, got); err != nil || diff != "" {
					t.Errorf("%s: %v %s", c.name, err, diff)
				}
			}
			must(t, pendings.Keep(t.Context(), token, kept))
			if _, err := pendings.Take(t.Context(), token, "home", "", noon); err != nil {
				t.Errorf("of an asker whose voice was not heard again: %v", err)
			}
		})
	}
}
