package cloudtrail

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
	"pudding/lake/failure"
)

const (
	// coverageAge is how old what is known of the store may be before it is
	// asked for again. Until then, and beside it, what is known is used.
	coverageAge = 5 * time.Minute
	// coverageRetry is how long a failure to learn it is left at that.
	coverageRetry = time.Minute
)

// coverage is what is known of the store. Who needs it never waits for it.
type coverage struct {
	mu     sync.Mutex
	known  *lake.Coverage // nil before anything is
	asking bool
	next   time.Time // when it is due again
}

// due reports whether the store should be asked now, and if so leaves that to
// the caller, who calls settle afterwards.
func (c *coverage) due(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asking || now.Before(c.next) {
		return false
	}
	c.asking = true
	return true
}

// settle takes what was learnt, nil if nothing was, and when to ask again.
func (c *coverage) settle(learnt *lake.Coverage, next time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asking, c.next = false, next
	if learnt != nil {
		c.known = learnt
	}
}

func (c *coverage) get() *lake.Coverage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known
}

// learnCoverage has the store asked what it covers, beside everything else and
// beyond the turn, if that is due. A failure costs the answer some caveats: it
// is no reason to have none.
func (s *Source) learnCoverage(ctx context.Context) {
	if !s.coverage.due(s.Now()) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxCall)
	go func() {
		defer cancel()
		if s.Reads.Take(ctx) == nil {
			if learnt, err := s.describe(ctx); err == nil {
				s.coverage.settle(learnt, s.Now().Add(coverageAge))
				return
			}
		}
		s.coverage.settle(nil, s.Now().Add(coverageRetry))
	}()
}

// Coverage asks the event data store what it covers, now. Errors are *lake.Error.
func (s *Source) Coverage(ctx context.Context) (*lake.Coverage, error) {
	c, err := s.describe(ctx)
	if err != nil {
		return nil, failure.Of(ctx, "asking what event data store "+s.eventDataStore+" covers", err)
	}
	return c, nil
}

func (s *Source) describe(ctx context.Context) (*lake.Coverage, error) {
	out, err := s.client.GetEventDataStore(ctx, &sdk.GetEventDataStoreInput{EventDataStore: &s.eventDataStore}, once)
	if err != nil {
		return nil, err
	}
	return coverageOf(out), nil
}

func coverageOf(out *sdk.GetEventDataStoreOutput) *lake.Coverage {
	c := &lake.Coverage{
		Status:        string(out.Status),
		RetentionDays: int(aws.ToInt32(out.RetentionPeriod)),
		Created:       aws.ToTime(out.CreatedTimestamp),
		Updated:       aws.ToTime(out.UpdatedTimestamp),
		MultiRegion:   aws.ToBool(out.MultiRegionEnabled),
		Key:           aws.ToString(out.KmsKeyId),
	}
	if arn := strings.Split(aws.ToString(out.EventDataStoreArn), ":"); len(arn) > 3 {
		c.Region = arn[3]
	}
	for _, selector := range out.AdvancedEventSelectors {
		c.Selectors = append(c.Selectors, selectorOf(selector))
	}
	for _, key := range out.PartitionKeys {
		c.PartitionKeys = append(c.PartitionKeys, lake.PartitionKey{Name: aws.ToString(key.Name), Type: aws.ToString(key.Type)})
	}
	return c
}

func selectorOf(selector types.AdvancedEventSelector) lake.Selector {
	var out lake.Selector
	for _, f := range selector.FieldSelectors {
		out.Fields = append(out.Fields, lake.FieldSelector{
			Field: aws.ToString(f.Field), Equals: f.Equals, StartsWith: f.StartsWith, EndsWith: f.EndsWith,
			NotEquals: f.NotEquals, NotStartsWith: f.NotStartsWith, NotEndsWith: f.NotEndsWith,
		})
	}
	return out
}

// unseen is what the store could not have seen of a question that was answered,
// if what it covers is known by now.
func (s *Source) unseen(q lake.Question, found []lake.Finding) []lake.Unseen {
	c := s.coverage.get()
	if c == nil {
		return nil
	}
	return c.Unseen(asFound(q, found), s.Now())
}

// asFound is the question about the bucket that was found, where the words for
// it found one and no other: which of several is meant is asked back.
func asFound(q lake.Question, found []lake.Finding) lake.Question {
	if q.Template != lake.BucketUsers || len(found) == 0 || found[0].Subject == "" {
		return q
	}
	for _, f := range found {
		if f.Subject != found[0].Subject {
			return q
		}
	}
	q.Arguments.Bucket = lake.Name{Said: found[0].Subject}
	return q
}
