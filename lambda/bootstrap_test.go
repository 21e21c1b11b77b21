package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/cases/dynamotest"
)

const (
	theSkill = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
	theStore = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
)

// bootstrap is the function as make build builds it, or as it is packed in the zip
// that PUDDING_PACKAGE names.
var bootstrap string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "bootstrap-")
	if err != nil {
		panic(err)
	}
	bootstrap = filepath.Join(dir, "bootstrap")
	if packed := os.Getenv("PUDDING_PACKAGE"); packed != "" {
		err = unpack(packed)
	} else {
		err = build()
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func build() error {
	build := exec.Command("go", "build", "-tags", "lambda.norpc", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", bootstrap, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the function: %w\n%s", err, out)
	}
	return nil
}

// unpack does as Lambda does: bootstrap is run with the mode that it has in the zip.
func unpack(packed string) error {
	z, err := zip.OpenReader(packed)
	if err != nil {
		return err
	}
	defer z.Close()
	file, err := z.Open("bootstrap")
	if err != nil {
		return err
	}
	program, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return os.WriteFile(bootstrap, program, info.Mode())
}

func TestTheFunctionLinksNeitherDuckDBNorC(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-tags", "lambda.norpc", "-deps", "-f", "{{.ImportPath}} {{len .CgoFiles}}", ".")
	list.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "pudding/intents 0\n") {
		t.Fatalf("the list is not of the function's packages: %s", out)
	}
	for line := range strings.Lines(string(out)) {
		path, cgo, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.Contains(path, "duckdb") || strings.HasPrefix(path, "pudding/lake/local") || path == "runtime/cgo" || cgo != "0" {
			t.Errorf("the function links %s (%s files with C)", path, cgo)
		}
	}
}

// runtimeAPI is Lambda's Runtime API (AWS Lambda Developer Guide, "Using the
// Lambda runtime API"), with the invocations that it hands out.
type runtimeAPI struct {
	t           *testing.T
	invocations chan invocation
	mu          sync.Mutex
	pending     map[string]chan outcome
}

type invocation struct {
	id       string
	payload  []byte
	deadline time.Time
}

// outcome is what the function posted for an invocation.
type outcome struct {
	path string
	body []byte
}

func newRuntimeAPI(t *testing.T) (*runtimeAPI, *httptest.Server) {
	api := &runtimeAPI{t: t, invocations: make(chan invocation), pending: map[string]chan outcome{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", api.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/{what}", api.posted)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusAccepted)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return api, server
}

func (a *runtimeAPI) next(w http.ResponseWriter, r *http.Request) {
	select {
	case i := <-a.invocations:
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", i.id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(i.deadline.UnixMilli()))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:pudding")
		_, _ = w.Write(i.payload)
	case <-r.Context().Done():
	}
}

func (a *runtimeAPI) posted(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	w.WriteHeader(http.StatusAccepted)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending[r.PathValue("id")] <- outcome{r.PathValue("what"), body.Bytes()}
}

// invoke hands out an invocation and waits for what becomes of it.
func (a *runtimeAPI) invoke(id string, payload []byte, timeout time.Duration) outcome {
	a.t.Helper()
	done := make(chan outcome, 1)
	a.mu.Lock()
	a.pending[id] = done
	a.mu.Unlock()
	select {
	case a.invocations <- invocation{id, payload, time.Now().Add(timeout)}:
	case <-a.t.Context().Done():
	}
	select {
	case o := <-done:
		return o
	case <-time.After(20 * time.Second):
		a.t.Fatalf("the function said nothing to %s", id)
		return outcome{}
	}
}

// fakeLake answers the calls of the query API with what is put into it, and
// takes note of their targets.
type fakeLake struct {
	mu      sync.Mutex
	targets []string
	status  string
}

