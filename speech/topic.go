package speech

import (
	"cmp"
	"slices"
	"strings"

	"pudding/attribution"
	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// topic is what a question is about, within a sentence: "who signed in". The
// three first questions have sentences of their own.
func (v *Voice) topic(q lake.Question) markup {
	a := q.Arguments
	switch q.Template {
	case lake.ResourceChanges:
		return v.text("Topic.thing", with{"Deed": v.thingDeed(a, "past", v.thing(a, a.Resource.Name.Said, 0))})
	case lake.SignIns:
		id, ok := signInTopics[a.Outcome]
		if !ok {
			id = "Topic.signIn"
		}
		return v.text(id, nil)
	case lake.RootActivity:
		return v.text("Topic.root", nil)
	case lake.RoleAssumptions:
		return v.text("Topic.role", with{"Role": v.roleOf(a.Role.Said)})
	case lake.AddressActivity:
		return v.text("Topic.address", with{"Address": v.address(a.Address)})
	case lake.Denials:
		if !a.User.IsZero() {
			return v.text("Topic.deniedUser", with{"Name": v.person(a.User.Said)})
		}
		return v.text("Topic.denied", nil)
	case lake.Grants:
		return v.text("Topic.grant", with{"Target": v.somebody(cmp.Or(a.User.Said, a.Role.Said))})
	case lake.AccessKeysMade:
		return v.text("Topic.keys", with{"Target": v.somebody(a.User.Said)})
	case lake.LoggingChanges:
		return v.text("Topic.logging", nil)
	case lake.Changes:
		if a.Service != "" {
			return v.text("Topic.changesIn", with{"Service": v.service(a.Service)})
		}
		return v.text("Topic.changes", nil)
	case lake.LastSeen:
		return v.text("Topic.lastSeen", with{"Name": v.person(a.User.Said)})
	default:
		return v.text("Topic.issue", nil)
	}
}

var signInTopics = map[lake.Outcome]string{
	lake.Failed: "Topic.failedSignIn", lake.WithoutMFA: "Topic.withoutMFA", lake.ByRoot: "Topic.rootSignIn",
}

// numberedThing is an id that AWS gave, such as i-0123456789abcdef0: only its end
// is said.
var numberedThing = lazyregexp.New(`^[a-z]+-[0-9a-f]{8,17}$`)

// kindOfID are the kinds of things by what their ids begin with.
var kindOfID = map[string]string{"i": "instance", "sg": "security_group", "snap": "snapshot", "ami": "image"}

// thing is what a question asks about: by its kind and its name, or by how many
// there were; several, where neither is known.
func (v *Voice) thing(a lake.Arguments, name string, n int) markup {
	prefix, _, _ := strings.Cut(name, "-")
	kind := cmp.Or(a.Resource.Type, kindOfID[prefix], "thing")
	switch left := v.machineName(name); {
	case name != "" && v.withheld(left):
		return v.text("Hidden.thing."+kind, nil)
	case numberedThing.MatchString(name) && kind != "thing":
		end := name[len(name)-4:]
		return v.text("Thing.ending", with{"Kind": v.text("Kind."+kind, nil), "Key": end, "Letters": spelled(end)})
	case name != "" && a.Resource.Type == "":
		return v.text("Thing.nameless", with{"Name": left})
	case name != "":
		return v.text("Thing.named", with{"Kind": v.text("Kind."+kind, nil), "Name": left})
	case n > 0:
		return v.counted("Count."+kind, n)
	default:
		return v.text("Several."+kind, nil)
	}
}

// thingDeed is what was done to a thing, in one of its manners: did, tried, past.
func (v *Voice) thingDeed(a lake.Arguments, manner string, thing markup) markup {
	verb, fill := cmp.Or(a.Action.ID, "used"), with{"Thing": thing}
	if a.Action.ID == "" && len(a.Action.EventNames) > 0 {
		verb, fill["Event"] = oneEvent, v.event(a.Action.EventNames[0])
	}
	return v.text("Thing."+verb+"."+manner, fill)
}

func (v *Voice) roleOf(name string) markup {
	left := v.machineName(name)
	if name == "" || v.withheld(left) {
		return v.text("Deed.anyRole", nil)
	}
	return v.text("Deed.theRole", with{"Role": left})
}

// somebody is a user or a role that rights or keys were for.
func (v *Voice) somebody(name string) markup {
	if name == "" {
		return v.text("Deed.anybody", nil)
	}
	return v.or(v.spoken(name), "Deed.anybody")
}

// otherDeed is the deed where the question is none of the first three.
func (t telling) otherDeed(s attribution.Suspect, manner string, fill with) markup {
	a := t.q.Arguments
	things := thingsOf(s)
	id := "Deed.issue"
	switch t.q.Template {
	case lake.ResourceChanges:
		return t.resourceDeed(s, manner)
	case lake.SignIns:
		id = "Deed.signIn"
	case lake.RoleAssumptions:
		id, fill["Role"] = "Deed.role", t.roleOf(only(things))
	case lake.AddressActivity:
		id, fill["Address"] = "Deed.address", t.address(a.Address)
	case lake.Denials:
		return t.text("Deed.denied", fill)
	case lake.Grants:
		id, fill["Target"] = "Deed.grant", t.somebody(only(things))
	case lake.AccessKeysMade:
		n, _ := t.howOften(s)
		id, fill["Target"], fill["Keys"] = "Deed.keys", t.somebody(only(things)), t.counted("AccessKeys", n)
	case lake.LoggingChanges:
		id = "Deed.logging"
	case lake.Changes:
		id = "User.changed"
	case lake.RootActivity:
		id = "User.used"
	}
	return t.text(id+manner, fill)
}

// resourceDeed names the one thing that it was done to, with how often, or else
// says how many things there were.
func (t telling) resourceDeed(s attribution.Suspect, manner string) markup {
	a, things := t.q.Arguments, thingsOf(s)
	name := cmp.Or(a.Resource.Name.Said, only(things))
	n, _ := t.howOften(s)
	deed := t.thingDeed(a, manner[1:], t.thing(a, name, max(len(things), 1)))
	if n == 1 || name == "" {
		return deed
	}
	return t.text("Deed.often", with{"Deed": deed, "Times": t.times(n)})
}

// thingsOf are what it was done to, most often first.
func thingsOf(s attribution.Suspect) []string {
	var out []string
	for name := range s.Things {
		out = append(out, name)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(s.Things[b], s.Things[a]), cmp.Compare(a, b)) })
	return out
}

// only is the one thing, if there is but one.
func only(things []string) string {
	if len(things) == 1 {
		return things[0]
	}
	return ""
}

// besides is what must be known of the deed beside how often it was done.
func (t telling) besides(s attribution.Suspect) []markup {
	var out []markup
	if t.q.Template == lake.Grants {
		var policies []string
		for name := range s.Details {
			if policy := t.spoken(name); !t.withheld(policy) {
				policies = append(policies, policy)
			}
		}
		slices.Sort(policies)
		if len(policies) > 0 {
			out = append(out, t.text("Verdict.rights", with{"Policies": t.list(policies[:min(maxActions, len(policies))], "List.and")}))
		}
	}
	if t.q.Template == lake.ResourceChanges && s.Details[lake.DetailWorld] > 0 && s.Succeeded() {
		out = append(out, t.text("Verdict.world", nil))
	}
	if t.q.Template == lake.SignIns && s.Details[lake.DetailNoMFA] > 0 && s.Succeeded() {
		out = append(out, t.text("Verdict.noMFA", nil))
	}
	return out
}
