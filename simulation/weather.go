package simulation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// weather is what goes wrong between the skill and one service. It changes with
// the hour: mostly it is fine, sometimes calls fail now and then, and sometimes
// hardly one gets through.
type weather struct {
	chance *chance
	faults *atomic.Int64
	// refusals are the service's own errors, as bodies of HTTP 400.
	refusals []string
	// least and most is how long a call takes when nothing goes wrong.
	least, most time.Duration

	mu    sync.Mutex
	until time.Time
	risk  float64 // faults in a hundred calls
	clear bool    // for good
}

// hour is how long the weather stays the same.
const hour = 7 * time.Minute

func (w *weather) now() float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.clear {
		return 0
	}
	if now := time.Now(); now.After(w.until) {
		w.until = now.Add(hour)
		switch n := w.chance.n(20); {
		case n < 12:
			w.risk = 0.3
		case n < 19:
			w.risk = 10
		default:
			w.risk = 80
		}
	}
	return w.risk
}

// clears ends all faults.
func (w *weather) clears() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clear = true
}

// network connects the skill with the services, in memory: only there does
// virtual time pass while somebody waits for an answer. It is an
// http.RoundTripper.
type network map[string]*host

type host struct {
	*weather
	service http.Handler
	leaves  func(*http.Request) // is told of each call, if set
}

// RoundTrip sends a request through the weather.
func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	h, ok := n[r.URL.Host]
	if !ok {
		return nil, fmt.Errorf("no such host: %s", r.URL.Host)
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
	}
	if h.leaves != nil {
		h.leaves(r)
	}
	if !h.chance.in(h.now()) {
		return h.arrives(r, body)
	}
	h.faults.Add(1)
	return h.fails(r, body)
}

// arrives takes a request to the service, and its answer back.
func (h *host) arrives(r *http.Request, body []byte) (*http.Response, error) {
	if err := passes(r, h.chance.between(h.least/2, h.most/2)); err != nil {
		return nil, err
	}
	answer := h.serve(r, body)
	if err := passes(r, h.chance.between(h.least/2, h.most/2)); err != nil {
		return nil, err
	}
	return answer.response(r), nil
}

func (h *host) serve(r *http.Request, body []byte) *answer {
	a := &answer{header: http.Header{}, status: http.StatusOK}
	inside := r.Clone(r.Context())
	inside.Body, inside.RequestURI = io.NopCloser(bytes.NewReader(body)), r.URL.Path
	h.service.ServeHTTP(a, inside)
	return a
}

// passes waits, as long as the request does.
func passes(r *http.Request, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

// forEver is longer than any turn.
const forEver = time.Minute

// fails has a call go wrong, in one of the ways that calls do. In the first
// half of them the service never hears of it.
func (h *host) fails(r *http.Request, body []byte) (*http.Response, error) {
	refusal := func(status int, body string) (*http.Response, error) {
		return (&answer{header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}}, status: status, body: []byte(body)}).response(r), nil
	}
	switch h.chance.n(11) {
	case 0:
		return nil, errors.New("connection refused")
	case 1: // a name is looked up for ever
		return nil, errors.Join(passes(r, forEver), errors.New("no such host"))
	case 2: // a connection that nobody answers on
		return nil, errors.Join(passes(r, forEver), errors.New("connection reset"))
	case 3:
		return refusal(http.StatusInternalServerError, `{"__type":"InternalFailure","message":"We encountered an internal error."}`)
	case 4:
		return refusal(http.StatusOK, "<html><body>It works!</body></html>")
	case 5:
		if len(h.refusals) > 0 {
			return refusal(http.StatusBadRequest, fmt.Sprintf(`{"__type":%q,"message":"for a reason"}`, h.refusals[h.chance.n(len(h.refusals))]))
		}
		return refusal(http.StatusServiceUnavailable, "")
	case 6: // it is slow to arrive
		if err := passes(r, h.chance.between(300*time.Millisecond, 4*time.Second)); err != nil {
			return nil, err
		}
		return h.arrives(r, body)
	}
	answer := h.serve(r, body)
	switch h.chance.n(4) {
	case 0: // the connection breaks on the way back
		return nil, io.ErrUnexpectedEOF
	case 1: // half of the answer comes, and then nothing
		response := answer.response(r)
		response.Body = &half{r, bytes.NewReader(answer.body[:len(answer.body)/2])}
		return response, nil
	case 2: // the answer gets stuck
		return nil, errors.Join(passes(r, forEver), errors.New("connection reset"))
	default: // it is slow to come
		if err := passes(r, h.chance.between(300*time.Millisecond, 4*time.Second)); err != nil {
			return nil, err
		}
		return answer.response(r), nil
	}
}

// half is the body of an answer that stops half-way.
type half struct {
	request *http.Request
	*bytes.Reader
}

func (h *half) Read(b []byte) (int, error) {
	if h.Len() > 0 {
		return h.Reader.Read(b)
	}
	return 0, errors.Join(passes(h.request, forEver), io.ErrUnexpectedEOF)
}

func (h *half) Close() error { return nil }

// answer is a service's answer, before it is sent.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) Header() http.Header    { return a.header }
func (a *answer) WriteHeader(status int) { a.status = status }
func (a *answer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

func (a *answer) send(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func (a *answer) response(r *http.Request) *http.Response {
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}
}
