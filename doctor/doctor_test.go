package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"pudding/booth/scene"
	"pudding/cases/dynamotest"
	"pudding/config"
	"pudding/doctor"
	"pudding/lake/local"
)

// account is an account's endpoints, all at one address, which let through what
// the role may do: by action, as IAM does.
type account struct {
	denied string // an action; empty for none
	trail  http.Handler
	dynamo http.Handler
}

func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
	service, operation, isJSON := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch {
	case isJSON && strings.Contains(service, "DynamoDB"):
		a.json(w, r, "dynamodb:"+operation, a.dynamo)
	case isJSON:
		a.json(w, r, "cloudtrail:"+operation[strings.LastIndexByte(operation, '.')+1:], a.trail)
	case r.Method == http.MethodGet:
		a.xml(w, "s3:ListAllMyBuckets", `<ListAllMyBucketsResult><Buckets><Bucket><Name>crumb-and-spoon-fridge</Name></Bucket></Buckets></ListAllMyBucketsResult>`)
	default:
		_ = r.ParseForm()
		a.query(w, r.Form.Get("Action"))
	}
}

func (a *account) json(w http.ResponseWriter, r *http.Request, action string, service http.Handler) {
	if action != a.denied {
		service.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprintf(w, `{"__type":"AccessDeniedException","message":"not authorized to perform: %s"}`, action)
}

func (a *account) xml(w http.ResponseWriter, action, body string) {
	w.Header().Set("Content-Type", "text/xml")
	if action == a.denied {
		w.WriteHeader(http.StatusForbidden)
		body = `<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`
	}
	fmt.Fprint(w, body)
}

// query answers IAM and STS. There is one user.
func (a *account) query(w http.ResponseWriter, action string) {
	w.Header().Set("Content-Type", "text/xml")
	result, found := map[string]string{
		"GetCallerIdentity": `<Account>123456789012</Account><Arn>arn:aws:sts::123456789012:assumed-role/Pudding/x</Arn><UserId>x</UserId>`,
		"ListUsers":         `<Users><member><UserName>jonas</UserName></member></Users><IsTruncated>false</IsTruncated>`,
		"ListRoles":         `<Roles></Roles><IsTruncated>false</IsTruncated>`,
	}[action]
	switch {
	case "iam:"+action == a.denied:
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>`)
	case !found:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>There is none.</Message></Error></ErrorResponse>`)
	default:
		fmt.Fprintf(w, `<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>`, action, result)
	}
}

// deployment is a configuration for a fake account, and its AWS configuration.
func deployment(t *testing.T) (*account, map[string]string, aws.Config) {
	t.Helper()
	dir := t.TempDir()
	if err := scene.Write(dir, time.Now(), time.UTC); err != nil {
		t.Fatal(err)
	}
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Load(t.Context(), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	// Its own clock runs fast, so that nothing is throttled.
	var calls atomic.Int64
	start := time.Now()
	trail, err := local.NewServer(store, local.Config{Now: func() time.Time { return start.Add(time.Duration(calls.Add(1)) * time.Second) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = trail.Close() })
	a := &account{trail: trail, dynamo: dynamotest.New("pudding-Cases")}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	environment := map[string]string{
		"SOURCES":     "lake://" + trail.EventDataStore() + "?region=eu-west-1 history://eu-west-1",
		"SKILL_ID":    "amzn1.ask.skill.11111111-2222-3333-4444-555555555555",
		"CASES_TABLE": "pudding-Cases",
		"NICKNAMES":   "pudding=s3://crumb-and-spoon-fridge/puddings/; nobody=user:nobody",
		"ASKERS":      "pairing",
	}
	return a, environment, aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL), Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		Retryer: func() aws.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), 1) },
	}
}

func examined(t *testing.T, environment map[string]string, account aws.Config) (doctor.Grade, []doctor.Finding) {
	t.Helper()
	c, err := config.Read(func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	var all []doctor.Finding
	worst := doctor.Examine(context.Background(), c, account, func(f doctor.Finding) { all = append(all, f) })
	return worst, all
}

// actions are those that the template's role allows, and that can be tried.
func actions(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "infra", "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`\b(?:cloudtrail|iam|s3|dynamodb):[A-Z][A-Za-z]+`).FindAllString(string(raw), -1)
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) < 15 {
		t.Fatalf("the template has only %v", all)
	}
	return all
}

func TestAWholeDeploymentIsWell(t *testing.T) {
	_, environment, account := deployment(t)
	worst, all := examined(t, environment, account)
	if worst == doctor.Broken {
		t.Errorf("%+v", all)
	}
	for _, action := range actions(t) {
		if !slices.ContainsFunc(all, func(f doctor.Finding) bool { return f.Item == action && f.Grade == doctor.Fine }) {
			t.Errorf("%s is not tried", action)
		}
	}
	for _, want := range []doctor.Finding{
		{doctor.Fine, "credentials", "are those of arn:aws:sts::123456789012:assumed-role/Pudding/x", ""},
		{doctor.Fine, "nickname pudding", "is the bucket crumb-and-spoon-fridge", ""},
		{doctor.Odd, "nickname nobody", "is the user nobody, which this account doesn't have", "correct NICKNAMES, unless it is another account's"},
		{doctor.Fine, "askers", "are those that ASKERS lists", ""},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("%+v is missing among %+v", want, all)
		}
	}
}

func TestAPermissionThatIsMissingIsNamed(t *testing.T) {
	fake, environment, account := deployment(t)
	for _, action := range actions(t) {
		fake.denied = action
		worst, all := examined(t, environment, account)
		named := slices.ContainsFunc(all, func(f doctor.Finding) bool {
			return f.Grade == doctor.Broken && f.Item == action && strings.Contains(f.Remedy, "allow the role "+action+" on ")
		})
		if worst != doctor.Broken || !named {
			t.Errorf("without %s: %+v", action, all)
		}
		for _, f := range all {
			if f.Grade == doctor.Broken && f.Item != action {
				t.Errorf("without %s: %+v", action, f)
			}
		}
	}
}

func TestWhatIsOddIsNoted(t *testing.T) {
	_, environment, account := deployment(t)
	environment["SOURCES"], environment["CASES_TABLE"], environment["ASKERS"] = "history://eu-west-1", "", ""
	worst, all := examined(t, environment, account)
	if worst != doctor.Odd {
		t.Errorf("%s: %+v", worst, all)
	}
	for _, item := range []string{"answers", "cases", "askers"} {
		if !slices.ContainsFunc(all, func(f doctor.Finding) bool { return f.Item == item && f.Grade == doctor.Odd && f.Remedy != "" }) {
			t.Errorf("nothing is noted of %s: %+v", item, all)
		}
	}
}

func TestATableOrAStoreThatIsNotThereIsToldSo(t *testing.T) {
	_, environment, account := deployment(t)
	environment["CASES_TABLE"] = "another-table"
	environment["SOURCES"] = "lake://00000000-1111-2222-3333-444444444444?region=eu-west-1"
	worst, all := examined(t, environment, account)
	said, _ := json.Marshal(all)
	if worst != doctor.Broken || !strings.Contains(string(said), "ResourceNotFoundException") || !strings.Contains(string(said), "EventDataStoreNotFoundException") {
		t.Errorf("%s", said)
	}
}
