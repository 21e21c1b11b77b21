package history

import (
	"time"

	"pudding/lake"
)

// Covers reports whether Event history can answer a question completely, as far
// as the regions go that are read: it is about management events only, which
// are named, of a period that is still kept, and a name that was written, not
// spoken, by which it can be looked up.
func (s *Source) Covers(q lake.Question, now time.Time) bool {
	action := q.Arguments.Action
	if len(action.EventNames) == 0 || !managementOnly(q) || q.Period.From.Before(now.Add(-kept)) {
		return false
	}
	complete := planOf(q).broad == nil
	switch q.Template {
	case lake.BucketUsers:
		return !q.Arguments.Bucket.Loose && (complete || bucketName.MatchString(q.Arguments.Bucket.Said))
	case lake.UserActivity:
		return !q.Arguments.User.Loose && complete
	}
	return false
}
