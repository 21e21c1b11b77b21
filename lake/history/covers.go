package history

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"pudding/lake"
)

// Covers reports whether Event history can answer a question completely, as far
// as the regions go that are read: it is about management events only, which
// are named, of a period that is still kept; and those can be looked up, by
// their own names or by that of a bucket which was written rather than spoken.
func (s *Source) Covers(q lake.Question, now time.Time) bool {
	if len(q.Arguments.Action.EventNames)+len(named[q.Template]) == 0 || !managementOnly(q) || q.Period.From.Before(now.Add(-kept)) {
		return false
	}
	switch lookups := planOf(q).narrow; lookups[0].key {
	case types.LookupAttributeKeyEventName:
		return true
	case types.LookupAttributeKeyResourceName:
		return q.Template == lake.BucketUsers
	}
	return false
}
