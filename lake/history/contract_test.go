package history_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
	"pudding/lake/cloudtrail"
	"pudding/lake/history"
	"pudding/lake/laketest"
	"pudding/lake/local"
	"pudding/lake/polling"
)

// free is a budget that lets every call through.
type free struct{}

func (free) Take(ctx context.Context) error { return ctx.Err() }

// world is the embedded server with some log files, asked both ways.
type world struct {
	url   string
	lake  lake.Source
	store string
}

// open serves the log files, as of a day, by a clock that runs so fast that
// nothing is throttled.
func open(t *testing.T, logs string, now time.Time) world {
	t.Helper()
	events, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = events.Close() })
	if report, err := events.Load(t.Context(), []string{logs}, nil); err != nil || len(report.Bad) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	var calls atomic.Int64
	server, err := local.NewServer(events, local.Config{Now: func() time.Time {
		return now.Add(time.Duration(calls.Add(1)) * time.Second)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	w := world{url: listener.URL, store: server.EventDataStore()}
	source := cloudtrail.New(w.client("us-east-1"), w.store)
	source.Schedule, source.Starts, source.Reads = polling.Embedded, free{}, free{}
	w.lake = source
	return w
}

func (w world) client(region string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: region, BaseEndpoint: aws.String(w.url),
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

// history is the Event history of some regions.
func (w world) history(now time.Time, regions ...string) *history.Source {
	var all []history.Region
	for _, name := range regions {
		all = append(all, history.Region{Name: name, Client: w.client(name), Budget: free{}})
	}
	return history.New(all, func() time.Time { return now })
}

func TestEventHistoryIsASource(t *testing.T) {
	laketest.Run(t, func(t *testing.T, records []byte) lake.Source {
		path := filepath.Join(t.TempDir(), "log.json")
		if err := os.WriteFile(path, records, 0o600); err != nil {
			t.Fatal(err)
		}
		now := time.Date(2023, 7, 11, 0, 0, 0, 0, time.UTC)
		return open(t, path, now).history(now, "eu-west-1", "us-east-1")
	})
}
