package lake_test

import (
	"slices"
	"testing"
	"time"

	"pudding/lake"
)

// in is a selector's condition in words: field, operator, values.
func in(field, operator string, values ...string) lake.FieldSelector {
	f := lake.FieldSelector{Field: field}
	switch operator {
	case "is":
		f.Equals = values
	case "is not":
		f.NotEquals = values
	case "begins with":
		f.StartsWith = values
	case "does not begin with":
		f.NotStartsWith = values
	case "ends with":
		f.EndsWith = values
	case "does not end with":
		f.NotEndsWith = values
	}
	return f
}

func management(more ...lake.FieldSelector) lake.Selector {
	return lake.Selector{Fields: append([]lake.FieldSelector{in("eventCategory", "is", "Management")}, more...)}
}

func objects(more ...lake.FieldSelector) lake.Selector {
	return lake.Selector{Fields: append([]lake.FieldSelector{in("eventCategory", "is", "Data"), in("resources.type", "is", "AWS::S3::Object")}, more...)}
}

func about(bucket string, action lake.Action) lake.Question {
	return lake.Question{Template: lake.BucketUsers, Period: july10, Arguments: lake.Arguments{Bucket: lake.Name{Said: bucket}, Action: action}}
}

func byUser(service string, action lake.Action) lake.Question {
	return lake.Question{Template: lake.UserActivity, Period: july10, Arguments: lake.Arguments{User: lake.Name{Said: "mei"}, Service: service, Action: action}}
}

func ofThing(source string, action lake.Action) lake.Question {
	return lake.Question{Template: lake.ResourceChanges, Period: july10, Arguments: lake.Arguments{
		Resource: lake.Resource{Sources: []string{source}, Keys: []string{"name"}, Name: lake.Name{Said: "tart"}}, Action: action,
	}}
}

func loosely(q lake.Question) lake.Question {
	q.Arguments.Bucket.Loose = true
	return q
}

func ofObject(q lake.Question, key string, prefix bool) lake.Question {
	q.Arguments.Object = lake.Object{Key: key, Prefix: prefix}
	return q
}

func named(events ...string) lake.Action { return lake.Action{EventNames: events} }

var (
	anything = lake.Action{ID: "used"}
	ate      = named("DeleteBucket", "DeleteObject", "DeleteObjects")
	readIt   = named("GetObject", "HeadObject", "SelectObjectContent")
	wroteIt  = named("PutObject", "CopyObject", "UploadPart")
)

