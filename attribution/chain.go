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
	// maxFollowed is how many sessions are followed.
	maxFollowed = 100
	// aroundCreation is how far a session's creation may be from the event that
	// issued its credentials.
	aroundCreation = 5 * time.Minute
	// reach is the longest span of creations that one query covers: earlier ones
	// are left to the next step.
	reach = 24 * time.Hour
)

// Chain follows the temporary credentials of a verdict's suspects to the calls
// that issued them, a question a step.
type Chain struct {
	q      lake.Question
	result *lake.Result
	now    time.Time

	// behind is who is behind each key that was found, by its end, nearest first.
	behind map[string][]namesake
	// open are the keys whose issuer is to be found, with those that were found
	// and lead to them.
	open    map[string][]string
	asking  []string             // the open keys that the step at hand is about
	whose   map[string]string    // the names of the sessions that the keys are of
	created map[string]time.Time // of the sessions; zero where that isn't known
	asked   map[string]bool      // the keys that were followed before
	// isInstance are the keys of sessions that go by an instance's id.
	isInstance map[string]bool
	unused     []Suspect // whom a key was issued for that nobody has used
	steps      int
	cut        bool // more sessions were found than are followed
}

// namesake is somebody who is behind a session: there may be others of the name,
// in other accounts.
type namesake struct{ name, account string }

// NewChain begins at the suspects that are judged of a result. Instances, whose
// role is their own as EC2 says (anybody may call a session so), and the roles of AWS's services need no explanation, unless
// it is an access key that was asked about: then whoever had it issued is asked
// for, even where it was never used.
func NewChain(q lake.Question, r *lake.Result, now time.Time) *Chain {
	c := &Chain{
		q: q, result: r, now: now, behind: map[string][]namesake{}, open: map[string][]string{},
		whose: map[string]string{}, created: map[string]time.Time{}, asked: map[string]bool{}, isInstance: map[string]bool{},
	}
	v := Judge(q, r, now)
	ofKey := q.Template == lake.AccessKeyActivity
	for _, s := range v.Suspects {
		switch {
		case ofKey && len(s.Sessions) == 0:
			c.add(Session{KeyEnd: q.Arguments.AccessKey}, s.Name, q.Arguments.AccessKey)
		case ofKey, len(s.Behind) == 0 && s.Standing() == RoleSession:
			for _, session := range s.Sessions {
				if ofKey || !session.OnInstance {
					c.isInstance[session.KeyEnd] = s.IsInstance()
					c.add(session, s.Name, session.KeyEnd)
				}
			}
		}
	}
	if ofKey && v.Total == 0 {
		c.open[q.Arguments.AccessKey] = nil
	}
	return c
}

// add follows a session, to which some keys lead.
func (c *Chain) add(session Session, name string, roots ...string) {
	key := session.KeyEnd
	if key == "" || c.asked[key] {
		return
	}
	if _, known := c.open[key]; !known && len(c.open) >= maxFollowed {
		c.cut = true
		return
	}
	for _, root := range roots {
		if !slices.Contains(c.open[key], root) {
			c.open[key] = append(c.open[key], root)
		}
	}
	c.whose[key], c.created[key] = name, session.Created
}

// Next is the question whose answer Found takes. It reports false where there
// is nothing left to follow.
func (c *Chain) Next() (lake.Question, bool) {
	if c.steps == maxSteps || len(c.open) == 0 {
		return lake.Question{}, false
	}
	period := c.q.Period
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
	c.asking = keys
	if !first.IsZero() {
		period = lake.Period{From: first.Add(-aroundCreation).UTC(), To: last.Add(aroundCreation).UTC()}
	}
	return lake.Question{
		Template:  lake.IssuingCalls,
		Period:    period,
		Arguments: lake.Arguments{IssuedKeys: keys},
	}, true
}

// Found takes what was found of the calls. Whoever made one and is a session
// again is followed further.
func (c *Chain) Found(r *lake.Result) {
	open := map[string][]string{}
	for _, key := range c.asking {
		open[key], c.asked[key] = c.open[key], true
		delete(c.open, key)
	}
	c.steps++
	for _, f := range nearest(r.Findings) {
		if f.ErrorCode != "" {
			continue // nothing was issued
		}
		key, ok := endOf(open, f.Subject)
		if !ok {
			continue
		}
		roots, caller := open[key], ActorOf(f.Identity)
		if caller.Standing() == Service && c.q.Template != lake.AccessKeyActivity && c.isInstance[key] {
			continue // an instance, as its name says
		}
		if len(roots) == 0 {
			c.unused = append(c.unused, unused(f, caller))
			roots = []string{key}
		}
		for _, root := range roots {
			c.note(root, namesake{caller.Name, caller.Account})
			for _, name := range caller.Behind {
				c.note(root, namesake{name, ""})
			}
		}
		if caller.Standing() == RoleSession && len(caller.Behind) == 0 && !f.SessionCreated.IsZero() {
			c.add(Session{KeyEnd: f.KeyEnd, Created: f.SessionCreated}, caller.Name, roots...)
		}
	}
}

// note notes who is behind a key: nobody is behind himself.
func (c *Chain) note(key string, who namesake) {
	if who.name != c.whose[key] && !slices.Contains(c.behind[key], who) {
		c.behind[key] = append(c.behind[key], who)
	}
}

// Verdict is the verdict with what is known so far of who is behind it. Sessions
// of one name that two people opened are two suspects.
func (c *Chain) Verdict() Verdict {
	v := judge(c.q, c.result, c.now, func(f lake.Finding) []namesake {
		if c.q.Template == lake.AccessKeyActivity {
			if key, ok := endOf(c.behind, f.KeyEnd); ok {
				return c.behind[key]
			}
		}
		return c.behind[f.KeyEnd]
	})
	for _, s := range c.unused {
		s.Behind = names(c.behind[c.q.Arguments.AccessKey])
		v.Suspects = append(v.Suspects, s)
	}
	if c.cut || c.steps == maxSteps && len(c.open) > 0 {
		v.Caveats = append(v.Caveats, ChainCut)
	}
	return v
}

func names(all []namesake) []string {
	var out []string
	for _, n := range all {
		if !slices.Contains(out, n.name) {
			out = append(out, n.name)
		}
	}
	return out
}

// endOf is the key that some key's id ends with, of which only the end may be
// known.
func endOf[V any](keys map[string]V, id string) (string, bool) {
	for key := range keys {
		if key != "" && strings.HasSuffix(id, key) {
			return key, true
		}
	}
	return "", false
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

// unused is whom a key was issued for that nobody has used.
func unused(f lake.Finding, caller Actor) Suspect {
	a := Actor{Name: first(f.Detail, caller.Name), Kind: IAMUser, Account: f.AccountID}
	if role := part(roleAlone, f.Detail, 1); role != "" {
		a = Actor{Name: role, Kind: Role, Account: f.AccountID, Role: role}
	}
	return Suspect{Actor: a}
}
