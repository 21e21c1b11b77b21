package speech

import (
	"slices"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

const (
	maxSpoken  = 3 // suspects that are named aloud; the card has all
	maxActions = 3 // actions of the first suspect that are named aloud
)

// Verdict says who did it: the first suspect first, with what, how often and
// when, then the others, then what must be said beside. zone is the asker's.
func (v *Voice) Verdict(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	t := telling{calendar: calendar{v, zone, now}, q: q, verdict: verdict}
	return t.answer(t.sentences())
}

// VerdictWithJoke is the same with a dry word at the end, unless there is more to
// the matter than who ate the pudding.
func (v *Voice) VerdictWithJoke(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	t := telling{calendar: calendar{v, zone, now}, q: q, verdict: verdict}
	sentences := t.sentences()
	if isLight(verdict) {
		sentences = append(sentences, v.text("Verdict.joke", nil))
	}
	return t.answer(sentences)
}

// isLight reports whether somebody of the house did it, and nothing is amiss
// beside.
func isLight(v attribution.Verdict) bool {
	serious := func(c attribution.Caveat) bool { return c != attribution.Recent && c != attribution.BulkDelete }
	return len(v.Suspects) > 0 && v.Suspects[0].Succeeded() && v.Suspects[0].Kind == attribution.IAMUser && !slices.ContainsFunc(v.Caveats, serious)
}

// telling is one verdict on its way into words.
type telling struct {
	calendar
	q       lake.Question
	verdict attribution.Verdict
}

func (t telling) answer(sentences []markup) Answer {
	title, text := t.card()
	return Answer{
		SSML:      t.document(t.text("Verdict.anythingElse", nil), sentences...),
		CardTitle: title,
		CardText:  text,
		Reprompt:  t.document(t.text("Verdict.reprompt", nil)),
	}
}

func (t telling) sentences() []markup {
	var out []markup
	switch {
	case len(t.verdict.Suspects) > 0:
		out = t.tell(t.verdict.Suspects)
	case len(t.verdict.Services) > 0:
		out = append(t.tell(t.verdict.Services), t.text("Verdict.servicesOnly", nil))
	default:
		out = append(t.nothing(), t.lastUse()...)
	}
	for _, c := range t.verdict.Caveats {
		switch {
		case c == attribution.NothingFound, c == attribution.RefusedOnly: // have been said by now
		case c == attribution.Regions && t.verdict.Total > 0: // those were the right ones
		case c == attribution.BulkDelete && t.ofObject():
			out = append(out, t.text("Caveat.bulk_delete_object", nil))
		default:
			out = append(out, t.text("Caveat."+string(c), nil))
		}
	}
	return out
}

// tell names those who did it, from the first on.
func (t telling) tell(suspects []attribution.Suspect) []markup {
	out := append(t.first(suspects[0]), t.lastUse()...)
	for i := range suspects[1:min(maxSpoken, len(suspects))] {
		out = append(out, t.another(suspects, i+1))
	}
	if more := len(suspects) - maxSpoken; more > 0 {
		out = append(out, t.counted("Verdict.more", more))
	}
	if t.detail == Counts && len(suspects) > 1 {
		out = append(out, t.counted("Verdict.inAll", len(suspects)))
	}
	return out
}

// first is all about the first suspect.
func (t telling) first(s attribution.Suspect) []markup {
	id, manner := "Verdict.did", ".did"
	switch {
	case s.Succeeded(), t.q.Template == lake.Denials:
	case s.Denied == s.Failed:
		id, manner = "Verdict.refused", ".tried"
	default:
		id, manner = "Verdict.failed", ".tried"
	}
	if t.q.Template == lake.LastSeen {
		return []markup{t.text("Verdict.lastSeen", with{"Who": t.who(s.Actor), "Moment": t.moment(s.Last), "Event": t.event(s.LastAction), "Service": t.service(s.LastService)})}
	}
	when, last := t.during(t.q.Period, s)
	out := []markup{t.text(id, with{"Who": t.who(s.Actor), "Deed": t.deed(s, manner), "When": when, "Last": last})}
	if t.leavesActionOpen() {
		out = append(out, t.actions(s))
	}
	out = append(out, t.besides(s)...)
	if n, bulk := t.howOften(s); n > 0 && bulk > 0 {
		out = append(out, t.counted("Verdict.bulkToo", bulk))
	}
	return append(out, t.setbacks(s)...)
}

// setbacks are the first suspect's failures, as far as they are not said yet:
// those among the times that were told, or those beside them.
func (t telling) setbacks(s attribution.Suspect) []markup {
	refused, failed := s.Denied, s.Failed-s.Denied
	family := "Verdict.some"
	switch {
	case t.q.Template == lake.Denials, !s.Succeeded() && (refused == 0 || failed == 0):
		return nil
	case !s.Succeeded():
		failed = 0
	case !t.countsTries(s):
		family = "Verdict.other"
	}
	var out []markup
	if refused > 0 {
		out = append(out, t.counted(family+"Refused", refused))
	}
	if failed > 0 {
		out = append(out, t.counted(family+"Failed", failed))
	}
	return out
}

// another is a suspect but the first, in one sentence after the first's.
func (t telling) another(all []attribution.Suspect, i int) markup {
	s, first := all[i], all[0]
	who := t.whoAmong(all, i)
	if name := t.spoken(s.Name); s.Name == first.Name && s.Account != first.Account && s.Kind == attribution.IAMUser && !t.withheld(name) {
		who = t.text("Who.elsewhere", with{"Name": name})
	}
	id := "Verdict.also"
	n, bulk := t.howOften(s)
	switch {
	case !s.Succeeded() && s.Denied == s.Failed:
		id = "Verdict.alsoRefused"
	case !s.Succeeded():
		id = "Verdict.alsoFailed"
	case n == 0:
		id, n = "Verdict.alsoBulk", bulk
	case !first.Succeeded():
		id = "Verdict.alsoDid"
	}
	return t.text(id, with{"Who": who, "Times": t.times(n)})
}

// leavesActionOpen reports whether the question leaves open what exactly was
// done.
func (t telling) leavesActionOpen() bool {
	a := t.q.Arguments.Action
	switch t.q.Template {
	case lake.SignIns, lake.RoleAssumptions, lake.Grants, lake.AccessKeysMade, lake.IssuingCalls:
		return false
	case lake.ResourceChanges:
		return a.ID == "changed" || a.ID == ""
	}
	if a.EventNames == nil || a.Prefixes != nil {
		return true
	}
	return t.q.Template != lake.BucketUsers && len(a.EventNames) > 1
}

// actions are what a suspect did most often.
func (t telling) actions(s attribution.Suspect) markup {
	var words []string
	for _, name := range s.TopActions() {
		if w := t.event(name); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	id := "Verdict.all"
	if len(words) > maxActions {
		id, words = "Verdict.mostly", words[:maxActions]
	}
	return t.text(id, with{"Actions": t.list(words, "List.and")})
}

// nothing says that nothing was found, and never that nobody did it.
func (t telling) nothing() []markup {
	a := t.q.Arguments
	id, fill := "Nothing.topic", with{"When": t.when(t.q.Period)}
	switch t.q.Template {
	case lake.AccessKeyActivity:
		id, fill["Key"], fill["Letters"] = t.byKey("Nothing.key", "Nothing.hiddenKey"), spoken(a.AccessKey), spelled(a.AccessKey)
	case lake.BucketUsers:
		id, fill["Target"] = "Nothing.bucket", t.target(".that")
	case lake.UserActivity:
		id, fill["Name"] = "Nothing.user", t.person(a.User.Said)
	default:
		fill["Topic"] = t.topic(t.q)
	}
	return []markup{t.text(id, fill), t.text("Nothing.proof", nil)}
}
