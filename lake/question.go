package lake

// Template names a question that can be asked, and the file in lake/queries
// that asks it.
type Template string

// The questions.
const (
	BucketUsers       Template = "bucket_users"        // who used a bucket
	UserActivity      Template = "user_activity"       // what a user did
	AccessKeyActivity Template = "access_key_activity" // what was done with an access key
	ResourceChanges   Template = "resource_changes"    // who created, changed, deleted … a thing
	SignIns           Template = "sign_ins"            // who signed in, or failed to
	RootActivity      Template = "root_activity"       // what was done as the root user
	RoleAssumptions   Template = "role_assumptions"    // who assumed a role
	AddressActivity   Template = "address_activity"    // what was done from an address
	Denials           Template = "denials"             // who was refused
	Grants            Template = "grants"              // who gave more rights
	AccessKeysMade    Template = "access_keys_made"    // who made access keys
	LoggingChanges    Template = "logging_changes"     // who switched off what records
	Changes           Template = "changes"             // what changed
	LastSeen          Template = "last_seen"           // when a user was last seen
	IssuingCalls      Template = "issuing_calls"       // who had credentials issued
	// KnownNames asks which names there are. A finding's Detail is the kind of
	// what is called its Subject: user, role, bucket, or the id of another kind of
	// thing; it has no identity and no event. Those used most come first. Only a
	// Source that can gather them by itself answers it: Event history can't.
	KnownNames Template = "known_names"
)

// Templates are all questions that can be asked.
func Templates() []Template {
	return []Template{
		BucketUsers, UserActivity, AccessKeyActivity, ResourceChanges, SignIns, RootActivity, RoleAssumptions, AddressActivity,
		Denials, Grants, AccessKeysMade, LoggingChanges, Changes, LastSeen, IssuingCalls, KnownNames,
	}
}

// IsAboutUser reports whether a question's subject is a user, who may have been
// named in part.
func (t Template) IsAboutUser() bool { return t == UserActivity || t == LastSeen }

// Question is a template and its typed arguments: all that a Source needs to
// know. Its zero arguments are those that were not asked about.
type Question struct {
	Template  Template
	Period    Period
	Arguments Arguments
}

// Arguments are what a question may be narrowed by.
type Arguments struct {
	Bucket    Name
	User      Name
	AccessKey string // its last characters, 4 to 8 of them: A–Z and 0–9
	Object    Object
	Action    Action
	Service   string // an event source: s3.amazonaws.com
	Resource  Resource
	Role      Name
	Address   string  // as sourceIPAddress has it
	Outcome   Outcome // of a sign-in
	// IssuedKeys are the last characters of access keys, 4 to 8 of them: who had them issued is
	// asked.
	IssuedKeys []string
}

// Resource is a thing by its kind, by its name, or by both.
type Resource struct {
	Type    string   // the kind's id: instance, security_group …
	Sources []string // the services that the kind belongs to; empty for any
	Keys    []string // the parameters of a request or a response that name it
	Name    Name
}

// Outcome narrows sign-ins.
type Outcome string

// The outcomes.
const (
	AnyOutcome Outcome = ""
	Failed     Outcome = "failed"
	Succeeded  Outcome = "succeeded"
	WithoutMFA Outcome = "without_mfa" // by users and root; roles have none of their own
	ByRoot     Outcome = "root"
)

// Name is a user or a bucket as the asker put it: an identifier, or words that
// sound like one ("bert jan"). What it is compared by is its Key.
type Name struct {
	Said string
	// Loose lets an identifier match that merely contains the name.
	Loose bool
	// Also is another way that a loose name may be written, if there is one: with
	// the numbers in it as digits.
	Also string
}

// Object narrows a bucket's events to one object, or to those below a prefix.
type Object struct {
	Key    string
	Prefix bool
}

// Action narrows events to what was done. ID is one of the actions below, or
// empty for a single event name; EventNames and Prefixes are what it stands
// for, empty for any event.
type Action struct {
	ID         string
	EventNames []string
	Prefixes   []string
	// Except are names of events that begin with a prefix and are not meant.
	Except []string
}
