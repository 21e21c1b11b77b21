package cloudtrail_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
	"pudding/lake/cloudtrail"
	"pudding/lake/local"
	"pudding/lake/polling"
	"pudding/lake/quota"
)

// embedded is the Source of an embedded Lake that holds one object's deletion,
// and says of itself what the description does.
func embedded(t *testing.T, said local.Description) *cloudtrail.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log.json")
	if err := os.WriteFile(path, []byte(`{"Records":[{"eventID":"1","eventName":"DeleteObject","eventSource":"s3.amazonaws.com","eventTime":"2023-07-10T14:12:08Z",
		"eventCategory":"Data","userIdentity":{"type":"IAMUser","userName":"jonas"},"requestParameters":{"bucketName":"fridge","key":"flan.txt"}}]}`), 0o600); err != nil {
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
	server, err := local.NewServer(events, local.Config{Region: "eu-west-1", Description: said})
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
}

func TestAnAnswerSaysWhatTheStoreCouldNotHaveSeen(t *testing.T) {
	selecting := func(fields ...local.FieldSelector) local.EventSelector {
		return local.EventSelector{FieldSelectors: fields}
	}
	data := func(operator local.FieldSelector) local.EventSelector {
		operator.Field = "resources.ARN"
		return selecting(local.FieldSelector{Field: "eventCategory", Equals: []string{"Data"}},
			local.FieldSelector{Field: "resources.type", Equals: []string{"AWS::S3::Object"}}, operator)
	}
	management := selecting(local.FieldSelector{Field: "eventCategory", Equals: []string{"Management"}})
	ate := func(bucket lake.Name) lake.Question {
		q := question
		q.Arguments.Bucket, q.Arguments.Action = bucket, lake.Action{EventNames: []string{"DeleteBucket", "DeleteObject", "DeleteObjects"}}
		return q
	}
	for _, tc := range []struct {
		name string
		said local.Description
		q    lake.Question
		want []lake.Limit
	}{
		{"nothing, where everything is recorded", local.Description{}, ate(lake.Name{Said: "fridge"}), nil},
		{"objects, where only management events are", local.Description{Selectors: []local.EventSelector{management}}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.NotRecorded}},
		{"nothing of the bucket that is recorded", local.Description{Selectors: []local.EventSelector{management, data(local.FieldSelector{StartsWith: []string{"arn:aws:s3:::fridge/"}})}},
			ate(lake.Name{Said: "fridge"}), nil},
		{"nothing of the only bucket that the words found", local.Description{Selectors: []local.EventSelector{management, data(local.FieldSelector{StartsWith: []string{"arn:aws:s3:::fridge/"}})}},
			ate(lake.Name{Said: "frid", Loose: true}), nil},
		{"a bucket that the words did not find", local.Description{Selectors: []local.EventSelector{management, data(local.FieldSelector{StartsWith: []string{"arn:aws:s3:::fridge/"}})}},
			ate(lake.Name{Said: "cellar", Loose: true}), []lake.Limit{lake.NotRecorded}},
		{"what was before it", local.Description{Created: question.Period.From.Add(time.Hour)}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.BeforeStore}},
		{"what was before its settings", local.Description{Created: question.Period.From, Updated: question.Period.To}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.Reconfigured}},
		{"what it no longer keeps", local.Description{RetentionDays: 7}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.StoreRetention}},
		{"other regions", local.Description{OneRegion: true}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.OneRegion}},
		{"what came since it stopped", local.Description{Status: "STOPPED_INGESTION"}, ate(lake.Name{Said: "fridge"}), []lake.Limit{lake.NotRecording}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			source := embedded(t, tc.said)
			if err := source.Reach(t.Context()); err != nil {
				t.Fatal(err)
			}
			result, err := source.Ask(t.Context(), tc.q)
			if err != nil {
				t.Fatal(err)
			}
			if got := limitsOf(result); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if tc.said.OneRegion && !slices.Equal(result.Unseen[0].Regions, []string{"eu-west-1"}) {
				t.Errorf("got the regions %q", result.Unseen[0].Regions)
			}
		})
	}
}

func limitsOf(r *lake.Result) []lake.Limit {
	var out []lake.Limit
	for _, u := range r.Unseen {
		out = append(out, u.Limit)
	}
	return out
}

// fake is CloudTrail in virtual time: a query takes three seconds.
type fake struct {
	cloudtrail.API // nil: nothing else is called
	started        time.Time
	describe       func(context.Context) (*sdk.GetEventDataStoreOutput, error)
	described      atomic.Int32
}

func (f *fake) StartQuery(context.Context, *sdk.StartQueryInput, ...func(*sdk.Options)) (*sdk.StartQueryOutput, error) {
	f.started = time.Now()
	return &sdk.StartQueryOutput{QueryId: aws.String(queryID)}, nil
}

