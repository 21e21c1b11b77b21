package attribution

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pudding/lake"
)

// Verdict is who did what was asked about, and what could not be seen.
type Verdict struct {
	// Subject is what the question turned out to be about: the bucket's or the
	// user's real name, or the end of an access key. It is empty where nothing
	// was found.
	Subject  string
	Suspects []Suspect // in the order of suspicion: see Judge
	Services []Suspect // AWS's own services, which nobody would blame
	Total    int       // unique events, by suspects and services
	Caveats  []Caveat
	LastUse  *LastUse // what IAM itself has to add, if anything
}

// Suspect is an actor and what it did.
type Suspect struct {
	Actor
	Count       int // unique events
	Failed      int // those of them with any error
	Denied      int // those of them that were refused access
	Deleted     int // deletions of objects or of the bucket itself that succeeded
	Bulk        int // bulk deletes that succeeded, which do not say what they deleted
	First, Last time.Time
	Addresses   []string       // sorted; an AWS service's name where it called for somebody
	Agents      []string       // sorted
	Actions     map[string]int // event name → unique events
	Things      map[string]int // what it was done to, as far as events say so → unique events
	Details     map[string]int // lake.Finding's Detail → unique events
	Sessions    []Session      // of temporary credentials, oldest first
	LastAction  string         // the event at Last, and the service that it was in
	LastService string
}

// Session is one set of temporary credentials.
type Session struct {
	KeyEnd  string // the last 8 characters of its access key
	Created time.Time
	// OnInstance says that EC2 handed the credentials out, to an instance.
	OnInstance bool
}

// Succeeded reports whether anything was done, rather than tried.
func (s Suspect) Succeeded() bool { return s.Count > s.Failed }

// tookAway reports whether something is gone that the suspect deleted, where it
// was left open what was done.
func (s Suspect) tookAway(ofAnything bool) bool { return ofAnything && s.Deleted > 0 }

// bulkDelete is recorded without the objects' keys (Amazon S3 User Guide,
// "Amazon S3 CloudTrail events": DeleteObjects).
const bulkDelete = "DeleteObjects"

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
	// TwoPlaces, TwoAgents: one set of credentials was used from two addresses, or
	// by two programs from one, which is what stolen ones look like.
	TwoPlaces Caveat = "two_places"
	TwoAgents Caveat = "two_agents"
	// RefusedOnly: nothing was done; all that was found are tries that were
	// refused.
	RefusedOnly Caveat = "refused_only"
	// ChainOpen: who is behind a session is still being searched for.
	ChainOpen Caveat = "chain_open"
	// ChainCut: whoever is behind a session may be further away than it was
	// followed.
	ChainCut Caveat = "chain_cut"
	// ServicesLeftOut: what AWS's own services did is not counted.
	ServicesLeftOut Caveat = "services_left_out"
	// What a source by its nature, or this time, did not look at: see lake.Limit.
	ManagementOnly Caveat = Caveat(lake.ManagementOnly)
	Retention      Caveat = Caveat(lake.Retention)
	Regions        Caveat = Caveat(lake.Regions)
	Unanswered     Caveat = Caveat(lake.Unanswered)
	ExactName      Caveat = Caveat(lake.ExactName)
)

// arrival is how long an event may take to be there (AWS CloudTrail User
// Guide, "How CloudTrail works": about 5 minutes on average, not guaranteed).
const arrival = 15 * time.Minute

// Judge gathers findings by who is behind them, as of now, and puts the suspects
// in order: those who did something before those who only tried; about an
// object, those who named it before those who may have deleted it in bulk; about
// anything that was done to a bucket, those after whom something is gone before
// those who used it; people before roles; then by how often and how lately. A role that only an AWS
// service can take on is the last of all.
func Judge(q lake.Question, r *lake.Result, now time.Time) Verdict {
	return judge(q, r, now, func(lake.Finding) []namesake { return nil })
}

// judge is Judge where it is known who is behind a finding beyond what the record
// says: sessions of one name that different people are behind are kept apart.
func judge(q lake.Question, r *lake.Result, now time.Time, behind func(lake.Finding) []namesake) Verdict {
	type identity struct{ name, kind, account, inRecord, behind string }
	gathered := map[identity]*Suspect{}
	var v Verdict
	for _, f := range withoutCopies(r.Findings) {
		a := ActorOf(f.Identity)
		id := identity{a.Name, a.Kind, a.Account, strings.Join(a.Behind, "\n"), ""}
		if more := behind(f); len(more) > 0 {
			a.Behind = names(more)
			id.inRecord, id.behind = "", fmt.Sprint(more)
		}
		if gathered[id] == nil {
			gathered[id] = &Suspect{Actor: a, Actions: map[string]int{}}
		}
		gathered[id].add(a, f)
		v.Total += f.Count
	}
	for _, s := range gathered {
		slices.Sort(s.Addresses)
		s.Addresses = slices.Compact(s.Addresses)
		slices.Sort(s.Agents)
		s.Agents = slices.Compact(s.Agents)
		slices.SortFunc(s.Sessions, func(a, b Session) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.KeyEnd, b.KeyEnd)) })
		if s.Standing() == Service {
			v.Services = append(v.Services, *s)
		} else {
			v.Suspects = append(v.Suspects, *s)
		}
	}
	ofAnything := q.Template == lake.BucketUsers && len(q.Arguments.Action.EventNames) == 0
	rank := byRank(q.Arguments.Object.Key != "", ofAnything)
	slices.SortFunc(v.Suspects, rank)
	slices.SortFunc(v.Services, rank)
	v.Caveats = append(caveats(q, r, now), shared(r.Findings)...)
	return v
}

