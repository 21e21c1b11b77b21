package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"pudding/lake"
	"pudding/lake/polling"
)

func scheduleCommand() *cobra.Command {
	var calls float64
	var median, high time.Duration
	turn := polling.Typical
	c := &cobra.Command{
		Use:   "schedule [LOG…]",
		Short: "Fit the polling schedule to how long queries were seen to take",
		Long: `Schedule reads the function's log, one JSON object a line, from files or from
standard input, and finds in it when queries were seen to end. It fits a
lognormal distribution to them and prints the schedule of polls with the least
delay for a number of calls a query, as POLL_SCHEDULE takes it. What can be
expected of it is printed on standard error.

With --median and --p95 the distribution is given in place of a log.`,
		Example: `  aws logs filter-log-events --log-group-name /aws/lambda/pudding \
      --filter-pattern '{ $.done_ms > 0 }' --query 'events[].message' --output text | pudding schedule
  pudding schedule --calls 4 function.log
  pudding schedule --median 3s --p95 9s`,
	}
	c.Flags().Float64Var(&calls, "calls", 5.9, "how many calls a query may take within a turn, on average")
	c.Flags().DurationVar(&median, "median", 0, "the time that half of the queries stay below")
	c.Flags().DurationVar(&high, "p95", 0, "the time that 95 of a hundred stay below")
	c.Flags().DurationVar(&turn.Length, "turn", turn.Length, "the time from a query's start to the turn's end")
	c.Flags().DurationVar(&turn.RoundTrip, "round-trip", turn.RoundTrip, "how long a call takes")
	c.RunE = working(func(_ context.Context, logs []string) error {
		if calls < 1 || turn.Length <= turn.RoundTrip || turn.RoundTrip < 0 {
			return misuse("--calls should be 1 or more, and --turn longer than --round-trip")
		}
		d, err := distribution(median, high, logs)
		if err != nil {
			return err
		}
		s, f := polling.Fit(d, turn, calls)
		fmt.Fprintf(os.Stderr, "queries: half end within %s, 95 of a hundred within %s\n", d.Median().Round(10*time.Millisecond), d.P95().Round(10*time.Millisecond))
		fmt.Fprintf(os.Stderr, "schedule: %.1f calls a query; %s from a query's end until it is known; %.0f of a hundred are known in the turn\n",
			f.Calls, f.Delay.Round(time.Millisecond), 100*f.InTurn)
		fmt.Println(s)
		return nil
	})
	return c
}

// distribution is the one that is given, or that is fitted to the logs.
func distribution(median, high time.Duration, logs []string) (polling.Lognormal, error) {
	switch {
	case median > 0 && high > median && len(logs) == 0:
		return polling.LognormalOf(median, high), nil
	case median != 0 || high != 0:
		return polling.Lognormal{}, misuse("--median and --p95 go together, the second is the longer, and there is no log beside them")
	}
	var seen []lake.Completion
	if len(logs) == 0 {
		seen = completions(os.Stdin)
	}
	for _, path := range logs {
		f, err := os.Open(path)
		if err != nil {
			return polling.Lognormal{}, misuse("%v", err)
		}
		seen = append(seen, completions(f)...)
		_ = f.Close()
	}
	return polling.Estimate(seen)
}

// maxLine is the longest line of a log that is read.
const maxLine = 1 << 20

// completions are what a log says of queries' times. A line that is something
// else, as logs have them, is passed over.
func completions(log io.Reader) []lake.Completion {
	var seen []lake.Completion
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var event struct {
			Running int64 `json:"running_ms"`
			Done    int64 `json:"done_ms"`
		}
		if json.Unmarshal(lines.Bytes(), &event) == nil && event.Done > 0 && event.Running < event.Done {
			seen = append(seen, lake.Completion{Running: time.Duration(event.Running) * time.Millisecond, Done: time.Duration(event.Done) * time.Millisecond})
		}
	}
	return seen
}
