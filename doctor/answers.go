package doctor

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"pudding/lake"
	"pudding/lake/history"
)

// day is how far back a question goes that doesn't say.
const day = 24 * time.Hour

// last is a period until now.
func (e *examination) last(length time.Duration) lake.Period {
	return lake.Period{From: e.now.Add(-length), To: e.now}
}

// kind is a kind of question, in words that a person would say: one for each that
// docs/questions.md has, and two for what is done to buckets.
type kind struct {
	words    string
	template lake.Template
	action   lake.Action
	back     time.Duration // how far back it goes, if not a day
}

var kinds = []kind{
	{words: "who read, wrote or deleted a bucket's objects", template: lake.BucketUsers, action: objectEvents},
	{words: "who made, changed or deleted a bucket", template: lake.BucketUsers, action: lake.Action{EventNames: []string{"CreateBucket", "PutBucketPolicy", "DeleteBucket"}}},
	{words: "what a user did", template: lake.UserActivity},
	{words: "what was done with an access key", template: lake.AccessKeyActivity},
	{words: "who made, changed or deleted a thing", template: lake.ResourceChanges},
	{words: "who signed in", template: lake.SignIns},
	{words: "who used root", template: lake.RootActivity},
	{words: "who assumed a role", template: lake.RoleAssumptions},
	{words: "what came from an address", template: lake.AddressActivity},
	{words: "who was denied", template: lake.Denials},
	{words: "who gave somebody more rights", template: lake.Grants},
	{words: "who made an access key", template: lake.AccessKeysMade},
	{words: "who turned off logging", template: lake.LoggingChanges},
	{words: "what changed", template: lake.Changes},
	{words: "when a user was last seen", template: lake.LastSeen, back: 90 * day},
	{words: "who is behind a session", template: lake.IssuingCalls},
}

func (e *examination) question(k kind) lake.Question {
	return lake.Question{Template: k.template, Period: e.last(cmp.Or(k.back, day)), Arguments: lake.Arguments{Action: k.action}}
}

// unseen is what can't be seen of a question where it would be asked: with an event
// data store Event history has a first lead at most. Of a store that doesn't say what
// it covers nothing is known.
func (e *examination) unseen(q lake.Question) []lake.Unseen {
	switch {
	case e.coverage != nil:
		return e.coverage.Unseen(q, e.now)
	case e.config.Sources.Lake == nil && e.config.Sources.History != nil:
		return history.Unseen(q, e.now)
	}
	return nil
}

// outcome is what becomes of some kinds of questions.
type outcome struct {
	words  []string
	unseen []lake.Unseen
	none   bool // nothing that they ask about is to be seen
}

// answers tells what will be answered, and what won't. Kinds that fare alike are in
// one line.
func (e *examination) answers() {
	store := e.config.Sources.Lake
	switch {
	case store == nil && e.config.Sources.History == nil:
		e.say(Odd, "answers", "won't be had: there is nothing to ask", "correct SOURCES")
	case store != nil && e.over[e.storeARN()]:
		e.say(Odd, "answers", "won't be had: the event data store can't be asked", "")
	case store != nil && e.coverage == nil:
		e.say(Odd, "answers", "can't be told: what the event data store records isn't known", "")
	default:
		for _, o := range e.outcomes() {
			e.outcome(o)
		}
	}
}

// outcomes are those of all kinds, the whole answers first.
func (e *examination) outcomes() []outcome {
	var all []outcome
	for _, k := range kinds {
		unseen := e.unseen(e.question(k))
		none := k.action.EventNames != nil && slices.Equal(k.action.EventNames, objectEvents.EventNames) && e.noObjects()
		i := slices.IndexFunc(all, func(o outcome) bool { return o.none == none && slices.EqualFunc(o.unseen, unseen, alike) })
		if i < 0 {
			i, all = len(all), append(all, outcome{unseen: unseen, none: none})
		}
		all[i].words = append(all[i].words, k.words)
	}
	slices.SortStableFunc(all, func(a, b outcome) int { return min(len(a.unseen), 1) - min(len(b.unseen), 1) })
	return all
}

func alike(a, b lake.Unseen) bool { return a.Limit == b.Limit }

func (e *examination) outcome(o outcome) {
	words := strings.Join(o.words, "; ")
	switch {
	case o.unseen == nil && e.worst == Broken:
		e.say(Odd, "answers", "would be had, but for what fails: "+words, "")
		return
	case o.unseen == nil:
		e.say(Fine, "answers", "will be had: "+words, "")
		return
	}
	will := "won't be whole"
	if o.none {
		will = "won't be had"
	}
	var why, remedies []string
	for _, u := range o.unseen {
		because, remedy := e.limit(u, o.none)
		why, remedies = append(why, because), append(remedies, remedy)
	}
	e.say(Odd, "answers", will+", because "+strings.Join(why, ", and ")+": "+words, strings.Join(remedies, "; "))
}
