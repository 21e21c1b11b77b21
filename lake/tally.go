package lake

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Tally gathers events into findings as the templates' GROUP BY does.
type Tally struct{ groups map[kind]*figures }

// kind is what the events of one finding have in common.
type kind struct {
	Identity
	subject, detail, name, source, errorCode string
}

type figures struct {
	ids, addresses, agents, shared map[string]bool
	first, last                    time.Time
}

// The templates' limits: of findings, and of a finding's addresses, agents and
// shared events.
const (
	maxFindings  = 10_000
	maxAddresses = 100
	maxAgents    = 20
	maxShared    = 100
)

// Add counts an event that concerns the subject, with its detail. One that comes
// again is not counted again.
func (t *Tally) Add(subject, detail string, e Event) {
	k := kind{e.Identity, subject, detail, e.Name, e.Source, e.ErrorCode}
	g := t.groups[k]
	if g == nil {
		g = &figures{ids: map[string]bool{}, addresses: map[string]bool{}, agents: map[string]bool{}, shared: map[string]bool{}, first: e.Time, last: e.Time}
		if t.groups == nil {
			t.groups = map[kind]*figures{}
		}
		t.groups[k] = g
	}
	if e.ID != "" {
		g.ids[e.ID] = true
	}
	if e.SourceAddress != "" {
		g.addresses[e.SourceAddress] = true
	}
	if e.UserAgent != "" {
		g.agents[e.UserAgent] = true
	}
	if e.SharedEventID != "" {
		g.shared[e.SharedEventID] = true
	}
	if e.Time.Before(g.first) {
		g.first = e.Time
	}
	if e.Time.After(g.last) {
		g.last = e.Time
	}
}

// Findings are what was gathered, the most frequent first. It reports true if
// there were more of them than a template returns.
func (t *Tally) Findings() ([]Finding, bool) {
	var all []Finding
	for k, g := range t.groups {
		addresses, agents, shared := slices.Sorted(maps.Keys(g.addresses)), slices.Sorted(maps.Keys(g.agents)), slices.Sorted(maps.Keys(g.shared))
		all = append(all, Finding{
			Identity: k.Identity, Subject: k.subject, Detail: k.detail, EventName: k.name, EventSource: k.source, ErrorCode: k.errorCode,
			Count: len(g.ids), First: g.first, Last: g.last,
			Addresses: addresses[:min(len(addresses), maxAddresses)], Agents: agents[:min(len(agents), maxAgents)],
			SharedEvents: shared[:min(len(shared), maxShared)],
		})
	}
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), a.First.Compare(b.First),
			// SQL leaves the rest to chance; here, it is always the same.
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.ARN, b.ARN), cmp.Compare(a.PrincipalID, b.PrincipalID),
			cmp.Compare(a.EventName, b.EventName), cmp.Compare(a.EventSource, b.EventSource), cmp.Compare(a.ErrorCode, b.ErrorCode),
			cmp.Compare(a.Detail, b.Detail), cmp.Compare(a.KeyEnd, b.KeyEnd), a.SessionCreated.Compare(b.SessionCreated))
	})
	return all[:min(len(all), maxFindings)], len(all) > maxFindings
}
