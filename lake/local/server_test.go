package local_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"pudding/lake/local"
)

const storeID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"

// clock is the server's clock, moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// lakeOf serves the log files below dir, as of a clock that stands still, and
// returns the AWS SDK's client of it.
func lakeOf(t testing.TB, dir, delay string) (*cloudtrail.Client, *clock, string) {
	t.Helper()
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	report, err := store.Load(t.Context(), []string{dir}, nil)
	if err != nil || len(report.Bad) > 0 {
		t.Fatalf("loading: %v, %+v", err, report.Bad)
	}
	held, err := local.ParseDelay(delay)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	server, err := local.NewServer(store, local.Config{EventDataStore: storeID, Delay: held, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return cloudtrail.New(cloudtrail.Options{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(listener.URL),
		Credentials:  credentials.NewStaticCredentialsProvider("key", "secret", ""),
		Retryer:      aws.NopRetryer{},
	}), c, listener.URL
}

// writeLog writes a log file with n events, of which the first has the id
// event-0.
func writeLog(t testing.TB, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var records []string
	for i := range n {
		records = append(records, fmt.Sprintf(`{"eventVersion":"1.08","eventID":"event-%d","eventName":"GetObject","eventSource":"s3.amazonaws.com",
			"eventTime":%q,"sourceIPAddress":"192.0.2.1","userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::123456789012:user/alice"},
			"requestParameters":{"bucketName":"kitchen","key":"k-%d","nested":{"a":[1,"x"]},"n":7},"responseElements":null,"readOnly":true}`,
			i, time.Date(2023, 2, 28, 0, 0, i, 0, time.UTC).Format(time.RFC3339), i))
	}
	path := filepath.Join(dir, "123456789012_CloudTrail_us-east-1_20230228T0005Z_abc.json")
	if err := os.WriteFile(path, []byte(`{"Records":[`+strings.Join(records, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t testing.TB, client *cloudtrail.Client, statement string) string {
	t.Helper()
	out, err := client.StartQuery(t.Context(), &cloudtrail.StartQueryInput{QueryStatement: &statement})
	if err != nil {
		t.Fatal(err)
	}
	return *out.QueryId
}

// await polls until the query has ended, a second of the server's clock apart.
func await(t testing.TB, client *cloudtrail.Client, c *clock, id string) *cloudtrail.GetQueryResultsOutput {
	t.Helper()
	for {
		out, err := client.GetQueryResults(t.Context(), &cloudtrail.GetQueryResultsInput{QueryId: &id})
		if err != nil {
			t.Fatal(err)
		}
		if out.QueryStatus != types.QueryStatusQueued && out.QueryStatus != types.QueryStatusRunning {
			return out
		}
		c.advance(time.Second)
	}
}

// results runs a statement and returns all its rows.
func results(t testing.TB, client *cloudtrail.Client, c *clock, statement string) [][]map[string]string {
	t.Helper()
	c.advance(time.Second)
	id := start(t, client, statement)
	page := await(t, client, c, id)
	if page.QueryStatus != types.QueryStatusFinished {
		t.Fatalf("%s: %s", page.QueryStatus, aws.ToString(page.ErrorMessage))
	}
	rows := page.QueryResultRows
	for page.NextToken != nil {
		c.advance(time.Second)
		var err error
		page, err = client.GetQueryResults(t.Context(), &cloudtrail.GetQueryResultsInput{QueryId: &id, NextToken: page.NextToken})
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, page.QueryResultRows...)
	}
	return rows
}

func TestTheArticlesQueriesRunAsPrinted(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 3), "")
	rows := results(t, client, c, "SELECT eventID, eventName, eventSource, eventTime , sourceIPAddress FROM "+storeID+
		" WHERE userIdentity.username = 'alice' /* userIdentity.accessKeyId = 'AKIA' */ AND eventTime > '2023-02-28 00:00:00' AND eventTime < '2023-03-01 00:00:00'")
	want := []map[string]string{
		{"eventID": "event-1"}, {"eventName": "GetObject"}, {"eventSource": "s3.amazonaws.com"},
		{"eventTime": "2023-02-28 00:00:01.000"}, {"sourceIPAddress": "192.0.2.1"},
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2: the first event is at the very beginning, which > leaves out", len(rows))
	}
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Errorf("what a user did (-want +got):\n%s", diff)
	}

	rows = results(t, client, c, "SELECT eventID, eventName, eventSource, eventTime , sourceIPAddress , requestParameters, userIdentity FROM "+storeID+
		" WHERE element_at(requestParameters, 'bucketName') = 'kitchen' AND eventTime > '2023-02-28 00:00:00' AND eventTime < '2023-03-01 00:00:00'")
	if len(rows) != 2 {
		t.Fatalf("%d rows, want 2", len(rows))
	}
	want = append(want, map[string]string{"requestParameters": `{bucketName=kitchen, key=k-1, nested={"a":[1,"x"]}, n=7}`},
		map[string]string{"userIdentity": "{type=IAMUser, principalid=null, arn=arn:aws:iam::123456789012:user/alice, accountid=null, accesskeyid=null, " +
			"username=alice, sessioncontext=null, onbehalfof=null, inscopeof=null, invokedby=null, identityprovider=null, credentialid=null}"})
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Errorf("who used a bucket (-want +got):\n%s", diff)
	}
}

