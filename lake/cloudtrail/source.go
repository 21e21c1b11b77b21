// Package cloudtrail asks CloudTrail Lake: it starts a query, polls it on a
// schedule, and reads its pages (AWS CloudTrail User Guide, "CloudTrail Lake
// queries").
package cloudtrail

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
	"pudding/lake/failure"
	"pudding/lake/polling"
	"pudding/lake/quota"
)

// API is the part of the SDK's client that a Source needs.
type API interface {
	StartQuery(context.Context, *sdk.StartQueryInput, ...func(*sdk.Options)) (*sdk.StartQueryOutput, error)
	GetQueryResults(context.Context, *sdk.GetQueryResultsInput, ...func(*sdk.Options)) (*sdk.GetQueryResultsOutput, error)
	DescribeQuery(context.Context, *sdk.DescribeQueryInput, ...func(*sdk.Options)) (*sdk.DescribeQueryOutput, error)
	ListQueries(context.Context, *sdk.ListQueriesInput, ...func(*sdk.Options)) (*sdk.ListQueriesOutput, error)
	CancelQuery(context.Context, *sdk.CancelQueryInput, ...func(*sdk.Options)) (*sdk.CancelQueryOutput, error)
	GetEventDataStore(context.Context, *sdk.GetEventDataStoreInput, ...func(*sdk.Options)) (*sdk.GetEventDataStoreOutput, error)
}

// The account's quotas, in calls a second (AWS CloudTrail User Guide, "Quotas
// in AWS CloudTrail").
const (
	ReadsPerSecond  = 10 // describing, getting and listing
	StartsPerSecond = 1  // starting and cancelling
)

// Source is one event data store. It implements lake.Ticketed and is safe for
// use by several turns at once.
type Source struct {
	// Schedule is when a query is asked after.
	Schedule polling.Schedule
	// Reads and Starts are the account's budgets of calls.
	Reads, Starts lake.Budget
	// Now is the clock by which what is known of the store ages.
	Now func() time.Time

	client         API
	eventDataStore string
	coverage       coverage
}

var _ lake.Ticketed = (*Source)(nil)

// New returns the Source for an event data store, given by its id (a UUID). It
// polls on the schedule for CloudTrail Lake, within budgets of its own.
func New(client API, eventDataStore string) *Source {
	return &Source{
		Schedule:       polling.Lake,
		Reads:          quota.NewLocal(ReadsPerSecond),
		Starts:         quota.NewLocal(StartsPerSecond),
		Now:            time.Now,
		client:         client,
		eventDataStore: eventDataStore,
	}
}

// Ask implements lake.Source. A query that outlives the context's deadline
// goes on: its *lake.PendingError holds the ticket.
func (s *Source) Ask(ctx context.Context, q lake.Question) (*lake.Result, error) {
	ticket, err := s.Start(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.Resume(ctx, q, ticket)
}

// Reach makes the cheapest call that proves the event data store can be
// reached, and so opens the connection that the first question will use. What
// it tells of the store is kept.
func (s *Source) Reach(ctx context.Context) error {
	s.coverage.due(s.Now()) // no question need ask as well
	learnt, err := s.describe(ctx)
	if err != nil {
		s.coverage.settle(nil, s.Now()) // the first question may
		return failure.Of(ctx, "reaching event data store "+s.eventDataStore, err)
	}
	s.coverage.settle(learnt, s.Now().Add(coverageAge))
	return nil
}

// once keeps the SDK from calling again by itself: every call takes its turn
// of the budget.
func once(o *sdk.Options) { o.Retryer = aws.NopRetryer{} }

// sleep waits, and reports false when the context ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
