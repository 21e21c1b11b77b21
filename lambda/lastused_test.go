package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// IAM is asked in the account itself, without any setting.
func TestTheFunctionAsksIAMWhenAUserWasLastSeen(t *testing.T) {
	var mu sync.Mutex
	var calls []string
	account := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		action := r.PostFormValue("Action")
		mu.Lock()
		calls = append(calls, action)
		mu.Unlock()
		result := map[string]string{
			"GetUser":                            `<User><UserName>bert-jan</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path><Arn>arn:aws:iam::123456789012:user/bert-jan</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate></User>`,
			"ListAccessKeys":                     `<AccessKeyMetadata><member><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>`,
			"GetAccessKeyLastUsed":               `<AccessKeyLastUsed><LastUsedDate>2026-11-22T20:12:00Z</LastUsedDate><ServiceName>s3</ServiceName><Region>eu-west-1</Region></AccessKeyLastUsed>`,
			"GenerateServiceLastAccessedDetails": `<JobId>11111111-2222-3333-4444-555555555555</JobId>`,
			"GetServiceLastAccessedDetails":      `<JobStatus>COMPLETED</JobStatus><ServicesLastAccessed></ServicesLastAccessed><IsTruncated>false</IsTruncated>`,
		}[action]
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<%[1]sResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>`, action, result)
	}))
	t.Cleanup(account.Close)
	history := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fmt.Fprint(w, `{"Events":[]}`)
	}))
	t.Cleanup(history.Close)
	api, _, log := start(t, "SOURCES=history://eu-west-1", "AWS_ENDPOINT_URL_CLOUDTRAIL="+history.URL, "AWS_ENDPOINT_URL_IAM="+account.URL)
	answer := api.invoke("one", envelope(theSkill, `"type":"IntentRequest","intent":{"name":"LastSeenIntent","confirmationStatus":"NONE","slots":{
		"user":{"name":"user","value":"bert-jan"}}}`), 8*time.Second)
	if !strings.Contains(string(answer.body), "a key of bert-jan's was last used") || !strings.Contains(string(answer.body), "at 21:12, in S3") {
		t.Errorf("%s: %s\n%s", answer.path, answer.body, log())
	}
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(calls)
	calls = slices.DeleteFunc(calls, func(action string) bool { return action == "ListUsers" || action == "ListRoles" }) // for the directory
	if got := strings.Join(calls, " "); got != "GenerateServiceLastAccessedDetails GetAccessKeyLastUsed GetServiceLastAccessedDetails GetUser ListAccessKeys" {
		t.Errorf("calls: %s", got)
	}
	if strings.Contains(log(), "AKIAIOSFODNN7EXAMPLE") {
		t.Errorf("the log holds an access key: %s", log())
	}
}
