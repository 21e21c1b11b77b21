package doctor

import (
	"cmp"
	"context"
	"fmt"
	"strings"
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
	store := fmt.Sprintf("arn:aws:cloudtrail:%s:%s:eventdatastore/%s", cmp.Or(l.Region, e.account.Region), e.number, l.EventDataStore)
	source := cloudtrail.New(client, l.EventDataStore)
	var coverage *lake.Coverage
	if e.may(ctx, attempt{permission: permission{"cloudtrail:GetEventDataStore", store}, call: func(ctx context.Context) (err error) {
		coverage, err = source.Coverage(ctx)
		return err
	}}) {
		e.key = coverage.Key
		e.covers(*coverage)
	}
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
		e.may(ctx, a)
	}
}

// noQuery is the id of a query that there isn't.
const noQuery = "00000000-0000-0000-0000-000000000000"

// starts starts a query over the last minute, and returns its id.
func (e *examination) starts(ctx context.Context, client *sdk.Client, store, arn string) string {
	id := noQuery
	e.may(ctx, attempt{permission: permission{"cloudtrail:StartQuery", arn}, call: func(ctx context.Context) error {
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

// answerable are kinds of questions, of which a store may record what they are
// about, or not.
var answerable = []struct {
	words    string
	template lake.Template
	action   lake.Action
}{
	{"what changed, who signed in, who assumed a role", lake.Changes, lake.Action{}},
	{"who changed, opened or deleted a bucket", lake.BucketUsers, lake.Action{EventNames: []string{"DeleteBucket", "PutBucketPolicy"}}},
	{"who read, wrote or deleted the objects of any bucket", lake.BucketUsers, lake.Action{EventNames: []string{"GetObject", "PutObject", "DeleteObject"}}},
}

// covers tells what can be answered, and what can't.
func (e *examination) covers(c lake.Coverage) {
	if c.Status != "ENABLED" {
		e.say(Broken, "event data store", "is "+c.Status, "start its ingestion, or give SOURCES another")
	}
	e.say(Fine, "event data store", fmt.Sprintf("has events since %s at most, keeps them for %d days%s", c.Created.Format(time.DateOnly), c.RetentionDays, regions(c)), "")
	day := lake.Period{From: e.now.Add(-24 * time.Hour), To: e.now}
	for _, a := range answerable {
		unseen := c.Unseen(lake.Question{Template: a.template, Period: day, Arguments: lake.Arguments{Action: a.action}}, e.now)
		recorded := true
		for _, u := range unseen {
			recorded = recorded && u.Limit != lake.NotRecorded
		}
		if recorded {
			e.say(Fine, "answers", "will be had: "+a.words, "")
			continue
		}
		e.say(Odd, "answers", "won't be whole: "+a.words+buckets(c), "add an event selector for them, if they are wanted")
	}
}

func regions(c lake.Coverage) string {
	if c.MultiRegion {
		return ", of all regions"
	}
	return ", of " + c.Region + " alone"
}

// buckets are those whose objects' events are recorded, where there are any.
func buckets(c lake.Coverage) string {
	var names []string
	for _, s := range c.Selectors {
		for _, f := range s.Fields {
			if f.Field != "resources.ARN" {
				continue
			}
			for _, arn := range append(f.StartsWith, f.Equals...) {
				name, _, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:s3:::"), "/")
				names = append(names, name)
			}
		}
	}
	if names == nil {
		return ""
	}
	return "; recorded are those of " + strings.Join(names, ", ")
}
