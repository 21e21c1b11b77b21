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
	for i, s := range t.verdict.Suspects {
		lines = append(lines, t.line(s, i+1))
	}
	if len(t.verdict.Services) > 0 {
		lines = append(lines, t.plain("Card.services", nil))
	}
	for i, s := range t.verdict.Services {
		lines = append(lines, t.line(s, i+1))
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
		verb, fill["Event"] = oneEvent, shown(t.vocabulary(a.Action.EventNames[0]))
	case verb == "":
		verb = "used"
	}
	switch t.q.Template {
	case lake.BucketUsers:
		fill["Path"] = t.path()
		return t.plain("Title.bucket."+verb, fill)
	case lake.UserActivity:
		fill["Name"] = t.shownOr(t.shownPerson(cmp.Or(t.verdict.Subject, a.User.Said)), "Hidden.user")
		return t.plain("Title.user."+verb, fill)
	case lake.AccessKeyActivity:
		return t.plain(t.byKey("Title.key", "Title.anyKey"), with{"Key": shown(a.AccessKey)})
	default:
		return t.plain("Title.topic", with{"Topic": string(t.sentence(markup(textOf(t.topic(t.q)))))})
	}
}

// path is the bucket that was asked about, and what of it.
func (t telling) path() string {
	name, object := cmp.Or(t.verdict.Subject, t.q.Arguments.Bucket.Said), t.q.Arguments.Object.Key
	if t.detail == Full {
		if t.ofObject() {
			name += "/" + object
		}
		return shown(name)
	}
	path := t.shownOr(t.shown(name), "Hidden.bucket.any")
	switch object = t.may(object); {
	case object != "":
		return short(path+"/"+shown(object), 2*maxName)
	case t.ofObject() && t.detail == Counts:
		return t.plain(t.objectKind()+".any", nil)
	default:
		return path
	}
}

// line is one suspect's figures. n is its place in the list.
func (t telling) line(s attribution.Suspect, n int) string {
	figures := []string{t.figure("Card.events", s.Count)}
	if s.Failed > 0 {
		figures = append(figures, t.figure("Card.failed", s.Failed))
	}
	if s.Denied > 0 {
		figures = append(figures, t.figure("Card.denied", s.Denied))
	}
	if addresses := t.shownAddresses(s); len(addresses) > 0 {
		figures = append(figures, t.plain("Card.from", with{"Addresses": short(printable(strings.Join(addresses, " ")), 300)}))
	}
	return t.plain("Card.line", with{
		"Name": t.name(s, n), "Figures": strings.Join(figures, t.plain("List.comma", nil)), "Span": t.stamps(s.First, s.Last),
	})
}

// shownAddresses are where a suspect came from, as far as that may be shown.
func (t telling) shownAddresses(s attribution.Suspect) []string {
	addresses := s.Addresses
	if t.detail != Full {
		addresses = nil
		for _, a := range s.Addresses {
			if t.detail == NoIDs && isPlace(a) {
				addresses = append(addresses, a)
			}
		}
	}
	return addresses[:min(maxAddresses, len(addresses))]
}

// name is a suspect's, with the account where another one goes by it. One whose
// name may not be shown has its place in the list.
func (t telling) name(s attribution.Suspect, n int) string {
	if t.detail != Full {
		return t.redactedName(s, n)
	}
	for _, other := range t.verdict.Suspects {
		if other.Name == s.Name && other.Account != s.Account {
			return t.plain("Card.name", with{"Name": shown(s.Name), "Account": shown(s.Account)})
		}
	}
	return shown(s.Name)
}

func (t telling) redactedName(s attribution.Suspect, n int) string {
	name := t.shownPerson(s.Name)
	switch role, session, ok := strings.Cut(s.Name, "/"); {
	case s.Kind == attribution.AWSAccount && s.Name != attribution.Anonymous, numbered.MatchString(s.Name):
		name = ""
	case s.Role != "" && ok:
		name = strings.Trim(t.shown(role)+"/"+t.shown(session), "/")
	case s.Role != "":
		name = t.shown(s.Role)
	}
	if name == "" {
		who := t.whoAlone(s.Actor)
		if t.detail == Counts {
			who = t.nameless(s.Actor, ".any")
		}
		who = t.sentence(markup(textOf(who)))
		return t.plain("Card.nth", with{"N": n, "Who": string(who)})
	}
	for _, earlier := range t.verdict.Suspects[:min(n-1, len(t.verdict.Suspects))] {
		if earlier.Name == s.Name && earlier.Account != s.Account {
			return t.plain("Card.elsewhere", with{"Name": name})
		}
	}
	return name
}

// shownPerson is a person's name as it may stand on a card.
func (t telling) shownPerson(name string) string { return shown(t.may(name)) }

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