func TestAQueryIsSeenToGoThroughItsStatesInOrder(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "2s")
	id := start(t, client, "SELECT eventID FROM "+storeID)
	for _, at := range []struct {
		after time.Duration
		want  []types.QueryStatus
	}{
		{0, []types.QueryStatus{types.QueryStatusQueued, types.QueryStatusRunning}},
		{1999 * time.Millisecond, []types.QueryStatus{types.QueryStatusQueued, types.QueryStatusRunning}},
		{time.Millisecond, []types.QueryStatus{types.QueryStatusQueued, types.QueryStatusRunning, types.QueryStatusFinished}},
	} {
		c.advance(at.after)
		out, err := client.DescribeQuery(t.Context(), &cloudtrail.DescribeQueryInput{QueryId: &id})
		if err != nil {
			t.Fatal(err)
		}
		if !contains(at.want, out.QueryStatus) {
			t.Errorf("after %s more: %s", at.after, out.QueryStatus)
		}
	}
	if out := await(t, client, c, id); out.QueryStatus != types.QueryStatusFinished || len(out.QueryResultRows) != 1 {
		t.Errorf("ended as %s with %d rows", out.QueryStatus, len(out.QueryResultRows))
	}
	out, err := client.DescribeQuery(t.Context(), &cloudtrail.DescribeQueryInput{QueryId: &id})
	if err != nil {
		t.Fatal(err)
	}
	if s := out.QueryStatistics; *s.ExecutionTimeInMillis < 2000 || *s.EventsScanned != 1 || *s.BytesScanned == 0 || !s.CreationTime.Equal(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("statistics: %+v", s)
	}
}

func contains[T comparable](all []T, one T) bool {
	for _, v := range all {
		if v == one {
			return true
		}
	}
	return false
}

func TestResultsComeInPages(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 2345), "")
	rows := results(t, client, c, "SELECT eventID FROM "+storeID+" ORDER BY eventTime")
	if len(rows) != 2345 || rows[2344][0]["eventID"] != "event-2344" {
		t.Errorf("%d rows, the last %v", len(rows), rows[len(rows)-1])
	}
	id := start(t, client, "SELECT eventID FROM "+storeID+" ORDER BY eventTime")
	page := await(t, client, c, id)
	if len(page.QueryResultRows) != 1000 || *page.QueryStatistics.ResultsCount != 1000 || *page.QueryStatistics.TotalResultsCount != 2345 {
		t.Errorf("first page: %d rows, %+v", len(page.QueryResultRows), page.QueryStatistics)
	}
	c.advance(time.Second)
	page, err := client.GetQueryResults(t.Context(), &cloudtrail.GetQueryResultsInput{QueryId: &id, MaxQueryResults: aws.Int32(3)})
	if err != nil || len(page.QueryResultRows) != 3 {
		t.Errorf("three were asked for: %d rows, %v", len(page.QueryResultRows), err)
	}
}

// code is the name of an error of the API.
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return fmt.Sprint(err)
}

