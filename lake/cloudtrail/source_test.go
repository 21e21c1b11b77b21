package cloudtrail_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
	"pudding/lake/cloudtrail"
	"pudding/lake/polling"
)

const (
	store   = "ad85f16b-ed48-4c2b-9b1a-0123456789ab"
	queryID = "11111111-2222-3333-4444-555555555555"
)

var question = lake.Question{
	Template: lake.BucketUsers,
	Period: lake.Period{
		From: time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC),
		To:   time.Date(2023, 7, 11, 0, 0, 0, 0, time.UTC),
	},
	Arguments: lake.Arguments{Bucket: lake.Name{Said: "fridge"}},
}

// script is CloudTrail's endpoint with its answers written down, for those
// that the embedded Lake has no way to give: an operation's next answer is the
// next in its list, and the last one stays.
type script struct {
	answers map[string][]any // operation → apiError, or anything that is JSON

	mu    sync.Mutex
	calls map[string]int
}

// apiError is an error as the service answers it.
type apiError struct {
	status int
	code   string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then is a client that hangs up noticed
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	s.mu.Lock()
	answers := s.answers[operation]
	if answers == nil {
		answers = []any{apiError{400, "AccessDeniedException"}}
	}
	n := min(s.calls[operation], len(answers)-1)
	s.calls[operation]++
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if e, ok := answers[n].(apiError); ok {
		w.WriteHeader(e.status)
		fmt.Fprintf(w, `{"__type":%q,"message":"for a reason"}`, e.code)
		return
	}
	if hang, ok := answers[n].(time.Duration); ok {
		select {
		case <-time.After(hang):
		case <-r.Context().Done():
		}
		return
	}
	_ = json.NewEncoder(w).Encode(answers[n])
}

func (s *script) called(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[operation]
}

func (s *script) source(t *testing.T) *cloudtrail.Source {
	t.Helper()
	s.calls = map[string]int{}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	source := cloudtrail.New(sdk.New(sdk.Options{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(server.URL),
		Credentials:  credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	}), store)
	source.Schedule = polling.Embedded
	return source
}

type object = map[string]any

var started = object{"QueryId": queryID}

func row(values ...string) []map[string]string {
	var cells []map[string]string
	for i := 0; i < len(values); i += 2 {
		cells = append(cells, map[string]string{values[i]: values[i+1]})
	}
	return cells
}

func finished(token string, rows ...[]map[string]string) object {
	page := object{"QueryStatus": "FINISHED", "QueryResultRows": rows, "QueryStatistics": object{"BytesScanned": 4096}}
	if token != "" {
		page["NextToken"] = token
	}
	return page
}

