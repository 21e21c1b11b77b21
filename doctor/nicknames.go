package doctor

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"pudding/lake"
	"pudding/nlu"
)

func (e *examination) buckets(ctx context.Context) {
	client := s3.NewFromConfig(e.account)
	var names []string
	if e.may(ctx, attempt{permission: permission{"s3:ListAllMyBuckets", "*"}, call: func(ctx context.Context) error {
		for p := s3.NewListBucketsPaginator(client, &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000)}); p.HasMorePages(); {
			out, err := p.NextPage(ctx)
			if err != nil {
				return err
			}
			for _, b := range out.Buckets {
				names = append(names, aws.ToString(b.Name))
			}
		}
		return nil
	}}) {
		e.bucketNames = set(names)
	}
}

// nicknames looks whether what they stand for is there, and whether what is asked
// about it is recorded. absent says that it isn't there.
func (e *examination) nicknames(absent, remedy string) {
	for _, n := range e.config.Nicknames.All() {
		known, of := e.bucketNames, "bucket"
		if n.Kind == "user" {
			known, of = e.userNames, "user"
		}
		item, is := "nickname "+n.Spoken, fmt.Sprintf("is the %s %s", of, n.Name)
		switch {
		case known != nil && !known[n.Name]:
			e.say(Odd, item, is+", "+absent, remedy)
		case n.Kind == "bucket" && e.unrecorded(n):
			e.say(Odd, item, is+", whose objects' events are not recorded: who read or ate them can't be told", e.recordObjects(n.Name))
		case known == nil:
			e.say(Odd, item, is+", which can't be looked up: the "+of+"s can't be listed", "")
		default:
			e.say(Fine, item, is, "")
		}
	}
}

// objectEvents are what is mostly asked about objects.
var objectEvents = lake.Action{EventNames: []string{"GetObject", "PutObject", "DeleteObject"}}

// unrecorded reports whether it is known of the objects that a nickname stands for
// that not all of their events are recorded.
func (e *examination) unrecorded(n nlu.Nickname) bool {
	bucket, object, _ := e.config.Nicknames.Bucket(n.Spoken)
	for _, u := range e.unseen(lake.Question{
		Template: lake.BucketUsers, Period: e.last(day), Arguments: lake.Arguments{Bucket: bucket, Object: object, Action: objectEvents},
	}) {
		if u.Limit == lake.NotRecorded || u.Limit == lake.ManagementOnly {
			return true
		}
	}
	return false
}

func (e *examination) recordObjects(bucket string) string {
	selector := fmt.Sprintf("resources.type Equals %s, resources.ARN StartsWith arn:aws:s3:::%s/", objectType, bucket)
	if e.config.Sources.Lake == nil {
		return "give SOURCES an event data store with an event selector for them: " + selector
	}
	return "add an event selector for them to the event data store: " + selector
}
