package main

import (
	"fmt"
	"slices"
	"time"
)

// pause is the time from turn to turn: with less, they would wait for the
// account's budget of calls, of which nine may leave in a second.
const pause = 130 * time.Millisecond

// measureTurns asks as many different questions, and returns what each turn took
// beside its source's time (from the arrival of StartQuery to the last reply of
// GetQueryResults), and when its first words arrived.
func measureTurns(s *services, function, casesTable string, turns int) (added, words []time.Duration) {
	api := newRuntimeAPI()
	process := s.start(api, casesTable, function)
	defer stop(process)
	for i := range turns + warmTurns {
		time.Sleep(pause)
		s.forget()
		began, ended := api.invoke(s.question(i))
		if i < warmTurns {
			continue
		}
		s.mu.Lock()
		added = append(added, ended.Sub(began)-s.found.Sub(s.asked))
		words = append(words, s.words.Sub(began))
		s.mu.Unlock()
	}
	return added, words
}

// warmTurns are not counted: they open connections.
const warmTurns = 5

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
			process := s.start(api, "", r.command...)
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
