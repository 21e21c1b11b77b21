package simulation

import (
	"context"
	"strings"
	"time"

	"pudding/ask"
	"pudding/booth"
	"pudding/cases"
	"pudding/intents"
	"pudding/lake/cloudtrail"
)

// mutate puts a bug into a skill.
func mutate(b bug, skill *intents.Skill, source *cloudtrail.Source) booth.Skill {
	switch b {
	case neverLeads:
		skill.Quick = nil
	case forgetsCases:
		skill.Desk.Store = forgetful{skill.Desk.Store}
	case mixesUpPeople:
		skill.Desk.Store = confused{skill.Desk.Store}
	case startsTwice:
		skill.Desk.Store = hasty{skill.Desk.Store}
	case ignoresBudget:
		source.Reads = boundless{}
	case answersLate:
		return handler(func(ctx context.Context, envelope []byte) ([]byte, error) {
			time.Sleep(time.Second)
			return skill.Invoke(context.WithoutCancel(ctx), envelope)
		})
	case speaksTooLate:
		return handler(func(ctx context.Context, envelope []byte) ([]byte, error) {
			response, err := skill.Invoke(ctx, envelope)
			r, _ := ask.Decode(envelope)
			go func() {
				time.Sleep(time.Second)
				_ = skill.Services.Progress(r).Speak(context.Background(), "<speak>One more thing.</speak>")
			}()
			return response, err
		})
	}
	return skill
}

type handler func(context.Context, []byte) ([]byte, error)

func (h handler) Invoke(ctx context.Context, envelope []byte) ([]byte, error) {
	return h(ctx, envelope)
}

// forgetful keeps no cases.
type forgetful struct{ cases.Store }

func (forgetful) Open(context.Context, cases.Case) error { return nil }

// confused takes people with ids of the same first letter for one.
type confused struct{ cases.Store }

func (s confused) Open(ctx context.Context, c cases.Case) error {
	c.Asker = c.Asker[:1]
	return s.Store.Open(ctx, c)
}

func (s confused) Waiting(ctx context.Context, asker string, now time.Time) ([]cases.Case, error) {
	return s.Store.Waiting(ctx, asker[:1], now)
}

// hasty thinks that every question is the first of its kind.
type hasty struct{ cases.Store }

func (s hasty) Claim(ctx context.Context, key, id string, now, until time.Time, replacing string) (string, error) {
	return s.Store.Claim(ctx, strings.Join([]string{key, id}, "-"), id, now, until, replacing)
}

// boundless is no budget at all.
type boundless struct{}

func (boundless) Take(context.Context) error { return nil }
