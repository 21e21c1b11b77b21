package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

const (
	table   = "cases"
	skillID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
	store   = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
)

// services are what the function calls, on this machine.
type services struct {
	trail, alexa, names *httptest.Server

	mu           sync.Mutex
	asked, found time.Time // of the query at hand: StartQuery's arrival, and the reply to the last GetQueryResults
	words        time.Time // the first directive's arrival
}

func serve() *services {
	s := new(services)
	s.trail = httptest.NewServer(http.HandlerFunc(s.serveTrail))
	s.alexa = httptest.NewServer(http.HandlerFunc(s.serveAlexa))
	s.names = httptest.NewServer(http.HandlerFunc(serveNames))
	return s
}

// forget makes room for another turn's times.
func (s *services) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.found, s.words = time.Time{}, time.Time{}, time.Time{}
}

// serveTrail has every query finished at once, with one finding.
func (s *services) serveTrail(w http.ResponseWriter, r *http.Request) {
	came := time.Now()
	_, _ = io.Copy(io.Discard, r.Body)
	target := r.Header.Get("X-Amz-Target")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch target[strings.LastIndexByte(target, '.')+1:] {
	case "StartQuery":
		fmt.Fprint(w, `{"QueryId":"11111111-2222-3333-4444-555555555555"}`)
		s.mu.Lock()
		s.asked = came
		s.mu.Unlock()
	case "GetQueryResults":
		fmt.Fprint(w, `{"QueryStatus":"FINISHED","QueryResultRows":[[{"identity_type":"IAMUser"},{"user_name":"jonas"},{"account_id":"123456789012"},
			{"event_name":"DeleteObject"},{"event_source":"s3.amazonaws.com"},{"events":"3"},{"first_time":"2026-11-22 14:12:08.000"},
			{"last_time":"2026-11-22 14:15:02.000"},{"addresses":"203.0.113.24"}]]}`)
		s.mu.Lock()
		s.found = time.Now()
		s.mu.Unlock()
	default:
		fmt.Fprint(w, `{}`)
	}
}

// serveNames has no users, roles and buckets.
func serveNames(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if action := r.Form.Get("Action"); action != "" {
		fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult></%[1]sResult></%[1]sResponse>", action)
		return
	}
	fmt.Fprint(w, "<ListAllMyBucketsResult></ListAllMyBucketsResult>")
}

func (s *services) serveAlexa(w http.ResponseWriter, r *http.Request) {
	came := time.Now()
	_, _ = io.Copy(io.Discard, r.Body)
	if r.Method == http.MethodGet {
		fmt.Fprint(w, `"UTC"`)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words.IsZero() {
		s.words = came
	}
	w.WriteHeader(http.StatusNoContent)
}
