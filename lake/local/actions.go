package local

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The API's actions, and the shapes of what they take and return (AWS
// CloudTrail API Reference). Moments are in seconds since 1970.

type startQueryInput struct {
	QueryStatement, QueryAlias, DeliveryS3Uri *string
	QueryParameters                           []string
	EventDataStoreOwnerAccountId              *string
}

type startQueryOutput struct {
	QueryId                      string
	EventDataStoreOwnerAccountId string
}

func (s *Server) startQuery(in startQueryInput) (startQueryOutput, error) {
	var out startQueryOutput
	switch {
	case in.QueryAlias != nil || in.QueryParameters != nil || in.DeliveryS3Uri != nil:
		return out, failure(unsupportedOperation, "An embedded Lake takes a QueryStatement only, and delivers to no bucket.")
	case in.QueryStatement == nil || strings.TrimSpace(*in.QueryStatement) == "":
		return out, failure(invalidParameter, "QueryStatement is required.")
	case utf8.RuneCountInString(*in.QueryStatement) > maxStatement:
		return out, failure(invalidParameter, "QueryStatement must have length less than or equal to %d.", maxStatement)
	case in.EventDataStoreOwnerAccountId != nil && *in.EventDataStoreOwnerAccountId != s.config.AccountID:
		return out, failure(storeNotFound, "Account %s owns no event data store here.", *in.EventDataStoreOwnerAccountId)
	}
	prepared, err := s.prepare(s.ctx, *in.QueryStatement)
	if err != nil {
		return out, err
	}
	q, err := s.start(*in.QueryStatement, prepared)
	if err != nil {
		return out, err
	}
	return startQueryOutput{q.id, s.config.AccountID}, nil
}

type queryInput struct {
	EventDataStore *string // deprecated, but checked where it is given
	QueryId        string
	QueryAlias     *string
}

type cancelQueryOutput struct{ QueryId, QueryStatus, EventDataStoreOwnerAccountId string }

func (s *Server) cancelQuery(in queryInput) (cancelQueryOutput, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.queryOf(in)
	if err != nil {
		return cancelQueryOutput{}, err
	}
	if now := s.config.Now(); !q.isActive(now) {
		return cancelQueryOutput{}, failure(inactiveQuery, "The query %s has already ended: %s.", q.id, q.status(now))
	}
	q.state = cancelled
	q.cancel()
	return cancelQueryOutput{q.id, cancelled, s.config.AccountID}, nil
}

type describeQueryOutput struct {
	QueryId, QueryString, QueryStatus string
	QueryStatistics                   describedStatistics
	ErrorMessage                      string `json:",omitempty"`
	EventDataStoreOwnerAccountId      string
}

type describedStatistics struct {
	EventsMatched, EventsScanned, BytesScanned int64
	ExecutionTimeInMillis                      int64
	CreationTime                               epoch
}

