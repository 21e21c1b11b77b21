package utterance

import (
	"strconv"
	"strings"
)

var english = grammar{
	apart:    true,
	openings: []string{"alexa ask", "alexa tell", "alexa open", "ask", "tell", "open", ""},
	behind:   []string{"to", "for", "about"},
	builtIn: map[string]string{
		"help": "AMAZON.HelpIntent", "help me": "AMAZON.HelpIntent",
		"stop": "AMAZON.StopIntent", "quit": "AMAZON.StopIntent", "exit": "AMAZON.StopIntent",
		"cancel": "AMAZON.CancelIntent", "never mind": "AMAZON.CancelIntent",
		"go home": "AMAZON.NavigateHomeIntent", "home": "AMAZON.NavigateHomeIntent",
		"yes": "AMAZON.YesIntent", "yeah": "AMAZON.YesIntent", "yes please": "AMAZON.YesIntent", "sure": "AMAZON.YesIntent", "right": "AMAZON.YesIntent",
		"no": "AMAZON.NoIntent", "nope": "AMAZON.NoIntent", "no thanks": "AMAZON.NoIntent",
		"repeat": "AMAZON.RepeatIntent", "repeat that": "AMAZON.RepeatIntent",
	},
	noName: misheard{
		begins: []string{"to", "of", "from", "and", "with", "user", "role", "the role", "access key", "the access key"},
		holds:  []string{"who", "what", "which", "did", "on", "at", "in", "between", "since", "during", "until", "before", "from", "yesterday", "today", "ago", "this", "minutes", "hours", "days", "weeks", "months", "years"},
		within: []string{"bucket"},
		ends:   []string{"next"},
	},
	zones:    []zoneWord{{" utc", utc}, {" u t c", utc}, {" u. t. c.", utc}, {" u.t.c.", utc}, {" gmt", utc}, {" g m t", utc}, {" japan time", ofJapan}, {" jst", ofJapan}},
	doubts:   englishDoubts,
	longest:  11,
	date:     englishDate,
	time:     englishTime,
	duration: englishDuration,
	between:  englishHalves,
}

// The names of numbers, by their places.
var (
	units    = places("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	ordinals = places("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first")
	tens     = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
)

func places(names string) map[string]int {
	m := map[string]int{}
	for i, name := range strings.Fields(names) {
		m[name] = i
	}
	return m
}

// cardinal reads a number up to 99, in digits or words.
func cardinal(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n >= 0
	}
	if n, ok := units[s]; ok {
		return n, true
	}
	ten, unit, _ := strings.Cut(strings.ReplaceAll(s, "-", " "), " ")
	n, ok := tens[ten]
	if unit == "" {
		return n, ok
	}
	u, isUnit := units[unit]
	return n + u, ok && isUnit && u > 0 && u < 10
}

// count is a number of things: "a", "an", "two", "10", "a couple of".
func count(s string) (int, bool) {
	switch s {
	case "a", "an":
		return 1, true
	case "a couple of", "a couple", "couple of":
		return 2, true
	case "a dozen":
		return 12, true
	case "a hundred", "one hundred", "hundred":
		return 100, true
	}
	n, ok := cardinal(s)
	return n, ok && n <= maxCount
}

// maxCount is the highest number of days, hours and so on that is counted.
const maxCount = 10_000
