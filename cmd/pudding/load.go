package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"pudding/lake/local"
)

func loadCommand() *cobra.Command {
	var store string
	c := &cobra.Command{
		Use:   "load --store FILE DIR…",
		Short: "Load CloudTrail log files into a store",
		Long: `Load reads CloudTrail's own log files (.json and .json.gz, and folders of them)
into a store that 'pudding ask', 'booth' and 'lake' open with --store.

A file that was loaded before and has not changed is passed over, so the same
command can be run again when more have been delivered. Of a damaged file the
whole records before the damage are kept; what is bad is counted and named.`,
		Example: "  pudding load --store trail.duckdb ./AWSLogs",
		Args:    cobra.MinimumNArgs(1),
	}
	c.Flags().StringVar(&store, "store", "", "the file to load into; made if it isn't there")
	_ = c.MarkFlagRequired("store")
	c.RunE = working(func(ctx context.Context, dirs []string) error {
		for _, dir := range dirs {
			if _, err := os.Stat(dir); err != nil {
				return misuse("%v", err)
			}
		}
		return loadInto(ctx, store, dirs)
	})
	return c
}

func loadInto(ctx context.Context, path string, dirs []string) (err error) {
	store, err := local.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := store.Close(); err == nil {
			err = closed
		}
	}()
	started := time.Now()
	report, err := load(ctx, store, dirs)
	if err != nil {
		return err
	}
	tellBad(report)
	took := time.Since(started)
	fmt.Printf("%d events from %d files in %s (%.0f events/s)", report.Events, report.Files, took.Round(time.Millisecond), float64(report.Events)/took.Seconds())
	if report.Skipped > 0 {
		fmt.Printf("; %d files were loaded before", report.Skipped)
	}
	if len(report.Bad) > 0 {
		fmt.Printf("; %d files are damaged or no logs, named above", len(report.Bad))
	}
	fmt.Println()
	return nil
}
