package attribution

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"pudding/lake"
)

// Verdict is who did what was asked about, and what could not be seen.
type Verdict struct {
	// Subject is what the question turned out to be about: the bucket's or the
	// user's real name, or the end of an access key. It is empty where nothing
	// was found.
	Subject  string
	Suspects []Suspect // people first; those who were only refused, last
	Services []Suspect // AWS's own services, which nobody would blame
	Total    int       // unique events, by suspects and services
	Caveats  []Caveat
}

// Suspect is an actor and what it did.
type Suspect struct {
	Actor
	Count       int // unique events
	Failed      int // those of them with any error
	Denied      int // those of them that were refused access
	First, Last time.Time
	Addresses   []string       // sorted; an AWS service's name where it called for somebody
	Actions     map[string]int // event name → unique events
}

// Succeeded reports whether anything was done, rather than tried.
func (s Suspect) Succeeded() bool { return s.Count > s.Failed }

// Caveat is something that must be said beside a verdict, for it may be wrong
// or incomplete without.
type Caveat string

// The caveats.
const (
	// Recent: the period touches the last 15 minutes, whose events may still be
	// on their way.
	Recent Caveat = "recent"
	// Truncated: there was more than was read; counts are lower bounds.
	Truncated Caveat = "truncated"
	// BulkDelete: objects were deleted in bulk, whose names CloudTrail does not
	// record.
	BulkDelete Caveat = "bulk_delete"
	// NothingFound: no event was found, which does not prove that there was
	// none.
	NothingFound Caveat = "nothing_found"
)

// arrival is how long an event may take to be there (AWS CloudTrail User
// Guide, "How CloudTrail works": about 5 minutes on average, not guaranteed).
const arrival = 15 * time.Minute

// Judge gathers findings by who is behind them and ranks them, as of now.
func Judge(q lake.Question, r *lake.Result, now time.Time) Verdict {
	type identity struct{ name, kind, account string }
	gathered := map[identity]*Suspect{}
	var v Verdict
	for _, f := range r.Findings {
		a := ActorOf(f.Identity)
		id := identity{a.Name, a.Kind, a.Account}
		if gathered[id] == nil {
			gathered[id] = &Suspect{Actor: a, Actions: map[string]int{}}
		}
		gathered[id].add(f)
		v.Total += f.Count
	}
	for _, s := range gathered {
		slices.Sort(s.Addresses)
		s.Addresses = slices.Compact(s.Addresses)
		slices.Sort(s.Behind)
		if s.Standing() == Service {
			v.Services = append(v.Services, *s)
		} else {
			v.Suspects = append(v.Suspects, *s)
		}
	}
	slices.SortFunc(v.Suspects, rank)
	slices.SortFunc(v.Services, rank)
	v.Caveats = caveats(q, r, now)
	return v
}

func (s *Suspect) add(f lake.Finding) {
	s.Count += f.Count
	s.Actions[f.EventName] += f.Count
	if f.ErrorCode != "" {
		s.Failed += f.Count
	}
	if Denied(f.ErrorCode) {
		s.Denied += f.Count
	}
	if s.First.IsZero() || f.First.Before(s.First) {
		s.First = f.First
	}
	if f.Last.After(s.Last) {
		s.Last = f.Last
	}
	s.Addresses = append(s.Addresses, f.Addresses...)
	for _, b := range ActorOf(f.Identity).Behind {
		if !slices.Contains(s.Behind, b) {
			s.Behind = append(s.Behind, b)
		}
	}
}

// rank orders by who did something before who only tried, people before roles
// before AWS's own, and then by how often, how lately, and the name.
func rank(a, b Suspect) int {
	return cmp.Or(
		-cmp.Compare(btoi(a.Succeeded()), btoi(b.Succeeded())),
		cmp.Compare(a.Standing(), b.Standing()),
		-cmp.Compare(a.Count, b.Count),
		-a.Last.Compare(b.Last),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Account, b.Account),
	)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func caveats(q lake.Question, r *lake.Result, now time.Time) []Caveat {
	var out []Caveat
	if len(r.Findings) == 0 {
		out = append(out, NothingFound)
	}
	if r.Truncated {
		out = append(out, Truncated)
	}
	bulk := func(f lake.Finding) bool { return f.EventName == "DeleteObjects" && f.ErrorCode == "" }
	if q.Template == lake.BucketUsers && slices.ContainsFunc(r.Findings, bulk) {
		out = append(out, BulkDelete)
	}
	if q.Period.To.After(now.Add(-arrival)) && !q.Period.From.After(now) {
		out = append(out, Recent)
	}
	return out
}

// TopActions are the names of what a suspect did, most often first.
func (s Suspect) TopActions() []string {
	return slices.SortedFunc(maps.Keys(s.Actions), func(a, b string) int {
		return cmp.Or(-cmp.Compare(s.Actions[a], s.Actions[b]), cmp.Compare(a, b))
	})
}
