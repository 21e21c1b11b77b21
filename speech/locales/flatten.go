// Package locales has the message catalogues: as people write them, in TOML, and
// as the skill reads them.
package locales

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:generate go run ./write

// Message is one message: its text, and that for one thing where it differs.
type Message struct {
	ID    string
	One   string `json:",omitempty"`
	Other string
}

// Flatten makes the list of messages that a catalogue in TOML holds, in JSON,
// one a line in the order of their ids.
func Flatten(catalogue []byte) ([]byte, error) {
	var tree map[string]any
	if err := toml.Unmarshal(catalogue, &tree); err != nil {
		return nil, err
	}
	var all []Message
	if err := collect("", tree, &all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b Message) int { return strings.Compare(a.ID, b.ID) })
	var lines []string
	for _, m := range all {
		var line strings.Builder
		e := json.NewEncoder(&line)
		e.SetEscapeHTML(false)
		if err := e.Encode(m); err != nil {
			return nil, err
		}
		lines = append(lines, strings.TrimSuffix(line.String(), "\n"))
	}
	return []byte("[\n" + strings.Join(lines, ",\n") + "\n]\n"), nil
}

// collect gathers the messages below an id: a text, or its plural forms.
func collect(id string, node any, into *[]Message) error {
	switch n := node.(type) {
	case string:
		*into = append(*into, Message{ID: id, Other: n})
		return nil
	case map[string]any:
		if other, ok := n["other"].(string); ok {
			one, _ := n["one"].(string)
			*into = append(*into, Message{ID: id, One: one, Other: other})
			return nil
		}
		for key, child := range n {
			if err := collect(strings.TrimPrefix(id+"."+key, "."), child, into); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("%s is neither a text nor a table of texts", id)
	}
}
