package cloudtrail

import (
	"iter"
	"time"
)

// schedule is when a query is asked after, counted from its start. A small
// store answers within the first two; a large one takes seconds, and a call
// every half second then costs little of the ten a second that an account has
// (AWS CloudTrail User Guide, "Quotas in AWS CloudTrail"). After the last, the
// last interval repeats until the context ends.
var schedule = []time.Duration{
	50 * time.Millisecond,
	200 * time.Millisecond,
	500 * time.Millisecond,
	900 * time.Millisecond,
	1400 * time.Millisecond,
	1900 * time.Millisecond,
}

// waits yields the time from each poll to the next, without end.
func waits() iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		var at, wait time.Duration
		for _, next := range schedule {
			wait, at = next-at, next
			if !yield(wait) {
				return
			}
		}
		for yield(wait) {
		}
	}
}