func (f *fake) GetQueryResults(context.Context, *sdk.GetQueryResultsInput, ...func(*sdk.Options)) (*sdk.GetQueryResultsOutput, error) {
	if time.Since(f.started) < 3*time.Second {
		return &sdk.GetQueryResultsOutput{QueryStatus: types.QueryStatusRunning}, nil
	}
	return &sdk.GetQueryResultsOutput{QueryStatus: types.QueryStatusFinished}, nil
}

func (f *fake) GetEventDataStore(ctx context.Context, _ *sdk.GetEventDataStoreInput, _ ...func(*sdk.Options)) (*sdk.GetEventDataStoreOutput, error) {
	f.described.Add(1)
	return f.describe(ctx)
}

// managementStore is a store that does not record objects' events.
func managementStore(context.Context) (*sdk.GetEventDataStoreOutput, error) {
	return &sdk.GetEventDataStoreOutput{
		Status: types.EventDataStoreStatusEnabled, RetentionPeriod: aws.Int32(3653), MultiRegionEnabled: aws.Bool(true),
		CreatedTimestamp:       aws.Time(question.Period.From.AddDate(-40, 0, 0)), // synctest's time begins in 2000
		AdvancedEventSelectors: []types.AdvancedEventSelector{{FieldSelectors: []types.AdvancedFieldSelector{{Field: aws.String("eventCategory"), Equals: []string{"Management"}}}}},
		PartitionKeys:          []types.PartitionKey{{Name: aws.String("calendarday"), Type: aws.String("bigint")}},
	}, nil
}

// hangs is a service that says nothing.
func hangs(ctx context.Context) (*sdk.GetEventDataStoreOutput, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// turn asks the question in a turn of its own, and says how long that took.
func turn(t *testing.T, source *cloudtrail.Source) (*lake.Result, time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
	defer cancel()
	began := time.Now()
	result, err := source.Ask(ctx, question)
	if err != nil {
		t.Fatal(err)
	}
	return result, time.Since(began)
}

func TestWhatTheStoreCoversIsLearntBesideTheFirstQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{describe: managementStore}
		result, _ := turn(t, cloudtrail.New(f, store))
		if got := limitsOf(result); !slices.Equal(got, []lake.Limit{lake.NotRecorded}) || f.described.Load() != 1 {
			t.Errorf("got %q after %d calls", got, f.described.Load())
		}
	})
}

func TestAStoreThatDoesNotDescribeItselfCostsNoTime(t *testing.T) {
	var usual time.Duration
	synctest.Test(t, func(t *testing.T) { _, usual = turn(t, cloudtrail.New(&fake{describe: managementStore}, store)) })
	for name, describe := range map[string]func(context.Context) (*sdk.GetEventDataStoreOutput, error){
		"it hangs": hangs,
		"it is denied": func(context.Context) (*sdk.GetEventDataStoreOutput, error) {
			return nil, errors.New("AccessDeniedException")
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fake{describe: describe}
				result, took := turn(t, cloudtrail.New(f, store))
				if took != usual || len(result.Unseen) > 0 || f.described.Load() != 1 {
					t.Errorf("it took %s, usually %s; unseen: %+v; %d calls", took, usual, result.Unseen, f.described.Load())
				}
			})
		})
	}
}

func TestWhatTheStoreCoversIsAskedAgainOnlyWhenItHasAged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{describe: managementStore}
		source := cloudtrail.New(f, store)
		var age time.Duration
		source.Now = func() time.Time { return time.Date(2023, 8, 1, 0, 0, 0, 0, time.UTC).Add(age) }
		for _, tc := range []struct {
			age   time.Duration
			calls int32
		}{{0, 1}, {4 * time.Minute, 1}, {5 * time.Minute, 2}, {9 * time.Minute, 2}} {
			age = tc.age
			turn(t, source)
			synctest.Wait()
			if f.described.Load() != tc.calls {
				t.Errorf("after %s it was asked %d times, not %d", tc.age, f.described.Load(), tc.calls)
			}
		}
		// What was known stays known while the service can't tell.
		f.describe, age = hangs, time.Hour
		if result, _ := turn(t, source); !slices.Equal(limitsOf(result), []lake.Limit{lake.NotRecorded}) || f.described.Load() != 3 {
			t.Errorf("got %+v after %d calls", result.Unseen, f.described.Load())
		}
	})
}

func TestTheStoreIsDescribedWithinTheBudgetOfReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{describe: managementStore}
		source := cloudtrail.New(f, store)
		var turns atomic.Int32
		source.Reads = budget(func() { turns.Add(1) })
		source.Schedule = polling.Schedule{3 * time.Second}
		turn(t, source)
		if turns.Load() != 2 || f.described.Load() != 1 { // and one poll
			t.Errorf("it took %d turns, for %d descriptions", turns.Load(), f.described.Load())
		}
	})
}

// budget counts the turns that are taken.
type budget func()

func (b budget) Take(context.Context) error { b(); return nil }
