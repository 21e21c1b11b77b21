package lastused_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"pudding/lastused"
)

// account is IAM's endpoint for an account with one user, in the query
// protocol: forms in, XML out.
type account struct {
	user     string
	password string // when it was last used; empty for never
	keys     []key
	pageSize int // of keys and of services; 0 for all
	services []service
	polls    int    // how often the report is not ready yet
	outcome  string // of the report; COMPLETED unless given
	// failures are what an action answers first, one a call; the last one stays
	// if it ends in "for good".
	failures map[string][]failure

	mu    sync.Mutex
	calls map[string]int
}

type key struct{ id, at, service, region string }

type service struct{ namespace, at, region string }

type failure struct {
	status  int
	code    string
	message string
	forGood bool
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	action := r.Form.Get("Action")
	a.calls[action]++
	w.Header().Set("Content-Type", "text/xml")
	if f := a.failures[action]; len(f) > 0 {
		if !f[0].forGood {
			a.failures[action] = f[1:]
		}
		fail(w, f[0])
		return
	}
	result, found := a.perform(action, r)
	if !found {
		fail(w, failure{status: http.StatusNotFound, code: "NoSuchEntity", message: "The user with name " + r.Form.Get("UserName") + " cannot be found."})
		return
	}
	fmt.Fprintf(w, `<%[1]sResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><%[1]sResult>%[2]s</%[1]sResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%[1]sResponse>`, action, result)
}

func fail(w http.ResponseWriter, f failure) {
	w.WriteHeader(f.status)
	fmt.Fprintf(w, `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>`, f.code, f.message)
}

func (a *account) perform(action string, r *http.Request) (result string, found bool) {
	switch action {
	case "GetUser":
		return fmt.Sprintf(`<User><UserName>%[1]s</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path><Arn>arn:aws:iam::123456789012:user/%[1]s</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate>%[2]s</User>`,
			a.user, element("PasswordLastUsed", a.password)), r.Form.Get("UserName") == a.user
	case "ListAccessKeys":
		from, to, more := a.page(r, len(a.keys))
		var b strings.Builder
		for _, k := range a.keys[from:to] {
			fmt.Fprintf(&b, `<member><UserName>%s</UserName><AccessKeyId>%s</AccessKeyId><Status>Active</Status></member>`, a.user, k.id)
		}
		return `<AccessKeyMetadata>` + b.String() + `</AccessKeyMetadata>` + more, r.Form.Get("UserName") == a.user
	case "GetAccessKeyLastUsed":
		for _, k := range a.keys {
			if k.id == r.Form.Get("AccessKeyId") {
				return fmt.Sprintf(`<UserName>%s</UserName><AccessKeyLastUsed>%s<ServiceName>%s</ServiceName><Region>%s</Region></AccessKeyLastUsed>`,
					a.user, element("LastUsedDate", k.at), k.service, k.region), true
			}
		}
		return "", false
	case "GenerateServiceLastAccessedDetails":
		return `<JobId>11111111-2222-3333-4444-555555555555</JobId>`, r.Form.Get("Arn") == "arn:aws:iam::123456789012:user/"+a.user
	case "GetServiceLastAccessedDetails":
		if a.polls > 0 {
			a.polls--
			return `<JobStatus>IN_PROGRESS</JobStatus><JobCreationDate>2026-11-23T08:00:00Z</JobCreationDate>`, true
		}
		from, to, more := a.page(r, len(a.services))
		var b strings.Builder
		for _, s := range a.services[from:to] {
			fmt.Fprintf(&b, `<member><ServiceName>%[1]s</ServiceName><ServiceNamespace>%[1]s</ServiceNamespace>%[2]s%[3]s</member>`,
				s.namespace, element("LastAuthenticated", s.at), element("LastAuthenticatedRegion", s.region))
		}
		outcome := a.outcome
		if outcome == "" {
			outcome = "COMPLETED"
		}
		return `<JobStatus>` + outcome + `</JobStatus><ServicesLastAccessed>` + b.String() + `</ServicesLastAccessed>` + more, true
	}
	return "", false
}

func element(name, text string) string {
	if text == "" {
		return ""
	}
	return "<" + name + ">" + text + "</" + name + ">"
}

// page is the part of a list that a call asks for, and the elements that say
// whether there is more.
func (a *account) page(r *http.Request, length int) (from, to int, more string) {
	size := a.pageSize
	if size == 0 {
		size = length
	}
	if marker := r.Form.Get("Marker"); marker != "" {
		if _, err := fmt.Sscanf(marker, "from-%d", &from); err != nil {
			panic(err)
		}
	}
	if to = from + size; to < length {
		return from, to, fmt.Sprintf(`<IsTruncated>true</IsTruncated><Marker>from-%d</Marker>`, to)
	}
	return from, length, `<IsTruncated>false</IsTruncated>`
}

func (a *account) called(action string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[action]
}

// reader asks the account through the SDK's own client, which tries again at
// once what was throttled.
func (a *account) reader(t *testing.T) *lastused.Reader {
	t.Helper()
	a.calls = map[string]int{}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	r := lastused.New(iam.New(iam.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL),
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	}))
	r.Poll = 0
	return r
}
