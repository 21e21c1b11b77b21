package history

import (
	"time"

	"pudding/lake"
)

// Unseen returns what Event history can't see of a question, whichever regions are
// read: it has management events alone, and keeps them for 90 days.
func Unseen(q lake.Question, now time.Time) []lake.Unseen {
	var out []lake.Unseen
	if !managementOnly(q) {
		out = append(out, lake.Unseen{Limit: lake.ManagementOnly})
	}
	if beginning(q.Period).Before(now.Add(-kept)) {
		out = append(out, lake.Unseen{Limit: lake.Retention})
	}
	return out
}

// beginning is when a period begins: events are timed in whole seconds.
func beginning(p lake.Period) time.Time { return p.From.Truncate(time.Second) }
