package calls_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"

	"pudding/internal/calls"
)

// trail is CloudTrail's client, whose first answer is that there are too many calls.
func trail(t *testing.T) *cloudtrail.Client {
	t.Helper()
	var mu sync.Mutex
	first := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
		mu.Lock()
		defer mu.Unlock()
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if first {
			first = false
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"__type":"ThrottlingException","message":"Rate exceeded"}`))
			return
		}
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(server.Close)
	return cloudtrail.New(cloudtrail.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), Credentials: credentials.NewStaticCredentialsProvider("k", "s", ""),
		APIOptions: []func(*middleware.Stack) error{calls.Count},
	})
}

func TestEveryAttemptIsCountedByItsOperation(t *testing.T) {
	client := trail(t)
	ctx, counter := calls.Counted(t.Context())
	if _, err := client.LookupEvents(ctx, nil); err != nil { // it is throttled once, and tried again
		t.Fatal(err)
	}
	if _, err := client.ListQueries(ctx, &cloudtrail.ListQueriesInput{EventDataStore: aws.String("x")}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.LookupEvents(t.Context(), nil); err != nil { // another's
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"CloudTrail.LookupEvents": 2, "CloudTrail.ListQueries": 1}, counter.All()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
