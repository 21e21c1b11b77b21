package doctor

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
	"pudding/lake/cloudtrail"
)

// lake asks the event data store what it covers, and tries a query that reads next
// to nothing.
func (e *examination) lake(ctx context.Context) {
	l := e.config.Sources.Lake
	if l == nil {
		return
	}
	client := e.trail(l.Region)
	store := e.storeARN()
	e.covers(ctx, cloudtrail.New(client, l.EventDataStore), store)
	query := e.starts(ctx, client, l.EventDataStore, store)
	gone := []string{"QueryIdNotFoundException", "InactiveQueryException"}
	for _, a := range []attempt{
		{permission: permission{"cloudtrail:DescribeQuery", store}, answers: gone, call: func(ctx context.Context) error {
			_, err := client.DescribeQuery(ctx, &sdk.DescribeQueryInput{EventDataStore: &l.EventDataStore, QueryId: &query})
			return err
		}},
		{permission: permission{"cloudtrail:GetQueryResults", store}, answers: gone, call: func(ctx context.Context) error {
			_, err := client.GetQueryResults(ctx, &sdk.GetQueryResultsInput{EventDataStore: &l.EventDataStore, QueryId: &query})
			return err
		}},
		{permission: permission{"cloudtrail:ListQueries", store}, call: func(ctx context.Context) error {
			_, err := client.ListQueries(ctx, &sdk.ListQueriesInput{EventDataStore: &l.EventDataStore, MaxResults: aws.Int32(1)})
			return err
		}},
		{permission: permission{"cloudtrail:CancelQuery", store}, answers: gone, call: func(ctx context.Context) error {
			_, err := client.CancelQuery(ctx, &sdk.CancelQueryInput{EventDataStore: &l.EventDataStore, QueryId: &query})
			return err
		}},
	} {
		a.region = e.elsewhere()
		e.may(ctx, a)
	}
}

// storeARN is the event data store's, where SOURCES has one.
func (e *examination) storeARN() string {
	l := e.config.Sources.Lake
	return fmt.Sprintf("arn:aws:cloudtrail:%s:%s:eventdatastore/%s", cmp.Or(l.Region, e.account.Region), e.number, l.EventDataStore)
}

// elsewhere is the event data store's region, if it isn't the usual one.
func (e *examination) elsewhere() string {
	if l := e.config.Sources.Lake; l.Region != e.account.Region {
		return l.Region
	}
	return ""
}

// covers asks the event data store what it covers.
func (e *examination) covers(ctx context.Context, source *cloudtrail.Source, arn string) {
	var coverage *lake.Coverage
	if !e.may(ctx, attempt{permission: permission{"cloudtrail:GetEventDataStore", arn}, region: e.elsewhere(), call: func(ctx context.Context) (err error) {
		coverage, err = source.Coverage(ctx)
		return err
	}}) {
		return
	}
	e.coverage, e.key = coverage, coverage.Key
	if !e.embedded {
		e.status(*coverage)
	}
}

// noQuery is the id of a query that there isn't.
const noQuery = "00000000-0000-0000-0000-000000000000"

// starts starts a query over the last minute, and returns its id.
func (e *examination) starts(ctx context.Context, client *sdk.Client, store, arn string) string {
	id := noQuery
	e.may(ctx, attempt{permission: permission{"cloudtrail:StartQuery", arn}, region: e.elsewhere(), call: func(ctx context.Context) error {
		from, to := e.now.Add(-time.Minute).Format(time.DateTime), e.now.Format(time.DateTime)
		out, err := client.StartQuery(ctx, &sdk.StartQueryInput{
			QueryStatement: aws.String(fmt.Sprintf("SELECT eventID FROM %s WHERE eventTime >= '%s' AND eventTime < '%s' LIMIT 1", store, from, to)),
		})
		if err == nil {
			id = aws.ToString(out.QueryId)
		}
		return err
	}})
	return id
}

// status tells whether the event data store can be asked, and what it holds. It is
// ENABLED, or else CREATED, STARTING_INGESTION, STOPPING_INGESTION,
// STOPPED_INGESTION or PENDING_DELETION (AWS CloudTrail API Reference,
// GetEventDataStore).
func (e *examination) status(c lake.Coverage) {
	switch c.Status {
	case "PENDING_DELETION":
		e.ends(e.storeARN(), "event data store", "is being deleted: nothing can be asked of it", "restore it in CloudTrail's console, or give SOURCES another")
		return
	case "CREATED":
		e.ends(e.storeARN(), "event data store", "is only being made: nothing can be asked of it yet", "run doctor again in a few minutes")
		return
	case "STARTING_INGESTION":
		e.say(Odd, "event data store", "only begins to take in events", "run doctor again in a few minutes")
	case "ENABLED":
	default:
		e.say(Broken, "event data store", "takes in no new events: it is "+c.Status, "start its ingestion, or give SOURCES another")
	}
	e.say(Fine, "event data store", fmt.Sprintf("has events since %s at most, keeps them for %d days%s", c.Created.Format(time.DateOnly), c.RetentionDays, regions(c)), "")
}

func regions(c lake.Coverage) string {
	if c.MultiRegion {
		return ", of all regions"
	}
	return ", of " + c.Region + " alone"
}
