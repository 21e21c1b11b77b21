package speech

import (
	"cmp"

	"pudding/attribution"
	"pudding/lake"
)

// Verbs that depend on what was found, beside the actions' own ids.
const (
	oneEvent    = "event"  // an event that was asked about by its name
	bucketGone  = "gone"   // the bucket itself was deleted
	objectGone  = "object" // the object that was asked about was deleted
	bulkDeleted = "bulk"   // objects without names were deleted
)

// deed is what a suspect did (.did) or tried to do (.tried).
func (t telling) deed(s attribution.Suspect, manner string) markup {
	a := t.q.Arguments
	n, bulk := t.howOften(s)
	n = cmp.Or(n, bulk)
	fill := with{"Times": t.times(n), "Things": t.counted("Things", n)}
	family := "User."
	switch t.q.Template {
	case lake.BucketUsers:
		family, fill["Target"], fill["Bucket"] = "Bucket.", t.target(".it"), t.bucket(".that")
	case lake.AccessKeyActivity:
		family, fill["Key"], fill["Letters"] = t.byKey("Key.", "Key.hidden."), spoken(a.AccessKey), spelled(a.AccessKey)
	case lake.UserActivity:
	default:
		return t.inService(t.otherDeed(s, manner, fill))
	}
	verb := t.verb(s)
	if verb == oneEvent {
		fill["Event"] = t.event(a.Action.EventNames[0])
	}
	return t.inService(t.text(family+verb+manner, fill))
}

func (t telling) inService(deed markup) markup {
	if t.q.Arguments.Service == "" {
		return deed
	}
	return t.text("Verdict.inService", with{"Deed": deed, "Service": t.service(t.q.Arguments.Service)})
}

// verb is the action that was asked about, or what it turned out to be.
func (t telling) verb(s attribution.Suspect) string {
	a := t.q.Arguments
	switch {
	case a.Action.ID == "" && len(a.Action.EventNames) > 0:
		return oneEvent
	case a.Action.ID == "":
		return "used"
	case t.q.Template != lake.BucketUsers || a.Action.ID != "deleted":
		return a.Action.ID
	case s.Actions["DeleteBucket"] == s.Count:
		return bucketGone
	case t.ofObject() && (s.Actions["DeleteObjects"] == s.Count || s.Succeeded() && s.Count-s.Failed == s.Bulk):
		return bulkDeleted
	case t.ofObject() && !a.Object.Prefix:
		return objectGone
	default:
		return a.Action.ID
	}
}

// countsTries reports whether what failed counts among the times that it was
// done: a call that fails is a use, but nothing was deleted by it.
func (t telling) countsTries(s attribution.Suspect) bool {
	switch t.q.Template {
	case lake.SignIns, lake.RoleAssumptions, lake.Grants, lake.AccessKeysMade, lake.LoggingChanges, lake.Changes:
		return !s.Succeeded()
	}
	verb := t.verb(s)
	return !s.Succeeded() || verb == "used" || verb == oneEvent
}

// howOften is how often a suspect did it, or tried to. About an object, those that
// name it are told from the bulk deletes, which it may or may not have been in.
func (t telling) howOften(s attribution.Suspect) (n, bulk int) {
	n = s.Count
	if !t.countsTries(s) {
		n -= s.Failed
	}
	if t.ofObject() {
		n, bulk = n-s.Bulk, s.Bulk
	}
	return n, bulk
}

func (t telling) ofObject() bool { return t.q.Arguments.Object.Key != "" }

// objectKind is what an object without its name is called after.
func (t telling) objectKind() string {
	if t.q.Arguments.Object.Prefix {
		return "Hidden.folder"
	}
	return "Hidden.object"
}

// bucket is the bucket that was asked about, by its real name if it was found.
// form says how it is called where it may not be named: .it, .that or .any.
func (t telling) bucket(form string) markup {
	return t.Voice.bucket(cmp.Or(t.verdict.Subject, t.q.Arguments.Bucket.Said), form)
}

// target is the bucket, or what of it was asked about.
func (t telling) target(form string) markup {
	object := t.q.Arguments.Object
	switch {
	case object.Key == "":
		return t.bucket(form)
	case t.detail == Counts:
		return t.text(t.objectKind()+form, nil)
	case object.Prefix && !t.withheld(folder(t.may(object.Key))):
		return t.text("Target.prefix", with{"Bucket": t.bucket(".that"), "Prefix": folder(t.may(object.Key))})
	default:
		return t.text("Target.object", with{"Bucket": t.bucket(".that"), "Object": t.or(t.spoken(object.Key), t.objectKind()+".any")})
	}
}

func (v *Voice) bucket(name, form string) markup {
	name = v.machineName(name)
	if v.withheld(name) {
		return v.text("Hidden.bucket"+form, nil)
	}
	return v.text("Target.bucket", with{"Bucket": name})
}
