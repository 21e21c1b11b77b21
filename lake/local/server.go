package local

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// Config is what a Server is told of the account it stands for. Zero fields
// have the defaults that are named.
type Config struct {
	EventDataStore string           // a UUID; the store's own
	AccountID      string           // 123456789012
	Region         string           // us-east-1
	Delay          Delay            // none
	Now            func() time.Time // time.Now
	Concurrent     int              // 10 queries at once, queued or running
	// Description is what the event data store says of itself.
	Description Description
	// Run runs a statement in place of the store, for simulations: each row is a
	// list of one-key maps, as GetQueryResults has it.
	Run func(statement string) ([][]map[string]string, error)
}

// The service's quotas (AWS CloudTrail User Guide, "Quotas in AWS CloudTrail").
const (
	maxQueries     = 10
	callsPerSecond = 10
	maxStatement   = 10_000 // characters
	maxPage        = 1000   // rows, or queries
	resultsKept    = 7 * 24 * time.Hour
	queryLimit     = time.Hour
)

// Server serves the query API of CloudTrail Lake over one event data store, and
// Event history, in AWS JSON 1.1 at POST /. It checks no signatures. It is an http.Handler.
type Server struct {
	store   *Store
	config  Config
	details eventDataStore

	// reads are the calls that describe, get and list, writes those that start
	// and cancel.
	reads, writes *rate.Limiter
	lookups       map[string]*rate.Limiter // by region

	ctx  context.Context // of the queries: it ends with Close
	stop context.CancelFunc
	work sync.WaitGroup

	mu      sync.Mutex
	queries map[string]*query
	order   []*query // oldest first
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// NewServer serves a store, which must not be loaded into any more: from here
// on DuckDB is locked against everything but reading it.
func NewServer(store *Store, config Config) (*Server, error) {
	setDefault(&config.EventDataStore, store.eventDataStore)
	setDefault(&config.AccountID, "123456789012")
	setDefault(&config.Region, "us-east-1")
	if config.Concurrent == 0 {
		config.Concurrent = maxQueries
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if !uuidForm.MatchString(config.EventDataStore) {
		return nil, fmt.Errorf("%q is not the id of an event data store, which is a UUID in lower case", config.EventDataStore)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		store:   store,
		config:  config,
		reads:   rate.NewLimiter(callsPerSecond, callsPerSecond),
		writes:  rate.NewLimiter(callsPerSecond, callsPerSecond),
		ctx:     ctx,
		stop:    stop,
		lookups: map[string]*rate.Limiter{},
		queries: map[string]*query{},
	}
	var err error
	if s.details, err = s.describe(); err != nil {
		stop()
		return nil, fmt.Errorf("serving the store: %w", err)
	}
	if err := store.lock(ctx); err != nil {
		stop()
		return nil, fmt.Errorf("serving the store: %w", err)
	}
	return s, nil
}

func setDefault(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}

// EventDataStore is the id of the event data store that is served.
func (s *Server) EventDataStore() string { return s.config.EventDataStore }

// Close stops the queries that are running.
func (s *Server) Close() error {
	s.stop()
	s.work.Wait()
	return nil
}

// action is one action of the API.
type action struct {
	limiter func(*Server, *http.Request) *rate.Limiter
	perform func(*Server, *http.Request, []byte) (any, error)
}

func reading[In, Out any](perform func(*Server, In) (Out, error)) action {
	return action{func(s *Server, _ *http.Request) *rate.Limiter { return s.reads }, decoded(perform)}
}

func writing[In, Out any](perform func(*Server, In) (Out, error)) action {
	return action{func(s *Server, _ *http.Request) *rate.Limiter { return s.writes }, decoded(perform)}
}

func decoded[In, Out any](perform func(*Server, In) (Out, error)) func(*Server, *http.Request, []byte) (any, error) {
	return func(s *Server, _ *http.Request, body []byte) (any, error) {
		var in In
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, failure(serialization, "%v", err)
		}
		return perform(s, in)
	}
}

var actions = map[string]action{
	"StartQuery":          writing((*Server).startQuery),
	"CancelQuery":         writing((*Server).cancelQuery),
	"DescribeQuery":       reading((*Server).describeQuery),
	"GetQueryResults":     reading((*Server).getQueryResults),
	"ListQueries":         reading((*Server).listQueries),
	"GetEventDataStore":   reading((*Server).getEventDataStore),
	"ListEventDataStores": reading((*Server).listEventDataStores),
	"LookupEvents":        {(*Server).lookupLimiter, (*Server).lookupEvents},
}

// maxBody is the longest request that is read.
const maxBody = 1 << 20

// distance is how long an answer takes at least, as if over a network. AWS's
// SDK for Go closes a request's body when it has the answer, and takes the
// connection for broken if it was still looking for the body's end: which only
// happens to those who are answered within microseconds.
const distance = 2 * time.Millisecond

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	came := time.Now()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("X-Amzn-Requestid", uuid.NewString())
	out, err := s.call(w, r)
	time.Sleep(distance - time.Since(came))
	if err != nil {
		var known *apiError
		if !errors.As(err, &known) {
			known = &apiError{internalFailure, err.Error()}
		}
		known.write(w)
		return
	}
	_ = json.NewEncoder(w).Encode(out)
}

func (s *Server) call(w http.ResponseWriter, r *http.Request) (any, error) {
	// The SDKs for Go and Python write the target differently; the action is
	// what follows the last dot in both.
	target := r.Header.Get("X-Amz-Target")
	name := target[strings.LastIndexByte(target, '.')+1:]
	a, ok := actions[name]
	if r.Method != http.MethodPost || r.URL.Path != "/" || !ok {
		return nil, failure(unknownOperation, "%s %s with the target %q is no action of this service", r.Method, r.URL.Path, target)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, failure(serialization, "reading the request: %v", err)
	}
	if name == "StartQuery" {
		if err := s.roomForQuery(); err != nil {
			return nil, err
		}
	}
	if !a.limiter(s, r).AllowN(s.config.Now(), 1) {
		return nil, failure(throttling, "Rate exceeded")
	}
	return a.perform(s, r, body)
}
