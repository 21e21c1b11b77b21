package lastused_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"pudding/lake"
	"pudding/lastused"
)

func day(d int) time.Time { return time.Date(2026, 11, d, 8, 0, 0, 0, time.UTC) }

func said(d int) string { return day(d).Format(time.RFC3339) }

// mei has a password, a key in use, one that never was, and two services.
func mei() *account {
	return &account{
		user: "mei", password: said(10),
		keys:     []key{{"AKIAIOSFODNN7EXAMPLE", said(20), "s3", "eu-west-1"}, {"AKIAI44QH7DHBEXAMPLE", "", "N/A", "N/A"}},
		services: []service{{"iam", said(5), "us-east-1"}, {"s3", said(21), "eu-west-1"}, {"ec2", "", ""}},
	}
}

func TestAUsersLastUsesAreToldNewestFirst(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*account)
		want   []lastused.Use
	}{
		{"by key, password and service", func(*account) {}, []lastused.Use{
			{At: day(21), Service: "s3", Region: "eu-west-1", By: lastused.Service},
			{At: day(20), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: day(10), By: lastused.Password},
			{At: day(5), Service: "iam", Region: "us-east-1", By: lastused.Service},
		}},
		{"a page at a time", func(a *account) { a.pageSize = 1 }, []lastused.Use{
			{At: day(21), Service: "s3", Region: "eu-west-1", By: lastused.Service},
			{At: day(20), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: day(10), By: lastused.Password},
			{At: day(5), Service: "iam", Region: "us-east-1", By: lastused.Service},
		}},
		{"after waiting for the report", func(a *account) { a.polls, a.keys, a.password = 3, nil, "" }, []lastused.Use{
			{At: day(21), Service: "s3", Region: "eu-west-1", By: lastused.Service},
			{At: day(5), Service: "iam", Region: "us-east-1", By: lastused.Service},
		}},
		{"without a report that failed", func(a *account) { a.outcome = "FAILED" }, []lastused.Use{
			{At: day(20), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: day(10), By: lastused.Password},
		}},
		{"without a report that is denied", func(a *account) {
			a.failures = map[string][]failure{"GenerateServiceLastAccessedDetails": {{403, "AccessDenied", "not authorized", true}}}
		}, []lastused.Use{
			{At: day(20), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: day(10), By: lastused.Password},
		}},
		{"without a key that is gone by now", func(a *account) {
			a.services, a.failures = nil, map[string][]failure{"GetAccessKeyLastUsed": {{404, "NoSuchEntity", "gone", true}}}
		}, []lastused.Use{{At: day(10), By: lastused.Password}}},
		{"of a user who was never seen", func(a *account) { *a = account{user: "mei"} }, nil},
		{"although a call is throttled", func(a *account) {
			a.services, a.keys = nil, a.keys[:1]
			a.failures = map[string][]failure{"GetUser": {{400, "Throttling", "Rate exceeded", false}}, "GetAccessKeyLastUsed": {{400, "Throttling", "Rate exceeded", false}}}
		}, []lastused.Use{
			{At: day(20), Service: "s3", Region: "eu-west-1", By: lastused.Key},
			{At: day(10), By: lastused.Password},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := mei()
			tc.change(a)
			got, err := a.reader(t).Of(t.Context(), "mei")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAHundredKeysAreAllAskedAfter(t *testing.T) {
	a := &account{user: "robot", pageSize: 30}
	for i := range 100 {
		a.keys = append(a.keys, key{fmt.Sprintf("AKIAEXAMPLE%07d", i), day(1).Add(time.Duration(i) * time.Minute).Format(time.RFC3339), "s3", "eu-west-1"})
	}
	got, err := a.reader(t).Of(t.Context(), "robot")
	if err != nil || len(got) != 100 || !got[0].At.Equal(day(1).Add(99*time.Minute)) {
		t.Errorf("%d uses, %v", len(got), err)
	}
	if pages, calls := a.called("ListAccessKeys"), a.called("GetAccessKeyLastUsed"); pages != 4 || calls != 100 {
		t.Errorf("%d pages and %d calls", pages, calls)
	}
}

func TestAUserWhoIsNotThereIsSaidNotToBe(t *testing.T) {
	for _, name := range []string{"jonas", "", "mei huang", "mei/../jonas", strings.Repeat("a", 129)} {
		a := mei()
		if _, err := a.reader(t).Of(t.Context(), name); !errors.Is(err, lastused.ErrNoSuchUser) {
			t.Errorf("%q: got %v", name, err)
		}
		if name != "jonas" && len(a.calls) > 0 {
			t.Errorf("%q: IAM was asked: %v", name, a.calls)
		}
	}
}

func TestEveryFailureHasACodeAndNoKey(t *testing.T) {
	const told = "User: arn:aws:sts::123456789012:assumed-role/pudding/f is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE"
	for _, tc := range []struct {
		name    string
		action  string
		failure failure
		want    lake.Code
	}{
		{"a user that may not be looked up", "GetUser", failure{403, "AccessDenied", "not authorized", true}, lake.AccessDenied},
		{"keys that may not be listed", "ListAccessKeys", failure{403, "AccessDenied", "not authorized", true}, lake.AccessDenied},
		{"a key that may not be asked after", "GetAccessKeyLastUsed", failure{403, "AccessDenied", told, true}, lake.AccessDenied},
		{"a throttle that stays", "GetUser", failure{400, "Throttling", "Rate exceeded", true}, lake.Throttled},
		{"a service that is down", "ListAccessKeys", failure{500, "ServiceFailure", "for a reason", true}, lake.Unreachable},
		{"a failure nobody has heard of", "GetUser", failure{400, "Cheese", "out of it", true}, lake.Internal},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var log strings.Builder
			ctx := zerolog.New(&log).WithContext(t.Context())
			a := mei()
			a.failures = map[string][]failure{tc.action: {tc.failure}}
			_, err := a.reader(t).Of(ctx, "mei")
			if lake.CodeOf(err) != tc.want {
				t.Errorf("got %v, want the code %s", err, tc.want)
			}
			for e := err; e != nil; e = errors.Unwrap(e) {
				if strings.Contains(fmt.Sprintf("%+v", e), "IOSFODNN7") {
					t.Errorf("the error tells the key: %+v", e)
				}
			}
			if strings.Contains(log.String(), "IOSFODNN7") {
				t.Errorf("the log tells the key: %s", log.String())
			}
		})
	}
}

func TestADeniedReportIsLogged(t *testing.T) {
	var log strings.Builder
	a := mei()
	a.failures = map[string][]failure{"GenerateServiceLastAccessedDetails": {{403, "AccessDenied", "denied to AKIAIOSFODNN7EXAMPLE", true}}}
	if _, err := a.reader(t).Of(zerolog.New(&log).WithContext(t.Context()), "mei"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "AccessDenied") || strings.Contains(log.String(), "IOSFODNN7") {
		t.Error(log.String())
	}
}

// slow is IAM in virtual time: what is given hangs, and the report takes as
// long as is said.
type slow struct {
	hangs  string
	report time.Duration
	began  time.Time
}

func (s *slow) call(ctx context.Context, action string) error {
	if action != s.hangs {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

func (s *slow) GetUser(ctx context.Context, _ *iam.GetUserInput, _ ...func(*iam.Options)) (*iam.GetUserOutput, error) {
	return &iam.GetUserOutput{User: &types.User{Arn: aws.String("arn"), PasswordLastUsed: aws.Time(day(10))}}, s.call(ctx, "GetUser")
}

func (s *slow) ListAccessKeys(ctx context.Context, _ *iam.ListAccessKeysInput, _ ...func(*iam.Options)) (*iam.ListAccessKeysOutput, error) {
	return &iam.ListAccessKeysOutput{}, s.call(ctx, "ListAccessKeys")
}

func (s *slow) GetAccessKeyLastUsed(ctx context.Context, _ *iam.GetAccessKeyLastUsedInput, _ ...func(*iam.Options)) (*iam.GetAccessKeyLastUsedOutput, error) {
	return &iam.GetAccessKeyLastUsedOutput{}, s.call(ctx, "GetAccessKeyLastUsed")
}

func (s *slow) GenerateServiceLastAccessedDetails(ctx context.Context, _ *iam.GenerateServiceLastAccessedDetailsInput, _ ...func(*iam.Options)) (*iam.GenerateServiceLastAccessedDetailsOutput, error) {
	s.began = time.Now()
	return &iam.GenerateServiceLastAccessedDetailsOutput{JobId: aws.String("job")}, s.call(ctx, "GenerateServiceLastAccessedDetails")
}

func (s *slow) GetServiceLastAccessedDetails(ctx context.Context, _ *iam.GetServiceLastAccessedDetailsInput, _ ...func(*iam.Options)) (*iam.GetServiceLastAccessedDetailsOutput, error) {
	if time.Since(s.began) < s.report {
		return &iam.GetServiceLastAccessedDetailsOutput{JobStatus: types.JobStatusTypeInProgress}, s.call(ctx, "GetServiceLastAccessedDetails")
	}
	return &iam.GetServiceLastAccessedDetailsOutput{JobStatus: types.JobStatusTypeCompleted, ServicesLastAccessed: []types.ServiceLastAccessed{
		{ServiceNamespace: aws.String("s3"), LastAuthenticated: aws.Time(day(11))},
	}}, s.call(ctx, "GetServiceLastAccessedDetails")
}

func TestNothingOutlastsTheDeadline(t *testing.T) {
	for _, tc := range []struct {
		name string
		iam  slow
		took time.Duration
		uses int
		want lake.Code
	}{
		{"a report that is ready in time", slow{report: 2 * time.Second}, 2 * time.Second, 2, ""},
		{"a report that is not is left out", slow{report: time.Minute}, 5 * time.Second, 1, ""},
		{"a report that hangs is left out", slow{hangs: "GetServiceLastAccessedDetails"}, 5 * time.Second, 1, ""},
		{"a report that is never begun is left out", slow{hangs: "GenerateServiceLastAccessedDetails"}, 5 * time.Second, 1, ""},
		{"a user that is not found in time", slow{hangs: "GetUser"}, 5 * time.Second, 0, lake.TooSlow},
		{"keys that are not listed in time", slow{hangs: "ListAccessKeys"}, 5 * time.Second, 0, lake.TooSlow},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				uses, err := lastused.New(&tc.iam).Of(ctx, "mei")
				if took := time.Since(began); took != tc.took || len(uses) != tc.uses || lake.CodeOf(err) != tc.want {
					t.Errorf("after %s: %+v, %v", took, uses, err)
				}
			})
		})
	}
}

func TestARefusalIsNotHeldUpByTheReport(t *testing.T) {
	a := mei()
	a.polls = 1 << 30
	a.failures = map[string][]failure{"ListAccessKeys": {{403, "AccessDenied", "not authorized", true}}}
	if _, err := a.reader(t).Of(t.Context(), "mei"); lake.CodeOf(err) != lake.AccessDenied {
		t.Errorf("got %v", err)
	}
}
