package intents

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// DefaultMaxPeriod is the longest period that may be asked about where nobody
// says otherwise: a year, though it be a leap year.
const DefaultMaxPeriod = 366 * 24 * time.Hour

// The bounds of a longest period: a question that names no time asks about a
// day, and no event data store keeps events for more than ten years.
const leastMaxPeriod, mostMaxPeriod = 24 * time.Hour, 3653 * 24 * time.Hour

// ParseMaxPeriod reads MAX_PERIOD, in days or as Go writes a time: 366d, 8784h.
func ParseMaxPeriod(value string) (time.Duration, error) {
	if value == "" {
		return DefaultMaxPeriod, nil
	}
	d, err := time.ParseDuration(value)
	if days, ok := strings.CutSuffix(value, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(min(n, math.MaxInt16)) * 24 * time.Hour
	}
	if err != nil || d < leastMaxPeriod || d > mostMaxPeriod {
		return 0, fmt.Errorf("is %q: it should be a time from 1d to 3653d, such as 366d or 8784h", value)
	}
	return d, nil
}
