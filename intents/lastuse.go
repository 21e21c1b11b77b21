package intents

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pudding/attribution"
	"pudding/lake"
	"pudding/lastused"
)

const (
	// lastUsePatience is how long a turn that has its answer goes on to wait for
	// what IAM keeps.
	lastUsePatience = 1500 * time.Millisecond
	// later is by how much IAM's last use must be later than the last event to be
	// told: the same use has not quite the same time in both.
	later = time.Hour
)

// LastUses knows when IAM last saw a user, the newest use first; lastused.Reader
// does. What it has by the context's deadline is all that it tells.
type LastUses interface {
	Of(ctx context.Context, name string) ([]lastused.Use, error)
}

// inquiry is what IAM is being asked about a user.
type inquiry struct {
	user   string
	ends   time.Time // by which it is given up, whatever it is waiting for
	cancel context.CancelFunc
	done   chan struct{}
	use    *attribution.LastUse // once it is done; nil where IAM didn't say
}

// askIAM begins to ask IAM about a user, if it is certain who is meant: words may
// be a part of a name. An answer that is told in another way is not added to.
func (t *turn) askIAM(ctx context.Context, user lake.Name) {
	if t.skill.LastUses == nil || user.Loose || user.IsZero() || t.words != nil {
		return
	}
	if t.iam != nil {
		if t.iam.user == user.Said {
			return
		}
		t.iam.cancel()
	}
	i := &inquiry{user: user.Said, ends: t.clock.ends.Add(-closing), done: make(chan struct{})}
	ctx, i.cancel = context.WithDeadline(t.log.WithContext(ctx), i.ends.Add(-wording))
	log, source := t.log, t.skill.LastUses // the turn's own are its goroutine's
	go func() {
		defer close(i.done)
		defer func() {
			if p := recover(); p != nil {
				log.Error().Str("panic", fmt.Sprint(p)).Msg("panicked over a last use")
			}
		}()
		uses, err := source.Of(ctx, i.user)
		switch {
		case errors.Is(err, lastused.ErrNoSuchUser):
			i.use = &attribution.LastUse{User: i.user, Unknown: true}
		case err != nil:
			log.Warn().Err(err).Str("code", string(lake.CodeOf(err))).Msg("IAM doesn't tell when a user was last seen")
			return
		case len(uses) == 0:
			i.use = &attribution.LastUse{User: i.user}
		default:
			i.use = lastUseOf(i.user, uses[0])
		}
		log.Info().Str("asked", "iam").Int("uses", len(uses)).Bool("unknown", i.use.Unknown).Msg("asked IAM")
	}()
	t.iam = i
}

func lastUseOf(user string, u lastused.Use) *attribution.LastUse {
	use := &attribution.LastUse{User: user, At: u.At, Service: u.Service}
	if u.By != lastused.Service {
		use.By = string(u.By)
	}
	return use
}

// lastUse asks IAM about the user that a question turned out to be about, unless
// it is being asked already. What it returns waits for the answer.
func (t *turn) lastUse(ctx context.Context, q lake.Question) func() *attribution.LastUse {
	if q.Template == lake.LastSeen {
		t.askIAM(ctx, q.Arguments.User)
	}
	i := t.iam
	if i == nil || q.Template != lake.LastSeen || i.user != q.Arguments.User.Said {
		return func() *attribution.LastUse { return nil }
	}
	patience := time.Now().Add(lastUsePatience)
	return func() *attribution.LastUse {
		i.wait(min(time.Until(patience), time.Until(i.ends)-wording))
		i.cancel() // it tells what it has by now
		if !i.wait(min(wording, time.Until(i.ends))) {
			t.log.Warn().Msg("IAM was given up")
			return nil
		}
		return i.use
	}
}

// wait waits for the answer, and reports whether there is one.
func (i *inquiry) wait(d time.Duration) bool {
	patience := time.NewTimer(d)
	defer patience.Stop()
	select {
	case <-i.done:
		return true
	case <-patience.C:
	}
	select {
	case <-i.done:
		return true
	default:
		return false
	}
}

// beyond is what IAM says, where it says more than the events: where there are
// none, or the last of those that are told is a good deal older. An event of a
// name that IAM doesn't know, or of a time that it doesn't, is no mistake: users
// are deleted, and sessions are called anything.
func beyond(v attribution.Verdict, use *attribution.LastUse) *attribution.LastUse {
	told := append(v.Suspects[:len(v.Suspects):len(v.Suspects)], v.Services...)
	if use == nil || len(told) == 0 || use.At.After(told[0].Last.Add(later)) {
		return use
	}
	return nil
}
