package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"pudding/config"
	"pudding/internal/accounttest"
	"pudding/lake/local"
)

const (
	anyNews  = `"type":"IntentRequest","intent":{"name":"AnyNewsIntent","confirmationStatus":"NONE"}`
	stop     = `"type":"IntentRequest","intent":{"name":"AMAZON.StopIntent","confirmationStatus":"NONE"}`
	lastSeen = `"type":"IntentRequest","intent":{"name":"LastSeenIntent","confirmationStatus":"NONE","slots":{"user":{"name":"user","value":"jonas"}}}`
)

// What the template lets the function's role do is what it takes to answer, and no
// more: as the account's endpoints see it, by action and resource.
func TestTheRoleMayDoWhatTheFunctionDoesAndNothingElse(t *testing.T) {
	var running atomic.Int64 // how long a query runs
	account := accounttest.Deploy(t, "../infra/template.yaml", local.Config{Delay: func() time.Duration { return time.Duration(running.Load()) }})
	role := account.Callers[accounttest.FunctionKey]
	var losing atomic.Bool // the replies to StartQuery
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if losing.Load() && strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".StartQuery") {
			account.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(endpoint.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": endpoint.URL, "AWS_REGION": accounttest.Region, "AWS_ACCESS_KEY_ID": accounttest.FunctionKey, "AWS_SECRET_ACCESS_KEY": "secret",
		"SOURCES":  "lake://" + account.EventDataStore + "?region=" + accounttest.Region + "&starts=100 history://" + accounttest.Region,
		"SKILL_ID": theSkill, "CASES_TABLE": accounttest.Table, "NICKNAMES": "pudding=s3://crumb-and-spoon-fridge/puddings/", "TURN_BUDGET": "4s", "POLL_SCHEDULE": "20ms,200ms",
	} {
		t.Setenv(name, value)
	}
	c, err := config.Read(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	log := zerolog.New(zerolog.NewTestWriter(t))
	skill, err := wire(t.Context(), c, log)
	if err != nil {
		t.Fatal(err)
	}
	var later atomic.Int64 // than now
	now := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	skill.Now, skill.Desk.Now, skill.MaxAge = now, now, 0
	say := func(request, want string) {
		t.Helper()
		answer, err := skill.Invoke(context.Background(), envelope(theSkill, request))
		if err != nil || !strings.Contains(string(answer), want) {
			t.Errorf("%s: want %q, got %s, %v", request, want, answer, err)
		}
	}

	losing.Store(true)
	say(whoAte, "I kept your question")
	skill.Directory.Wait(t.Context())
	losing.Store(false)
	later.Store(int64(time.Minute))
	say(anyNews, "crumb-and-spoon-fridge") // the query is found among those that there are
	running.Store(int64(time.Hour))
	say(strings.Replace(whoAte, `"ate"`, `"read"`, 1), "still looking")
	say(stop, "stopped")
	running.Store(0)
	say(lastSeen, "jonas")

	for _, lacking := range account.Refused() {
		t.Errorf("the role lacks %s on %s", lacking.Action, lacking.Resource)
	}
	for _, used := range account.Used() {
		role = role.Without(used)
	}
	for _, unused := range role {
		if !strings.HasPrefix(unused.Action, "logs:") { // that is how Lambda writes what the function prints
			t.Errorf("nothing needs %s on %s", unused.Action, unused.Resource)
		}
	}
}
