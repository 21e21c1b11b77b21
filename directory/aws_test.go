package directory_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"pudding/directory"
	"pudding/lake"
)

var (
	anybody = credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", "")
	region  = "eu-west-1"
)

// account is IAM's and S3's endpoint for an account with many users, roles and
// buckets, a page at a time.
type account struct {
	of      int
	denied  bool
	calls   atomic.Int64
	refused atomic.Int64 // calls that break the service's rules
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The SDK closes a request's body too early where the answer comes at once.
	time.Sleep(2 * time.Millisecond)
	a.calls.Add(1)
	w.Header().Set("Content-Type", "text/xml")
	_ = r.ParseForm()
	switch {
	case a.denied:
		w.WriteHeader(http.StatusForbidden)
		refusal := `<Error><Code>AccessDenied</Code><Message>not authorized</Message></Error>`
		if r.Method == http.MethodPost { // IAM wraps it
			refusal = "<ErrorResponse>" + refusal + "</ErrorResponse>"
		}
		fmt.Fprint(w, refusal)
	case r.Method == http.MethodGet && r.URL.Path == "/":
		a.buckets(w, r)
	case r.Form.Get("Action") == "ListUsers":
		a.page(w, r, "Users", func(n int) string {
			signedIn := ""
			if n == a.of-1 {
				signedIn = "<PasswordLastUsed>2026-11-20T08:00:00Z</PasswordLastUsed>"
			}
			return fmt.Sprintf("<UserName>user-%d</UserName><CreateDate>2026-01-01T00:00:00Z</CreateDate>%s", n, signedIn)
		})
	case r.Form.Get("Action") == "ListRoles":
		a.page(w, r, "Roles", func(n int) string {
			path := "/"
			if n == 0 {
				path = "/aws-service-role/support.amazonaws.com/"
			}
			return fmt.Sprintf("<RoleName>role-%d</RoleName><Path>%s</Path>", n, path)
		})
	default:
		a.refused.Add(1)
		w.WriteHeader(http.StatusBadRequest)
	}
}

// window is which things a page has.
func (a *account) window(most int, size, token string) (from, to int, lawful bool) {
	n, err := strconv.Atoi(size)
	if err != nil || n < 1 || n > most {
		a.refused.Add(1)
		return 0, 0, false
	}
	if token != "" {
		if from, err = strconv.Atoi(strings.TrimPrefix(token, "after-")); err != nil {
			a.refused.Add(1)
			return 0, 0, false
		}
	}
	return from, min(from+n, a.of), true
}

// page answers in IAM's query protocol (AWS IAM API Reference, ListUsers).
func (a *account) page(w http.ResponseWriter, r *http.Request, list string, member func(int) string) {
	from, to, ok := a.window(1000, r.Form.Get("MaxItems"), r.Form.Get("Marker"))
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	action := r.Form.Get("Action")
	fmt.Fprintf(w, `<%[1]sResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><%[1]sResult><%[2]s>`, action, list)
	for n := from; n < to; n++ {
		fmt.Fprintf(w, "<member>%s</member>", member(n))
	}
	fmt.Fprintf(w, "</%s><IsTruncated>%t</IsTruncated>", list, to < a.of)
	if to < a.of {
		fmt.Fprintf(w, "<Marker>after-%d</Marker>", to)
	}
	fmt.Fprintf(w, "</%[1]sResult></%[1]sResponse>", action)
}

// buckets answers ListBuckets (Amazon S3 API Reference).
func (a *account) buckets(w http.ResponseWriter, r *http.Request) {
	from, to, ok := a.window(10_000, r.URL.Query().Get("max-buckets"), r.URL.Query().Get("continuation-token"))
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	fmt.Fprint(w, `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>`)
	for n := from; n < to; n++ {
		fmt.Fprintf(w, "<Bucket><Name>bucket-%d</Name></Bucket>", n)
	}
	fmt.Fprint(w, "</Buckets>")
	if to < a.of {
		fmt.Fprintf(w, "<ContinuationToken>after-%d</ContinuationToken>", to)
	}
	fmt.Fprint(w, "</ListAllMyBucketsResult>")
}

// lists are those of an account, each by its first name and its last.
func lists(t *testing.T, a *account) map[string]directory.List {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	identities := iam.New(iam.Options{Region: region, BaseEndpoint: aws.String(server.URL), Credentials: anybody})
	return map[string]directory.List{
		"users":   directory.Users(identities),
		"roles":   directory.Roles(identities),
		"buckets": directory.Buckets(s3.New(s3.Options{Region: region, BaseEndpoint: aws.String(server.URL), Credentials: anybody})),
	}
}

func TestAnAccountIsListedPageByPage(t *testing.T) {
	a := &account{of: 2500}
	for name, l := range lists(t, a) {
		known, err := l.Names(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		first, last := known[0].Name, known[len(known)-1].Name
		want := map[string][2]string{"users": {"root", "user-2498"}, "roles": {"role-1", "role-0"}, "buckets": {"bucket-0", "bucket-2499"}}[name]
		if first != want[0] || last != want[1] {
			t.Errorf("%s: from %s to %s, want from %s to %s", name, first, last, want[0], want[1])
		}
		if n := map[string]int{"users": 2501}[name]; len(known) != max(n, 2500) {
			t.Errorf("%s: %d names", name, len(known))
		}
		if name == "users" && known[1].Name != "user-2499" {
			t.Errorf("%s comes before the one who signed in last", known[1].Name)
		}
	}
	if a.calls.Load() != 9 || a.refused.Load() > 0 {
		t.Errorf("%d calls, of which %d broke the rules", a.calls.Load(), a.refused.Load())
	}
}

func TestAListThatMayNotBeHadSaysSo(t *testing.T) {
	for name, l := range lists(t, &account{of: 1, denied: true}) {
		if _, err := l.Names(t.Context()); lake.CodeOf(err) != lake.AccessDenied {
			t.Errorf("%s: %v", name, err)
		}
	}
}
