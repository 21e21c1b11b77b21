package ask

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode"
)

// decisive are the names of properties that decide who is answered, and how. Go's
// decoder takes them in any case, and the last of several: an envelope that means
// one thing here and another elsewhere is none of Alexa's.
var decisive = []string{
	"context", "System", "application", "applicationId", "user", "userId", "person", "personId", "device", "deviceId", "apiEndpoint", "apiAccessToken",
	"session", "sessionId", "attributes", "request", "requestId", "type", "timestamp", "locale", "intent", "slots", "cause", "token",
}

// isRead reports whether an object is read of an envelope, by the names on the way to
// it: what else Amazon, or this skill, may put into one is passed over.
func isRead(path []string) bool {
	for i, name := range path {
		is := func(known ...string) bool {
			return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		}
		switch {
		case i == 0 && !is("context", "session", "request"),
			i == 1 && strings.EqualFold(path[0], "context") && !is("System"),
			is("attributes", "supportedInterfaces"):
			return false
		}
	}
	return true
}

// checkNames refuses an envelope in which an object that is read has two properties of
// one name, or a decisive one is written otherwise.
func checkNames(payload []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	var open []object
	var path []string // the names on the way to the value at hand
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil // the end, or what the decoder itself will refuse
		}
		if delimiter, ok := token.(json.Delim); ok && (delimiter == '}' || delimiter == ']') {
			open = open[:len(open)-1]
			path = path[:min(len(path), len(open))]
			continue
		}
		if n := len(open); n > 0 && open[n-1].isAtName() {
			name := token.(string)
			if err := open[n-1].take(name); err != nil {
				return err
			}
			path = append(path[:n-1], name)
			continue
		}
		if n := len(open); n > 0 {
			open[n-1].named = false // this is the value
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{names: map[string]bool{}, passed: !isRead(path)})
		case json.Delim('['):
			path = append(path[:len(open)], "") // an item has no name
			open = append(open, object{})
		}
	}
}

// object is an object that is being read; without names, it is a list.
type object struct {
	names  map[string]bool
	named  bool // the next is a name's value
	passed bool // it is not read
}

func (o *object) isAtName() bool { return o.names != nil && !o.named }

func (o *object) take(name string) error {
	folded := fold(name)
	o.named = true
	if o.passed {
		return nil
	}
	if o.names[folded] {
		return errors.New("it has a property twice")
	}
	if slices.ContainsFunc(decisive, func(d string) bool { return d != name && strings.EqualFold(d, name) }) {
		return errors.New("it has a property that decides who is answered, in another case")
	}
	o.names[folded] = true
	return nil
}

// fold is a name as Go's decoder compares it: by simple folding, in which also a few
// letters outside ASCII are one with those inside.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, name)
}
