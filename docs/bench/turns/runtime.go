package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"time"
)

// runtimeAPI is Lambda's Runtime API (AWS Lambda Developer Guide, "Using the
// Lambda runtime API") for one process.
type runtimeAPI struct {
	*httptest.Server
	invocations chan []byte
	handedOut   chan time.Time
	answered    chan time.Time
	idle        chan struct{} // something when the process asks for an invocation
}

func newRuntimeAPI() *runtimeAPI {
	a := &runtimeAPI{invocations: make(chan []byte), handedOut: make(chan time.Time, 1), answered: make(chan time.Time, 1), idle: make(chan struct{}, 1)}
	n := 0
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method == http.MethodPost {
			if !strings.HasSuffix(r.URL.Path, "/response") {
				log.Fatalf("the function failed: %s %s", r.URL.Path, body)
			}
			a.answered <- time.Now()
			w.WriteHeader(http.StatusAccepted)
			return
		}
		select {
		case a.idle <- struct{}{}:
		default:
		}
		select {
		case payload := <-a.invocations:
			n++
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprint("request-", n))
			w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(8*time.Second).UnixMilli()))
			a.handedOut <- time.Now()
			_, _ = w.Write(payload)
		case <-r.Context().Done():
		}
	}))
	return a
}

// invoke has the process answer a request, and returns when that began and
// ended.
func (a *runtimeAPI) invoke(payload []byte) (began, ended time.Time) {
	a.invocations <- payload
	return <-a.handedOut, <-a.answered
}

// start starts a process against the Runtime API and the services.
func (s *services) start(a *runtimeAPI, dynamo, casesTable string, command ...string) *exec.Cmd {
	return s.startWith(nil, a, dynamo, casesTable, command...)
}

// startWith is start, with some of the environment otherwise.
func (s *services) startWith(env []string, a *runtimeAPI, dynamo, casesTable string, command ...string) *exec.Cmd {
	c := exec.Command(command[0], command[1:]...)
	c.Env = append([]string{
		"PATH=" + os.Getenv("PATH"),
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(a.URL, "http://"), "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret",
		"AWS_ENDPOINT_URL_CLOUDTRAIL=" + s.trail.URL, "AWS_ENDPOINT_URL_IAM=" + s.names.URL, "AWS_ENDPOINT_URL_S3=" + s.names.URL, "AWS_ENDPOINT_URL_DYNAMODB=" + dynamo, "ALEXA_LOOPBACK=" + strings.TrimPrefix(s.alexa.URL, "http://"),
		"SOURCES=lake://" + store + "?region=eu-west-1&starts=100", "SKILL_ID=" + skillID, "EVENT_DATA_STORE=" + store, "CASES_TABLE=" + casesTable,
		"POLL_SCHEDULE=1ms,2ms", "LOG_LEVEL=error", "NODE_OPTIONS=--no-warnings",
	}, env...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Start(); err != nil {
		log.Fatal(err)
	}
	return c
}

func stop(c *exec.Cmd) {
	_ = c.Process.Kill()
	_ = c.Wait()
}
