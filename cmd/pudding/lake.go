package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func lakeCommand() *cobra.Command {
	var e events
	var addr string
	c := &cobra.Command{
		Use:   "lake --addr HOST:PORT",
		Short: "Serve the CloudTrail Lake query API from log files",
		Long: `Lake serves CloudTrail Lake's query API (StartQuery, DescribeQuery,
GetQueryResults, CancelQuery, ListQueries, GetEventDataStore,
ListEventDataStores) over log files, with the service's own limits and errors.
It prints one line when it is ready. Any AWS client reaches it by its endpoint:

  aws cloudtrail start-query --endpoint-url http://127.0.0.1:8899 \
      --query-statement "SELECT eventName FROM EVENT_DATA_STORE_ID LIMIT 5"

It checks no signatures: keep it on this machine.`,
		Example: "  pudding lake --addr 127.0.0.1:8899 --logs ./AWSLogs --delay lognormal:3s,9s",
		Args:    cobra.NoArgs,
	}
	e.flags(c.Flags())
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "where to listen")
	c.Flags().StringVar(&e.id, "event-data-store", "", "the event data store's id, a UUID (default: a new one)")
	c.Flags().StringVar(&e.delay, "delay", "", "how long a query stays RUNNING: 2s, or lognormal:MEDIAN,95TH-PERCENTILE")
	c.RunE = working(func(ctx context.Context, _ []string) error {
		l, err := e.serve(ctx, addr, time.Now(), time.UTC)
		if err != nil {
			return err
		}
		defer l.Close()
		fmt.Printf("lake: %s event data store %s\n", l.URL, l.EventDataStore)
		<-ctx.Done()
		return nil
	})
	return c
}