func TestAStoreHasSeenOnlyWhatItsSelectorsRecord(t *testing.T) {
	const arn = "resources.ARN"
	all := []lake.Selector{management(), objects()}
	for _, tc := range []struct {
		name      string
		selectors []lake.Selector
		q         lake.Question
		seen      bool
	}{
		{"a store that records everything has seen who ate", all, about("fridge", ate), true},
		{"a store that records everything has seen what a user did", all, byUser("", anything), true},
		{"a store of management events has not seen who ate", []lake.Selector{management()}, about("fridge", ate), false},
		{"a store of management events has not seen all that was done to a bucket", []lake.Selector{management()}, about("fridge", anything), false},
		{"a store of management events has not seen all that a user did", []lake.Selector{management()}, byUser("", anything), false},
		{"a store of management events has not seen all that was done with a key", []lake.Selector{management()}, plain(lake.AccessKeyActivity), false},
		{"a store of management events has seen who deleted a bucket", []lake.Selector{management()}, about("fridge", named("DeleteBucket")), true},
		{"a store of management events has seen who changed a bucket", []lake.Selector{management()}, about("fridge", lake.Action{EventNames: []string{"DeleteBucketPolicy"}, Prefixes: []string{"PutBucket"}}), true},
		{"a store of management events has seen what a user did in IAM", []lake.Selector{management()}, byUser("iam.amazonaws.com", anything), true},
		{"a store of management events has not seen all of what a user did in Lambda", []lake.Selector{management()}, byUser("lambda.amazonaws.com", anything), false},
		{"a store of management events has seen a user's sign-ins", []lake.Selector{management()}, byUser("", named("ConsoleLogin")), true},
		{"a store of management events has not seen a user's deletions of objects", []lake.Selector{management()}, byUser("", lake.Action{Prefixes: []string{"Delete"}}), false},
		{"a store of management events has seen what a user started", []lake.Selector{management()}, byUser("", lake.Action{Prefixes: []string{"Start", "Run"}}), true},
		{"a store of management events has not seen an item's deletion", []lake.Selector{management()}, byUser("", named("DeleteItem")), false},
		{"a store of objects' events alone has seen who read", []lake.Selector{objects()}, about("fridge", readIt), true},
		{"a store of objects' events alone has not seen who ate, which a bucket's deletion is too", []lake.Selector{objects()}, about("fridge", ate), false},
		{"a store that records nothing has seen nothing", nil, about("fridge", ate), false},
		{"a store of another category has seen nothing", []lake.Selector{{Fields: []lake.FieldSelector{in("eventCategory", "is", "ConfigurationItem")}}}, about("fridge", ate), false},
		{"a store of another resource's data events has not seen objects", []lake.Selector{management(), {Fields: []lake.FieldSelector{
			in("eventCategory", "is", "Data"), in("resources.type", "is", "AWS::DynamoDB::Table")}}}, about("fridge", readIt), false},

		{"a store that records this bucket has seen it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::cellar/", "arn:aws:s3:::fridge/"))}, about("fridge", readIt), true},
		{"a bucket is the same however it is spelled", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::the-fridge/"))}, about("The Fridge", readIt), true},
		{"a store in China has seen its buckets too", []lake.Selector{objects(in(arn, "begins with", "arn:aws-cn:s3:::fridge/"))}, about("fridge", readIt), true},
		{"a store that records another bucket has not seen this one", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::cellar/"))}, about("fridge", readIt), false},
		{"a store that records a bucket whose name goes on has not seen this one", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge-2/"))}, about("fridge", readIt), false},
		{"a store that records all buckets that begin so has seen this one", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fri"))}, about("fridge", readIt), true},
		{"how a spoken name is spelled is not known within it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::the-f"))}, about("the fridge", readIt), false},
		{"a store that records all objects by their ARN has seen them", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3"))}, about("fridge", readIt), true},
		{"a store that records one bucket may not have seen one that merely sounds like it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge-2/"))}, loosely(about("fridge", readIt)), false},
		{"a store that records all buckets has seen those too that sound alike", []lake.Selector{objects()}, loosely(about("fridge", readIt)), true},
		{"a store that records one bucket has not seen all that a user did", []lake.Selector{management(), objects(in(arn, "begins with", "arn:aws:s3:::fridge/"))}, byUser("", anything), false},
		{"a store that leaves out this bucket has not seen it", []lake.Selector{objects(in(arn, "does not begin with", "arn:aws:s3:::fridge/"))}, about("fridge", readIt), false},
		{"a store that leaves out another bucket has seen this one", []lake.Selector{objects(in(arn, "does not begin with", "arn:aws:s3:::logs/"))}, about("fridge", readIt), true},
		{"a store that leaves out a bucket that sounds alike may not have seen this one", []lake.Selector{objects(in(arn, "does not begin with", "arn:aws:s3:::fridge-logs/"))}, loosely(about("fridge", readIt)), false},
		{"a store that leaves out a bucket has not seen all that a user did", []lake.Selector{management(), objects(in(arn, "does not begin with", "arn:aws:s3:::logs/"))}, byUser("", anything), false},

		{"a store that records a folder has seen it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge/puddings/"))}, ofObject(about("fridge", readIt), "puddings/flan.txt", false), true},
		{"a store that records a folder has seen the folders in it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge/pud"))}, ofObject(about("fridge", readIt), "puddings/", true), true},
		{"a store that records a folder has not seen the whole bucket", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge/puddings/"))}, about("fridge", readIt), false},
		{"a store that records a folder has not seen the folder around it", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge/puddings/dark/"))}, ofObject(about("fridge", readIt), "puddings/", true), false},
		{"a store that records a folder may not have seen what a few words mean", []lake.Selector{objects(in(arn, "begins with", "arn:aws:s3:::fridge/puddings/"))}, ofObject(about("fridge", readIt), "flan txt", false), false},
		{"a store that records a folder may not have seen a bulk delete", []lake.Selector{management(), objects(in(arn, "begins with", "arn:aws:s3:::fridge/puddings/"))}, ofObject(about("fridge", ate), "puddings/flan.txt", false), false},
		{"a store that records one object has seen it", []lake.Selector{objects(in(arn, "is", "arn:aws:s3:::fridge/flan.txt"))}, ofObject(about("fridge", readIt), "flan.txt", false), true},
		{"a store that records one object has not seen another", []lake.Selector{objects(in(arn, "is", "arn:aws:s3:::fridge/flan.txt"))}, ofObject(about("fridge", readIt), "Flan.txt", false), false},
		{"a store that leaves out one object has not seen it", []lake.Selector{objects(in(arn, "is not", "arn:aws:s3:::fridge/flan.txt"))}, ofObject(about("fridge", readIt), "flan.txt", false), false},
		{"a store that leaves out one object has seen another", []lake.Selector{objects(in(arn, "is not", "arn:aws:s3:::fridge/flan.txt"))}, ofObject(about("fridge", readIt), "cake.txt", false), true},
		{"a store that leaves out one object has not seen the whole bucket", []lake.Selector{objects(in(arn, "is not", "arn:aws:s3:::fridge/flan.txt"))}, about("fridge", readIt), false},
		{"a store of names with one ending has seen such a name", []lake.Selector{objects(in(arn, "ends with", ".txt"))}, ofObject(about("fridge", readIt), "flan.txt", false), true},
		{"a store of names with one ending has not seen the whole bucket", []lake.Selector{objects(in(arn, "ends with", ".txt"))}, about("fridge", readIt), false},
		{"a store without names with one ending has seen another", []lake.Selector{objects(in(arn, "does not end with", ".log"))}, ofObject(about("fridge", readIt), "flan.txt", false), true},
		{"a store without names with one ending has not seen the whole bucket", []lake.Selector{objects(in(arn, "does not end with", ".log"))}, about("fridge", readIt), false},

		{"a store of reads has seen who read", []lake.Selector{objects(in("readOnly", "is", "true"))}, about("fridge", readIt), true},
		{"a store of reads has not seen who wrote", []lake.Selector{objects(in("readOnly", "is", "true"))}, about("fridge", wroteIt), false},
		{"a store of writes has seen who wrote", []lake.Selector{objects(in("readOnly", "is", "false"))}, about("fridge", wroteIt), true},
		{"a store of writes has seen who ate", []lake.Selector{management(in("readOnly", "is", "false")), objects(in("readOnly", "is", "false"))}, about("fridge", ate), true},
		{"a store of writes has not seen all that was done to a bucket", []lake.Selector{management(), objects(in("readOnly", "is", "false"))}, about("fridge", anything), false},
		{"a store of reads here and writes there has seen both", []lake.Selector{
			management(in("readOnly", "is", "true")), management(in("readOnly", "is", "false")),
			objects(in("readOnly", "is", "true")), objects(in("readOnly", "is", "false"))}, byUser("", anything), true},
		{"a store of management writes may not have seen a call of which neither is known", []lake.Selector{management(in("readOnly", "is", "false"))}, byUser("", named("AssumeRole")), false},

		{"a store of some events has seen those", []lake.Selector{objects(in("eventName", "is", "GetObject", "HeadObject", "SelectObjectContent"))}, about("fridge", readIt), true},
		{"a store of some events has not seen others", []lake.Selector{objects(in("eventName", "is", "GetObject"))}, about("fridge", readIt), false},
		{"a store of events that begin so has seen them", []lake.Selector{objects(in("eventName", "begins with", "Delete"))}, about("fridge", named("DeleteObject", "DeleteObjects")), true},
		{"a store of events that end so has seen them", []lake.Selector{objects(in("eventName", "ends with", "Object"))}, about("fridge", named("deleteobject")), true},
		{"a store without some events has not seen those", []lake.Selector{management(), objects(in("eventName", "is not", "DeleteObjects"))}, about("fridge", ate), false},
		{"a store without some events has seen others", []lake.Selector{objects(in("eventName", "does not begin with", "List", "Put"))}, about("fridge", readIt), true},
		{"a store without some management events has not seen all that a user did", []lake.Selector{management(in("eventSource", "is not", "kms.amazonaws.com")), objects()}, byUser("", anything), false},
		{"a store without a service's events has seen another service", []lake.Selector{management(in("eventSource", "is not", "kms.amazonaws.com"))}, byUser("iam.amazonaws.com", anything), true},
		{"a store without a service's events has seen a bucket", []lake.Selector{management(in("eventSource", "is not", "kms.amazonaws.com")), objects()}, about("fridge", ate), true},
		{"a store with both an inclusion and an exclusion heeds both", []lake.Selector{objects(lake.FieldSelector{
			Field: "eventName", StartsWith: []string{"Get"}, NotEquals: []string{"GetObjectAcl"}})}, about("fridge", named("GetObjectAcl")), false},
		{"a store that looks at who called may not have seen a caller", []lake.Selector{management(in("userIdentity.arn", "does not begin with", "arn:aws:sts::111122223333:assumed-role/ci"))}, about("fridge", named("DeleteBucket")), false},
		{"a store that asks for a field nobody has heard of may not have seen a thing", []lake.Selector{management(in("weather", "is", "fine"))}, about("fridge", named("DeleteBucket")), false},

		{"a store of management events has seen who stopped an instance", []lake.Selector{management()}, ofThing("ec2.amazonaws.com", named("StopInstances")), true},
		{"a store of management events has seen who deleted a table, whose rows are not meant", []lake.Selector{management()}, ofThing("dynamodb.amazonaws.com", lake.Action{Prefixes: []string{"Delete"}}), true},
		{"a store of management events has not seen who called a function", []lake.Selector{management()}, ofThing("lambda.amazonaws.com", named("Invoke")), false},
		{"a store of management events has seen who signed in", []lake.Selector{management()}, plain(lake.SignIns), true},
		{"a store of management events has seen who assumed a role", []lake.Selector{management()}, plain(lake.RoleAssumptions), true},
		{"a store of management events has seen who made access keys", []lake.Selector{management()}, plain(lake.AccessKeysMade), true},
		{"a store of management events has seen who gave rights", []lake.Selector{management()}, plain(lake.Grants), true},
		{"a store of management events has seen who switched off the log", []lake.Selector{management()}, plain(lake.LoggingChanges), true},
		{"a store of management events has seen what changed", []lake.Selector{management()}, plain(lake.Changes), true},
		{"a store of management events has seen who had credentials issued", []lake.Selector{management()}, plain(lake.IssuingCalls), true},
		{"a store of management events has not seen all that root did", []lake.Selector{management()}, plain(lake.RootActivity), false},
		{"a store of management events has not seen all that was done from an address", []lake.Selector{management()}, plain(lake.AddressActivity), false},
		{"a store of management events has not seen every refusal", []lake.Selector{management()}, plain(lake.Denials), false},
		{"a store of management events has not seen all of when a user was last seen", []lake.Selector{management()}, plain(lake.LastSeen), false},
		{"a store of writes has seen what changed", []lake.Selector{management(in("readOnly", "is", "false"))}, plain(lake.Changes), true},
		{"a store of writes has seen who gave rights", []lake.Selector{management(in("readOnly", "is", "false"))}, plain(lake.Grants), true},
		{"a store without a key service's events has seen who switched off the log", []lake.Selector{management(in("eventSource", "is not", "kms.amazonaws.com"))}, plain(lake.LoggingChanges), true},
		{"a store without IAM's events has not seen who gave rights", []lake.Selector{management(in("eventSource", "is not", "iam.amazonaws.com"))}, plain(lake.Grants), false},
		{"a store without a service's events has not seen all that changed", []lake.Selector{management(in("eventSource", "is not", "kms.amazonaws.com"))}, plain(lake.Changes), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := lake.Coverage{Status: "ENABLED", Selectors: tc.selectors, RetentionDays: 366, Created: july10.From.AddDate(-1, 0, 0), MultiRegion: true}
			got := c.Unseen(tc.q, july10.To)
			if seen := !slices.Contains(limits(got), lake.NotRecorded); seen != tc.seen || len(limits(got)) > 1 {
				t.Errorf("unseen: %+v", got)
			}
		})
	}
}

