package doctor

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"pudding/nlu/names"
)

// Events are those of an embedded Lake.
type Events struct {
	Count       int64
	First, Last time.Time
	Known       []names.Known // the names in them
}

// ExamineEmbedded looks at an embedded Lake, which is all that there is at the
// account's endpoint.
func ExamineEmbedded(ctx context.Context, getenv func(string) string, account aws.Config, events Events, tell func(Finding)) Grade {
	e := begin(getenv, account, tell)
	e.embedded, e.userNames, e.bucketNames = true, map[string]bool{}, map[string]bool{}
	for _, k := range events.Known {
		switch k.Kind {
		case "user":
			e.userNames[k.Name] = true
		case "bucket":
			e.bucketNames[k.Name] = true
		}
	}
	e.events(events)
	e.lake(ctx)
	e.nicknames("which no event names", "correct NICKNAMES, or load the logs that name it")
	e.spoken()
	if events.Count > 0 {
		e.answers()
	}
	return e.worst
}

// events tells how many there are, and of which time.
func (e *examination) events(of Events) {
	if of.Count == 0 {
		e.say(Broken, "events", "are none: nothing can be answered", "give --logs a folder with CloudTrail's log files, or --store what pudding load has made of them")
		return
	}
	first, last := of.First.Format(time.DateOnly), of.Last.Format(time.DateOnly)
	found := fmt.Sprintf("are %d, from %s to %s", of.Count, first, last)
	if of.Last.Before(e.last(day).From) {
		e.say(Odd, "events", found+": none of the last 24 hours, which is what a question means that doesn't say when", "say when in the question: a day from "+first+" to "+last)
		return
	}
	e.say(Fine, "events", found, "")
}
