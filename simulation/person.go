package simulation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"pudding/booth"
	"pudding/cases"
	"pudding/lake"
	"pudding/speech"
)

// person is somebody who asks, and remembers what was asked.
type person struct {
	*world
	chance  *chance
	session *booth.Session
	own     []string // buckets, those that everybody asks about among them

	mu    sync.Mutex
	turns int               // under way
	asked map[string]bool   // culprits of the buckets that were asked about
	open  map[string]string // case → bucket
}

func (w *world) person(i int) *person {
	own := slices.Clone(buckets[:shared])
	for b := shared + i; b < len(buckets); b += population {
		own = append(own, buckets[b])
	}
	p := &person{world: w, chance: newChance(w.options.Seed, uint64(1000+i)), own: own, asked: map[string]bool{}, open: map[string]string{}}
	// Every other one is known by voice, at a device that two share.
	p.session = &booth.Session{
		SkillID: skillID, Locale: []string{"en-US", "en-GB", "ja-JP"}[i%3], Endpoint: "http://" + alexaHost,
		UserID: fmt.Sprintf("amzn1.ask.account.%d", i/2*2), DeviceID: fmt.Sprintf("amzn1.ask.device.%d", i/2),
	}
	if i%2 == 1 {
		p.session.PersonID = fmt.Sprintf("amzn1.ask.person.%d", i)
	}
	return p
}

// live takes turns until all have been taken, then fetches what is still open.
func (p *person) live(ctx context.Context) {
	for ctx.Err() == nil && p.taken.Add(1) <= int64(p.options.Turns) {
		p.waits()
		p.takesTurn()
		if p.options.Progress != nil {
			p.options.Progress(1)
		}
	}
	p.clears()
	p.fetches(ctx)
}

// rush is when everybody asks at once.
const rush = 20 * time.Minute

func (p *person) waits() {
	if p.chance.in(10) {
		now := time.Now()
		time.Sleep(now.Truncate(rush).Add(rush).Sub(now))
	}
	if len(p.open) > 0 {
		time.Sleep(p.chance.wait(20 * time.Second))
		return
	}
	time.Sleep(p.chance.wait(2 * time.Minute))
}

// takesTurn says something that makes sense now.
func (p *person) takesTurn() {
	switch n := p.chance.n(100); {
	case n < 4:
		p.says("AMAZON.StopIntent", nil)
	case n < 8:
		p.says([]string{"AMAZON.HelpIntent", "AMAZON.RepeatIntent", "AMAZON.FallbackIntent", "LaunchRequest", "SessionEndedRequest"}[p.chance.n(5)], nil)
	case len(p.open) == 0 || n < 40:
		p.asks()
	case n < 48: // at two devices at once
		other := *p.session
		var both sync.WaitGroup
		both.Go(func() { p.saysIn(&other, "AnyNewsIntent", nil) })
		both.Go(func() { p.says("AnyNewsIntent", nil) })
		both.Wait()
	case n < 60:
		p.says("LaunchRequest", nil)
	default:
		p.says("AnyNewsIntent", nil)
	}
}

func (p *person) asks() {
	bucket := p.own[p.chance.n(len(p.own))]
	slots := map[string]string{"bucket": bucket}
	if hours := p.chance.n(4); hours > 0 {
		slots["duration"] = fmt.Sprintf("PT%dH", hours)
	}
	if p.chance.in(50) {
		slots["action"] = "ate"
	}
	p.mu.Lock()
	p.asked[culpritOf(bucket)] = true
	p.mu.Unlock()
	p.says("WhoUsedBucketIntent", slots)
}

func (p *person) says(intent string, slots map[string]string) exchange {
	return p.saysIn(p.session, intent, slots)
}

func (p *person) saysIn(session *booth.Session, intent string, slots map[string]string) exchange {
	var declared []string
	for slot := range slots {
		declared = append(declared, slot)
	}
	envelope, err := session.Intent(time.Now(), intent, declared, slots)
	switch intent {
	case "LaunchRequest":
		envelope, err = session.Launch(time.Now())
	case "SessionEndedRequest":
		envelope, err = session.SessionEnded(time.Now(), "USER_INITIATED")
	}
	if err != nil {
		panic(err) // it is of strings
	}
	p.under(+1)
	defer p.under(-1)
	x, err := p.turn(envelope)
	if err != nil {
		p.report.ruleBreak()
		return x
	}
	if err := session.Heard(x.response); err != nil {
		p.report.ruleBreak()
	}
	p.hears(intent, x)
	return x
}

func (p *person) under(turns int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turns += turns
}

// hears checks an answer against what this person knows to be open, and takes
// note of what it changes.
func (p *person) hears(intent string, x exchange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := speechOf(x)
	names := named(said)
	for _, name := range names {
		if !p.asked[name] {
			p.report.add(func(r *Report) { r.WrongPerson++ })
		}
	}
	voice := speech.For(x.request.Locale())
	switch said {
	case voice.NoNews().SSML:
		if p.turns == 1 { // or the other one has the answer
			p.loses()
		}
		return
	case voice.Stopped().SSML, voice.Goodbye().SSML:
		if intent == "AMAZON.StopIntent" && said == voice.Stopped().SSML {
			clear(p.open)
		}
		return
	}
	if x.seen == nil {
		return
	}
	var waiting *cases.WaitingError
	switch seen := x.seen; {
	case errors.As(seen.Err, &waiting):
		if bucket, known := p.open[seen.Case.ID]; known && seen.Case.ID != waiting.Case.ID { // it is another's from here on
			delete(p.open, seen.Case.ID)
			p.open[waiting.Case.ID] = bucket
		}
		if _, known := p.open[waiting.Case.ID]; !known && intent == "WhoUsedBucketIntent" {
			p.open[waiting.Case.ID] = waiting.Case.Question.Arguments.Bucket.Said
			p.report.add(func(r *Report) { r.Cases++ })
		}
		if len(names) > 0 {
			p.report.add(func(r *Report) { r.Leads++ })
		}
	case seen.Err != nil:
		p.report.add(func(r *Report) { r.Failed++ })
		if seen.Case != nil && lake.CodeOf(seen.Err) != lake.CasesUnreachable {
			delete(p.open, seen.Case.ID) // it was told why there is no answer
		}
	default:
		if !slices.Contains(names, culpritOf(seen.Question.Arguments.Bucket.Said)) {
			p.report.add(func(r *Report) { r.WrongPerson++ })
		}
		if intent == "WhoUsedBucketIntent" {
			p.report.add(func(r *Report) { r.InTurn++ })
		} else if _, known := p.open[seen.Case.ID]; known {
			p.report.add(func(r *Report) { r.Delivered++ })
		}
		if seen.Case != nil {
			delete(p.open, seen.Case.ID)
		}
	}
}

func (p *person) loses() {
	p.report.add(func(r *Report) { r.Lost += len(p.open) })
	clear(p.open)
}

// fetches asks for news until nothing is open: three hours are longer than any
// search takes.
func (p *person) fetches(ctx context.Context) {
	pause := 20 * time.Second
	for began := time.Now(); len(p.open) > 0 && time.Since(began) < 3*time.Hour && ctx.Err() == nil; pause += pause / 4 {
		time.Sleep(p.chance.wait(pause))
		p.says("AnyNewsIntent", nil)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loses()
}
