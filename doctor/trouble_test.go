package doctor_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"pudding/doctor"
	"pudding/internal/accounttest"
)

// client is how the account is reached.
type client func(*http.Request) (*http.Response, error)

func (c client) Do(r *http.Request) (*http.Response, error) { return c(r) }

// diverted is an account of which some services' calls are answered otherwise: those
// whose signature names one, such as eu-west-1/cloudtrail.
func diverted(account aws.Config, services []string, instead client) aws.Config {
	account.HTTPClient = client(func(r *http.Request) (*http.Response, error) {
		for _, service := range services {
			if strings.Contains(r.Header.Get("Authorization"), service+"/aws4_request") {
				return instead(r)
			}
		}
		return http.DefaultClient.Do(r)
	})
	return account
}

// saying answers with an error of a service that speaks JSON.
func saying(code, message string) client {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}}, Request: r,
			Body: io.NopCloser(strings.NewReader(fmt.Sprintf(`{"__type":%q,"message":%q}`, code, message))),
		}, nil
	}
}

// closed sends calls to where nobody listens, and returns the address.
func closed() (client, string) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.Listener.Addr().String()
	server.Close()
	return func(r *http.Request) (*http.Response, error) {
		r.URL.Host = address
		return http.DefaultClient.Do(r)
	}, address
}

// roleItems are the actions that IAM was asked about.
func roleItems(all []doctor.Finding) []string {
	var items []string
	for _, f := range all {
		if action, ok := strings.CutPrefix(f.Item, "role, "); ok {
			items = append(items, action)
		}
	}
	slices.Sort(items)
	return items
}

func TestAServiceThatCanNotBeReachedFailsOnceWithItsCause(t *testing.T) {
	t.Parallel()
	instead, address := closed()
	refused := "can't be reached: dial tcp " + address + ": connect: connection refused"
	for service, item := range map[string]string{
		"eu-west-1/cloudtrail": "CloudTrail in eu-west-1", "us-east-1/cloudtrail": "CloudTrail in us-east-1",
		"dynamodb": "DynamoDB in eu-west-1", "iam": "IAM", "s3": "S3",
	} {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			fake, environment, account := deployment(t)
			account = as(account, accounttest.OperatorKey)
			_, healthy := examined(t, environment, account, whole)
			_, all := examined(t, environment, diverted(account, []string{service}, instead), whole)
			want := []doctor.Finding{{Grade: doctor.Broken, Item: item, Found: refused, Remedy: "see whether this network lets it through, and AWS_ENDPOINT_URL is right, if it is set"}}
			if diff := cmp.Diff(want, broken(all)); diff != "" {
				t.Error(diff)
			}
			if service == "iam" {
				return // which is who would tell of the role
			}
			// What isn't tried is asked of the role all the same, but for the key that
			// only the event data store could have told of.
			for _, action := range roleItems(healthy) {
				if !slices.Contains(roleItems(all), action) && !strings.HasPrefix(action, "kms:") {
					t.Errorf("%s is not asked of %v", action, fake.Roles)
				}
			}
		})
	}
}

