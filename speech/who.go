package speech

import (
	"cmp"
	"strings"

	"pudding/attribution"
	"pudding/internal/lazyregexp"
)

// hiddenName is what CloudTrail has where somebody signed in with a user name
// that there is not, for it may be a password (AWS CloudTrail User Guide, "AWS
// Management Console sign-in events").
const hiddenName = "HIDDEN_DUE_TO_SECURITY_REASONS"

var numbered = lazyregexp.New(`^[0-9a-f-]{16,}$`)

// who is an actor as the subject of a sentence. Nothing but a person is named
// as one.
func (v *Voice) who(a attribution.Actor) markup { return v.whoAs(a, ".first") }

// same is an actor whom the asker knows of.
func (v *Voice) same(a attribution.Actor) markup { return v.whoAs(a, ".that") }

// whoAs is who, in a form where nobody may be named: .first, .another or .that.
func (v *Voice) whoAs(a attribution.Actor, form string) markup {
	if v.detail == Counts {
		return v.nameless(a, form)
	}
	switch {
	case a.Name == attribution.Anonymous && a.Kind != attribution.IAMUser:
		return v.text("Who.anonymous", nil)
	case a.Kind == attribution.Root:
		return v.text("Who.root", nil)
	case a.Kind == attribution.AWSAccount:
		return v.text("Who.account", nil)
	case a.Kind == attribution.AWSService:
		return v.text("Who.service", with{"Name": v.service(a.Name)})
	case a.Role != "":
		return v.role(a)
	case a.Name == hiddenName:
		return v.text("Who.unknownUser", nil)
	case a.Name == "unknown", a.Kind == attribution.Unknown:
		return v.text("Who.unknown", nil)
	case a.Kind == attribution.IdentityCenterUser && numbered.MatchString(a.Name):
		return v.text("Who.identityCenter", nil)
	case numbered.MatchString(a.Name):
		return v.text("Who.numbered", nil)
	}
	name := v.spoken(a.Name)
	if v.withheld(name) {
		return v.text("Who.numbered", nil)
	}
	return v.text("Who.person", with{"Name": name})
}

// nameless is an actor by what it is.
func (v *Voice) nameless(a attribution.Actor, form string) markup {
	switch {
	case a.Name == attribution.Anonymous && a.Kind != attribution.IAMUser:
		return v.text("Who.anonymous", nil)
	case a.Kind == attribution.Root:
		return v.text("Who.root", nil)
	case a.Kind == attribution.AWSAccount:
		return v.text("Who.account", nil)
	case a.Name == hiddenName:
		return v.text("Who.unknownUser", nil)
	case a.Name == "unknown", a.Kind == attribution.Unknown:
		return v.text("Who.unknown", nil)
	}
	return v.text(namelessKind(a)+form, nil)
}

// namelessKind is the message for what an actor is, without its form.
func namelessKind(a attribution.Actor) string {
	switch {
	case a.Standing() == attribution.Service:
		return "Hidden.service"
	case a.Standing() == attribution.ServiceLinked:
		return "Hidden.ownRole"
	case a.Role == "", a.IsSignedInPerson():
		return "Hidden.person"
	case len(a.Behind) > 0 && kindBehind(a.Behind[len(a.Behind)-1]) == "Hidden.person":
		return "Hidden.through"
	default:
		return "Hidden.role"
	}
}

// whoAmong is one of several, after those before it.
func (v *Voice) whoAmong(all []attribution.Suspect, i int) markup {
	for _, earlier := range all[:i] {
		if namelessKind(earlier.Actor) == namelessKind(all[i].Actor) {
			return v.whoAs(all[i].Actor, ".another")
		}
	}
	return v.who(all[i].Actor)
}

// role is a role's session, and who took it on as far as that is known.
func (v *Voice) role(a attribution.Actor) markup {
	role, session := v.machineName(a.Role), v.machineName(a.Session)
	switch {
	case v.withheld(role):
		return v.nameless(a, ".first")
	case a.IsSignedInPerson():
		return v.text("Who.signedIn", with{"Name": v.or(v.spoken(a.Session), "Who.numbered"), "Role": cmp.Or(v.permissionSet(a.Role), role)})
	case a.Standing() == attribution.ServiceLinked:
		return v.text("Who.serviceLinked", with{"Role": cmp.Or(v.machineName(strings.TrimPrefix(a.Role, "AWSServiceRoleFor")), role)})
	case a.Session == "":
		return v.text("Who.role", with{"Role": role})
	case len(a.Behind) > 0:
		id, last := "Who.through", a.Behind[len(a.Behind)-1]
		if strings.HasSuffix(last, ".amazonaws.com") || strings.HasPrefix(last, "account ") {
			id = "Who.behind" // which is nobody's name
		}
		return v.text(id, with{"Role": role, "Name": v.personBehind(last)})
	case a.IsInstance():
		return v.text("Who.instance", with{"Role": role})
	case a.IsProgram():
		return v.text("Who.program", with{"Role": role})
	case v.withheld(session):
		return v.text("Who.role", with{"Role": role})
	}
	return v.text("Who.session", with{"Role": role, "Session": session})
}

// permissionSet is what a role of IAM Identity Center is called there: Admin for
// AWSReservedSSO_Admin_0123456789abcdef.
func (v *Voice) permissionSet(role string) string {
	name := strings.TrimPrefix(role, "AWSReservedSSO_")
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		name = name[:i]
	}
	return v.machineName(name)
}
