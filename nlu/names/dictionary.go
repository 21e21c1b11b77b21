package names

import (
	_ "embed"
	"sort"
	"strings"
)

// The CMU Pronouncing Dictionary (https://github.com/cmusphinx/cmudict, commit
// 0f8072f), in our sounds: a word a line, in order, so that it is searched where
// it lies and costs nothing to load.
//
//go:generate sh -c "go run dictionary_make.go <cmudict.dict >tables/dictionary.txt"
//go:embed tables/dictionary.txt
var dictionary string

// lookUp is how a word of lower-case letters sounds in American English: in one
// way or two, or none if it is not listed.
func lookUp(word string) []string {
	// The first line that starts behind an offset, and is not before the word.
	line := func(offset int) string {
		start := strings.LastIndexByte(dictionary[:offset], '\n') + 1
		end := strings.IndexByte(dictionary[start:], '\n')
		if end < 0 {
			return dictionary[start:]
		}
		return dictionary[start : start+end]
	}
	at := sort.Search(len(dictionary), func(offset int) bool {
		entry, _, _ := strings.Cut(line(offset), " ")
		return entry >= word
	})
	if at == len(dictionary) {
		return nil
	}
	entry := strings.Fields(line(at))
	if entry[0] != word {
		return nil
	}
	return entry[1:]
}
