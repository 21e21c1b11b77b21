package speech

import (
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
func (v *Voice) who(a attribution.Actor) markup {
	switch {
	case a.Name == attribution.Anonymous && a.Kind != attribution.IAMUser:
		return v.text("Who.anonymous", nil)
	case a.Kind == attribution.Root:
		return v.text("Who.root", nil)
	case a.Kind == attribution.AWSAccount:
		return v.text("Who.account", nil)
	case a.Kind == attribution.AWSService:
		return v.text("Who.service", with{"Name": service(a.Name)})
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
	return v.text("Who.person", with{"Name": spoken(a.Name)})
}

// role is a role's session, and who took it on as far as that is known.
func (v *Voice) role(a attribution.Actor) markup {
	role := machineName(a.Role)
	switch {
	case a.IsSignedInPerson():
		return v.text("Who.signedIn", with{"Name": spoken(a.Session), "Role": permissionSet(a.Role)})
	case a.Standing() == attribution.ServiceLinked:
		return v.text("Who.serviceLinked", with{"Role": machineName(strings.TrimPrefix(a.Role, "AWSServiceRoleFor"))})
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
	}
	return v.text("Who.session", with{"Role": role, "Session": machineName(a.Session)})
}

// permissionSet is what a role of IAM Identity Center is called there: Admin for
// AWSReservedSSO_Admin_0123456789abcdef.
func permissionSet(role string) string {
	name := strings.TrimPrefix(role, "AWSReservedSSO_")
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		name = name[:i]
	}
	return machineName(name)
}
