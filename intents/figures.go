package intents

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"pudding/cases"
	"pudding/lake"
)

// figures are what a turn came to, for its last line in the log. They are counted
// by all that work on the turn, and may still be when it is over.
type figures struct {
	source                                     atomic.Int64 // nanoseconds that sources were waited for
	bytes                                      atomic.Int64 // scanned
	opened, answered, refusals, errors, braked atomic.Int64
}

func (f *figures) refused() { f.refusals.Add(1) }
func (f *figures) failed()  { f.errors.Add(1) }

func (f *figures) scanned(r *lake.Result) {
	if r != nil {
		f.bytes.Add(r.BytesScanned)
	}
}

// asked counts what a source had to say, and how long it took.
func (f *figures) asked(took time.Duration, err error) {
	f.source.Add(int64(took))
	var waiting *cases.WaitingError
	switch {
	case err == nil:
		f.answered.Store(1)
	case errors.As(err, &waiting):
		f.opened.Add(1)
	}
	if lake.CodeOf(err) == lake.Throttled {
		f.braked.Add(1)
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
func (f *figures) log(event *zerolog.Event, function string, took time.Duration, now time.Time) *zerolog.Event {
	bytes := f.bytes.Load()
	event = event.Int64("elapsed_ms", took.Milliseconds()).
		Int64("TurnTime", took.Milliseconds()).Int64("SourceTime", time.Duration(f.source.Load()).Milliseconds()).
		Int64("AnsweredInTurn", f.answered.Load()).Int64("Cases", f.opened.Load()).Int64("RefusedAskers", f.refusals.Load()).
		Int64("Throttled", f.braked.Load()).Int64("Errors", f.errors.Load()).Int64("BytesScanned", bytes).
		Float64("cost_usd", float64(bytes)*dollarsPerByte)
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
