// Package attribution says who is behind what was found: it names identities
// for what they are, gathers what each of them did, and ranks them.
package attribution

import (
	"strings"

	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// The kinds of identities, by CloudTrail's own names for them (AWS CloudTrail
// User Guide, "CloudTrail userIdentity element").
const (
	IAMUser            = "IAMUser"
	AssumedRole        = "AssumedRole"
	Role               = "Role"
	Root               = "Root"
	FederatedUser      = "FederatedUser"
	AWSAccount         = "AWSAccount"
	AWSService         = "AWSService"
	SAMLUser           = "SAMLUser"
	WebIdentityUser    = "WebIdentityUser"
	IdentityCenterUser = "IdentityCenterUser"
	Unknown            = "Unknown"
)

// Anonymous is the name of callers who did not say who they are.
const Anonymous = "anonymous"

// Actor is an identity as CloudTrail records it, named for what it is.
type Actor struct {
	// Name is a user's name, role/session for the session of a role (the role's
	// alone where there is none), root,
	// "account 123456789012" for another account, anonymous, or an AWS
	// service's DNS name.
	Name string
	Kind string // one of the kinds above, or what else CloudTrail says
	// Account is the identity's account, empty where the record has none.
	Account string
	// Role and Session are the parts of a role session's name; Session is empty
	// for a role itself.
	Role, Session string
	// RolePath is the role's path in IAM, such as / or
	// /aws-service-role/config.amazonaws.com/, empty where the record has none.
	RolePath string
	// Behind are the names of who is behind the identity, nearest first, as far
	// as the record itself says.
	Behind []string
}

// ActorOf names an identity. It never fails: what the record does not say is
// "unknown".
func ActorOf(i lake.Identity) Actor {
	a := Actor{Kind: kindOf(i), Account: i.AccountID}
	switch a.Kind {
	case AssumedRole:
		a.Role = first(i.IssuerUserName, part(roleInARN, i.ARN, 1), "unknown")
		a.Session = first(part(roleInARN, i.ARN, 2), afterColon(i.PrincipalID), "unknown")
		a.Name = a.Role + "/" + a.Session
		a.RolePath = part(pathInARN, i.IssuerARN, 1)
	case Role:
		a.Role = first(i.UserName, part(roleAlone, i.ARN, 1), "unknown")
		a.Name = a.Role
	case IAMUser:
		a.Name = first(i.UserName, part(userInARN, i.ARN, 1), i.PrincipalID, "unknown")
	case Root:
		a.Name = "root"
	case FederatedUser:
		a.Name = first(part(userInARN, i.ARN, 1), afterColon(i.PrincipalID), i.UserName, "unknown")
		if issuer := first(i.IssuerUserName, part(userInARN, i.IssuerARN, 1)); issuer != "" && issuer != a.Name {
			a.Behind = []string{issuer}
		} else if i.IssuerType == Root {
			a.Behind = []string{"root"}
		}
	case AWSService:
		a.Name = first(i.InvokedBy, i.UserName, "unknown")
	case AWSAccount:
		a.Name = "account " + first(i.AccountID, "unknown")
	case IdentityCenterUser:
		a.Name = first(i.UserName, i.OnBehalfOf, "unknown")
	default:
		a.Name = first(i.UserName, part(userInARN, i.ARN, 1), i.PrincipalID, "unknown")
	}
	if isAnonymous(i) {
		a.Name = Anonymous
	}
	if i.SourceIdentity != "" && i.SourceIdentity != a.Name {
		a.Behind = []string{i.SourceIdentity}
	}
	return a
}

// kindOf fills in what some records leave out: an AWS service's calls may have
// only invokedBy.
func kindOf(i lake.Identity) string {
	switch {
	case i.Type != "":
		return i.Type
	case i.InvokedBy != "":
		return AWSService
	default:
		return Unknown
	}
}

// isAnonymous reports whether the caller gave no credentials: CloudTrail then
// puts these words where an account or a principal would stand.
func isAnonymous(i lake.Identity) bool {
	return strings.EqualFold(i.AccountID, "anonymous") || i.AccountID == "ANONYMOUS_PRINCIPAL" ||
		strings.EqualFold(i.PrincipalID, "anonymous") || i.PrincipalID == "ANONYMOUS_PRINCIPAL"
}

// Person is the name to ask on by: the person who is behind the actor, as far as
// that is known, or else the actor's own name, which of a role's session is the
// session's.
func (a Actor) Person() string {
	switch {
	case len(a.Behind) > 0 && !strings.HasSuffix(a.Behind[len(a.Behind)-1], ".amazonaws.com"):
		return a.Behind[len(a.Behind)-1]
	case a.Session != "":
		return a.Session
	default:
		return a.Name
	}
}

// Standing is what an actor is to a person who asks who it was. A lower one is
// named sooner.
type Standing int

// The standings.
const (
	Person        Standing = iota // somebody, or what somebody may be behind at once: a user, root, another account
	RoleSession                   // a role that a program or an unnamed person took on
	ServiceLinked                 // a role that only an AWS service may take on
	Service                       // an AWS service itself
)

// Standing says what the actor is.
func (a Actor) Standing() Standing {
	switch {
	case a.Kind == AWSService:
		return Service
	case a.isReserved("/aws-service-role/", "AWSServiceRoleFor"):
		return ServiceLinked
	case a.IsSignedInPerson():
		return Person
	case a.Role != "":
		return RoleSession
	default:
		return Person
	}
}

// IsSignedInPerson reports whether a role's session is a person's, who signed
// in through IAM Identity Center: the session then has the person's name (IAM
// Identity Center User Guide, "Roles created by IAM Identity Center").
func (a Actor) IsSignedInPerson() bool {
	return a.isReserved("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_")
}

// IsInstance reports whether a role's session is that of an EC2 instance, which
// goes by the instance's id (Amazon EC2 User Guide, "Retrieve security
// credentials from instance metadata").
func (a Actor) IsInstance() bool { return instanceID.MatchString(a.Session) }

// IsProgram reports whether a role's session has a name that a program makes up
// when nobody gives it one: those of AWS's SDKs, or a number.
func (a Actor) IsProgram() bool { return programmed.MatchString(a.Session) }

// isReserved reports whether the role is one that only AWS can make: by its
// path, where the record has it, for anybody may give a role such a name.
func (a Actor) isReserved(path, name string) bool {
	if a.RolePath != "" {
		return strings.HasPrefix(a.RolePath, path)
	}
	return strings.HasPrefix(a.Role, name)
}

var (
	pathInARN  = lazyregexp.New(`:role(/|/.*/)[^/]+$`)
	roleInARN  = lazyregexp.New(`:assumed-role/(?:.*/)?([^/]+)/([^/]+)$`)
	roleAlone  = lazyregexp.New(`:role/(?:.*/)?([^/]+)$`)
	instanceID = lazyregexp.New(`^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$`)
	programmed = lazyregexp.New(`^(?:(?:botocore-session|aws-sdk|aws-go-sdk|AWSCLI-Session|terraform|GitHubActions|codebuild|AWSCodeBuild)\b.*|[0-9]{8,})$`)
	userInARN  = lazyregexp.New(`:(?:user|federated-user)/(?:.*/)?([^/]+)$`)
)

func part(form *lazyregexp.Regexp, s string, n int) string {
	if m := form.FindStringSubmatch(s); m != nil {
		return m[n]
	}
	return ""
}

func afterColon(s string) string {
	_, after, _ := strings.Cut(s, ":")
	return after
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
