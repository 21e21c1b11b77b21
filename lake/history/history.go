// Package history is the Source that reads CloudTrail's Event history: the
// management events of the last 90 days, which every account has without having
// set up anything (AWS CloudTrail User Guide, "Working with CloudTrail Event
// history").
package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
)

// kept is how far back Event history goes.
const kept = 90 * 24 * time.Hour

// API is what is called of CloudTrail's client.
type API interface {
	LookupEvents(context.Context, *sdk.LookupEventsInput, ...func(*sdk.Options)) (*sdk.LookupEventsOutput, error)
}

// Region is one region's Event history.
type Region struct {
	Name   string      // eu-west-1
	Client API         // of that region
	Budget lake.Budget // nil for one of the Source's own
	// GlobalOnly has the region asked only for events that are global: those of
	// IAM, of STS and of sign-ins.
	GlobalOnly bool
}

// Source is the Event history of some regions of an account. It implements
// lake.Source and is safe for use by several turns at once.
type Source struct {
	regions []Region
	now     func() time.Time
}

// New returns the Source of the regions. The events of IAM, of sign-ins and of
// other global services are in one region, wherever the account is at home:
// without it they are not found. RegionsFor has it.
func New(regions []Region, now func() time.Time) *Source {
	s := &Source{now: now}
	for _, r := range regions {
		if r.Budget == nil {
			r.Budget = newBudget()
		}
		s.regions = append(s.regions, r)
	}
	return s
}

// Ask implements lake.Source. Unlike the Lake, Event history has something to
// tell at any moment: where the context ends before everything was read, the
// result is what came until then, Truncated. It is an error only if nothing
// came. What was not looked at is in the result's Unseen.
func (s *Source) Ask(ctx context.Context, q lake.Question) (*lake.Result, error) {
	matcher, err := lake.NewMatcher(q)
	if err != nil {
		return nil, err
	}
	s = s.concerning(q)
	now := s.now()
	result := &lake.Result{Unseen: append([]lake.Unseen{{Limit: lake.Regions, Regions: s.names()}}, Unseen(q, now)...)}
	period := q.Period
	period.From = latest(beginning(period), now.Add(-kept))
	if !period.From.Before(period.To) {
		return result, nil // nothing of it is kept
	}

	p := planOf(q)
	result.Statement = s.statement(p.narrow)
	readings := make([]reading, len(s.regions))
	s.read(ctx, matcher, p.narrow, period, readings)
	switch {
	case p.broad == nil:
	case isEmpty(readings):
		// The name may be spelled otherwise, or be a source identity. Only for
		// a name that nothing goes by is it worth the time to look at everything.
		result.Statement = s.statement(append(p.narrow, p.broad...))
		s.read(ctx, matcher, p.broad, period, readings)
	case q.Template == lake.UserActivity:
		result.Unseen = append(result.Unseen, lake.Unseen{Limit: lake.ExactName})
	}
	if err := s.sum(result, readings); err != nil {
		return nil, err
	}
	return result, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// concerning is the Source with those regions only that a question is about.
func (s *Source) concerning(q lake.Question) *Source {
	service := q.Arguments.Service
	if q.Template != lake.BucketUsers && (service == "" || slices.Contains(global, service)) {
		return s
	}
	some := &Source{now: s.now}
	for _, r := range s.regions {
		if !r.GlobalOnly {
			some.regions = append(some.regions, r)
		}
	}
	return some
}

// sum adds to the result what was read and what was not.
func (s *Source) sum(result *lake.Result, readings []reading) error {
	var tally lake.Tally
	var failures []error
	var failed []string
	pages, incomplete := 0, false
	for i, r := range readings {
		pages += r.pages
		for _, seen := range r.sightings {
			tally.Add(seen.subject, seen.detail, seen.event)
		}
		switch {
		case r.err != nil:
			failures, failed = append(failures, r.err), append(failed, s.regions[i].Name)
		case r.unread, r.broken > 0:
			incomplete = true
		}
	}
	if pages == 0 {
		return nothing(failures)
	}
	if failures != nil {
		result.Unseen = append(result.Unseen, lake.Unseen{Limit: lake.Unanswered, Regions: failed, Err: errors.Join(failures...)})
	}
	if incomplete {
		result.Unseen = append(result.Unseen, lake.Unseen{Limit: lake.Incomplete})
	}
	findings, more := tally.Findings()
	result.Findings, result.Truncated = findings, more || incomplete || failures != nil
	return nil
}

// nothing is the error when no region gave an answer: the first region's, or
// that the time was too short.
func nothing(failures []error) error {
	if failures != nil {
		return failures[0]
	}
	return &lake.Error{Code: lake.TooSlow, Message: "reading Event history", Err: errors.New("the time ended before the first page came")}
}

func isEmpty(readings []reading) bool {
	for _, r := range readings {
		if r.listed > 0 {
			return false
		}
	}
	return true
}

func (s *Source) names() []string {
	var names []string
	for _, r := range s.regions {
		names = append(names, r.Name)
	}
	return names
}

// statement says which lookups were made, for those who want to see it.
func (s *Source) statement(lookups []attribute) string {
	var lines []string
	for _, a := range lookups {
		lines = append(lines, fmt.Sprintf("LookupEvents %s in %s", a, strings.Join(s.names(), ", ")))
	}
	return strings.Join(lines, "\n")
}
