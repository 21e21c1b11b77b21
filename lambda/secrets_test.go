package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// What nobody may read in the function's log: tokens, wherever Alexa puts them, and
// what is known by its form, also where AWS, an asker or an operator puts it.
var (
	tokens    = []string{"PLANTEDaccessTOKEN", "PLANTEDconsentTOKEN"}
	misplaced = []string{"amzn1.ask.account.PLANTED", "amzn1.ask.person.PLANTED", "AKIAPLANTEDKEY7EXAMP", "Atza|PLANTED", "eyJQTEFOVEVE.eyJQTEFOVEVE.x"}
)

func holdsNoSecret(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range slices.Concat(tokens, misplaced) {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds %s: %s", where, secret, text)
		}
	}
}

func TestTheFunctionWritesNoSecretWhateverItMeets(t *testing.T) {
	echo := strings.Join(misplaced, " ")
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"__type":"AccessDeniedException","message":"not you: %s"}`, echo)
	}))
	t.Cleanup(failing.Close)
	api, _, log := start(t, "LOG_LEVEL=debug", "SOURCES=lake://"+theStore+"?region=eu-west-1&starts=100", "AWS_ENDPOINT_URL_CLOUDTRAIL="+failing.URL, "AWS_ENDPOINT_URL_IAM="+failing.URL, "AWS_ENDPOINT_URL_S3="+failing.URL)
	full := func(request string) string {
		e := string(envelope(theSkill, request))
		e = strings.ReplaceAll(e, `"userId":"amzn1.ask.account.X"`, `"userId":"amzn1.ask.account.PLANTED","permissions":{"consentToken":"PLANTEDconsentTOKEN"},"accessToken":"PLANTEDconsentTOKEN"`)
		return strings.Replace(e, `"apiAccessToken":"token"`, `"apiAccessToken":"PLANTEDaccessTOKEN","person":{"personId":"amzn1.ask.person.PLANTED","accessToken":"PLANTEDconsentTOKEN"}`, 1)
	}
	requests := []string{
		full(whoAte),
		full(`"type":"SessionEndedRequest","reason":"ERROR","error":{"type":"INVALID_RESPONSE","message":"AKIAPLANTEDKEY7EXAMP amzn1.ask.account.PLANTED Atza|PLANTED"}`),
		strings.Replace(full(whoAte), "amzn1.echo-api.request.x", "AKIAPLANTEDKEY7EXAMP", 1),
		strings.Replace(full(whoAte), "amzn1.echo-api.request.x", "Atza|PLANTED", 1),
		strings.Replace(full(whoAte), theSkill, "amzn1.ask.account.PLANTED", 1),
		full(whoAte)[:900],
		strings.Replace(full(whoAte), `"version"`, `"amzn1.ask.account.PLANTED":1,"AMZN1.ask.account.PLANTED":2,"version"`, 1),
	}
	for _, secret := range misplaced {
		for _, slot := range []string{"bucket", "date", "action"} {
			requests = append(requests, full(fmt.Sprintf(`"type":"IntentRequest","intent":{"name":"WhoUsedBucketIntent","confirmationStatus":"NONE","slots":{"bucket":{"name":"bucket","value":"pudding"},%q:{"name":%q,"value":%q}}}`, slot, slot, secret)))
		}
		requests = append(requests, full(fmt.Sprintf(`"type":"IntentRequest","intent":{"name":"WhatDidAddressDoIntent","confirmationStatus":"NONE","slots":{"address":{"name":"address","value":%q}}}`, secret)))
	}
	for n, request := range requests {
		answer := api.invoke(fmt.Sprint("turn ", n), []byte(request), 8*time.Second)
		holdsNoSecret(t, "the answer to "+request, string(answer.body))
	}
	written := log()
	if len(written) < 5000 || !strings.Contains(written, "access_denied") {
		t.Errorf("it wrote too little to prove anything: %s", written)
	}
	holdsNoSecret(t, "the log", written)
}

func TestAWrongSettingIsNotRepeatedWhereItMayBeASecret(t *testing.T) {
	for _, wrong := range []string{"ASKERS=amzn1.ask.account.PLANTED", "ASKERS=Atza|PLANTED", "NICKNAMES=AKIAPLANTEDKEY7EXAMP", "NEEDS_PIN=amzn1.ask.person.PLANTED", "SKILL_ID=amzn1.ask.account.PLANTED"} {
		function := exec.CommandContext(t.Context(), bootstrap)
		function.Env = []string{"AWS_LAMBDA_RUNTIME_API=127.0.0.1:1", "SOURCES=lake://" + theStore, "SKILL_ID=" + theSkill, wrong}
		out, err := function.CombinedOutput()
		name, _, _ := strings.Cut(wrong, "=")
		if err == nil || !strings.Contains(string(out), name) {
			t.Errorf("%s: %v: %s", wrong, err, out)
		}
		holdsNoSecret(t, "what is said of "+name, string(out))
	}
}