func TestWhatTheServiceRefuses(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "")
	done := start(t, client, "SELECT eventID FROM "+storeID)
	await(t, client, c, done)
	all := "SELECT eventID FROM " + storeID
	startQuery := func(statement string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := client.StartQuery(ctx, &cloudtrail.StartQueryInput{QueryStatement: &statement})
			return err
		}
	}
	getResults := func(in cloudtrail.GetQueryResultsInput) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := client.GetQueryResults(ctx, &in)
			return err
		}
	}
	for name, test := range map[string]struct {
		call func(context.Context) error
		code string
	}{
		"a statement of more than 10,000 characters": {startQuery(all + strings.Repeat(" ", 10_001-len(all))), "InvalidParameterException"},
		"a statement that is no SQL":                 {startQuery("who ate my pudding"), "InvalidQueryStatementException"},
		"a statement of a column there isn't":        {startQuery("SELECT pudding FROM " + storeID), "InvalidQueryStatementException"},
		"a statement that writes":                    {startQuery("DELETE FROM " + storeID), "InvalidQueryStatementException"},
		"two statements":                             {startQuery(all + "; " + all), "InvalidQueryStatementException"},
		"another event data store":                   {startQuery("SELECT eventID FROM 11111111-2222-3333-4444-555555555555"), "EventDataStoreNotFoundException"},
		"a query's id that never was": {getResults(cloudtrail.GetQueryResultsInput{QueryId: aws.String("11111111-2222-3333-4444-555555555555")}),
			"QueryIdNotFoundException"},
		"a query's id that is none":   {getResults(cloudtrail.GetQueryResultsInput{QueryId: aws.String("what")}), "InvalidParameterException"},
		"no results":                  {getResults(cloudtrail.GetQueryResultsInput{QueryId: &done, MaxQueryResults: aws.Int32(0)}), "InvalidMaxResultsException"},
		"too many results at a time":  {getResults(cloudtrail.GetQueryResultsInput{QueryId: &done, MaxQueryResults: aws.Int32(1001)}), "InvalidMaxResultsException"},
		"a token that was not issued": {getResults(cloudtrail.GetQueryResultsInput{QueryId: &done, NextToken: aws.String("abcd")}), "InvalidNextTokenException"},
		"cancelling what has ended": {func(ctx context.Context) error {
			_, err := client.CancelQuery(ctx, &cloudtrail.CancelQueryInput{QueryId: &done})
			return err
		}, "InactiveQueryException"},
		"an ARN that is none": {func(ctx context.Context) error {
			_, err := client.GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: aws.String("arn:aws:s3:::kitchen")})
			return err
		}, "EventDataStoreARNInvalidException"},
		"an event data store that isn't there": {func(ctx context.Context) error {
			_, err := client.GetEventDataStore(ctx, &cloudtrail.GetEventDataStoreInput{EventDataStore: aws.String("11111111-2222-3333-4444-555555555555")})
			return err
		}, "EventDataStoreNotFoundException"},
		"listing with a status there isn't": {func(ctx context.Context) error {
			_, err := client.ListQueries(ctx, &cloudtrail.ListQueriesInput{EventDataStore: aws.String(storeID), QueryStatus: "DONE"})
			return err
		}, "InvalidQueryStatusException"},
		"listing from later to earlier": {func(ctx context.Context) error {
			_, err := client.ListQueries(ctx, &cloudtrail.ListQueriesInput{EventDataStore: aws.String(storeID), StartTime: aws.Time(c.Now()), EndTime: aws.Time(c.Now().Add(-time.Hour))})
			return err
		}, "InvalidDateRangeException"},
		"an action that isn't Lake's": {func(ctx context.Context) error {
			_, err := client.ListTrails(ctx, &cloudtrail.ListTrailsInput{})
			return err
		}, "UnknownOperationException"},
	} {
		t.Run(name, func(t *testing.T) {
			c.advance(time.Second)
			if got := code(test.call(t.Context())); got != test.code {
				t.Errorf("got %s, want %s", got, test.code)
			}
		})
	}
}

