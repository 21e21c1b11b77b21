// Package cloudtrail asks CloudTrail Lake: it starts a query, polls it on a
// schedule, and reads its pages (AWS CloudTrail User Guide, "CloudTrail Lake
// queries").
package cloudtrail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
)

// API is the part of the SDK's client that a Source needs.
type API interface {
	StartQuery(context.Context, *sdk.StartQueryInput, ...func(*sdk.Options)) (*sdk.StartQueryOutput, error)
	GetQueryResults(context.Context, *sdk.GetQueryResultsInput, ...func(*sdk.Options)) (*sdk.GetQueryResultsOutput, error)
	GetEventDataStore(context.Context, *sdk.GetEventDataStoreInput, ...func(*sdk.Options)) (*sdk.GetEventDataStoreOutput, error)
}

// Source is one event data store. It implements lake.Source and is safe for
// use by several turns at once.
type Source struct {
	client         API
	eventDataStore string
}

// New returns the Source for an event data store, given by its id (a UUID).
func New(client API, eventDataStore string) *Source {
	return &Source{client: client, eventDataStore: eventDataStore}
}

// Ask implements lake.Source. A query that outlives the context's deadline
// goes on: its *lake.PendingError holds the ticket.
func (s *Source) Ask(ctx context.Context, q lake.Question) (*lake.Result, error) {
	statement, err := lake.Statement(q, s.eventDataStore)
	if err != nil {
		return nil, err
	}
	id, err := s.start(ctx, statement)
	if err != nil {
		return nil, err
	}
	result, err := s.await(ctx, id)
	if err != nil {
		return nil, err
	}
	result.Statement = statement
	return result, nil
}

// Reach makes the cheapest call that proves the event data store can be
// reached, and so opens the connection that the first question will use.
func (s *Source) Reach(ctx context.Context) error {
	_, err := s.client.GetEventDataStore(ctx, &sdk.GetEventDataStoreInput{EventDataStore: &s.eventDataStore})
	if err != nil {
		return Failure(ctx, "reaching event data store "+s.eventDataStore, err)
	}
	return nil
}

func (s *Source) start(ctx context.Context, statement string) (string, error) {
	out, err := s.client.StartQuery(ctx, &sdk.StartQueryInput{QueryStatement: &statement}, startOnce)
	if err != nil {
		return "", Failure(ctx, "starting a query on event data store "+s.eventDataStore, err)
	}
	return aws.ToString(out.QueryId), nil
}

// startOnce retries a StartQuery only where the service says that it started
// nothing. There is no idempotency token: after a lost reply, a second call
// would scan, and be billed, again.
func startOnce(o *sdk.Options) {
	refused := retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}
	o.Retryer = retry.NewStandard(func(so *retry.StandardOptions) {
		so.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			return refused.IsErrorThrottle(err)
		})}
	})
}

// await polls until the query has ended, then reads it to its end.
func (s *Source) await(ctx context.Context, id string) (*lake.Result, error) {
	for wait := range waits() {
		if !sleep(ctx, wait) {
			return nil, s.pending(id)
		}
		page, err := s.page(ctx, id, nil)
		if err != nil {
			return nil, err
		}
		switch page.QueryStatus {
		case types.QueryStatusQueued, types.QueryStatusRunning:
			continue
		case types.QueryStatusFinished:
			return s.read(ctx, id, page)
		default:
			return nil, ended(id, page)
		}
	}
	return nil, s.pending(id)
}

// maxPages bounds what is read: as many rows as the templates' LIMIT lets by.
const maxPages = 10

func (s *Source) read(ctx context.Context, id string, page *sdk.GetQueryResultsOutput) (*lake.Result, error) {
	result := &lake.Result{}
	if page.QueryStatistics != nil {
		result.BytesScanned = aws.ToInt64(page.QueryStatistics.BytesScanned)
	}
	for pages := 1; ; pages++ {
		for _, row := range page.QueryResultRows {
			f, err := finding(row)
			if err != nil {
				return nil, &lake.Error{Code: lake.Internal, Message: "reading the results of query " + id, Err: err}
			}
			result.Findings = append(result.Findings, f)
		}
		if aws.ToString(page.NextToken) == "" {
			result.Truncated = len(result.Findings) >= maxRows
			return result, nil
		}
		if pages == maxPages {
			result.Truncated = true
			return result, nil
		}
		next, err := s.page(ctx, id, page.NextToken)
		if err != nil {
			return nil, err
		}
		page = next
	}
}

// The templates' LIMIT: a result as long as this one may have been cut.
const maxRows = 10_000

func (s *Source) page(ctx context.Context, id string, token *string) (*sdk.GetQueryResultsOutput, error) {
	out, err := s.client.GetQueryResults(ctx, &sdk.GetQueryResultsInput{QueryId: &id, NextToken: token, MaxQueryResults: aws.Int32(1000)})
	switch {
	case err == nil:
		return out, nil
	case ctx.Err() != nil:
		return nil, s.pending(id)
	default:
		return nil, Failure(ctx, "reading the results of query "+id, err)
	}
}

func (s *Source) pending(id string) error {
	return &lake.PendingError{Ticket: lake.Ticket{Source: "lake://" + s.eventDataStore, ID: id}}
}

// ended turns a status that has no results into its error.
func ended(id string, page *sdk.GetQueryResultsOutput) error {
	codes := map[types.QueryStatus]lake.Code{
		types.QueryStatusFailed:    lake.QueryFailed,
		types.QueryStatusTimedOut:  lake.QueryTimedOut,
		types.QueryStatusCancelled: lake.QueryCancelled,
	}
	code, ok := codes[page.QueryStatus]
	if !ok {
		code = lake.Internal
	}
	err := errors.New("the service gave no reason")
	if reason := aws.ToString(page.ErrorMessage); reason != "" {
		err = errors.New(reason)
	}
	return &lake.Error{Code: code, Message: fmt.Sprintf("query %s ended as %s", id, page.QueryStatus), Err: err}
}

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
