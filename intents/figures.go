package intents

import (
	"errors"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"pudding/cases"
	"pudding/internal/calls"
	"pudding/lake"
)

// figures are what a turn came to, for its last line in the log. They are counted
// by all that work on the turn, and may still be when it is over.
type figures struct {
	began time.Time
	calls *calls.Counter

	mu                                 sync.Mutex
	source, outcome, of                string        // which source was asked last, what came of it, and the case
	understood, searched, found        time.Duration // when a source was asked first, how long they took, when the last had answered
	bytes                              int64         // scanned
	answered, opened, refusals, errors int64
	braked                             int64
}

func (f *figures) refused() { f.count(&f.refusals) }
func (f *figures) failed()  { f.count(&f.errors) }

func (f *figures) count(n *int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*n++
}

func (f *figures) scanned(r *lake.Result) {
	if r != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.bytes += r.BytesScanned
	}
}

// asked counts what a source had to say about a case, if there is one, and how
// long it took.
func (f *figures) asked(source, of string, took time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.found = time.Since(f.began)
	if f.source == "" {
		f.understood = f.found - took
	}
	f.source, f.of, f.outcome = source, of, outcome(err)
	f.searched += took
	var waiting *cases.WaitingError
	switch {
	case err == nil:
		f.answered = 1
	case errors.As(err, &waiting):
		f.opened++
	}
	if lake.CodeOf(err) == lake.Throttled {
		f.braked++
	}
}

// dollarsPerByte is what CloudTrail Lake bills (AWS CloudTrail pricing: 0.005
// dollars a gigabyte scanned).
const dollarsPerByte = 0.005 / (1 << 30)

// metrics are those of a turn, in CloudWatch's embedded metric format: the names
// and units of the properties that stand beside them in the line.
var metrics = []struct{ name, unit string }{
	{"TurnTime", "Milliseconds"}, {"SourceTime", "Milliseconds"}, {"AnsweredInTurn", "Count"}, {"Cases", "Count"},
	{"RefusedAskers", "Count"}, {"Throttled", "Count"}, {"Errors", "Count"}, {"BytesScanned", "Bytes"},
}

// MetricNamespace is where the metrics of all functions are.
const MetricNamespace = "Pudding"

// log adds the figures to a turn's last line. With the function's name they are
// metrics as well (Amazon CloudWatch User Guide, "Specification: Embedded metric
// format").
func (f *figures) log(event *zerolog.Event, function string, now time.Time) *zerolog.Event {
	took := time.Since(f.began)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.source != "" {
		event = event.Str("source", f.source).Str("outcome", f.outcome).Dict("stages_ms", zerolog.Dict().
			Int64("understood", f.understood.Milliseconds()).Int64("searched", f.searched.Milliseconds()).Int64("told", (took-f.found).Milliseconds()))
	}
	if f.of != "" {
		event = event.Str("case", f.of)
	}
	if made := f.calls.All(); len(made) > 0 {
		event = event.Interface("calls", made)
	}
	event = event.Int64("elapsed_ms", took.Milliseconds()).
		Int64("TurnTime", took.Milliseconds()).Int64("SourceTime", f.searched.Milliseconds()).
		Int64("AnsweredInTurn", f.answered).Int64("Cases", f.opened).Int64("RefusedAskers", f.refusals).
		Int64("Throttled", f.braked).Int64("Errors", f.errors).Int64("BytesScanned", f.bytes).
		Float64("cost_usd", float64(f.bytes)*dollarsPerByte)
	if function == "" {
		return event
	}
	type metric struct{ Name, Unit string }
	type directive struct {
		Namespace  string
		Dimensions [][]string
		Metrics    []metric
	}
	d := directive{Namespace: MetricNamespace, Dimensions: [][]string{{"Function"}}}
	for _, m := range metrics {
		d.Metrics = append(d.Metrics, metric{m.name, m.unit})
	}
	return event.Str("Function", function).Interface("_aws", struct {
		Timestamp         int64
		CloudWatchMetrics []directive
	}{now.UnixMilli(), []directive{d}})
}