func (f *fakeLake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	target := r.Header.Get("X-Amz-Target")
	action := target[strings.LastIndexByte(target, '.')+1:]
	f.targets = append(f.targets, action)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch action {
	case "GetEventDataStore":
		fmt.Fprintf(w, `{"EventDataStoreArn":"arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/%s","Status":"ENABLED"}`, theStore)
	case "StartQuery":
		fmt.Fprint(w, `{"QueryId":"11111111-2222-3333-4444-555555555555"}`)
	case "GetQueryResults":
		fmt.Fprintf(w, `{"QueryStatus":%q,"QueryStatistics":{"ResultsCount":1,"TotalResultsCount":1,"BytesScanned":7},"QueryResultRows":[[
			{"identity_type":"IAMUser"},{"user_name":"jonas"},{"account_id":"123456789012"},{"event_name":"DeleteObject"},{"event_source":"s3.amazonaws.com"},
			{"subject":"kitchen"},{"events":"3"},{"first_time":"2026-11-22 14:12:08.000"},{"last_time":"2026-11-22 14:15:02.000"},{"addresses":"203.0.113.24"}]]}`, f.status)
	default:
		http.Error(w, `{"__type":"UnknownOperationException"}`, http.StatusBadRequest)
	}
}

func (f *fakeLake) calls() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string{}, f.targets...)
}

