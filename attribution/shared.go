package attribution

import (
	"net/netip"
	"strings"

	"pudding/lake"
)

// shared says whether some credentials were in two places, or with two programs:
// those of a role's session, which belong to one machine or one login, and those
// of one access key.
func shared(findings []lake.Finding) []Caveat {
	type credentials struct{ session, key string }
	addresses, agents := map[credentials]map[string]bool{}, map[credentials]map[string]bool{}
	note := func(to map[credentials]map[string]bool, c credentials, what string) {
		if to[c] == nil {
			to[c] = map[string]bool{}
		}
		to[c][what] = true
	}
	for _, f := range findings {
		a := ActorOf(f.Identity)
		if f.KeyEnd == "" || f.InvokedBy != "" || a.Standing() == Service || a.Standing() == ServiceLinked {
			continue
		}
		c := credentials{key: f.KeyEnd}
		if a.IsInstance() { // one machine has many keys, one after the other
			c = credentials{session: a.Name}
		}
		for _, address := range f.Addresses {
			if _, err := netip.ParseAddr(address); err == nil {
				note(addresses, c, address)
			}
		}
		for _, agent := range f.Agents {
			if p := program(agent); p != "" {
				note(agents, c, p)
			}
		}
	}
	var out []Caveat
	if anyShared(addresses) {
		out = append(out, TwoPlaces)
	} else if anyShared(agents) {
		out = append(out, TwoAgents)
	}
	return out
}

func anyShared[K comparable](of map[K]map[string]bool) bool {
	for _, all := range of {
		if len(all) > 1 {
			return true
		}
	}
	return false
}

// program is the program that a user agent names, without its version. AWS's own
// consoles and services, which call in a user's name, are none.
func program(agent string) string {
	name, _, _ := strings.Cut(strings.Trim(agent, "[]"), "/")
	name, _, _ = strings.Cut(name, " ")
	folded := strings.ToLower(name)
	for _, own := range []string{"console", "aws-internal", "aws internal", "amazonaws.com", "mozilla", "aws"} {
		if strings.Contains(folded, own) && !strings.HasPrefix(folded, "aws-cli") && !strings.HasPrefix(folded, "aws-sdk") {
			return ""
		}
	}
	return folded
}
