package history

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// plan is how a question is looked up. A lookup takes one attribute, whose
// value must be given wholly and in its own case; what it brings in too much is
// left out here.
type plan struct {
	narrow []attribute
	// broad is looked up if narrow lists no event at all. There is none where
	// narrow misses nothing.
	broad []attribute
}

type attribute struct {
	key   types.LookupAttributeKey
	value string
}

func (a attribute) String() string { return string(a.key) + "=" + a.value }

func (a attribute) input() []types.LookupAttribute {
	return []types.LookupAttribute{{AttributeKey: a.key, AttributeValue: aws.String(a.value)}}
}

// few is how many event names are looked up one by one: it takes as many calls,
// of which there are two a second.
const few = 4

// planOf chooses the attributes. Events that are known by their names are rare
// and their names exact, so that nothing is better. Next best is the name of
// the user or the bucket, if it was written rather than spoken. An access key's
// id is never known wholly.
func planOf(q lake.Question) plan {
	everything := sweep(q)
	names := lookedUp(q)
	bucket, user := q.Arguments.Bucket, q.Arguments.User
	switch {
	case len(names) > 0 && len(names) <= few:
		return plan{narrow: names}
	case q.Template == lake.RootActivity:
		return plan{narrow: []attribute{{types.LookupAttributeKeyUsername, "root"}}, broad: everything}
	case q.Template == lake.BucketUsers && !bucket.Loose && bucketName.MatchString(bucket.Said):
		return plan{narrow: []attribute{{types.LookupAttributeKeyResourceName, bucket.Said}}, broad: everything}
	case q.Template.IsAboutUser() && !user.Loose && userName.MatchString(user.Said):
		return plan{narrow: []attribute{{types.LookupAttributeKeyUsername, user.Said}}, broad: everything}
	}
	return plan{narrow: everything}
}

// The grammars of names as they are written (Amazon S3 User Guide, "Bucket
// naming rules"; IAM User Guide, "IAM name requirements").
var (
	bucketName = lazyregexp.New(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	userName   = lazyregexp.New(`^[A-Za-z0-9_+=,.@-]{1,64}$`)
)

// named are the events that a template is about, where they are few.
var named = map[lake.Template][]string{
	lake.SignIns:         {"ConsoleLogin", "UserAuthentication"},
	lake.RoleAssumptions: {"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"},
	lake.AccessKeysMade:  {"CreateAccessKey"},
}

// lookedUp are the lookups of the events that are asked about, if they are all
// known by their names.
func lookedUp(q lake.Question) []attribute {
	action := q.Arguments.Action
	if q.Template == lake.AccessKeyActivity || len(action.Prefixes) > 0 {
		return nil
	}
	var out []attribute
	for _, name := range named[q.Template] {
		out = append(out, attribute{types.LookupAttributeKeyEventName, name})
	}
	for _, name := range action.EventNames {
		known := managementEvents[strings.ToLower(name)]
		if known == "" {
			return nil
		}
		out = append(out, attribute{types.LookupAttributeKeyEventName, known})
	}
	return out
}

// sweep are the lookups that bring in everything that a question may be about.
// What was changed comes before what was only read, of which there is more and
// which matters less, unless it is what was asked.
func sweep(q lake.Question) []attribute {
	changes := attribute{types.LookupAttributeKeyReadOnly, "false"}
	reads := attribute{types.LookupAttributeKeyReadOnly, "true"}
	switch {
	case q.Template == lake.BucketUsers:
		return []attribute{{types.LookupAttributeKeyEventSource, "s3.amazonaws.com"}}
	case q.Template == lake.Grants:
		return []attribute{{types.LookupAttributeKeyEventSource, "iam.amazonaws.com"}}
	case q.Template == lake.IssuingCalls:
		return []attribute{{types.LookupAttributeKeyEventSource, "sts.amazonaws.com"}, {types.LookupAttributeKeyEventSource, "iam.amazonaws.com"}}
	case q.Template == lake.UserActivity && q.Arguments.Service != "":
		return []attribute{{types.LookupAttributeKeyEventSource, q.Arguments.Service}}
	case q.Template == lake.Changes && q.Arguments.Service != "":
		return []attribute{{types.LookupAttributeKeyEventSource, q.Arguments.Service}}
	case q.Template == lake.Changes || q.Template == lake.LoggingChanges:
		return []attribute{changes}
	case (q.Template == lake.UserActivity || q.Template == lake.ResourceChanges) && changesOnly(q.Arguments.Action):
		return []attribute{changes}
	case q.Template == lake.UserActivity && q.Arguments.Action.ID == "read":
		return []attribute{reads, changes}
	}
	return []attribute{changes, reads}
}

// changing is what the names of events begin with that are never read-only.
// Start is not among them: starting a query is reading.
var changing = []string{
	"Create", "Delete", "Put", "Update", "Modify", "Attach", "Detach", "Add", "Remove", "Associate", "Disassociate", "Enable",
	"Disable", "Authorize", "Revoke", "Tag", "Untag", "Replace", "Reset", "Set", "Change", "Run", "Allocate", "Register", "Import",
}

func changesOnly(action lake.Action) bool {
	for _, prefix := range action.Prefixes {
		if !slices.Contains(changing, prefix) {
			return false
		}
	}
	return len(action.Prefixes) > 0 && len(action.EventNames) == 0
}
