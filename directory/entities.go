package directory

import (
	"strings"

	"pudding/nlu"
	"pudding/nlu/names"
)

// Entity is a name as Alexa may learn it: a value of a slot type, the id that it is
// resolved to, and how it is said, the likeliest way first.
type Entity struct {
	SlotType string
	ID       string
	Said     []string
}

// slotTypes are those of each kind of names; the others are Resources.
var slotTypes = map[string]string{Bucket: "Bucket", User: "User", Role: "Role"}

// longestEntity is the longest value of a slot, in characters (Alexa Skills Kit,
// "Interaction Model Schema").
const longestEntity = 140

// Entities are nicknames and names that exist, in this order, as they are said in a
// locale, as far as all values and synonyms are no more than most. What is said is
// in each slot type once.
func Entities(nicknames []nlu.Nickname, known []names.Known, locale string, most int) []Entity {
	var out []Entity
	taken := map[string]bool{}
	add := func(kind, id string, said []string) {
		slotType, ok := slotTypes[kind]
		if !ok {
			slotType = "Resource"
		}
		var free []string
		for _, s := range said {
			if key := slotType + " " + s; s != "" && len(s) <= longestEntity && !taken[key] {
				taken[key] = true
				free = append(free, s)
			}
		}
		if len(free) > 0 && len(free) <= most {
			most -= len(free)
			out = append(out, Entity{slotType, id, free})
		}
	}
	for _, n := range nicknames {
		id := n.Spoken // it may stand for a part of a bucket
		if !isASCII(id) {
			if !strings.HasPrefix(locale, "ja") {
				continue
			}
			id = n.Name
		}
		add(n.Kind, id, []string{n.Spoken})
	}
	for _, k := range known {
		add(k.Kind, k.Name, names.Said(k.Name, locale))
	}
	return out
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0
}
