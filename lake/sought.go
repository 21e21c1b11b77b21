package lake

import (
	"slices"
	"strings"
	"sync"

	"pudding/internal/lazyregexp"
)

// sought is a kind of events that a question asks about, as far as a store's
// selectors could tell one from another.
type sought struct {
	category     string // Management, Data
	resourceType string // of Data
	readOnly     bool
	source, name value
	arn          value
}

// field is what is known of an event's field, by its name in selectors.
func (k sought) field(name string) value {
	switch name {
	case "eventCategory":
		return exactly(k.category)
	case "resources.type":
		return exactly(k.resourceType)
	case "readOnly":
		if k.readOnly {
			return exactly("true")
		}
		return exactly("false")
	case "eventSource":
		return k.source
	case "eventName":
		return k.name
	case "resources.ARN":
		return k.arn
	}
	return unknown // userIdentity.arn, eventType, sessionCredentialFromConsole …
}

var unknown = known{}

// plane is a service's data events. All that is not among them is taken for a
// management event.
type plane struct {
	source, resourceType string
	reads, writes        []string
}

// planes are the services whose data events have names that a question may
// ask for (AWS CloudTrail User Guide, "Logging data events"; Amazon S3 User
// Guide, "Amazon S3 CloudTrail events"). The first is that of S3. A name that is
// in both lists may be either.
var planes = sync.OnceValue(func() []plane {
	return []plane{
		{"s3.amazonaws.com", "AWS::S3::Object",
			strings.Fields(`GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent
			HeadBucket HeadObject ListMultipartUploads ListObjects ListObjectsV2 ListObjectVersions ListParts SelectObjectContent`),
			strings.Fields(`AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging DeleteObjects
			PostObject PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject UploadPart UploadPartCopy`)},
		{"dynamodb.amazonaws.com", "AWS::DynamoDB::Table",
			strings.Fields(`BatchExecuteStatement BatchGetItem ExecuteStatement ExecuteTransaction GetItem Query Scan TransactGetItems`),
			strings.Fields(`BatchExecuteStatement BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction PutItem TransactWriteItems UpdateItem`)},
		{"lambda.amazonaws.com", "AWS::Lambda::Function", nil, []string{"Invoke"}},
		{"sns.amazonaws.com", "AWS::SNS::Topic", nil, []string{"Publish", "PublishBatch"}},
		{"sqs.amazonaws.com", "AWS::SQS::Queue", []string{"ReceiveMessage"}, strings.Fields(`ChangeMessageVisibility DeleteMessage ReceiveMessage SendMessage`)},
		{"kinesis.amazonaws.com", "AWS::Kinesis::Stream", strings.Fields(`GetRecords GetShardIterator SubscribeToShard`), strings.Fields(`PutRecord PutRecords`)},
		{"ebs.amazonaws.com", "AWS::EC2::Snapshot", strings.Fields(`GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks`), strings.Fields(`CompleteSnapshot PutSnapshotBlock StartSnapshot`)},
	}
})

// namesNoObject are the object events that concern a bucket, or many objects
// without saying which.
var namesNoObject = []string{"DeleteObjects", "HeadBucket", "ListMultipartUploads", "ListObjects", "ListObjectsV2", "ListObjectVersions"}

// asked is which events a question asks about, in the terms of selectors.
type asked struct {
	sources []string // none for any
	action  Action
	// managementOnly: data events are not meant, unless by their very names.
	managementOnly bool
	writesOnly     bool
}

