package cloudtrail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
	"pudding/lake/failure"
)

const (
	// callTime is kept free for the last poll of a turn to return in.
	callTime = 250 * time.Millisecond
	// worthAPoll is the time since the last one after which another makes sense
	// before the turn ends.
	worthAPoll = 200 * time.Millisecond
)

// Resume implements lake.Ticketed. A query that has run for a while is asked
// after at once, then on the schedule. What may pass, such as a throttled call,
// is waited out: the query is not lost by it.
func (s *Source) Resume(ctx context.Context, q lake.Question, t lake.Ticket) (*lake.Result, error) {
	statement, err := lake.Statement(q, s.eventDataStore)
	if err != nil {
		return nil, err
	}
	result, err := s.await(ctx, t)
	if err != nil {
		return nil, err
	}
	result.Statement = statement
	result.Unseen = s.unseen(q, result.Findings)
	return result, nil
}

func (s *Source) await(ctx context.Context, t lake.Ticket) (*lake.Result, error) {
	age := func() time.Duration { return time.Since(t.Started) }
	latest := latestPoll(ctx, t.Started)
	next := max(age(), s.Schedule[0])
	var seen lake.Completion
	for {
		if !sleep(ctx, next-age()) || s.Reads.Take(ctx) != nil {
			return nil, &lake.PendingError{Ticket: t}
		}
		s.learnCoverage(ctx) // after the poll's turn, not before it
		asked := age()
		page, err := s.page(ctx, t, nil)
		switch {
		case ctx.Err() != nil && err != nil:
			return nil, &lake.PendingError{Ticket: t}
		case err != nil && !passes(err):
			return nil, err
		case err != nil: // the next poll may fare better
		case page.QueryStatus == types.QueryStatusFinished:
			seen.Done = age()
			return s.read(ctx, t, page, seen)
		case page.QueryStatus == types.QueryStatusQueued || page.QueryStatus == types.QueryStatusRunning:
			seen.Running = asked
		default:
			return nil, ended(t, page)
		}
		if next = s.Schedule.Next(age()); next > latest {
			if next = latest; latest-age() < worthAPoll {
				return nil, &lake.PendingError{Ticket: t}
			}
		}
	}
}

// latestPoll is the age that the query has when the turn's last poll must leave.
func latestPoll(ctx context.Context, started time.Time) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 1<<63 - 1
	}
	return deadline.Add(-callTime).Sub(started)
}

// passes reports whether a failure says nothing of the query itself.
func passes(err error) bool {
	code := lake.CodeOf(err)
	return code == lake.Throttled || code == lake.Unreachable || code == lake.TooSlow
}

// maxPages bounds what is read: as many rows as the templates' LIMIT lets by.
const maxPages = 10

// maxRows is the templates' LIMIT: a result as long as this one may have been
// cut.
const maxRows = 10_000

// read reads a finished query from its first page to its last. What is not read
// in time stays where it is, for another turn.
func (s *Source) read(ctx context.Context, t lake.Ticket, page *sdk.GetQueryResultsOutput, seen lake.Completion) (*lake.Result, error) {
	result := &lake.Result{Completion: seen}
	if page.QueryStatistics != nil {
		result.BytesScanned = aws.ToInt64(page.QueryStatistics.BytesScanned)
	}
	for pages := 1; ; pages++ {
		for _, row := range page.QueryResultRows {
			f, err := finding(row)
			if err != nil {
				return nil, &lake.Error{Code: lake.Internal, Message: "reading the results of query " + t.ID, Err: err}
			}
			result.Findings = append(result.Findings, f)
		}
		switch {
		case aws.ToString(page.NextToken) == "":
			result.Truncated = len(result.Findings) >= maxRows
			return result, nil
		case pages == maxPages:
			result.Truncated = true
			return result, nil
		}
		next, err := s.nextPage(ctx, t, page.NextToken)
		if err != nil {
			return nil, err
		}
		page = next
	}
}

// nextPage insists on a page while there is time.
func (s *Source) nextPage(ctx context.Context, t lake.Ticket, token *string) (*sdk.GetQueryResultsOutput, error) {
	for {
		if s.Reads.Take(ctx) != nil {
			return nil, &lake.PendingError{Ticket: t}
		}
		page, err := s.page(ctx, t, token)
		if err == nil || !passes(err) {
			return page, err
		}
		if !sleep(ctx, worthAPoll) {
			return nil, &lake.PendingError{Ticket: t}
		}
	}
}

// maxCall bounds a call, so that one that hangs does not take the whole turn.
const maxCall = 2 * time.Second

func (s *Source) page(ctx context.Context, t lake.Ticket, token *string) (*sdk.GetQueryResultsOutput, error) {
	ctx, cancel := context.WithTimeout(ctx, maxCall)
	defer cancel()
	out, err := s.client.GetQueryResults(ctx, &sdk.GetQueryResultsInput{QueryId: &t.ID, NextToken: token, MaxQueryResults: aws.Int32(1000)}, once)
	if err != nil {
		return nil, failure.Of(ctx, "reading the results of query "+t.ID, err)
	}
	return out, nil
}

// ended turns a status that has no results into its error.
func ended(t lake.Ticket, page *sdk.GetQueryResultsOutput) error {
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
	return &lake.Error{Code: code, Message: fmt.Sprintf("query %s ended as %s", t.ID, page.QueryStatus), Err: err}
}
