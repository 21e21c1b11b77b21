package lake

import "time"

// Identity is who made a call, as CloudTrail's userIdentity element records it
// (AWS CloudTrail User Guide, "CloudTrail userIdentity element"). A field that
// the record lacks is empty.
type Identity struct {
	Type             string // IAMUser, AssumedRole, Root, AWSService …; some records have none
	PrincipalID      string
	ARN              string
	AccountID        string
	UserName         string
	IssuerType       string // sessionContext.sessionIssuer
	IssuerARN        string
	IssuerUserName   string
	SourceIdentity   string
	InvokedBy        string // the AWS service that made the call on its own or for someone
	IdentityProvider string // of SAMLUser and WebIdentityUser
	OnBehalfOf       string // the IAM Identity Center user's id
	KeyEnd           string // the last 8 characters of the access key
	SessionCreated   time.Time
	EC2RoleDelivery  string // set where an EC2 instance got the credentials of its role: 1.0 or 2.0
}

// Finding is one row of what was found: all events of one kind, with one
// outcome, by one identity.
type Finding struct {
	Identity
	// Subject is which of the things asked about these events concern: the
	// bucket's name, the user's name, or the last characters of an access key.
	Subject     string
	EventName   string // without a version suffix it never has: as recorded
	EventSource string // s3.amazonaws.com
	ErrorCode   string // empty when the call succeeded
	// Detail is what else tells these events from others: Detail… below, the
	// policy or the group of a grant, what a credential was issued for.
	Detail string
	// Count is of unique events, so that an event delivered twice is one.
	Count       int
	First, Last time.Time // of the events, in UTC
	Addresses   []string  // sourceIPAddress: an address, or an AWS service's name
	Agents      []string  // userAgent
	// SharedEvents are the ids that these events have in common with the copies
	// of them that other accounts get (sharedEventID), at most 100.
	SharedEvents []string
}

// What a finding's Detail may be.
const (
	DetailWorld = "world"  // opened to everybody
	DetailMFA   = "mfa"    // signed in with multi-factor authentication
	DetailNoMFA = "no_mfa" // or without
)

// Result is what a Source found.
type Result struct {
	Findings []Finding
	// Truncated says that there was more than the Source is willing to read,
	// so that counts are lower bounds.
	Truncated bool
	// Unseen is what the Source could not look at.
	Unseen []Unseen
	// Statement is what the Source ran, for those who want to see it.
	Statement    string
	BytesScanned int64 // what AWS bills for; 0 where a Source can't tell
	Completion   Completion
}

// Completion is what polling learns of the time a query took: it ended after
// Running and no later than Done, both counted from its start. Both are zero
// where nothing was polled.
type Completion struct{ Running, Done time.Duration }
