package quota_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"pudding/cases/dynamotest"
	"pudding/lake/quota"
)

const asker = "0123456789abcdef0123456789abcdef"

// inMemory is a transport that leads to a handler, without a network.
type inMemory struct{ http.Handler }

func (m inMemory) Do(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r)
	return w.Result(), nil
}

// rate is how often an asker may ask.
type rate interface {
	Allow(ctx context.Context, asker string) (bool, error)
}

// askers are as many limits of the same askers as there are processes.
func askers(t *testing.T, perMinute int) map[string][]rate {
	local := quota.NewLocalAskers(perMinute)
	all := map[string][]rate{"in one process": {local, local, local}}
	server := dynamotest.New(table)
	for range 3 {
		client := dynamodb.New(dynamodb.Options{
			Region: "eu-west-1", HTTPClient: inMemory{server}, Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		})
		all["over a table"] = append(all["over a table"], quota.NewSharedAskers(client, table, perMinute))
	}
	return all
}

func allowed(t *testing.T, rates []rate, asker string, times int) (n int) {
	t.Helper()
	for i := range times {
		ok, err := rates[i%len(rates)].Allow(t.Context(), asker)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			n++
		}
	}
	return n
}

func TestOneAskerMayAskSoOftenAMinuteWhoeverIsAsked(t *testing.T) {
	for _, perMinute := range []int{1, 20} {
		for _, where := range []string{"in one process", "over a table"} {
			t.Run(where, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					rates := askers(t, perMinute)[where]
					if n := allowed(t, rates, asker, 100); n != perMinute {
						t.Errorf("%d of 100 were allowed in one breath", n)
					}
					if n := allowed(t, rates, "somebody else", 1); n != 1 {
						t.Error("somebody else was held up")
					}
					time.Sleep(time.Minute / time.Duration(perMinute))
					if n := allowed(t, rates, asker, 100); n != 1 {
						t.Errorf("%d were allowed a moment later", n)
					}
					time.Sleep(10 * time.Minute)
					if n := allowed(t, rates, asker, 100); n != perMinute {
						t.Errorf("%d were allowed when long had passed", n)
					}
				})
			})
		}
	}
}

func TestOneAskerMayAskSoOftenByAnyDynamoDB(t *testing.T) {
	endpoint := os.Getenv("PUDDING_DYNAMODB")
	if endpoint == "" {
		server := httptest.NewServer(dynamotest.New(table))
		t.Cleanup(server.Close)
		endpoint = server.URL
	}
	var rates []rate
	for range 3 {
		rates = append(rates, quota.NewSharedAskers(dynamo(endpoint), table, 5))
	}
	if n := allowed(t, rates, asker, 20); n != 5 {
		t.Errorf("%d were allowed", n)
	}
}

func TestATableOutOfReachCanNotTellHowOftenSomebodyAsked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }))
	defer server.Close()
	client := dynamodb.New(dynamodb.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1, Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
	if ok, err := quota.NewSharedAskers(client, table, 5).Allow(context.Background(), asker); ok || err == nil {
		t.Errorf("%v, %v", ok, err)
	}
}
