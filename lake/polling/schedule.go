// Package polling says when a query that runs by itself is asked after: by a
// schedule, which is data, fitted to how long queries were seen to take.
package polling

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"
	"time"
)

// Schedule is the moments of a query's life, counted from its start and
// ascending, at which it is asked after. After the last one the intervals grow
// with the query's age: what has run for minutes is not done in the next moment.
type Schedule []time.Duration

//go:embed lake.txt
var lakeTable string

//go:embed embedded.txt
var embeddedTable string

// The schedules that ship with Pudding: for CloudTrail Lake, and for a Lake on
// the same machine, which answers in a fraction of the time.
var (
	Lake     = mustParse(lakeTable)
	Embedded = mustParse(embeddedTable)
)

// Parse reads a schedule: durations such as 1.37s or 900ms, ascending, with
// white space or commas between them. A # begins a comment.
func Parse(table string) (Schedule, error) {
	var s Schedule
	lines := bufio.NewScanner(strings.NewReader(table))
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
			at, err := time.ParseDuration(word)
			switch {
			case err != nil:
				return nil, fmt.Errorf("%q is not a time such as 1.5s", word)
			case at <= 0 || len(s) > 0 && at <= s[len(s)-1]:
				return nil, fmt.Errorf("%s does not come after what is before it", word)
			}
			s = append(s, at)
		}
	}
	if len(s) == 0 {
		return nil, fmt.Errorf("the schedule is empty")
	}
	return s, nil
}

func mustParse(table string) Schedule {
	s, err := Parse(table)
	if err != nil {
		panic("polling: " + err.Error())
	}
	return s
}

// String writes the schedule as Parse reads it.
func (s Schedule) String() string {
	words := make([]string, len(s))
	for i, at := range s {
		words[i] = at.String()
	}
	return strings.Join(words, ",")
}

// Next is the first moment after age at which a query is asked after.
func (s Schedule) Next(age time.Duration) time.Duration {
	for _, at := range s {
		if at > age {
			return at
		}
	}
	return age + max(age/growth, minGap)
}

// growth is the part of a query's age after which it is asked after again.
const growth = 15
