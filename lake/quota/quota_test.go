package quota_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"pudding/cases/dynamotest"
	"pudding/lake"
	"pudding/lake/quota"
)

const table = "pudding-cases"

func dynamo(endpoint string) *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

// budgets are as many budgets of one account as there are processes.
func budgets(t *testing.T, perSecond float64) map[string][]lake.Budget {
	endpoint := os.Getenv("PUDDING_DYNAMODB")
	if endpoint == "" {
		server := httptest.NewServer(dynamotest.New(table))
		t.Cleanup(server.Close)
		endpoint = server.URL
	}
	local := quota.NewLocal(perSecond)
	all := map[string][]lake.Budget{"in one process": {local, local, local}}
	for range 3 {
		all["over a table"] = append(all["over a table"], quota.NewShared(dynamo(endpoint), table, t.Name(), perSecond))
	}
	return all
}

func TestCallsLeaveEvenlySpacedWhoeverMakesThem(t *testing.T) {
	const perSecond, each = 50, 8
	for name, budgets := range budgets(t, perSecond) {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var wg sync.WaitGroup
			var left []time.Time
			for _, b := range budgets {
				for range each {
					wg.Go(func() {
						if err := b.Take(t.Context()); err != nil {
							t.Error(err)
						}
						mu.Lock()
						defer mu.Unlock()
						left = append(left, time.Now())
					})
				}
			}
			wg.Wait()
			slices.SortFunc(left, time.Time.Compare)
			if took, least := left[len(left)-1].Sub(left[0]), time.Duration(len(left)-1)*time.Second/perSecond; took < least {
				t.Errorf("%d calls left within %s, which should take %s", len(left), took, least)
			}
		})
	}
}

func TestWhoGetsNoTurnInTimeLearnsItAtOnceAndTakesNone(t *testing.T) {
	for name, budgets := range budgets(t, 0.1) {
		t.Run(name, func(t *testing.T) {
			if err := budgets[0].Take(t.Context()); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			started := time.Now()
			for range 3 {
				if err := budgets[1].Take(ctx); lake.CodeOf(err) != lake.Throttled {
					t.Errorf("got %v", err)
				}
			}
			if waited := time.Since(started); waited > 4*time.Second {
				t.Errorf("it took %s to learn that", waited)
			}
			cancel()
			if err := budgets[1].Take(ctx); lake.CodeOf(err) != lake.TooSlow {
				t.Errorf("after the turn: %v", err)
			}
		})
	}
}

func TestATableOutOfReachAllowsNoCalls(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"failing": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"rubbish": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"hanging": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then is a client that hangs up noticed
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(handler)
			defer server.Close()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			if err := quota.NewShared(dynamo(server.URL), table, "reads", 10).Take(ctx); err == nil {
				t.Error("a call was allowed")
			}
		})
	}
}
