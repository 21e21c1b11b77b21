package intents

import (
	"maps"
	"slices"
)

// Names are the intents that there are handlers for.
func Names() (asking, replying []string) {
	return slices.Sorted(maps.Keys(questions)), slices.Sorted(maps.Keys(replies))
}
