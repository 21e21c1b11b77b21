package main

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"time"

	"pudding/cases/dynamotest"
)

const (
	// instances take turns, so that none has to wait for its account's budget of
	// calls, of which nine may leave in a second.
	instances = 16
	// pause is the time from turn to turn.
	pause = 130 * time.Millisecond / instances
	// warmTurns of each instance are not counted: they open connections.
	warmTurns = 5
)

// turn is how long one took: from the invocation to its response.
type turn struct {
	whole time.Duration
	added time.Duration // less its source's time, from StartQuery's arrival to the last reply of GetQueryResults
	words time.Duration // until the first words arrived
}

// measureTurns asks a function as many different questions, each instance with
// cases of its own: in a table, if named, or else in memory.
func measureTurns(s *services, function, casesTable string, turns int) []turn {
	var apis []*runtimeAPI
	for range instances {
		api := newRuntimeAPI()
		dynamo := httptest.NewServer(dynamotest.New(table))
		process := s.start(api, dynamo.URL, casesTable, function)
		defer stop(process)
		apis = append(apis, api)
	}
	var measured []turn
	for i := range turns + warmTurns*instances {
		time.Sleep(pause)
		s.forget()
		began, ended := apis[i%instances].invoke(s.question(i))
		if i < warmTurns*instances {
			continue
		}
		s.mu.Lock()
		measured = append(measured, turn{ended.Sub(began), ended.Sub(began) - s.found.Sub(s.asked), s.words.Sub(began)})
		s.mu.Unlock()
	}
	return measured
}

type rival struct {
	name    string
	command []string
}

// measureStarts starts each of the rivals in turn, as often, and returns the
// median of the times from a process's start to its first response.
func measureStarts(s *services, starts int, rivals ...rival) map[string]time.Duration {
	times := map[string][]time.Duration{}
	for range starts {
		for _, r := range rivals {
			api := newRuntimeAPI()
			began := time.Now()
			process := s.start(api, "", "", r.command...)
			_, ended := api.invoke(s.envelope(`"type":"LaunchRequest"`))
			times[r.name] = append(times[r.name], ended.Sub(began))
			stop(process)
			api.CloseClientConnections()
			api.Close()
		}
	}
	medians := map[string]time.Duration{}
	for name, t := range times {
		slices.Sort(t)
		medians[name] = t[len(t)/2]
	}
	return medians
}

// question asks about another bucket each time: the same one would be the same
// search.
func (s *services) question(i int) []byte {
	bucket := fmt.Sprintf("kitchen-%d", i)
	return s.envelope(fmt.Sprintf(`"type":"IntentRequest","dialogState":"STARTED","intent":{"name":"WhoUsedBucketIntent","confirmationStatus":"NONE",
		"slots":{"bucket":{"name":"bucket","value":%q,"confirmationStatus":"NONE"}}}`, bucket))
}

func (s *services) envelope(request string) []byte {
	return fmt.Appendf(nil, `{"version":"1.0","session":{"new":true,"sessionId":"amzn1.echo-api.session.x","application":{"applicationId":%q},
		"user":{"userId":"amzn1.ask.account.X"}},"context":{"System":{"application":{"applicationId":%q},"user":{"userId":"amzn1.ask.account.X"},
		"device":{"deviceId":"amzn1.ask.device.X","supportedInterfaces":{}},"apiEndpoint":%q,"apiAccessToken":"token"}},
		"request":{"requestId":"amzn1.echo-api.request.x","timestamp":%q,"locale":"en-US",%s}}`,
		skillID, skillID, s.alexa.URL, time.Now().UTC().Format(time.RFC3339), request)
}
