package simulation

import (
	"bytes"
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

	"pudding/cases"
	"pudding/lake/local"
)

// engine is what the embedded Lake's server runs on: it needs a store, though
// nothing in here is read from it.
type engine struct{ *local.Store }

func openEngine(ctx context.Context) (*engine, error) {
	store, err := local.Open(ctx, "")
	if err != nil {
		return nil, err
	}
	return &engine{store}, nil
}

// eventDataStore is the account's.
const eventDataStore = "11111111-2222-3333-4444-555555555555"

// account is an AWS account with an event data store: the embedded Lake's own
// server, which keeps the service's limits, and Event history. It watches what
// is called.
type account struct {
	lake   *local.Server
	chance *chance
	mutant bug

	mu      sync.Mutex
	reads   window
	starts  window
	lookups window
	started map[string][]startedQuery // by statement, without its moments
	doubles int
	most    int // queries at once
}

type startedQuery struct {
	id     string
	period [2]time.Time
}

func newAccount(seed uint64, e *engine, mutant bug) (*account, error) {
	a := &account{chance: newChance(seed, 2), mutant: mutant, started: map[string][]startedQuery{}}
	config := local.Config{EventDataStore: eventDataStore, Delay: a.chance.queryTime, Now: time.Now, Run: a.run}
	switch mutant {
	case tooManyAtOnce:
		config.Concurrent, config.Delay = 30, always(5*time.Minute)
	case neverInTurn:
		config.Delay = always(2 * cases.SameFor)
	}
	var err error
	a.lake, err = local.NewServer(e.Store, config)
	return a, err
}

func always(d time.Duration) local.Delay { return func() time.Duration { return d } }

// ServeHTTP serves CloudTrail's API.
func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch operationOf(r) {
	case "LookupEvents":
		a.lookUp(w, body)
	case "StartQuery":
		a.start(w, r, body)
	default:
		a.lake.ServeHTTP(w, r)
	}
}

func operationOf(r *http.Request) string {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return operation
}

// leaves counts a call when it leaves: when it arrives is the weather's to say.
func (a *account) leaves(r *http.Request) {
	calls := map[string]*window{"StartQuery": &a.starts, "CancelQuery": &a.starts, "LookupEvents": nil}
	of, ok := calls[operationOf(r)]
	if !ok {
		of = &a.reads
	}
	if of != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		of.add(time.Now())
	}
}

// start starts a query, and knows if it is one that there was: the same question,
// asked at a moment that is the same to the skill. All questions here are about
// a time until now.
func (a *account) start(w http.ResponseWriter, r *http.Request, body []byte) {
	reply := &answer{header: http.Header{}, status: http.StatusOK}
	a.lake.ServeHTTP(reply, r)
	reply.send(w)
	a.mu.Lock() // no earlier: time stands still while somebody waits for a lock
	defer a.mu.Unlock()
	a.most = max(a.most, a.lake.Active())
	if reply.status != http.StatusOK {
		return
	}
	var in struct{ QueryStatement string }
	var out struct{ QueryId string }
	if json.Unmarshal(body, &in) != nil || json.Unmarshal(reply.body, &out) != nil {
		return
	}
	query := startedQuery{out.QueryId, momentsOf(in.QueryStatement)}
	timeless := moment.ReplaceAllString(in.QueryStatement, "")
	for _, before := range a.started[timeless] {
		if near(query.period[0], before.period[0]) && near(query.period[1], before.period[1]) && a.isOfUse(before) {
			a.doubles++
			break
		}
	}
	a.started[timeless] = append(a.started[timeless], query)
}

// near reports whether two moments are one to the skill, with a second to spare
// for those that fall between.
func near(a, b time.Time) bool { return a.Sub(b).Abs() < cases.SameFor-time.Second }

func (a *account) isOfUse(q startedQuery) bool {
	switch a.lake.Status(q.id) {
	case "QUEUED", "RUNNING", "FINISHED":
		return true
	default:
		return false
	}
}