func TestTenQueriesRunAtOnceAndNoMore(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "1m")
	var ids []string
	for range 10 {
		ids = append(ids, start(t, client, "SELECT eventID FROM "+storeID))
		c.advance(100 * time.Millisecond)
	}
	statement := "SELECT eventID FROM " + storeID
	_, err := client.StartQuery(t.Context(), &cloudtrail.StartQueryInput{QueryStatement: &statement})
	var tooMany *types.MaxConcurrentQueriesException
	if !errors.As(err, &tooMany) {
		t.Fatalf("the eleventh: %v", err)
	}
	out, err := client.CancelQuery(t.Context(), &cloudtrail.CancelQueryInput{QueryId: &ids[3]})
	if err != nil || out.QueryStatus != types.QueryStatusCancelled {
		t.Fatalf("cancelling one: %+v, %v", out, err)
	}
	start(t, client, statement)
	if page := await(t, client, c, ids[3]); page.QueryStatus != types.QueryStatusCancelled || len(page.QueryResultRows) != 0 {
		t.Errorf("the cancelled one: %s, %d rows", page.QueryStatus, len(page.QueryResultRows))
	}
}

func TestTenCallsASecondAndNoMore(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "")
	in := &cloudtrail.ListEventDataStoresInput{}
	for i := range 10 {
		if _, err := client.ListEventDataStores(t.Context(), in); err != nil {
			t.Fatalf("call %d: %v", i+1, err)
		}
	}
	if _, err := client.ListEventDataStores(t.Context(), in); code(err) != "ThrottlingException" {
		t.Errorf("the eleventh: %v", err)
	}
	c.advance(100 * time.Millisecond)
	if _, err := client.ListEventDataStores(t.Context(), in); err != nil {
		t.Errorf("a tenth of a second later: %v", err)
	}
}

func TestAQueryOfMoreThanAnHourTimesOutAndResultsAreKeptAWeek(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "1h")
	id := start(t, client, "SELECT eventID FROM "+storeID)
	c.advance(time.Hour)
	if page := await(t, client, c, id); page.QueryStatus != types.QueryStatusTimedOut || len(page.QueryResultRows) > 0 {
		t.Errorf("after an hour: %s", page.QueryStatus)
	}
	client, c, _ = lakeOf(t, writeLog(t, 1), "")
	quick := start(t, client, "SELECT eventID FROM "+storeID)
	await(t, client, c, quick)
	c.advance(7*24*time.Hour - time.Minute)
	if page := await(t, client, c, quick); page.QueryStatus != types.QueryStatusFinished {
		t.Errorf("after a week: %s", page.QueryStatus)
	}
	c.advance(time.Hour)
	if _, err := client.GetQueryResults(t.Context(), &cloudtrail.GetQueryResultsInput{QueryId: &quick}); code(err) != "QueryIdNotFoundException" {
		t.Errorf("after more than a week: %v", err)
	}
}

func TestQueriesAreListedNewestFirst(t *testing.T) {
	client, c, _ := lakeOf(t, writeLog(t, 1), "")
	var ids []string
	for range 3 {
		c.advance(time.Second)
		ids = append(ids, start(t, client, "SELECT eventID FROM "+storeID))
	}
	in := &cloudtrail.ListQueriesInput{EventDataStore: aws.String("arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/" + storeID), MaxResults: aws.Int32(2)}
	var listed []string
	for {
		out, err := client.ListQueries(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range out.Queries {
			listed = append(listed, *q.QueryId)
		}
		if out.NextToken == nil {
			break
		}
		in.NextToken = out.NextToken
	}
	if diff := cmp.Diff([]string{ids[2], ids[1], ids[0]}, listed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheEventDataStoreDescribesItself(t *testing.T) {
	client, _, _ := lakeOf(t, writeLog(t, 1), "")
	list, err := client.ListEventDataStores(t.Context(), &cloudtrail.ListEventDataStoresInput{})
	if err != nil || len(list.EventDataStores) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	out, err := client.GetEventDataStore(t.Context(), &cloudtrail.GetEventDataStoreInput{EventDataStore: list.EventDataStores[0].EventDataStoreArn})
	if err != nil || out.Status != types.EventDataStoreStatusEnabled || len(out.AdvancedEventSelectors) != 2 { // its events are objects'
		t.Errorf("%+v, %v", out, err)
	}
}

func TestTheCommandLinesFormOfATargetIsTakenToo(t *testing.T) {
	_, _, url := lakeOf(t, writeLog(t, 1), "")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/", strings.NewReader(`{"QueryStatement":"SELECT count(*) FROM `+storeID+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StartQuery")
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), `"QueryId":"`) {
		t.Errorf("%s: %s, %v", response.Status, body, err)
	}
}
