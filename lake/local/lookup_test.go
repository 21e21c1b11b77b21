package local_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake/local"
)

// today is when Event history is read in these tests.
var today = time.Date(2023, 7, 10, 18, 0, 0, 0, time.UTC)

// told is a record of July 10th, 2023, with what is told of it in JSON.
func told(id, clock, region, more string) string {
	return fmt.Sprintf(`{"eventID":%q,"eventTime":"2023-07-10T%sZ","awsRegion":%q,"eventCategory":"Management",%s}`, id, clock, region, more)
}

var history = []string{
	told("made", "09:00:00", "eu-west-1", `"eventName":"CreateBucket","eventSource":"s3.amazonaws.com","readOnly":false,
		"userIdentity":{"type":"IAMUser","userName":"alice","accessKeyId":"AKIAABCDEFGHJKLMWXYZ"},"requestParameters":{"bucketName":"kitchen"}`),
	told("seen", "10:00:00", "eu-west-1", `"eventName":"GetBucketAcl","eventSource":"s3.amazonaws.com","readOnly":true,
		"userIdentity":{"type":"AssumedRole","principalId":"AROA:ci-7"},"resources":[{"type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::kitchen"}]`),
	told("login", "11:00:00", "us-east-1", `"eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com","readOnly":false,"userIdentity":{"type":"Root"}`),
	told("role", "12:00:00", "us-east-1", `"eventName":"DeleteRole","eventSource":"iam.amazonaws.com","readOnly":false,"userIdentity":{"type":"IAMUser","userName":"Alice"}`),
	strings.Replace(told("eaten", "13:00:00", "eu-west-1", `"eventName":"DeleteObject","eventSource":"s3.amazonaws.com","readOnly":false,
		"userIdentity":{"type":"IAMUser","userName":"alice"},"requestParameters":{"bucketName":"kitchen"}`), `"Management"`, `"Data"`, 1),
	strings.Replace(told("old", "09:00:00", "eu-west-1", `"eventName":"CreateBucket","eventSource":"s3.amazonaws.com","userIdentity":{"type":"IAMUser","userName":"alice"}`),
		"2023-07-10", "2023-04-10", 1),
	`{"eventID":"plain","eventTime":"2023-07-10T08:00:00Z","awsRegion":"eu-west-1","eventName":"ListBuckets","readOnly":true}`,
}