func (s *Server) describeQuery(in queryInput) (describeQueryOutput, error) {
	if in.QueryAlias != nil {
		return describeQueryOutput{}, failure(unsupportedOperation, "An embedded Lake has no query aliases.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.queryOf(in)
	if err != nil {
		return describeQueryOutput{}, err
	}
	now := s.config.Now()
	out := describeQueryOutput{
		QueryId: q.id, QueryString: q.statement, QueryStatus: q.status(now), EventDataStoreOwnerAccountId: s.config.AccountID,
		QueryStatistics: describedStatistics{CreationTime: epoch(q.created), ExecutionTimeInMillis: now.Sub(q.created).Milliseconds()},
	}
	if !q.isActive(now) {
		out.ErrorMessage = q.message
		out.QueryStatistics.ExecutionTimeInMillis = max(q.took, q.held.Sub(q.created)).Milliseconds()
	}
	if out.QueryStatus == finished {
		out.QueryStatistics.EventsMatched = int64(len(q.result.rows))
		out.QueryStatistics.EventsScanned, out.QueryStatistics.BytesScanned = s.details.events, s.details.bytes
	}
	return out, nil
}

type getQueryResultsInput struct {
	queryInput
	MaxQueryResults *int
	NextToken       *string
}

type getQueryResultsOutput struct {
	QueryStatus     string
	QueryStatistics resultStatistics
	QueryResultRows [][]map[string]string
	NextToken       string `json:",omitempty"`
	ErrorMessage    string `json:",omitempty"`
}

type resultStatistics struct {
	ResultsCount, TotalResultsCount int
	BytesScanned                    int64
}

func (s *Server) getQueryResults(in getQueryResultsInput) (getQueryResultsOutput, error) {
	var out getQueryResultsOutput
	size, err := pageSize(in.MaxQueryResults)
	if err != nil {
		return out, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.queryOf(in.queryInput)
	if err != nil {
		return out, err
	}
	out = getQueryResultsOutput{QueryStatus: q.status(s.config.Now()), QueryResultRows: [][]map[string]string{}}
	if out.QueryStatus != finished {
		if in.NextToken != nil {
			return out, failure(invalidNextToken, "The query %s has no further results.", q.id)
		}
		if out.QueryStatus == failed || out.QueryStatus == timedOut {
			out.ErrorMessage = q.message
		}
		return out, nil
	}
	from, err := offset(in.NextToken, q.id, len(q.result.rows))
	if err != nil {
		return out, err
	}
	to := min(from+size, len(q.result.rows))
	out.QueryResultRows = append(out.QueryResultRows, q.result.rows[from:to]...)
	out.QueryStatistics = resultStatistics{to - from, len(q.result.rows), s.details.bytes}
	if to < len(q.result.rows) {
		out.NextToken = nextToken(q.id, to)
	}
	return out, nil
}

// queryOf finds the query that a call is about.
func (s *Server) queryOf(in queryInput) (*query, error) {
	if in.EventDataStore != nil {
		if err := s.checkStore(*in.EventDataStore); err != nil {
			return nil, err
		}
	}
	if !uuidForm.MatchString(in.QueryId) {
		return nil, failure(invalidParameter, "QueryId must be a query's id, of the form [a-f0-9-]{36}.")
	}
	return s.find(in.QueryId)
}

type listQueriesInput struct {
	EventDataStore     string
	StartTime, EndTime *float64
	QueryStatus        *string
	MaxResults         *int
	NextToken          *string
}

type listQueriesOutput struct {
	Queries   []listedQuery
	NextToken string `json:",omitempty"`
}

type listedQuery struct {
	QueryId, QueryStatus string
	CreationTime         epoch
}

// listQueries lists the newest first.
func (s *Server) listQueries(in listQueriesInput) (listQueriesOutput, error) {
	out := listQueriesOutput{Queries: []listedQuery{}}
	if err := s.checkStore(in.EventDataStore); err != nil {
		return out, err
	}
	if in.QueryStatus != nil && !slices.Contains([]string{queued, running, finished, failed, cancelled, timedOut}, *in.QueryStatus) {
		return out, failure(invalidQueryStatus, "%q is not a query's status.", *in.QueryStatus)
	}
	if in.StartTime != nil && in.EndTime != nil && *in.StartTime > *in.EndTime {
		return out, failure(invalidDateRange, "StartTime must not be after EndTime.")
	}
	size, err := pageSize(in.MaxResults)
	if err != nil {
		return out, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Now()
	var all []listedQuery
	for _, q := range slices.Backward(s.order) {
		created := epoch(q.created).seconds()
		switch {
		case now.Sub(q.created) > resultsKept,
			in.QueryStatus != nil && *in.QueryStatus != q.status(now),
			in.StartTime != nil && created < *in.StartTime,
			in.EndTime != nil && created > *in.EndTime:
		default:
			all = append(all, listedQuery{q.id, q.status(now), epoch(q.created)})
		}
	}
	from, err := offset(in.NextToken, s.config.EventDataStore, len(all))
	if err != nil {
		return out, err
	}
	to := min(from+size, len(all))
	out.Queries = append(out.Queries, all[from:to]...)
	if to < len(all) {
		out.NextToken = nextToken(s.config.EventDataStore, to)
	}
	return out, nil
}

// pageSize is how many rows to return, by what was asked for.
func pageSize(asked *int) (int, error) {
	switch {
	case asked == nil:
		return maxPage, nil
	case *asked < 1 || *asked > maxPage:
		return 0, failure(invalidMaxResults, "The maximum number of results must be between 1 and %d.", maxPage)
	}
	return *asked, nil
}

// nextToken says where the next page of a list begins.
func nextToken(list string, from int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s:%d", list, from))
}

// offset reads a token of the same list.
func offset(token *string, list string, length int) (int, error) {
	if token == nil {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(*token)
	if err == nil {
		at, found := strings.CutPrefix(string(text), list+":")
		from, err := strconv.Atoi(at)
		if found && err == nil && from > 0 && from < length {
			return from, nil
		}
	}
	return 0, failure(invalidNextToken, "The token is not one of this list, or the list has changed.")
}

// epoch is a moment in seconds since 1970.
type epoch time.Time

func (e epoch) seconds() float64 { return float64(time.Time(e).UnixMilli()) / 1000 }

func (e epoch) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, e.seconds(), 'f', 3, 64), nil
}
