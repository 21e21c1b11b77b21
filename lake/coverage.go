package lake

import (
	"slices"
	"time"
)

// Coverage is what an event data store could have seen: what it says of itself
// (AWS CloudTrail API Reference, GetEventDataStore). What it does not say is
// zero, and taken for the worst: only what is known to have been recorded can
// be said not to have happened.
type Coverage struct {
	Status        string // ENABLED, STOPPED_INGESTION …
	Selectors     []Selector
	RetentionDays int
	Created       time.Time
	Updated       time.Time // when its settings were last changed
	MultiRegion   bool
	Region        string // where the store is
	Key           string // the ARN of the KMS key that encrypts it; empty for the service's own
	PartitionKeys []PartitionKey
}

// PartitionKey is a column that the store's events are divided by, such as
// calendarday: a bigint of the form 20230710.
type PartitionKey struct{ Name, Type string }

// Unseen returns what the store could not have seen of a question, or can't be
// known to have seen.
//
// Of data events, a question that leaves the service open is about those of S3
// objects alone: there is no store that records the data events of all services,
// and who asks what a user did does not think of the rows of a table.
func (c Coverage) Unseen(q Question, now time.Time) []Unseen {
	var out []Unseen
	if !c.records(q) {
		out = append(out, Unseen{Limit: NotRecorded})
	}
	if c.Status != "ENABLED" {
		out = append(out, Unseen{Limit: NotRecording})
	}
	// The later of the two is the one that is felt. The store may hold copies
	// of events that are older than itself, but need not.
	begin, limit := c.Created, BeforeStore
	if oldest := now.AddDate(0, 0, -c.RetentionDays); oldest.After(begin) {
		begin, limit = oldest, StoreRetention
	}
	switch {
	case q.Period.From.Before(begin):
		out = append(out, Unseen{Limit: limit})
	case q.Period.From.Before(c.Updated):
		// What was changed is not told, nor what was recorded before.
		out = append(out, Unseen{Limit: Reconfigured})
	}
	if !c.MultiRegion {
		out = append(out, Unseen{Limit: OneRegion, Regions: []string{c.Region}})
	}
	return out
}

// records reports whether every kind of event that a question asks about is
// one that the store surely records.
func (c Coverage) records(q Question) bool {
	for _, kind := range soughtBy(q) {
		if !slices.ContainsFunc(c.Selectors, func(s Selector) bool { return s.records(kind) }) {
			return false
		}
	}
	return true
}