// askedBy says of each template what its statement looks for. One that is not
// named here is taken to ask about anything.
func askedBy(q Question) asked {
	a := q.Arguments
	switch q.Template {
	case BucketUsers:
		return asked{sources: []string{planes()[0].source}, action: a.Action}
	case ResourceChanges:
		return asked{sources: a.Resource.Sources, action: a.Action, managementOnly: true}
	case Changes:
		return asked{sources: nonEmpty(a.Service), managementOnly: true, writesOnly: true}
	case SignIns:
		return asked{sources: []string{"signin.amazonaws.com"}, action: Action{EventNames: []string{"ConsoleLogin", "UserAuthentication"}}}
	case RoleAssumptions:
		return asked{sources: []string{"sts.amazonaws.com"}, action: Action{EventNames: []string{"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"}}}
	case AccessKeysMade:
		return asked{sources: []string{"iam.amazonaws.com"}, action: Action{EventNames: []string{"CreateAccessKey"}}}
	case Grants:
		return asked{sources: []string{"iam.amazonaws.com", "sso.amazonaws.com"}, writesOnly: true}
	case LoggingChanges:
		return asked{sources: []string{"cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com", "ec2.amazonaws.com",
			"logs.amazonaws.com", "securityhub.amazonaws.com", "access-analyzer.amazonaws.com", "macie2.amazonaws.com", "inspector2.amazonaws.com",
			"wafv2.amazonaws.com", "route53resolver.amazonaws.com"}, managementOnly: true, writesOnly: true}
	case IssuingCalls:
		return asked{sources: []string{"sts.amazonaws.com", "iam.amazonaws.com", "signin.amazonaws.com", "sso.amazonaws.com"}}
	}
	return asked{sources: nonEmpty(a.Service), action: a.Action}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// soughtBy are the kinds of events that a question asks about.
func soughtBy(q Question) []sought {
	e := askedBy(q)
	var out []sought
	for i, p := range planes() {
		action := e.action
		if e.managementOnly || i > 0 && len(e.sources) == 0 {
			// Only names that are asked for lead to these data events.
			if action.Prefixes = nil; len(action.EventNames) == 0 {
				continue
			}
		}
		if len(e.sources) == 0 || slices.Contains(e.sources, p.source) {
			out = append(out, p.sought(q, action, i == 0)...)
		}
	}
	return append(out, e.management(q)...)
}

// sought are those of the data events that a question asks about.
func (p plane) sought(q Question, action Action, objects bool) []sought {
	var out []sought
	add := func(names []string, readOnly bool) {
		for _, name := range names {
			k := sought{category: "Data", resourceType: p.resourceType, readOnly: readOnly, source: exactly(p.source), name: exactly(name), arn: unknown}
			if objects {
				arn, ok := objectOf(q, name)
				if !ok {
					continue
				}
				k.arn = arn
			}
			if asksFor(action, name) {
				out = append(out, k)
			}
		}
	}
	add(p.reads, true)
	add(p.writes, false)
	return out
}

// objectOf is the object of an S3 data event that a question asks about. It
// reports false for an event that could not be of the object.
func objectOf(q Question, name string) (objectARN, bool) {
	a := q.Arguments
	var arn objectARN
	if q.Template == BucketUsers {
		arn.bucket = a.Bucket
	}
	if slices.Contains(namesNoObject, name) {
		return arn, a.Object.Key == "" || name == "DeleteObjects" && len(a.Action.EventNames) > 0
	}
	if !spoken.MatchString(a.Object.Key) { // words may stand for any key
		arn.key, arn.whole = a.Object.Key, a.Object.Key != "" && !a.Object.Prefix
	}
	return arn, true
}

// asksFor reports whether an action is, or may be, an event.
func asksFor(action Action, name string) bool {
	is := func(asked string) bool { return strings.EqualFold(asked, name) }
	begins := func(prefix string) bool {
		return len(prefix) <= len(name) && strings.EqualFold(prefix, name[:len(prefix)])
	}
	return len(action.EventNames)+len(action.Prefixes) == 0 ||
		slices.ContainsFunc(action.EventNames, is) || slices.ContainsFunc(action.Prefixes, begins)
}

// What management events' names begin with that only read, and that only
// change. Others may do either.
var (
	readsOnly   = lazyregexp.New(`(?i)^(Describe|Get|Head|List|Lookup)`)
	changesOnly = lazyregexp.New(`(?i)^(Add|Allocate|Associate|Attach|Authorize|Create|Delete|Detach|Disable|Disassociate|Enable|Modify|Put|Reboot|Remove|Revoke|Run|Schedule|Set|Tag|Terminate|Untag|Update)`)
)

// management are the management events among those asked about.
func (e asked) management(q Question) []sought {
	var out []sought
	add := func(name known, source value) {
		k := sought{category: "Management", source: source, name: name, arn: unknown}
		if !readsOnly.MatchString(name.text) {
			out = append(out, k)
		}
		if k.readOnly = true; !e.writesOnly && !changesOnly.MatchString(name.text) {
			out = append(out, k)
		}
	}
	sources := []value{unknown}
	if len(e.sources) > 0 {
		sources = nil
	}
	for _, s := range e.sources {
		sources = append(sources, exactly(s))
	}
	for _, source := range sources {
		for _, name := range e.action.EventNames {
			if !e.isData(name) {
				add(exactly(name), source)
			}
		}
		for _, prefix := range e.action.Prefixes {
			add(beginning(prefix), source)
		}
		if len(e.action.EventNames)+len(e.action.Prefixes) == 0 && q.Arguments.Object.Key == "" {
			add(unknown, source)
		}
	}
	return out
}

// isData reports whether a name is that of a data event.
func (e asked) isData(name string) bool {
	is := func(listed string) bool { return strings.EqualFold(listed, name) }
	return slices.ContainsFunc(planes(), func(p plane) bool {
		return (len(e.sources) == 0 || slices.Contains(e.sources, p.source)) && (slices.ContainsFunc(p.reads, is) || slices.ContainsFunc(p.writes, is))
	})
}
