package lake

// Unseen is one reason why more may have happened than a Source found.
type Unseen struct {
	Limit   Limit
	Regions []string // of Regions, Unanswered and OneRegion
	Err     error    // of Unanswered: why, for the log
}

// Limit says how far a Source sees.
type Limit string

// The limits.
const (
	ManagementOnly Limit = "management_only" // no data events, such as those of objects
	Retention      Limit = "retention"       // nothing from before the time that Event history keeps events for
	Regions        Limit = "regions"         // these regions were read, and no others
	Unanswered     Limit = "unanswered"      // these regions gave no answer, or not all of it
	Incomplete     Limit = "incomplete"      // the time did not suffice to read everything
	ExactName      Limit = "exact_name"      // only the name in this very spelling, and no source identities
)

// The limits of an event data store: see Coverage.
const (
	NotRecorded    Limit = "not_recorded"    // some of the events asked about are none that the store records
	NotRecording   Limit = "not_recording"   // the store takes in no events at present
	BeforeStore    Limit = "before_store"    // the period begins before there was the store
	Reconfigured   Limit = "reconfigured"    // the store's settings were others at some time in the period
	StoreRetention Limit = "store_retention" // the period begins before what the store still keeps
	OneRegion      Limit = "one_region"      // the store records this region, and no other
)
