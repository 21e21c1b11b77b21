package speech

import (
	"fmt"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// variants is how many forms there are of what is said while waiting.
const variants = 3

// Waiting is what is said in place of silence, in the order of a wait: at once,
// then twice when it is a long one. Each is a document short enough for a
// progressive response (600 characters; Alexa Skills Kit, "Send the User a
// Progressive Response"). pick chooses among their forms.
func (v *Voice) Waiting(q lake.Question, pick uint32) []string {
	id, fill := v.about("Waiting.bucket", "Waiting.user", "Waiting.key", "Waiting.topic", q)
	return v.waiting(id, fill, pick)
}

// WaitingForNews is the same where an earlier question is asked after.
func (v *Voice) WaitingForNews(pick uint32) []string { return v.waiting("Waiting.news", nil, pick) }

func (v *Voice) waiting(first string, fill with, pick uint32) []string {
	form := func(id string) string { return fmt.Sprintf("%s%d", id, pick%variants+1) }
	return []string{
		v.document(v.text(form(first), fill)),
		v.document(v.text(form("Waiting.longer"), nil)),
		v.document(v.text(form("Waiting.longest"), nil)),
	}
}

// about is the message for a question's kind, and what fills it.
func (v *Voice) about(bucket, user, key, other string, q lake.Question) (string, with) {
	a := q.Arguments
	switch q.Template {
	case lake.BucketUsers:
		return bucket, with{"Bucket": v.bucket(a.Bucket.Said, ".that")}
	case lake.UserActivity:
		return user, with{"Name": v.person(a.User.Said)}
	case lake.AccessKeyActivity:
		return key, with{"Key": spoken(a.AccessKey), "Letters": spelled(a.AccessKey)}
	default:
		return other, with{"Topic": v.topic(q)}
	}
}

// Lead is what a quicker source has found by the time the turn ends: true, but
// not the whole.
type Lead struct {
	Question lake.Question
	Verdict  attribution.Verdict
}

// lead names the first suspect, and no others.
func (v *Voice) lead(l Lead, zone *time.Location, now time.Time) []markup {
	if len(l.Verdict.Suspects) == 0 {
		return nil
	}
	t := telling{calendar: calendar{v, zone, now}, q: l.Question, verdict: l.Verdict}
	return []markup{v.text("Lead.intro", nil), t.first(l.Verdict.Suspects[0])[0], v.text("Lead.rest", nil)}
}

// reasons are why a search has not begun, as far as there are words for them.
var reasons = map[lake.Code]string{
	"":                    "Pending.looking",
	lake.Throttled:        "Pending.throttled",
	lake.TooManyQueries:   "Pending.too_many_queries",
	lake.CasesUnreachable: "Pending.cases_unreachable",
}

// StillLooking is said when there was no answer in time: the lead, if there is
// one, then how to get the rest. reason is why the search has not begun, empty
// where it is running.
func (v *Voice) StillLooking(reason lake.Code, lead Lead, zone *time.Location, now time.Time) Answer {
	id, ok := reasons[reason]
	if !ok {
		id = "Pending.unsure"
	}
	return v.pending(append(v.lead(lead, zone, now), v.text(id, nil))...)
}

// Late is said when the turn is over and nothing else can be.
func (v *Voice) Late() Answer { return v.pending(v.text("Pending.late", nil)) }

// StillOpen is said to one who comes back to a question that has no answer yet.
func (v *Voice) StillOpen(q lake.Question) Answer {
	id, fill := v.about("News.openBucket", "News.openUser", v.byKey("News.openKey", "News.openHiddenKey"), "News.openTopic", q)
	return v.pending(v.text(id, fill))
}

func (v *Voice) pending(sentences ...markup) Answer {
	return Answer{
		SSML:     v.document(v.text("Pending.meanwhile", nil), sentences...),
		Reprompt: v.document(v.text("Pending.reprompt", nil)),
	}
}

// News is a verdict on a question that was asked before, which it names. more
// is how many questions are open beside it.
func (v *Voice) News(q lake.Question, verdict attribution.Verdict, more int, zone *time.Location, now time.Time) Answer {
	id, fill := v.about("News.bucket", "News.user", v.byKey("News.key", "News.hiddenKey"), "News.topic", q)
	t := telling{calendar: calendar{v, zone, now}, q: q, verdict: verdict}
	sentences := append([]markup{v.text(id, fill)}, t.sentences()...)
	if more > 0 {
		sentences = append(sentences, v.counted("News.more", more))
	}
	return t.answer(sentences)
}