func TestAskPollsUntilFinishedAndReadsEveryPage(t *testing.T) {
	s := &script{answers: map[string][]any{
		"StartQuery": {started},
		"GetQueryResults": {
			object{"QueryStatus": "QUEUED"},
			object{"QueryStatus": "RUNNING"},
			finished("page2", row("identity_type", "IAMUser", "user_name", "jonas", "issuer_user_name", "null", "event_name", "DeleteObject",
				"error_code", "", "subject", "fridge", "events", "3", "first_time", "2023-07-10 14:12:08.000", "last_time", "2023-07-10 14:15:02.000", "addresses", "203.0.113.24|AWS Internal")),
			finished("", row("identity_type", "Root", "events", "1", "first_time", "2023-07-10 16:20:00.000", "last_time", "2023-07-10 16:20:00.000")),
		},
	}}
	result, err := s.source(t).Ask(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 2 || result.BytesScanned != 4096 || result.Truncated || !strings.Contains(result.Statement, store) {
		t.Fatalf("got %+v", result)
	}
	f := result.Findings[0]
	if f.UserName != "jonas" || f.IssuerUserName != "" || f.Count != 3 || f.Subject != "fridge" || len(f.Addresses) != 2 ||
		!f.Last.Equal(time.Date(2023, 7, 10, 14, 15, 2, 0, time.UTC)) {
		t.Errorf("got %+v", f)
	}
	if starts, reads := s.called("StartQuery"), s.called("GetQueryResults"); starts != 1 || reads != 4 {
		t.Errorf("%d starts and %d reads", starts, reads)
	}
}

func TestAskHandsBackATicketWhenTheTurnEndsFirst(t *testing.T) {
	for name, running := range map[string]any{
		"a query that runs on": object{"QueryStatus": "RUNNING"},
		"a service that hangs": time.Minute,
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{answers: map[string][]any{"StartQuery": {started}, "GetQueryResults": {running}}}
			ctx, cancel := context.WithTimeout(t.Context(), 1300*time.Millisecond)
			defer cancel()
			_, err := s.source(t).Ask(ctx, question)
			var pending *lake.PendingError
			if !errors.As(err, &pending) || pending.Ticket.ID != queryID || pending.Ticket.Source != "lake://"+store {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAskSaysWhenNoQueryCouldBeStartedInTime(t *testing.T) {
	s := &script{answers: map[string][]any{"StartQuery": {time.Minute}}}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.source(t).Ask(ctx, question); lake.CodeOf(err) != lake.TooSlow {
		t.Errorf("got %v", err)
	}
}

func TestEveryDocumentedErrorOfStartQueryHasACode(t *testing.T) {
	for code, want := range map[string]lake.Code{
		"EventDataStoreARNInvalidException":     lake.StoreNotFound,
		"EventDataStoreNotFoundException":       lake.StoreNotFound,
		"InactiveEventDataStoreException":       lake.StoreInactive,
		"InsufficientEncryptionPolicyException": lake.KeyUnusable,
		"InvalidParameterException":             lake.QueryRefused,
		"InvalidQueryStatementException":        lake.QueryRefused,
		"MaxConcurrentQueriesException":         lake.TooManyQueries,
		"NoManagementAccountSLRExistsException": lake.NotPermitted,
		"OperationNotPermittedException":        lake.NotPermitted,
		"UnsupportedOperationException":         lake.NotPermitted,
		"AccessDeniedException":                 lake.AccessDenied,
		"com.amazonaws#AccessDeniedException":   lake.AccessDenied,
		"UnrecognizedClientException":           lake.AccessDenied,
		"ExpiredTokenException":                 lake.AccessDenied,
		"SomethingNobodyHeardOfException":       lake.Internal,
	} {
		t.Run(code, func(t *testing.T) {
			s := &script{answers: map[string][]any{"StartQuery": {apiError{400, code}}}}
			ctx, cancel := context.WithTimeout(t.Context(), 1200*time.Millisecond) // too short for a second start
			defer cancel()
			if _, err := s.source(t).Ask(ctx, question); lake.CodeOf(err) != want {
				t.Errorf("got %v, want the code %s", err, want)
			}
			if s.called("StartQuery") != 1 {
				t.Errorf("StartQuery was called %d times", s.called("StartQuery"))
			}
		})
	}
}

func TestEveryDocumentedErrorOfGetQueryResultsHasACode(t *testing.T) {
	for code, want := range map[string]lake.Code{
		"QueryIdNotFoundException":              lake.QueryUnknown,
		"InvalidNextTokenException":             lake.QueryUnknown,
		"InvalidMaxResultsException":            lake.QueryRefused,
		"InsufficientEncryptionPolicyException": lake.KeyUnusable,
		"InactiveEventDataStoreException":       lake.StoreInactive,
	} {
		t.Run(code, func(t *testing.T) {
			s := &script{answers: map[string][]any{"StartQuery": {started}, "GetQueryResults": {apiError{400, code}}}}
			if _, err := s.source(t).Ask(t.Context(), question); lake.CodeOf(err) != want {
				t.Errorf("got %v, want the code %s", err, want)
			}
		})
	}
}

func TestEveryStatusWithoutResultsHasACode(t *testing.T) {
	for status, want := range map[string]lake.Code{
		"FAILED":    lake.QueryFailed,
		"TIMED_OUT": lake.QueryTimedOut,
		"CANCELLED": lake.QueryCancelled,
		"NAPPING":   lake.Internal,
	} {
		t.Run(status, func(t *testing.T) {
			s := &script{answers: map[string][]any{"StartQuery": {started}, "GetQueryResults": {object{"QueryStatus": status, "ErrorMessage": "out of cheese"}}}}
			_, err := s.source(t).Ask(t.Context(), question)
			if lake.CodeOf(err) != want || !strings.Contains(err.Error(), "out of cheese") {
				t.Errorf("got %v, want the code %s", err, want)
			}
		})
	}
}

func TestAThrottledStartIsTriedAgainAndAFailingOneIsNot(t *testing.T) {
	for _, tc := range []struct {
		name  string
		first apiError
		calls int
		want  lake.Code
	}{
		{"throttled", apiError{400, "ThrottlingException"}, 2, ""},
		{"a reply that may have been lost", apiError{500, "InternalFailure"}, 1, lake.Unreachable},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := &script{answers: map[string][]any{"StartQuery": {tc.first, started}, "GetQueryResults": {finished("")}}}
			_, err := s.source(t).Ask(t.Context(), question)
			if lake.CodeOf(err) != tc.want || s.called("StartQuery") != tc.calls {
				t.Errorf("got %v after %d calls", err, s.called("StartQuery"))
			}
		})
	}
}

func TestRetriesStayInsideTheDeadline(t *testing.T) {
	s := &script{answers: map[string][]any{"StartQuery": {apiError{400, "ThrottlingException"}}}}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	started := time.Now()
	if _, err := s.source(t).Ask(ctx, question); err == nil {
		t.Fatal("no error")
	}
	if late := time.Since(started); late > time.Second {
		t.Errorf("it took %s", late)
	}
}

func TestAnUnreachableServiceIsSaidToBeOne(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	source := cloudtrail.New(sdk.New(sdk.Options{
		Region: "eu-west-1", BaseEndpoint: &closed.URL,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	}), store)
	if _, err := source.Ask(t.Context(), question); lake.CodeOf(err) != lake.Unreachable {
		t.Errorf("got %v", err)
	}
}

func TestRowsThatAreNotFindingsAreAnError(t *testing.T) {
	s := &script{answers: map[string][]any{"StartQuery": {started}, "GetQueryResults": {finished("", row("events", "many"))}}}
	if _, err := s.source(t).Ask(t.Context(), question); lake.CodeOf(err) != lake.Internal {
		t.Errorf("got %v", err)
	}
}
