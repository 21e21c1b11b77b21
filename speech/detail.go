package speech

import (
	"fmt"
	"strings"

	"pudding/internal/lazyregexp"
)

// Detail is how much of what was found, or asked about, is said to a room and
// shown on a card. At every level the words are the catalogues', with AWS's own
// names of services and of calls.
type Detail int

// The levels, each of which says less than the one before.
const (
	// Full names everything.
	Full Detail = iota
	// NoIDs says no addresses, no access keys or their ends, no account numbers,
	// and no ids that a machine gave. People and things are named.
	NoIDs
	// Counts names nobody and nothing: it says how many did it, how often and
	// when, whether they were refused, and the caveats.
	Counts
)

var details = []string{Full: "full", NoIDs: "no-ids", Counts: "counts"}

func (d Detail) String() string {
	if d < 0 || int(d) >= len(details) {
		return fmt.Sprintf("Detail(%d)", int(d))
	}
	return details[d]
}

// ParseDetail reads a level by its name. Empty is full.
func ParseDetail(s string) (Detail, error) {
	if s == "" {
		return Full, nil
	}
	for d, name := range details {
		if s == name {
			return Detail(d), nil
		}
	}
	return Full, fmt.Errorf("%q is no level of detail: it should be %s", s, strings.Join(details[:len(details)-1], ", ")+" or "+details[len(details)-1])
}

// With returns the voice as it speaks at a level. What is no level speaks as
// the last one does.
func (v *Voice) With(d Detail) *Voice {
	if d < Full || d > Counts {
		d = Counts
	}
	redacted := *v
	redacted.detail = d
	return &redacted
}

// Ids are known by their forms.
var (
	ids = []*lazyregexp.Regexp{
		arn,
		// Addresses; the dashes are those of a host's name.
		lazyregexp.New(`[0-9]{1,3}(?:\.[0-9]{1,3}){3}`),
		lazyregexp.New(`\b(?:(?i:ip|ec2)-)?[0-9]{1,3}(?:-[0-9]{1,3}){3}\b`),
		lazyregexp.New(`[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*`),
		// Access keys, and the ids of users and roles (IAM User Guide, "IAM
		// identifiers": unique identifiers).
		lazyregexp.New(`(?i)A(?:3T|BIA|CCA|GPA|IDA|IPA|KIA|NPA|NVA|PKA|ROA|SCA|SIA)[A-Z0-9]{12,}`),
		accessKey,
		lazyregexp.New(`(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`),
		// Ids with what they begin with, such as i-0123456789abcdef0.
		lazyregexp.New(`(?i)\b(?:acl|ami|cgw|dopt|eipalloc|eipassoc|eni|fl|fs|fsap|i|igw|lt|mi|nat|pcx|pl|r|rtb|sg|sgr|snap|subnet|tgw|vgw|vol|vpc|vpce|vpn)-[0-9a-f]{8,}`),
		lazyregexp.New(`(?i)[0-9a-f]{16,}`),
		// The numbers of accounts.
		lazyregexp.New(`\b[0-9]{4}-[0-9]{4}-[0-9]{4}\b`),
		longNumber,
	}
	// underscores are no ends of words to a regular expression, but are in names.
	underscores = strings.NewReplacer("_", "\uE000_\uE000")
)

// removed stands in a name for an id, until the words that are nothing else are
// left out.
const removed = "…"

// withoutIDs is a name without what only tells it from others: empty where it is
// nothing else. What is left may look like an id in turn, and goes too.
func withoutIDs(s string) string {
	s = printable(s)
	for {
		was := s
		s = underscores.Replace(s)
		for _, id := range ids {
			with := removed
			if id == arn {
				with = ""
			}
			s = id.ReplaceAllString(s, with)
		}
		s = strings.NewReplacer("\uE000", "", removed+":", "").Replace(s)
		if s != was {
			s = kept(s, func(word string) bool { return strings.Trim(word, removed+"@") == "" })
		}
		if s == was {
			return s
		}
	}
}

// may is a name as far as the voice may say or show it: empty where it may not.
func (v *Voice) may(name string) string {
	switch v.detail {
	case Full:
		return name
	case NoIDs:
		return withoutIDs(name)
	default:
		return ""
	}
}

// spoken, machineName and shown are the functions of these names for what the
// voice may say; empty where that is nothing.
func (v *Voice) spoken(name string) string { return spoken(v.may(name)) }

func (v *Voice) machineName(name string) string {
	if v.detail == Full {
		return machineName(name)
	}
	return spoken(kept(v.may(name), generated))
}

func (v *Voice) shown(name string) string {
	if v.detail == Full {
		return shown(name)
	}
	return shown(kept(v.may(name), generated))
}

// event and service are AWS's own names, which every voice says.
func (v *Voice) event(name string) string   { return event(v.vocabulary(name)) }
func (v *Voice) service(name string) string { return service(v.vocabulary(name)) }

func (v *Voice) vocabulary(name string) string {
	if v.detail == Full {
		return name
	}
	if name = withoutIDs(name); name == "" {
		return removed
	}
	return name
}

// or is what was left of a name, or what is said in its place.
func (v *Voice) or(name, instead string) markup {
	if v.withheld(name) {
		return v.text(instead, nil)
	}
	return escape(name)
}

// shownOr is the same for what is shown.
func (v *Voice) shownOr(name, instead string) string {
	if v.withheld(name) {
		return v.plain(instead, nil)
	}
	return name
}

// withheld reports whether nothing of a name was left to say.
func (v *Voice) withheld(left string) bool { return v.detail != Full && left == "" }

// byKey is the message for an access key: by its end, or without.
func (v *Voice) byKey(end, without string) string {
	if v.detail == Full {
		return end
	}
	return without
}

// person is a user who was asked about, by name as far as that may be.
func (v *Voice) person(name string) markup {
	if name = v.spoken(name); v.withheld(name) {
		return v.text("Hidden.person.that", nil)
	}
	return v.text("Who.person", with{"Name": name})
}