// historyOf serves records to the clients of some regions.
func historyOf(t *testing.T, records ...string) (client func(region string) *cloudtrail.Client, c *clock, url string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.json")
	if err := os.WriteFile(path, []byte(`{"Records":[`+strings.Join(records, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if report, err := store.Load(t.Context(), []string{path}, nil); err != nil || len(report.Bad) > 0 {
		t.Fatalf("loading: %v, %+v", err, report.Bad)
	}
	c = &clock{now: today}
	server, err := local.NewServer(store, local.Config{Now: c.Now, Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return func(region string) *cloudtrail.Client {
		return cloudtrail.New(cloudtrail.Options{
			Region: region, BaseEndpoint: aws.String(listener.URL), Retryer: aws.NopRetryer{},
			Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
		})
	}, c, listener.URL
}

func by(key types.LookupAttributeKey, value string) *cloudtrail.LookupEventsInput {
	return &cloudtrail.LookupEventsInput{LookupAttributes: []types.LookupAttribute{{AttributeKey: key, AttributeValue: &value}}}
}

func ids(events []types.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, aws.ToString(e.EventId))
	}
	return strings.Join(all, " ")
}

func TestEventHistoryListsWhatWasLookedUpNewestFirst(t *testing.T) {
	client, c, _ := historyOf(t, history...)
	for _, tc := range []struct {
		name, region string
		in           *cloudtrail.LookupEventsInput
		want         string
	}{
		{"a region's management events of 90 days", "eu-west-1", &cloudtrail.LookupEventsInput{}, "seen made plain"},
		{"another region's", "us-east-1", &cloudtrail.LookupEventsInput{}, "role login"},
		{"a region without any", "eu-north-1", &cloudtrail.LookupEventsInput{}, ""},
		{"by the user's name, in its own case", "eu-west-1", by(types.LookupAttributeKeyUsername, "alice"), "made"},
		{"by a role session's name", "eu-west-1", by(types.LookupAttributeKeyUsername, "ci-7"), "seen"},
		{"by root", "us-east-1", by(types.LookupAttributeKeyUsername, "root"), "login"},
		{"by the access key", "eu-west-1", by(types.LookupAttributeKeyAccessKeyId, "AKIAABCDEFGHJKLMWXYZ"), "made"},
		{"not by the end of an access key", "eu-west-1", by(types.LookupAttributeKeyAccessKeyId, "WXYZ"), ""},
		{"by the event's id", "eu-west-1", by(types.LookupAttributeKeyEventId, "made"), "made"},
		{"by the event's name", "us-east-1", by(types.LookupAttributeKeyEventName, "DeleteRole"), "role"},
		{"not by a data event's name", "eu-west-1", by(types.LookupAttributeKeyEventName, "DeleteObject"), ""},
		{"by the event's source", "eu-west-1", by(types.LookupAttributeKeyEventSource, "s3.amazonaws.com"), "seen made"},
		{"by what was only read", "eu-west-1", by(types.LookupAttributeKeyReadOnly, "true"), "seen plain"},
		{"by a bucket, of the request or the resources", "eu-west-1", by(types.LookupAttributeKeyResourceName, "kitchen"), "seen made"},
		{"by the type of a resource", "eu-west-1", by(types.LookupAttributeKeyResourceType, "AWS::S3::Bucket"), "seen made"},
		{"of a period with both its ends", "eu-west-1", &cloudtrail.LookupEventsInput{StartTime: aws.Time(today.Add(-9 * time.Hour)), EndTime: aws.Time(today.Add(-9 * time.Hour))}, "made"},
		{"of a period that begins too early, what is kept", "eu-west-1", &cloudtrail.LookupEventsInput{StartTime: aws.Time(today.AddDate(-1, 0, 0))}, "seen made plain"},
		{"insights, of which there are none", "eu-west-1", &cloudtrail.LookupEventsInput{EventCategory: types.EventCategoryInsight}, ""},
		{"what no quoting would let through", "eu-west-1", by(types.LookupAttributeKeyUsername, "' OR '1'='1"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c.advance(time.Second)
			out, err := client(tc.region).LookupEvents(t.Context(), tc.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(out.Events); got != tc.want || out.NextToken != nil {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAnEventOfEventHistoryHasTheServicesFields(t *testing.T) {
	client, _, _ := historyOf(t, history...)
	out, err := client("eu-west-1").LookupEvents(t.Context(), by(types.LookupAttributeKeyEventId, "made"))
	if err != nil || len(out.Events) != 1 {
		t.Fatalf("got %+v, %v", out, err)
	}
	e := out.Events[0]
	if aws.ToString(e.EventName) != "CreateBucket" || aws.ToString(e.ReadOnly) != "false" || aws.ToString(e.AccessKeyId) != "AKIAABCDEFGHJKLMWXYZ" ||
		!e.EventTime.Equal(today.Add(-9*time.Hour)) || aws.ToString(e.EventSource) != "s3.amazonaws.com" || aws.ToString(e.Username) != "alice" ||
		len(e.Resources) != 1 || aws.ToString(e.Resources[0].ResourceType) != "AWS::S3::Bucket" || aws.ToString(e.Resources[0].ResourceName) != "kitchen" ||
		!strings.Contains(aws.ToString(e.CloudTrailEvent), `"eventCategory":"Management"`) {
		t.Errorf("got %+v", e)
	}
}

func TestEventHistoryIsReadInPagesWhoseTokensHoldForTheSameParameters(t *testing.T) {
	var records []string
	for i := range 120 {
		records = append(records, told(fmt.Sprintf("event-%03d", i), fmt.Sprintf("09:%02d:%02d", i/60, i%60), "eu-west-1", `"eventName":"GetBucketAcl"`))
	}
	client, c, _ := historyOf(t, records...)
	in := by(types.LookupAttributeKeyEventName, "GetBucketAcl")
	var sizes []int
	var all []types.Event
	for {
		c.advance(time.Second)
		out, err := client("eu-west-1").LookupEvents(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		sizes, all = append(sizes, len(out.Events)), append(all, out.Events...)
		if out.NextToken == nil {
			break
		}
		in.NextToken = out.NextToken

		c.advance(time.Second)
		_, err = client("us-east-1").LookupEvents(t.Context(), in)
		wantCode(t, err, "InvalidNextTokenException")
		other := by(types.LookupAttributeKeyEventName, "GetBucketACL")
		other.NextToken = out.NextToken
		_, err = client("eu-west-1").LookupEvents(t.Context(), other)
		wantCode(t, err, "InvalidNextTokenException")
	}
	if fmt.Sprint(sizes) != "[50 50 20]" || aws.ToString(all[0].EventId) != "event-119" || aws.ToString(all[119].EventId) != "event-000" {
		t.Errorf("pages of %v", sizes)
	}
}

func TestEventHistoryRefusesWhatTheServiceRefuses(t *testing.T) {
	client, c, _ := historyOf(t, history...)
	two := by(types.LookupAttributeKeyUsername, "alice")
	two.LookupAttributes = append(two.LookupAttributes, two.LookupAttributes...)
	insight := by(types.LookupAttributeKeyUsername, "alice")
	insight.EventCategory = types.EventCategoryInsight
	for _, tc := range []struct {
		name string
		in   *cloudtrail.LookupEventsInput
		want string
	}{
		{"two attributes", two, "InvalidLookupAttributesException"},
		{"an attribute that there isn't", by("Colour", "red"), "InvalidLookupAttributesException"},
		{"an attribute that insights lack", insight, "InvalidLookupAttributesException"},
		{"an attribute without a value", by(types.LookupAttributeKeyUsername, ""), "InvalidLookupAttributesException"},
		{"a value that is too long", by(types.LookupAttributeKeyUsername, strings.Repeat("a", 2001)), "InvalidLookupAttributesException"},
		{"neither true nor false", by(types.LookupAttributeKeyReadOnly, "TRUE"), "InvalidLookupAttributesException"},
		{"an end before the start", &cloudtrail.LookupEventsInput{StartTime: aws.Time(today), EndTime: aws.Time(today.Add(-time.Second))}, "InvalidTimeRangeException"},
		{"a time before all records", &cloudtrail.LookupEventsInput{StartTime: aws.Time(time.Time{})}, "InvalidTimeRangeException"},
		{"no results", &cloudtrail.LookupEventsInput{MaxResults: aws.Int32(0)}, "InvalidMaxResultsException"},
		{"51 results", &cloudtrail.LookupEventsInput{MaxResults: aws.Int32(51)}, "InvalidMaxResultsException"},
		{"another category", &cloudtrail.LookupEventsInput{EventCategory: "management"}, "InvalidEventCategoryException"},
		{"a token of nobody's", &cloudtrail.LookupEventsInput{NextToken: aws.String("abc")}, "InvalidNextTokenException"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c.advance(time.Second)
			_, err := client("eu-west-1").LookupEvents(t.Context(), tc.in)
			wantCode(t, err, tc.want)
		})
	}
}

func TestEventHistoryTakesTwoCallsASecondInEachRegion(t *testing.T) {
	client, c, url := historyOf(t, history...)
	look := func(region string) error {
		_, err := client(region).LookupEvents(t.Context(), &cloudtrail.LookupEventsInput{})
		return err
	}
	for range 2 {
		wantCode(t, look("eu-west-1"), "")
	}
	wantCode(t, look("eu-west-1"), "ThrottlingException")
	wantCode(t, look("us-east-1"), "")
	// A request that isn't signed is one of the server's own region.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "CloudTrail_20131101.LookupEvents")
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusBadRequest {
		t.Errorf("got %v, %v", response, err)
	}
	c.advance(time.Second)
	wantCode(t, look("eu-west-1"), "")
}

// wantCode checks an error's code, "" for none.
func wantCode(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err == nil {
		return
	}
	if code(err) != want {
		t.Errorf("got %v, want the code %q", err, want)
	}
}