// start runs the function against a Runtime API and a Lake, and returns what
// reads its log.
func start(t *testing.T, more ...string) (api *runtimeAPI, lake *fakeLake, log func() string) {
	t.Helper()
	api, runtime := newRuntimeAPI(t)
	lake = &fakeLake{status: "FINISHED"}
	endpoint := httptest.NewServer(lake)
	t.Cleanup(endpoint.Close)
	out, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = out.Close() })
	function := exec.CommandContext(t.Context(), bootstrap)
	function.Env = []string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(runtime.URL, "http://"),
		"AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_ENDPOINT_URL_CLOUDTRAIL=" + endpoint.URL, "AWS_ENDPOINT_URL_IAM=" + namesThatExist(t), "AWS_ENDPOINT_URL_S3=" + namesThatExist(t),
		"SOURCES=lake://" + theStore + "?region=eu-west-1", "SKILL_ID=" + theSkill, "TIME_ZONE=Europe/Amsterdam", "LOG_LEVEL=info",
		"NICKNAMES=pudding=s3://kitchen/", "POLL_SCHEDULE=20ms,500ms",
	}
	function.Env = append(function.Env, more...)
	function.Stdout, function.Stderr = out, out
	if err := function.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = function.Process.Kill()
		_ = function.Wait()
	})
	return api, lake, func() string {
		raw, err := os.ReadFile(out.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
}

func envelope(skill, request string) []byte {
	return fmt.Appendf(nil, `{"version":"1.0",
		"session":{"new":true,"sessionId":"amzn1.echo-api.session.x","application":{"applicationId":%q},"user":{"userId":"amzn1.ask.account.X"}},
		"context":{"System":{"application":{"applicationId":%q},"user":{"userId":"amzn1.ask.account.X"},"apiEndpoint":"https://api.eu.amazonalexa.com","apiAccessToken":"token"}},
		"request":{"requestId":"amzn1.echo-api.request.x","timestamp":%q,"locale":"en-GB",%s}}`, skill, skill, time.Now().UTC().Format(time.RFC3339), request)
}

const whoAte = `"type":"IntentRequest","dialogState":"STARTED","intent":{"name":"WhoUsedBucketIntent","confirmationStatus":"NONE","slots":{
	"bucket":{"name":"bucket","value":"pudding"},"action":{"name":"action","value":"ate"},"date":{"name":"date","value":"2026-11-22"}}}`

func TestTheFunctionAnswersAlexa(t *testing.T) {
	api, lake, log := start(t)

	answer := api.invoke("one", envelope(theSkill, whoAte), 8*time.Second)
	if answer.path != "response" || !strings.Contains(string(answer.body), "<speak>Jonas deleted ") {
		t.Errorf("%s: %s", answer.path, answer.body)
	}
	if diff := cmp.Diff([]string{"GetEventDataStore", "StartQuery", "GetQueryResults"}, lake.calls()); diff != "" {
		t.Errorf("calls, the first of them while the function starts (-want +got):\n%s", diff)
	}

	refused := api.invoke("two", envelope("amzn1.ask.skill.another", whoAte), 8*time.Second)
	if refused.path != "error" || !strings.Contains(string(refused.body), "another skill") {
		t.Errorf("another skill's request: %s: %s", refused.path, refused.body)
	}
	cut := api.invoke("three", envelope(theSkill, whoAte)[:200], 8*time.Second)
	if cut.path != "error" {
		t.Errorf("an envelope cut short: %s: %s", cut.path, cut.body)
	}
	welcome := api.invoke("four", envelope(theSkill, `"type":"LaunchRequest"`), 8*time.Second)
	if welcome.path != "response" || !strings.Contains(string(welcome.body), "Pudding detective here") {
		t.Errorf("after errors: %s: %s", welcome.path, welcome.body)
	}
	if logged := log(); strings.Contains(logged, "amzn1.ask.account.X") || strings.Contains(logged, `"token"`) ||
		!strings.Contains(logged, `"request_id":"amzn1.echo-api.request.x"`) || !strings.Contains(logged, `"CloudTrail.StartQuery":1`) {
		t.Errorf("the log lacks the request's id or its calls, or holds a user's id or a token: %s", logged)
	}
}

// The function has no table of cases without one being named; with one, what is
// asked is kept there before it is searched for, and every call is budgeted.
func TestAQuestionOutlivesTheInstanceThatWasAsked(t *testing.T) {
	table := httptest.NewServer(dynamotest.New("cases"))
	t.Cleanup(table.Close)
	settings := []string{"CASES_TABLE=cases", "AWS_ENDPOINT_URL_DYNAMODB=" + table.URL}
	api, lake, log := start(t, settings...)
	lake.mu.Lock()
	lake.status = "RUNNING"
	lake.mu.Unlock()
	first := api.invoke("one", envelope(theSkill, whoAte), 5*time.Second)
	if !strings.Contains(string(first.body), "still looking") {
		t.Fatalf("%s: %s\n%s", first.path, first.body, log())
	}
	api, lake, log = start(t, settings...)
	news := api.invoke("two", envelope(theSkill, `"type":"IntentRequest","intent":{"name":"AnyNewsIntent","confirmationStatus":"NONE"}`), 8*time.Second)
	if !strings.Contains(string(news.body), "Jonas deleted") || slices.Contains(lake.calls(), "StartQuery") {
		t.Errorf("%s: %s after %v\n%s", news.path, news.body, lake.calls(), log())
	}
	if !strings.Contains(log(), `"done_ms"`) {
		t.Errorf("the log does not tell when the query was seen to end: %s", log())
	}
}

func TestWithEventHistoryAloneTheFunctionWorksToo(t *testing.T) {
	var mu sync.Mutex
	var regions []string
	history := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=key/")
		mu.Lock()
		regions = append(regions, strings.Split(scope, "/")[1])
		mu.Unlock()
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fmt.Fprint(w, `{"Events":[{"EventId":"1","CloudTrailEvent":"{\"eventID\":\"1\",\"eventName\":\"PutBucketPolicy\",\"eventSource\":\"s3.amazonaws.com\",\"eventTime\":\"2026-11-22T14:12:08Z\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"jonas\",\"accountId\":\"1\"},\"requestParameters\":{\"bucketName\":\"kitchen\"}}"}]}`)
	}))
	t.Cleanup(history.Close)
	api, _, log := start(t, "SOURCES=history://eu-west-1,ap-northeast-1", "AWS_ENDPOINT_URL_CLOUDTRAIL="+history.URL)
	answer := api.invoke("one", envelope(theSkill, strings.ReplaceAll(whoAte, `"ate"`, `"used"`)), 8*time.Second)
	if !strings.Contains(string(answer.body), "jonas") && !strings.Contains(string(answer.body), "Jonas") {
		t.Errorf("%s: %s\n%s", answer.path, answer.body, log())
	}
	slices.Sort(regions)
	if got := slices.Compact(regions); !slices.Equal(got, []string{"ap-northeast-1", "eu-west-1"}) {
		t.Errorf("a bucket was looked for in %v", got)
	}
}

