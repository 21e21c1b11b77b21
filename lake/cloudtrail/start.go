package cloudtrail

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
	"pudding/lake/failure"
)

const (
	// startTime is kept free for the call itself: a query must not be started
	// that nobody would learn the id of.
	startTime = time.Second
	// elbowRoom is how long a refused start waits before it is tried again.
	elbowRoom = 700 * time.Millisecond
)

// Start implements lake.Ticketed. A start that the service refuses for want of
// room is tried again while there is time. There is no idempotency token: after
// a lost reply, a second call would scan, and be billed, again.
func (s *Source) Start(ctx context.Context, q lake.Question) (lake.Ticket, error) {
	statement, err := lake.Statement(q, s.eventDataStore)
	if err != nil {
		return lake.Ticket{}, err
	}
	s.learnCoverage(ctx)
	waiting, cancel := inTimeFor(ctx, startTime)
	defer cancel()
	for {
		if err := s.Starts.Take(waiting); err != nil {
			return lake.Ticket{}, err
		}
		started := time.Now()
		out, err := s.client.StartQuery(ctx, &sdk.StartQueryInput{QueryStatement: &statement}, once)
		if err == nil {
			return lake.Ticket{Source: s.uri(), ID: aws.ToString(out.QueryId), Started: started}, nil
		}
		err = failure.Of(ctx, "starting a query on event data store "+s.eventDataStore, err)
		if code := lake.CodeOf(err); code != lake.Throttled && code != lake.TooManyQueries || !sleep(waiting, elbowRoom) {
			return lake.Ticket{}, err
		}
	}
}

// inTimeFor is a context that ends early enough for a call that takes d.
func inTimeFor(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, deadline.Add(-d))
	}
	return context.WithCancel(ctx)
}

func (s *Source) uri() string { return "lake://" + s.eventDataStore }

// clockDifference is how far this machine's clock may be from the service's.
const clockDifference = 5 * time.Second

// Find implements lake.Ticketed: a query is known by its statement.
func (s *Source) Find(ctx context.Context, q lake.Question, from, to time.Time) (lake.Ticket, error) {
	statement, err := lake.Statement(q, s.eventDataStore)
	if err != nil {
		return lake.Ticket{}, err
	}
	in := &sdk.ListQueriesInput{
		EventDataStore: &s.eventDataStore,
		StartTime:      aws.Time(from.Add(-clockDifference)),
		EndTime:        aws.Time(to.Add(clockDifference)),
	}
	for {
		list, err := s.list(ctx, in)
		if err != nil {
			return lake.Ticket{}, err
		}
		for _, listed := range list.Queries {
			if !isOfUse(listed.QueryStatus) {
				continue
			}
			text, err := s.statementOf(ctx, aws.ToString(listed.QueryId))
			if err != nil {
				return lake.Ticket{}, err
			}
			if text == statement {
				return lake.Ticket{Source: s.uri(), ID: aws.ToString(listed.QueryId), Started: aws.ToTime(listed.CreationTime)}, nil
			}
		}
		if in.NextToken = list.NextToken; aws.ToString(in.NextToken) == "" {
			return lake.Ticket{}, nil
		}
	}
}

func (s *Source) list(ctx context.Context, in *sdk.ListQueriesInput) (*sdk.ListQueriesOutput, error) {
	if err := s.Reads.Take(ctx); err != nil {
		return nil, err
	}
	out, err := s.client.ListQueries(ctx, in, once)
	if err != nil {
		return nil, failure.Of(ctx, "listing the queries of event data store "+s.eventDataStore, err)
	}
	return out, nil
}

func (s *Source) statementOf(ctx context.Context, id string) (string, error) {
	if err := s.Reads.Take(ctx); err != nil {
		return "", err
	}
	out, err := s.client.DescribeQuery(ctx, &sdk.DescribeQueryInput{QueryId: &id}, once)
	if err != nil {
		return "", failure.Of(ctx, "describing query "+id, err)
	}
	return aws.ToString(out.QueryString), nil
}

func isOfUse(s types.QueryStatus) bool {
	return s == types.QueryStatusQueued || s == types.QueryStatusRunning || s == types.QueryStatusFinished
}

// Cancel implements lake.Ticketed.
func (s *Source) Cancel(ctx context.Context, t lake.Ticket) error {
	if err := s.Starts.Take(ctx); err != nil {
		return err
	}
	_, err := s.client.CancelQuery(ctx, &sdk.CancelQueryInput{QueryId: &t.ID}, once)
	if err == nil {
		return nil
	}
	err = failure.Of(ctx, "cancelling query "+t.ID, err)
	if lake.CodeOf(err) == lake.QueryUnknown { // it has ended
		return nil
	}
	return err
}
