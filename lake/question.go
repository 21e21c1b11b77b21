package lake

// Template names a question that can be asked, and the file in lake/queries
// that asks it.
type Template string

// The questions.
const (
	BucketUsers       Template = "bucket_users"        // who used a bucket
	UserActivity      Template = "user_activity"       // what a user did
	AccessKeyActivity Template = "access_key_activity" // what was done with an access key
)

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
}

// Name is a user or a bucket as the asker put it: an identifier, or words that
// sound like one ("bert jan"). What it is compared by is its Key.
type Name struct {
	Said string
	// Loose lets an identifier match that merely contains the name.
	Loose bool
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
}
