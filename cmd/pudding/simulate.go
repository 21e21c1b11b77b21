package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"pudding/simulation"
)

func simulateCommand() *cobra.Command {
	var turns int
	var seed uint64
	var asJSON bool
	c := &cobra.Command{
		Use:   "simulate",
		Short: "Drive the skill through thousands of turns with faults, in virtual time",
		Long: `Simulate has forty people talk to the real handler, in bursts, while everything
that it calls is slow, hangs, refuses, loses its answers or answers rubbish now
and then: CloudTrail Lake, Event history, DynamoDB and Alexa's own services, each
in memory, with the real one's rules. Time is virtual, and every answer is
checked. It exits 1 if anything happened that must not: an answer after 7
seconds, a case that was lost, an answer to the wrong person, a query that was
started twice, more calls or queries than the account allows, a broken rule of
Alexa's.`,
		Example: "  pudding simulate --turns 100000 --seed 7\n  pudding simulate --turns 2000 --json",
		Args:    cobra.NoArgs,
	}
	c.Flags().IntVar(&turns, "turns", 10_000, "how many turns people take")
	c.Flags().Uint64Var(&seed, "seed", 1, "what chance depends on")
	c.Flags().BoolVar(&asJSON, "json", false, "print the report as one JSON object")
	c.RunE = working(func(ctx context.Context, _ []string) error {
		if turns < 1 {
			return misuse("--turns is %d: it should be 1 or more", turns)
		}
		began := time.Now()
		report, err := simulation.Run(ctx, simulation.Options{Turns: turns, Seed: seed, Progress: progressOf(turns)})
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "\rsimulate: %d turns in %s\n", turns, time.Since(began).Round(time.Second/10))
		if asJSON {
			encoder := json.NewEncoder(os.Stdout)
			encoder.SetIndent("", "  ")
			err = encoder.Encode(report)
		} else {
			err = printReport(os.Stdout, report)
		}
		if err == nil && !report.Healthy() {
			return failedError{fmt.Errorf("something happened that must not")}
		}
		return err
	})
	return c
}

// progressOf says how far the simulation is, every hundredth of it.
func progressOf(turns int) func(int) {
	each := max(1, turns/100)
	return func(taken int) {
		if taken%each == 0 {
			fmt.Fprintf(os.Stderr, "\rsimulate: %d of %d turns", taken, turns)
		}
	}
}

// printReport shows the figures, and the limits of those that have one.
func printReport(w io.Writer, r simulation.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range []struct {
		name  string
		value any
		limit string
	}{
		{"turns", r.Turns, ""}, {"answered in their turn", r.InTurn, ""}, {"first leads", r.Leads, ""}, {"cases", r.Cases, ""},
		{"delivered later", r.Delivered, ""}, {"failed, and said so", r.Failed, ""}, {"faults", r.Faults, ""},
		{"slowest answer", fmt.Sprintf("%d ms", r.SlowestMS), "7000 ms"}, {"late", r.Late, "0"}, {"lost", r.Lost, "0"},
		{"to the wrong person", r.WrongPerson, "0"}, {"scanned twice", r.DoubleScans, "0"}, {"most reads a second", r.MaxCallsPerS, "10"},
		{"most starts a second", r.MaxStartsPerS, "1"}, {"most queries at once", r.MaxConcurrent, "10"}, {"rules broken", r.RuleBreaks, "0"},
	} {
		limit := ""
		if line.limit != "" {
			limit = "at most " + line.limit
		}
		fmt.Fprintf(t, "%s\t%v\t%s\n", line.name, line.value, limit)
	}
	return t.Flush()
}
