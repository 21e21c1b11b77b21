package history

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake"
	"pudding/lake/failure"
)

// reading is what was read of one region.
type reading struct {
	sightings []sighting
	pages     int
	listed    int   // events on them
	broken    int   // events that could not be read
	unread    bool  // there may be more pages
	err       error // why, if it isn't the time
}

// sighting is an event that the question asks about.
type sighting struct {
	subject, detail string
	event           lake.Event
}

// read goes on reading all regions at once, each by the same lookups, but for
// those that were not read to the end before.
func (s *Source) read(ctx context.Context, m *lake.Matcher, lookups []attribute, period lake.Period, readings []reading) {
	var wg sync.WaitGroup
	for i, region := range s.regions {
		if !readings[i].unread {
			wg.Go(func() { region.read(ctx, m, lookups, period, &readings[i]) })
		}
	}
	wg.Wait()
}

func (r Region) read(ctx context.Context, m *lake.Matcher, lookups []attribute, period lake.Period, out *reading) {
	for _, a := range lookups {
		if out.unread = !r.lookUp(ctx, m, a, period, out); out.unread {
			return
		}
	}
}

// lookUp reads the events that have an attribute, the newest first. It reports
// whether it came to their end.
func (r Region) lookUp(ctx context.Context, m *lake.Matcher, a attribute, period lake.Period, out *reading) bool {
	input := &sdk.LookupEventsInput{
		LookupAttributes: a.input(), StartTime: &period.From, EndTime: &period.To, MaxResults: aws.Int32(50),
	}
	for {
		page, err := r.page(ctx, input)
		if page == nil {
			out.err = err
			return false
		}
		out.pages, out.listed = out.pages+1, out.listed+len(page.Events)
		for _, listed := range page.Events {
			event, err := lake.ParseEvent([]byte(aws.ToString(listed.CloudTrailEvent)))
			if err != nil {
				out.broken++
				continue
			}
			if subject, detail, ok := m.Match(event); ok {
				out.sightings = append(out.sightings, sighting{subject, detail, event})
			}
		}
		if aws.ToString(page.NextToken) == "" {
			return true
		}
		input.NextToken = page.NextToken // the rest of the input must stay as it is
	}
}

// page makes one call in its turn, and again in the next ones while others use
// up the account's calls; a connection may be lost once. With neither a page nor
// an error, the time is over.
func (r Region) page(ctx context.Context, input *sdk.LookupEventsInput) (*sdk.LookupEventsOutput, error) {
	var passing error
	for r.Budget.Take(ctx) == nil {
		page, err := r.Client.LookupEvents(ctx, input, once)
		if err == nil {
			return page, nil
		}
		if ctx.Err() != nil {
			return nil, nil
		}
		err = failure.Of(ctx, "looking up events in "+r.Name, err)
		lostAgain := lake.CodeOf(err) == lake.Unreachable && lake.CodeOf(passing) == lake.Unreachable
		if lostAgain || lake.CodeOf(err) != lake.Throttled && lake.CodeOf(err) != lake.Unreachable {
			return nil, err
		}
		passing = err
	}
	return nil, passing
}

// once keeps the client from trying again on its own, outside the budget.
func once(o *sdk.Options) { o.Retryer = aws.NopRetryer{} }