var (
	moment     = regexp.MustCompile(`'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[.\d]*'`)
	bucketName = regexp.MustCompile(`'bucketName'\), '\(\?i\)(?:\(\?:)?([^'|]*)`)
	inBetween  = regexp.MustCompile(`\[[^\]]*\][*?]?|[^a-z]`)
)

// momentsOf are the two ends of the period that a statement asks about.
func momentsOf(statement string) (ends [2]time.Time) {
	for i, m := range moment.FindAllStringSubmatch(statement, len(ends)) {
		ends[i], _ = time.Parse(time.DateTime, m[1])
	}
	return ends
}

// run answers a query: the bucket's own culprit did it. One in thirty fails.
func (a *account) run(statement string) ([][]map[string]string, error) {
	if a.chance.n(30) == 0 {
		return nil, errors.New("an internal error")
	}
	name := bucketName.FindStringSubmatch(statement)
	if name == nil {
		return nil, fmt.Errorf("what is asked here: %s", statement)
	}
	bucket := inBetween.ReplaceAllString(name[1], "")
	from := momentsOf(statement)[0].Format("2006-01-02 15:04:05.000")
	var row []map[string]string
	for label, value := range map[string]string{
		"identity_type": "IAMUser", "user_name": culpritOf(bucket), "account_id": "123456789012", "event_name": "DeleteObject",
		"event_source": "s3.amazonaws.com", "subject": bucket, "events": "2", "first_time": from, "last_time": from, "addresses": "203.0.113.7",
	} {
		row = append(row, map[string]string{label: value})
	}
	return [][]map[string]string{row}, nil
}

// lookupPage is what Event history hands out at once.
const lookupPage = 50

// lookUp serves Event history: half an hour ago somebody changed each bucket.
// The account allows two calls a second.
func (a *account) lookUp(w http.ResponseWriter, body []byte) {
	var in struct {
		StartTime, EndTime float64
		NextToken          string
	}
	a.mu.Lock()
	crowded := a.lookups.add(time.Now()) > 2
	a.mu.Unlock()
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if json.Unmarshal(body, &in) != nil || crowded {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"ThrottlingException","message":"Rate exceeded"}`)
		return
	}
	at := time.Now().Add(-30 * time.Minute).Truncate(time.Second)
	out := map[string]any{"Events": []any{}}
	if seconds := float64(at.Unix()); seconds >= in.StartTime && seconds <= in.EndTime {
		from := 0
		_, _ = fmt.Sscan(in.NextToken, &from)
		var events []any
		for _, bucket := range buckets[from:min(from+lookupPage, len(buckets))] {
			events = append(events, changed(bucket, at))
		}
		out["Events"] = events
		if from+lookupPage < len(buckets) {
			out["NextToken"] = fmt.Sprint(from + lookupPage)
		}
	}
	_ = json.NewEncoder(w).Encode(out)
}

func changed(bucket string, at time.Time) map[string]any {
	record, err := json.Marshal(map[string]any{
		"eventID": bucket + at.String(), "eventName": "PutBucketPolicy", "eventSource": "s3.amazonaws.com", "awsRegion": "us-east-1",
		"eventTime": at.UTC().Format(time.RFC3339), "sourceIPAddress": "203.0.113.7", "requestParameters": map[string]any{"bucketName": bucket},
		"userIdentity": map[string]any{"type": "IAMUser", "userName": culpritOf(bucket), "accountId": "123456789012"},
	})
	if err != nil {
		panic(err) // it is of strings
	}
	return map[string]any{"EventId": bucket, "EventTime": at.Unix(), "CloudTrailEvent": string(record)}
}

// window counts the calls of the last second.
type window struct {
	times []time.Time
	most  int
}

func (w *window) add(now time.Time) int {
	for len(w.times) > 0 && now.Sub(w.times[0]) >= time.Second {
		w.times = w.times[1:]
	}
	w.times = append(w.times, now)
	w.most = max(w.most, len(w.times))
	return len(w.times)
}
