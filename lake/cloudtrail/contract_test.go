package cloudtrail_test

import (
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
	"pudding/lake/laketest"
	"pudding/lake/local"
	"pudding/lake/polling"
	"pudding/lake/quota"
)

func TestCloudTrailLakeIsASource(t *testing.T) {
	laketest.Run(t, func(t *testing.T, records []byte) lake.Source {
		path := filepath.Join(t.TempDir(), "log.json")
		if err := os.WriteFile(path, records, 0o600); err != nil {
			t.Fatal(err)
		}
		events, err := local.Open(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = events.Close() })
		if report, err := events.Load(t.Context(), []string{path}, nil); err != nil || len(report.Bad) > 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		// A clock that runs fast, so that the suite is not throttled.
		start, calls := time.Now(), atomic.Int64{}
		server, err := local.NewServer(events, local.Config{Now: func() time.Time {
			return start.Add(time.Duration(calls.Add(1)) * time.Second)
		}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = server.Close() })
		listener := httptest.NewServer(server)
		t.Cleanup(listener.Close)
		source := cloudtrail.New(sdk.New(sdk.Options{
			Region: "eu-west-1", BaseEndpoint: aws.String(listener.URL),
			Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		}), server.EventDataStore())
		source.Schedule, source.Starts = polling.Embedded, quota.NewLocal(1000)
		return source
	})
}
