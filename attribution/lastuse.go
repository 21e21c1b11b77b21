package attribution

import "time"

// LastUse is what IAM itself keeps of a user, where it tells more than the
// events do.
type LastUse struct {
	User    string // as IAM was asked
	Unknown bool   // IAM has no such user
	// At is when the user was last seen; zero for never.
	At      time.Time
	By      string // key or password; empty for a service by whatever credentials
	Service string // as IAM names services; empty where it doesn't say
}
