package speech

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

	"pudding/attribution"
	"pudding/lake"
)

const (
	maxTitle = 200
	// maxCard leaves room for the title and the last line in the 8,000
	// characters of a card (Alexa Skills Kit, "Request and Response JSON
	// Reference").
	maxCard = 7500
	// maxAddresses is how many addresses of a suspect are shown.
	maxAddresses = 5
)

// card shows the figures, those that are not spoken too.
func (t telling) card() (title, text string) {
	p := t.q.Period
	lines := []string{t.plain("Card.period", with{"From": t.stamp(p.From), "To": t.stamp(p.To), "Zone": t.zone.String()})}
	for _, s := range t.verdict.Suspects {
		lines = append(lines, t.line(s))
	}
	if len(t.verdict.Services) > 0 {
		lines = append(lines, t.plain("Card.services", nil))
	}
	for _, s := range t.verdict.Services {
		lines = append(lines, t.line(s))
	}
	if t.verdict.Total == 0 {
		lines = append(lines, t.plain("Card.nothing", nil))
	}
	return short(t.title(), maxTitle), t.fit(lines)
}

// title is what was asked.
func (t telling) title() string {
	a := t.q.Arguments
	verb, fill := a.Action.ID, with{}
	switch {
	case verb == "" && len(a.Action.EventNames) > 0:
		verb, fill["Event"] = oneEvent, shown(a.Action.EventNames[0])
	case verb == "":
		verb = "used"
	}
	switch t.q.Template {
	case lake.BucketUsers:
		path := cmp.Or(t.verdict.Subject, a.Bucket.Said)
		if t.ofObject() {
			path += "/" + a.Object.Key
		}
		fill["Path"] = shown(path)
		return t.plain("Title.bucket."+verb, fill)
	case lake.UserActivity:
		fill["Name"] = shown(cmp.Or(t.verdict.Subject, a.User.Said))
		return t.plain("Title.user."+verb, fill)
	case lake.AccessKeyActivity:
		return t.plain("Title.key", with{"Key": shown(a.AccessKey)})
	default:
		return t.plain("Title.topic", with{"Topic": string(t.sentence(markup(textOf(t.topic(t.q)))))})
	}
}

// line is one suspect's figures.
func (t telling) line(s attribution.Suspect) string {
	figures := []string{t.figure("Card.events", s.Count)}
	if s.Failed > 0 {
		figures = append(figures, t.figure("Card.failed", s.Failed))
	}
	if s.Denied > 0 {
		figures = append(figures, t.figure("Card.denied", s.Denied))
	}
	addresses := s.Addresses[:min(maxAddresses, len(s.Addresses))]
	if len(addresses) > 0 {
		figures = append(figures, t.plain("Card.from", with{"Addresses": short(printable(strings.Join(addresses, " ")), 300)}))
	}
	return t.plain("Card.line", with{
		"Name": t.name(s), "Figures": strings.Join(figures, t.plain("List.comma", nil)), "Span": t.stamps(s.First, s.Last),
	})
}

// name is a suspect's, with the account where another one goes by it.
func (t telling) name(s attribution.Suspect) string {
	for _, other := range t.verdict.Suspects {
		if other.Name == s.Name && other.Account != s.Account {
			return t.plain("Card.name", with{"Name": shown(s.Name), "Account": shown(s.Account)})
		}
	}
	return shown(s.Name)
}

func (t telling) stamp(at time.Time) string { return at.In(t.zone).Format("2006-01-02 15:04:05") }

// stamps are two moments, or the one that they are.
func (t telling) stamps(first, last time.Time) string {
	if first.Equal(last) {
		return t.stamp(first)
	}
	return t.plain("Card.span", with{"From": t.stamp(first), "To": t.stamp(last)})
}

// fit joins lines, and says how many do not fit.
func (t telling) fit(lines []string) string {
	length := 0
	for i, l := range lines {
		if length += utf8.RuneCountInString(l) + 1; length > maxCard {
			return strings.Join(append(lines[:i:i], t.plain("Card.more", with{"N": len(lines) - i})), "\n")
		}
	}
	return strings.Join(lines, "\n")
}
