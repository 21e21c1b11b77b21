package speech

import (
	"slices"
	"strings"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// maxSpoken is how many suspects are named aloud; the card has all.
const maxSpoken = 3

// Verdict says who did it: the first suspect first, with what, how often and
// when, then the others, then what must be said beside. zone is the asker's.
func (v *Voice) Verdict(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	t := telling{calendar: calendar{v, zone, now}, q: q, verdict: verdict}
	sentences := t.suspects()
	switch {
	case len(verdict.Suspects) > 0:
	case len(verdict.Services) > 0:
		sentences = t.services()
	default:
		sentences = t.nothing()
	}
	for _, c := range verdict.Caveats {
		if c != attribution.NothingFound {
			sentences = append(sentences, v.text("Caveat."+string(c), nil))
		}
	}
	title, text := t.card()
	return Answer{
		SSML:      ssml(append(sentences, v.text("Verdict.anythingElse", nil))...),
		CardTitle: title,
		CardText:  text,
		Reprompt:  ssml(v.text("Verdict.reprompt", nil)),
	}
}

// telling is one verdict on its way into words.
type telling struct {
	calendar
	q       lake.Question
	verdict attribution.Verdict
}

func (t telling) suspects() []string {
	var out []string
	for i, s := range t.verdict.Suspects {
		switch {
		case i == maxSpoken:
			return append(out, t.counted("Verdict.others", len(t.verdict.Suspects)-maxSpoken))
		case i == 0:
			out = append(out, t.first(s)...)
		case s.Succeeded():
			out = append(out, sentence(t.text("Verdict.also", with{"Who": t.whoAmong(s), "Times": t.times(s.Count)})))
		case s.Denied > 0:
			out = append(out, sentence(t.text("Verdict.alsoRefused", with{"Who": t.whoAmong(s), "Times": t.times(s.Count)})))
		default:
			out = append(out, sentence(t.text("Verdict.alsoFailed", with{"Who": t.whoAmong(s), "Times": t.times(s.Count)})))
		}
	}
	return out
}

// whoAmong tells a name in another account from the first suspect's.
func (t telling) whoAmong(s attribution.Suspect) string {
	first := t.verdict.Suspects[0]
	if s.Name == first.Name && s.Account != first.Account && s.Kind == attribution.IAMUser {
		return t.text("Who.elsewhere", with{"Name": personName(s.Name)})
	}
	return t.who(s.Actor)
}

// first is all about the first suspect.
func (t telling) first(s attribution.Suspect) []string {
	id, manner := "Verdict.did", ".did"
	if !s.Succeeded() {
		id, manner = "Verdict.failed", ".tried"
		if s.Denied > 0 {
			id = "Verdict.refused"
		}
	}
	out := []string{sentence(t.text(id, with{
		"Who": t.who(s.Actor), "Deed": t.deed(s, manner), "When": t.when(t.q.Period), "Span": t.span(t.q.Period, s.First, s.Last),
	}))}
	if t.tellsActions() {
		out = append(out, t.text("Verdict.mostly", with{"Actions": t.actions(s)}))
	}
	if s.Succeeded() && s.Failed > 0 {
		if s.Denied == s.Failed {
			out = append(out, sentence(t.counted("Verdict.someRefused", s.Denied)))
		} else {
			out = append(out, sentence(t.counted("Verdict.someFailed", s.Failed)))
		}
	}
	return out
}

// tellsActions reports whether the question leaves open what was done.
func (t telling) tellsActions() bool {
	a := t.q.Arguments.Action
	return a.EventNames == nil || len(a.EventNames) > 1 && t.q.Template != lake.BucketUsers || a.Prefixes != nil
}

// actions are the three things done most often.
func (t telling) actions(s attribution.Suspect) string {
	var words []string
	for _, name := range s.TopActions() {
		if w := eventWords(name); !slices.Contains(words, w) {
			words = append(words, w)
		}
		if len(words) == 3 {
			break
		}
	}
	return t.list(words, "List.and")
}

// deed is what a suspect did, or tried to do.
func (t telling) deed(s attribution.Suspect, manner string) string {
	a := t.q.Arguments
	fill := with{"Times": t.times(s.Count), "Things": t.counted("Things", s.Count)}
	family, verb := "User.", a.Action.ID
	switch t.q.Template {
	case lake.BucketUsers:
		family, fill["Target"] = "Bucket.", t.target()
	case lake.AccessKeyActivity:
		family, fill["Key"] = "Key.", spelled(a.AccessKey)
	}
	switch {
	case verb == "" && len(a.Action.EventNames) > 0:
		verb, fill["Event"] = "event", eventWords(a.Action.EventNames[0])
	case verb == "":
		verb = "used"
	case family == "Bucket." && verb == "deleted":
		verb = deletion(a, s)
	}
	deed := t.text(family+verb+manner, fill)
	if a.Service != "" {
		deed = t.text("Verdict.inService", with{"Deed": deed, "Service": serviceName(a.Service)})
	}
	return deed
}

// deletion tells the deletion of a bucket, or of the object that was asked
// about, from that of things in the bucket.
func deletion(a lake.Arguments, s attribution.Suspect) string {
	switch {
	case a.Object.Key != "" && !a.Object.Prefix:
		return "object"
	case s.Actions["DeleteBucket"] == s.Count:
		return "gone"
	default:
		return "deleted"
	}
}

// target is the bucket that was asked about, or the object in it.
func (t telling) target() string {
	return t.Voice.target(t.q, first(t.verdict.Subject, t.q.Arguments.Bucket.Said))
}

func (v *Voice) target(q lake.Question, bucket string) string {
	fill := with{"Bucket": machineName(bucket), "Object": short(strings.TrimSuffix(printable(q.Arguments.Object.Key), "/"), maxName)}
	switch {
	case q.Arguments.Object.Key == "":
		return v.text("Target.bucket", fill)
	case q.Arguments.Object.Prefix:
		return v.text("Target.prefix", fill)
	default:
		return v.text("Target.object", fill)
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// services are said where nobody else did it.
func (t telling) services() []string {
	var items []string
	for i, s := range t.verdict.Services {
		if i == maxSpoken {
			break
		}
		items = append(items, t.text("Verdict.servicesItem", with{"Name": serviceName(s.Name), "Times": t.times(s.Count)}))
	}
	return []string{t.text("Verdict.services", with{"Services": t.list(items, "List.and")})}
}

// nothing says that nothing was found, and never that nobody did it.
func (t telling) nothing() []string {
	a := t.q.Arguments
	fill := with{"When": t.when(t.q.Period), "Name": personName(a.User.Said), "Key": spelled(a.AccessKey), "Target": t.target()}
	id := map[lake.Template]string{
		lake.BucketUsers: "Nothing.bucket", lake.UserActivity: "Nothing.user", lake.AccessKeyActivity: "Nothing.key",
	}[t.q.Template]
	return []string{sentence(t.text(id, fill)), t.text("Nothing.proof", nil)}
}
