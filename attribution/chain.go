package attribution

import (
	"slices"
	"strings"
	"time"

	"pudding/lake"
)

const (
	// maxSteps is how far a chain of temporary credentials is followed.
	maxSteps = 4
	// maxFollowed is how many suspects, and sessions of theirs, are followed.
	maxFollowed = 20
	// aroundCreation is how far a session's creation may be from the event that
	// issued its credentials.
	aroundCreation = 5 * time.Minute
	// reach is the longest span of creations that one query covers: sessions that
	// are further apart are left alone.
	reach = 24 * time.Hour
)

// Chain follows the temporary credentials of a verdict's suspects to the calls
// that issued them, a question a step.
type Chain struct {
	verdict *Verdict
	// open are the keys whose issuer is to be found, by the suspects that they
	// lead to.
	open    map[string][]*Suspect
	created map[string]time.Time // of the keys' sessions; zero where that isn't known
	asked   map[string]bool      // the keys that were followed before
	period  lake.Period          // that was asked about
	steps   int
}

// NewChain begins at the suspects of a verdict. Instances, whose role is their
// own, and the roles of AWS's services need no explanation, unless it is an
// access key that was asked about: then whoever had it issued is asked for, even
// where it was never used.
func NewChain(q lake.Question, v *Verdict) *Chain {
	c := &Chain{verdict: v, open: map[string][]*Suspect{}, created: map[string]time.Time{}, asked: map[string]bool{}, period: q.Period}
	ofKey := q.Template == lake.AccessKeyActivity
	for i := range v.Suspects {
		s := &v.Suspects[i]
		switch {
		case ofKey && len(s.Sessions) == 0:
			c.add(Session{KeyEnd: q.Arguments.AccessKey}, s)
		case ofKey, len(s.Behind) == 0 && s.Standing() == RoleSession && !s.IsInstance():
			for _, session := range s.Sessions {
				c.add(session, s)
			}
		}
	}
	if ofKey && v.Total == 0 {
		c.open[q.Arguments.AccessKey] = nil
	}
	return c
}

func (c *Chain) add(session Session, s *Suspect) {
	if session.KeyEnd == "" || c.asked[session.KeyEnd] || len(c.open) >= maxFollowed {
		return
	}
	if !slices.Contains(c.open[session.KeyEnd], s) {
		c.open[session.KeyEnd] = append(c.open[session.KeyEnd], s)
	}
	c.created[session.KeyEnd] = session.Created
}

// Next is the question whose answer Found takes. It reports false where there
// is nothing left to follow.
func (c *Chain) Next() (lake.Question, bool) {
	if c.steps == maxSteps || len(c.open) == 0 {
		return lake.Question{}, false
	}
	period := c.period
	var first, last time.Time
	for key := range c.open {
		if at := c.created[key]; last.IsZero() || at.After(last) {
			last = at
		}
	}
	var keys []string
	for key := range c.open {
		at := c.created[key]
		if !at.IsZero() && last.Sub(at) > reach {
			continue
		}
		keys = append(keys, key)
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	slices.Sort(keys)
	if !first.IsZero() {
		period = lake.Period{From: first.Add(-aroundCreation).UTC(), To: last.Add(aroundCreation).UTC()}
	}
	return lake.Question{
		Template:  lake.IssuingCalls,
		Period:    period,
		Arguments: lake.Arguments{IssuedKeys: keys},
	}, true
}

// Found takes what was found of the calls: each suspect is told who is behind
// it, and whoever is a session again is followed further.
func (c *Chain) Found(r *lake.Result) {
	open := c.open
	for key := range open {
		c.asked[key] = true
	}
	c.open = map[string][]*Suspect{}
	c.steps++
	for _, f := range nearest(r.Findings) {
		caller := ActorOf(f.Identity)
		key, suspects := c.ledTo(open, f.Subject)
		if key != "" && len(suspects) == 0 && f.ErrorCode == "" {
			suspects = []*Suspect{c.unused(f)}
		}
		for _, s := range suspects {
			names := append([]string{caller.Name}, caller.Behind...)
			for _, name := range names {
				if name != s.Name && !slices.Contains(s.Behind, name) {
					s.Behind = append(s.Behind, name)
				}
			}
			if caller.Standing() == RoleSession && len(caller.Behind) == 0 && !f.SessionCreated.IsZero() {
				c.add(Session{f.KeyEnd, f.SessionCreated}, s)
			}
		}
	}
}

// nearest leaves out the copies that an account gets of a call from another one:
// they say no more of the caller than its account (sharedEventID is what the
// copies have in common; AWS CloudTrail User Guide, "CloudTrail record contents").
// Where there is no other copy, the account is what is known.
func nearest(calls []lake.Finding) []lake.Finding {
	named := map[string]bool{}
	for _, f := range calls {
		if f.Type != AWSAccount {
			named[f.Subject] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(calls), func(f lake.Finding) bool { return f.Type == AWSAccount && named[f.Subject] })
}

// ledTo are the suspects that a key leads to, of which only the end may be known.
func (c *Chain) ledTo(open map[string][]*Suspect, issued string) (key string, suspects []*Suspect) {
	for key, suspects := range open {
		if strings.HasSuffix(issued, key) {
			return key, suspects
		}
	}
	return "", nil
}

// unused is whom a key was issued for that nobody has used.
func (c *Chain) unused(f lake.Finding) *Suspect {
	a := Actor{Name: f.Detail, Kind: IAMUser, Account: f.AccountID}
	if role := part(roleAlone, f.Detail, 1); role != "" {
		a = Actor{Name: role, Kind: Role, Account: f.AccountID, Role: role}
	}
	if a.Name == "" {
		a.Name = ActorOf(f.Identity).Name
	}
	c.verdict.Suspects = append(c.verdict.Suspects, Suspect{Actor: a})
	return &c.verdict.Suspects[len(c.verdict.Suspects)-1]
}
