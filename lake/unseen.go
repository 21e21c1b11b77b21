package lake

// Unseen is one reason why more may have happened than a Source found.
type Unseen struct {
	Limit   Limit
	Regions []string // of Regions and Unanswered
	Err     error    // of Unanswered: why, for the log
}

// Limit says how far a Source sees.
type Limit string

// The limits.
const (
	ManagementOnly Limit = "management_only" // no data events, such as those of objects
	Retention      Limit = "retention"       // nothing from before the time it keeps events for
	Regions        Limit = "regions"         // these regions were read, and no others
	Unanswered     Limit = "unanswered"      // these regions gave no answer, or not all of it
	Incomplete     Limit = "incomplete"      // the time did not suffice to read everything
	ExactName      Limit = "exact_name"      // only the name in this very spelling, and no source identities
)