func limits(unseen []lake.Unseen) []lake.Limit {
	var out []lake.Limit
	for _, u := range unseen {
		out = append(out, u.Limit)
	}
	return out
}

func TestAStoreHasNotSeenWhatWasBeforeItOrElsewhere(t *testing.T) {
	now := july10.To.AddDate(0, 0, 5)
	for _, tc := range []struct {
		name   string
		change func(*lake.Coverage)
		want   []lake.Limit
	}{
		{"a store that was there all the time, everywhere", func(*lake.Coverage) {}, nil},
		{"a period that begins with the store", func(c *lake.Coverage) { c.Created = july10.From }, nil},
		{"a period that begins before the store", func(c *lake.Coverage) { c.Created = july10.From.Add(time.Second) }, []lake.Limit{lake.BeforeStore}},
		{"a period that begins before what is kept", func(c *lake.Coverage) { c.RetentionDays = 5 }, []lake.Limit{lake.StoreRetention}},
		{"a period that begins with what is kept", func(c *lake.Coverage) { c.RetentionDays = 6 }, nil},
		{"a period before both, of which the later is felt", func(c *lake.Coverage) { c.RetentionDays, c.Created = 5, july10.To.AddDate(0, 0, 2) }, []lake.Limit{lake.BeforeStore}},
		{"a store whose settings were changed since", func(c *lake.Coverage) { c.Updated = july10.From.Add(time.Hour) }, []lake.Limit{lake.Reconfigured}},
		{"a store whose settings were changed before", func(c *lake.Coverage) { c.Updated = july10.From }, nil},
		{"a store that takes in nothing any more", func(c *lake.Coverage) { c.Status = "STOPPED_INGESTION" }, []lake.Limit{lake.NotRecording}},
		{"a store of one region", func(c *lake.Coverage) { c.MultiRegion = false }, []lake.Limit{lake.OneRegion}},
		{"a store that says nothing of itself", func(c *lake.Coverage) { *c = lake.Coverage{} },
			[]lake.Limit{lake.NotRecorded, lake.NotRecording, lake.StoreRetention, lake.OneRegion}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := lake.Coverage{
				Status: "ENABLED", Selectors: []lake.Selector{management(), objects()}, RetentionDays: 366,
				Created: july10.From.AddDate(-1, 0, 0), MultiRegion: true, Region: "eu-west-1",
			}
			tc.change(&c)
			if got := limits(c.Unseen(about("fridge", ate), now)); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