func TestTheFunctionAnswersBeforeItsDeadline(t *testing.T) {
	api, lake, _ := start(t)
	lake.mu.Lock()
	lake.status = "RUNNING"
	lake.mu.Unlock()
	const deadline = 5 * time.Second // less than the turn's budget, and time enough for a busy machine to start a query
	started := time.Now()
	answer := api.invoke("one", envelope(theSkill, whoAte), deadline)
	if took := time.Since(started); answer.path != "response" || !strings.Contains(string(answer.body), "still looking") || took > deadline {
		t.Errorf("after %s: %s: %s", took, answer.path, answer.body)
	}
}

func TestAWrongSettingStopsTheFunctionWithOneLine(t *testing.T) {
	right := []string{"SOURCES=lake://" + theStore + "?region=eu-west-1", "SKILL_ID=" + theSkill, "AWS_REGION=eu-west-1"}
	for _, wrong := range []string{
		"SOURCES=", "SOURCES=lake://kitchen", "SOURCES=ftp://x", "SKILL_ID=", "TIME_ZONE=Mars/Olympus", "NICKNAMES=pudding", "LOG_LEVEL=loud",
		"SOURCES=history://", "SOURCES=history://Ireland", "SOURCES=history://eu-west-1 history://us-east-1", "SOURCES=lake://" + theStore + "?region=Ireland",
		"SOURCES=lake://" + theStore + "?starts=many", "CASES_TABLE=a table", "TURN_BUDGET=7.1s", "TURN_BUDGET=soon", "SAME_QUESTION=0s",
		"SOURCES=lake://" + theStore + "?regoin=eu-west-1", "TIME_ZONE=Local", "ASKERS=me", "NEEDS_PIN=me", "NEEDS_VOICE=me",
		"POLL_SCHEDULE=2s,1s", "MAX_PERIOD=a year", "MAX_PERIOD=0d", "MAX_PERIOD=23h", "MAX_PERIOD=-366d", "MAX_PERIOD=3654d", "MAX_PERIOD=99999999999999d",
	} {
		t.Run(wrong, func(t *testing.T) {
			function := exec.CommandContext(t.Context(), bootstrap)
			function.Env = append(append([]string{"AWS_LAMBDA_RUNTIME_API=127.0.0.1:1"}, right...), wrong)
			out, err := function.CombinedOutput()
			name, _, _ := strings.Cut(wrong, "=")
			if err == nil || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), name) {
				t.Errorf("%v: %s", err, out)
			}
			if !json.Valid(out) {
				t.Errorf("the line is not JSON: %s", out)
			}
		})
	}
}

func TestAllWrongSettingsStopTheFunctionWithOneLine(t *testing.T) {
	function := exec.CommandContext(t.Context(), bootstrap)
	function.Env = []string{"AWS_LAMBDA_RUNTIME_API=127.0.0.1:1", "AWS_REGION=eu-west-1", "SOURCES=ftp://x", "SKILL_ID=me", "ASKERS=amzn1.ask.account.X"}
	out, err := function.CombinedOutput()
	if err == nil || strings.Count(string(out), "\n") != 1 || !json.Valid(out) || strings.Contains(string(out), "amzn1.ask.account") {
		t.Errorf("%v: %s", err, out)
	}
	for _, variable := range []string{"SOURCES", "SKILL_ID", "ASKERS"} {
		if !strings.Contains(string(out), variable) {
			t.Errorf("%s is not named: %s", variable, out)
		}
	}
}