// withoutCopies leaves out what an account got a copy of whose caller is of another
// account, and named by that account's own: see nearest.
func withoutCopies(findings []lake.Finding) []lake.Finding {
	named := map[string]bool{}
	for _, f := range findings {
		if f.Type != AWSAccount {
			for _, id := range f.SharedEvents {
				named[id] = true
			}
		}
	}
	var out []lake.Finding
	for _, f := range findings {
		if f.Type == AWSAccount {
			for _, id := range f.SharedEvents {
				if named[id] {
					f.Count--
				}
			}
			if f.Count <= 0 && len(f.SharedEvents) > 0 {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

func (s *Suspect) add(a Actor, f lake.Finding) {
	s.Count += f.Count
	s.Actions[f.EventName] += f.Count
	switch {
	case f.ErrorCode != "":
		s.Failed += f.Count
	case f.EventName == bulkDelete:
		s.Bulk += f.Count
		s.Deleted += f.Count
	case f.EventName == "DeleteObject", f.EventName == "DeleteBucket":
		s.Deleted += f.Count
	}
	if lake.Denied(f.ErrorCode) {
		s.Denied += f.Count
	}
	if s.First.IsZero() || f.First.Before(s.First) {
		s.First = f.First
	}
	if f.Last.After(s.Last) || f.Last.Equal(s.Last) && f.EventName < s.LastAction {
		s.Last, s.LastAction, s.LastService = f.Last, f.EventName, f.EventSource
	}
	if f.Subject != "" {
		s.Things = plus(s.Things, f.Subject, f.Count)
	}
	if f.Detail != "" {
		s.Details = plus(s.Details, f.Detail, f.Count)
	}
	if session := (Session{f.KeyEnd, f.SessionCreated, f.EC2RoleDelivery != ""}); !f.SessionCreated.IsZero() && f.KeyEnd != "" && !slices.Contains(s.Sessions, session) {
		s.Sessions = append(s.Sessions, session)
	}
	s.Addresses = append(s.Addresses, f.Addresses...)
	s.Agents = append(s.Agents, f.Agents...)
	s.RolePath = max(s.RolePath, a.RolePath)
}

func plus(counts map[string]int, of string, n int) map[string]int {
	if counts == nil {
		counts = map[string]int{}
	}
	counts[of] += n
	return counts
}

// byRank is the order that Judge promises. It is a total one, whatever order
// findings come in.
func byRank(ofObject, ofAnything bool) func(a, b Suspect) int {
	first := func(a, b bool) int { return cmp.Compare(btoi(b), btoi(a)) }
	certain := func(s Suspect) bool { return !ofObject || s.Count-s.Failed > s.Bulk }
	return func(a, b Suspect) int {
		return cmp.Or(
			first(a.Standing() != ServiceLinked, b.Standing() != ServiceLinked),
			first(a.Succeeded(), b.Succeeded()),
			first(certain(a), certain(b)),
			first(a.tookAway(ofAnything), b.tookAway(ofAnything)),
			cmp.Compare(a.Standing(), b.Standing()),
			cmp.Compare(b.Count, a.Count),
			b.Last.Compare(a.Last),
			cmp.Compare(a.Name, b.Name),
			cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Account, b.Account),
			slices.Compare(a.Behind, b.Behind),
		)
	}
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
	refused := func(f lake.Finding) bool { return lake.Denied(f.ErrorCode) }
	if len(r.Findings) > 0 && !slices.ContainsFunc(r.Findings, func(f lake.Finding) bool { return !refused(f) }) && q.Template != lake.Denials {
		out = append(out, RefusedOnly)
	}
	if r.Truncated {
		out = append(out, Truncated)
	}
	bulk := func(f lake.Finding) bool { return f.EventName == bulkDelete && f.ErrorCode == "" }
	if q.Template == lake.BucketUsers && slices.ContainsFunc(r.Findings, bulk) {
		out = append(out, BulkDelete)
	}
	if q.Template == lake.Changes {
		out = append(out, ServicesLeftOut)
	}
	for _, u := range r.Unseen {
		if u.Limit != lake.Incomplete { // the counts tell: see Truncated
			out = append(out, Caveat(u.Limit))
		}
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
