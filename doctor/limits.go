package doctor

import (
	"fmt"
	"strings"
	"time"

	"pudding/lake"
)

// limit is why more may have happened than is seen, or than nothing, and what can be
// done about it.
func (e *examination) limit(u lake.Unseen, none bool) (why, remedy string) {
	c := e.coverage
	switch u.Limit {
	case lake.NotRecorded:
		return e.notRecorded(none)
	case lake.NotRecording:
		return "no new events are taken in, and only older ones are told", "start its ingestion"
	case lake.BeforeStore:
		return "the event data store was only made at " + minute(c.Created), "wait until it is older"
	case lake.Reconfigured:
		return "what it records was changed at " + minute(c.Updated), "wait until that is longer ago"
	case lake.StoreRetention:
		return fmt.Sprintf("events are kept for %d days only", c.RetentionDays), "keep them longer, if they are wanted"
	case lake.OneRegion:
		return "only events of " + c.Region + " are recorded" + globalElsewhere(c.Region), "have the event data store record all regions"
	case lake.ManagementOnly:
		return "Event history has management events alone, and none of objects", "give SOURCES an event data store, if the account has one"
	case lake.Retention:
		return "Event history goes back 90 days", "give SOURCES an event data store, if the account has one"
	}
	return string(u.Limit), ""
}

func (e *examination) notRecorded(none bool) (why, remedy string) {
	why, remedy = "some of their events are not recorded", "add an event selector for them to the event data store, if they are wanted"
	if none {
		why = "their events are not recorded"
	}
	if names := recordedBuckets(*e.coverage); names != nil {
		why += " (of objects, only those of " + strings.Join(names, ", ") + " are)"
	}
	if e.embedded {
		remedy = "load the logs that have them, if there are any"
	}
	return why, remedy
}

func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func globalElsewhere(region string) string {
	if region == "us-east-1" {
		return ""
	}
	return " (sign-ins and IAM are in us-east-1)"
}
