package speech

import (
	"strings"
	"time"
	"unicode/utf8"

	"pudding/attribution"
	"pudding/lake"
)

const (
	maxTitle = 150
	// maxCard leaves room for the title in the 8,000 characters that a card may
	// have (Alexa Skills Kit, "Request and Response JSON Reference").
	maxCard = 7000
	// maxAddresses is how many addresses of a suspect are shown.
	maxAddresses = 5
)

// card shows the figures, those that are not spoken too.
func (t telling) card() (title, text string) {
	zone := func(at time.Time) string { return at.In(t.zone).Format("2006-01-02 15:04:05") }
	p := t.q.Period
	lines := []string{t.text("Card.period", with{"From": zone(p.From), "To": zone(p.To), "Zone": t.zone.String()})}
	for _, s := range t.verdict.Suspects {
		lines = append(lines, t.line(s, zone))
	}
	if len(t.verdict.Services) > 0 {
		lines = append(lines, t.text("Card.services", nil))
	}
	for _, s := range t.verdict.Services {
		lines = append(lines, t.line(s, zone))
	}
	return short(t.title(), maxTitle), t.fit(lines)
}

func (t telling) title() string {
	a := t.q.Arguments
	switch t.q.Template {
	case lake.BucketUsers:
		return t.text("Card.bucket", with{"Bucket": printable(first(t.verdict.Subject, a.Bucket.Said))})
	case lake.UserActivity:
		return t.text("Card.user", with{"Name": printable(first(t.verdict.Subject, a.User.Said))})
	default:
		return t.text("Card.key", with{"Key": printable(a.AccessKey)})
	}
}

func (t telling) line(s attribution.Suspect, zone func(time.Time) string) string {
	line := t.text("Card.line", with{
		"Name": short(printable(s.Name), 2*maxName), "Count": s.Count, "Failed": s.Failed, "Denied": s.Denied,
		"First": zone(s.First), "Last": zone(s.Last),
	})
	if addresses := s.Addresses[:min(maxAddresses, len(s.Addresses))]; len(addresses) > 0 {
		line += "; " + t.text("Card.from", with{"Addresses": short(printable(strings.Join(addresses, ", ")), 300)})
	}
	return line
}

// fit joins lines, and says how many do not fit.
func (t telling) fit(lines []string) string {
	length := 0
	for i, l := range lines {
		if length += utf8.RuneCountInString(l) + 1; length > maxCard {
			return strings.Join(append(lines[:i:i], t.text("Card.more", with{"N": len(lines) - i})), "\n")
		}
	}
	return strings.Join(lines, "\n")
}