func TestAServiceThatHangsIsWaitedForOnce(t *testing.T) {
	fake, environment, account := deployment(t)
	synctest.Test(t, func(t *testing.T) {
		account.HTTPClient = client(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.Header.Get("Authorization"), "/dynamodb/") {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			if r.Body == nil {
				r.Body = http.NoBody // as a server has it
			}
			w := httptest.NewRecorder()
			fake.ServeHTTP(w, r)
			return w.Result(), nil
		})
		environment["SOURCES"] = "history://eu-west-1"
		fake.Trail = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"Events":[]}`) })
		began := time.Now()
		_, all := examined(t, environment, account, doctor.Function{})
		if failed := broken(all); len(failed) != 1 || failed[0].Item != "DynamoDB in eu-west-1" || failed[0].Found != "can't be reached: it gave no answer in 10s" {
			t.Errorf("%+v", failed)
		}
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestWhatWentWrongHasItsOwnRemedy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		service, code string
		want          doctor.Finding
	}{
		"no such store": {"eu-west-1/cloudtrail", "EventDataStoreNotFoundException", doctor.Finding{
			Grade: doctor.Broken, Item: "event data store", Found: "is not there: there is no such event data store in eu-west-1", Remedy: "correct SOURCES: the id, or its region",
		}},
		"an inactive store": {"eu-west-1/cloudtrail", "InactiveEventDataStoreException", doctor.Finding{
			Grade: doctor.Broken, Item: "event data store", Found: "can't be asked: it is being deleted, or only being made", Remedy: "restore it in CloudTrail's console, or give SOURCES another",
		}},
		"too many queries": {"eu-west-1/cloudtrail", "MaxConcurrentQueriesException", doctor.Finding{
			Grade: doctor.Odd, Item: "cloudtrail:StartQuery", Found: "can't be told: as many queries are running as the account may have at once", Remedy: "run doctor again in a moment",
		}},
		"too many calls": {"eu-west-1/cloudtrail", "ThrottlingException", doctor.Finding{
			Grade: doctor.Odd, Item: "cloudtrail:StartQuery", Found: "can't be told: the account is making too many calls", Remedy: "run doctor again in a moment",
		}},
		"what is not permitted": {"eu-west-1/cloudtrail", "OperationNotPermittedException", doctor.Finding{
			Grade: doctor.Broken, Item: "cloudtrail:StartQuery", Found: "is not permitted: OperationNotPermittedException: so it is", Remedy: "see whether the account, or its organization, lets CloudTrail be used so",
		}},
		"a region that isn't enabled": {"us-east-1/cloudtrail", "UnrecognizedClientException", doctor.Finding{
			Grade: doctor.Broken, Item: "CloudTrail in us-east-1", Found: "doesn't know these credentials", Remedy: "enable us-east-1 for the account, if it isn't; or else sign in again",
		}},
		"a session that ends": {"dynamodb", "ExpiredTokenException", doctor.Finding{
			Grade: doctor.Broken, Item: "credentials", Found: "have expired", Remedy: "sign in again, and run doctor again",
		}},
		"no such table": {"dynamodb", "ResourceNotFoundException", doctor.Finding{
			Grade: doctor.Broken, Item: "table", Found: "is not there: eu-west-1 has none that is called " + accounttest.Table, Remedy: "correct CASES_TABLE",
		}},
		"a table with other keys": {"dynamodb", "ValidationException", doctor.Finding{
			Grade: doctor.Broken, Item: "table", Found: "has other keys than the function's: ValidationException: so it is", Remedy: "give CASES_TABLE a table with the string keys pk and sk",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, environment, account := deployment(t)
			if c.service == "eu-west-1/cloudtrail" { // Event history would say the same
				environment["SOURCES"], _, _ = strings.Cut(environment["SOURCES"], " ")
			}
			_, all := examined(t, environment, diverted(account, []string{c.service}, saying(c.code, "so it is")), doctor.Function{})
			if !slices.Contains(all, c.want) {
				t.Errorf("%+v", all)
			}
			ends := !strings.Contains(c.want.Item, ":")
			if failed := broken(all); ends && len(failed) != 1 {
				t.Errorf("%d things fail: %+v", len(failed), failed)
			}
			for _, f := range all {
				if f.Grade == doctor.Fine && f.Item == "answers" && c.want.Grade == doctor.Broken {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestWhetherAKeyIsNeededIsNotedWhereItCanNotBeKnown(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	fake.Callers[accounttest.OperatorKey] = accounttest.Role{{Action: "iam:SimulatePrincipalPolicy", Resource: accounttest.FunctionRole}}
	_, all := examined(t, environment, as(account, accounttest.OperatorKey), whole)
	if !slices.ContainsFunc(all, func(f doctor.Finding) bool {
		return f.Grade == doctor.Odd && f.Item == "role" && strings.Contains(f.Found, "whether one encrypts the event data store isn't known") && strings.Contains(f.Remedy, "cloudtrail:GetEventDataStore on arn:")
	}) {
		t.Errorf("%+v", all)
	}
}

// IAM may refuse to decide on one action, and decides on the others.
func TestAnActionThatIAMWillNotDecideOnIsNoted(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	account = diverted(as(account, accounttest.OperatorKey), []string{"iam"}, func(r *http.Request) (*http.Response, error) {
		form, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(form))
		if !strings.Contains(string(form), "ActionNames.member.1=dynamodb%3AGetItem&") {
			return http.DefaultClient.Do(r)
		}
		refusal := `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>not so</Message></Error></ErrorResponse>`
		return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(refusal)), Request: r}, nil
	})
	_, all := examined(t, environment, account, whole)
	for _, want := range []doctor.Finding{
		{Grade: doctor.Odd, Item: "role, dynamodb:GetItem", Found: "can't be told: InvalidInput: not so"},
		{Grade: doctor.Fine, Item: "role, dynamodb:Query", Found: "is allowed"},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("%+v is missing among %+v", want, all)
		}
	}
}

func TestWithoutAnAccessKeyItsLastUseCanNotBeTried(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	fake.Users = nil
	worst, all := examined(t, environment, account, doctor.Function{})
	if worst != doctor.Odd || !slices.Contains(all, doctor.Finding{Grade: doctor.Odd, Item: "iam:GetAccessKeyLastUsed", Found: "can't be tried: no user's access key was found to try it with"}) {
		t.Errorf("%+v", all)
	}
}
