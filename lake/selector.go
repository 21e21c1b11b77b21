package lake

import (
	"slices"
	"strings"
)

// Selector is one of a store's advanced event selectors: it selects the events
// that satisfy all of its fields (AWS CloudTrail API Reference,
// AdvancedEventSelector).
type Selector struct{ Fields []FieldSelector }

// FieldSelector is a condition on one field of an event. Operators that include
// are alternatives; of those that exclude, none may apply (AWS CloudTrail User
// Guide, "Filtering data events by using advanced event selectors": How
// CloudTrail evaluates multiple conditions for a field).
type FieldSelector struct {
	Field                                 string // eventCategory, resources.ARN …
	Equals, StartsWith, EndsWith          []string
	NotEquals, NotStartsWith, NotEndsWith []string
}

// records reports whether all events of a kind are selected.
func (s Selector) records(kind sought) bool {
	return !slices.ContainsFunc(s.Fields, func(f FieldSelector) bool { return !f.admits(kind.field(f.Field)) })
}

// admits reports whether a field is admitted whatever is left open of its
// value.
func (f FieldSelector) admits(v value) bool {
	includes := len(f.Equals)+len(f.StartsWith)+len(f.EndsWith) > 0
	included := likeliest(f.Equals, v.is) == always || likeliest(f.StartsWith, v.begins) == always || likeliest(f.EndsWith, v.ends) == always
	excluded := likeliest(f.NotEquals, v.is) != never || likeliest(f.NotStartsWith, v.begins) != never || likeliest(f.NotEndsWith, v.ends) != never
	return (included || !includes) && !excluded
}

// likeliest is how sure it is that one of an operator's values applies.
func likeliest(values []string, applies func(string) certainty) certainty {
	most := never
	for _, s := range values {
		most = max(most, applies(s))
	}
	return most
}

// value is what is known of a field of the events that are asked about.
type value interface {
	is(s string) certainty
	begins(s string) certainty
	ends(s string) certainty
}

// certainty is whether something is so, of which too little may be known.
type certainty int

const (
	never certainty = iota
	perhaps
	always
)

func certain(so bool) certainty {
	if so {
		return always
	}
	return never
}

// known is a value that is known wholly, or only how it begins: nothing at all,
// for one that is not known. Names are compared without regard to case, as in
// the statements: one that was spoken has no capitals within.
type known struct {
	text  string // in lower case
	whole bool
}

func exactly(s string) known   { return known{strings.ToLower(s), true} }
func beginning(s string) known { return known{strings.ToLower(s), false} }

func (k known) is(s string) certainty {
	s = strings.ToLower(s)
	if !k.whole && strings.HasPrefix(s, k.text) {
		return perhaps
	}
	return certain(k.whole && s == k.text)
}

func (k known) begins(s string) certainty {
	s = strings.ToLower(s)
	if !k.whole && len(s) > len(k.text) && strings.HasPrefix(s, k.text) {
		return perhaps
	}
	return certain(strings.HasPrefix(k.text, s))
}

func (k known) ends(s string) certainty {
	if !k.whole {
		return perhaps
	}
	return certain(strings.HasSuffix(k.text, strings.ToLower(s)))
}
