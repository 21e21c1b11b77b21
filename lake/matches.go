package lake

import (
	"cmp"
	"strings"

	"pudding/internal/lazyregexp"
)

// matches are the templates' WHERE, with the subject and the detail of their
// SELECT.
var matches = map[Template]func(*Matcher, Event) (subject, detail string, ok bool){
	BucketUsers: func(m *Matcher, e Event) (string, string, bool) {
		ok := m.isBucket(e) && m.isEvent(e) && m.isAnyUserOr(e) && m.isObject(e)
		return first(m.bucketName, buckets(e)), "", ok
	},
	UserActivity: (*Matcher).user,
	LastSeen:     (*Matcher).user,
	AccessKeyActivity: func(m *Matcher, e Event) (string, string, bool) {
		return end(e.AccessKeyID, 8), "", strings.HasSuffix(e.AccessKeyID, m.accessKey)
	},
	ResourceChanges: (*Matcher).thing,
	SignIns:         (*Matcher).signIn,
	RootActivity: func(_ *Matcher, e Event) (string, string, bool) {
		return "root", "", e.Identity.Type == "Root" && e.Identity.InvokedBy == "" && e.Type != "AwsServiceEvent"
	},
	RoleAssumptions: func(m *Matcher, e Event) (string, string, bool) {
		arn := e.Request["roleArn"]
		ok := e.Source == "sts.amazonaws.com" && assuming.MatchString(e.Name) && (m.roleARN == nil || m.roleARN.MatchString(arn))
		return group(arnOfRole, arn), "", ok
	},
	AddressActivity: func(m *Matcher, e Event) (string, string, bool) {
		return e.SourceAddress, "", e.SourceAddress == m.address
	},
	Denials: func(m *Matcher, e Event) (string, string, bool) {
		subject := ""
		if m.userName != nil {
			subject = first(m.userName, users(e))
		}
		return subject, "", Denied(e.ErrorCode) && m.isAnyUserOr(e)
	},
	Grants: (*Matcher).grant,
	AccessKeysMade: func(m *Matcher, e Event) (string, string, bool) {
		whose := cmp.Or(e.Request["userName"], e.Identity.UserName)
		ok := e.Source == "iam.amazonaws.com" && e.Name == "CreateAccessKey" && (m.userName == nil || m.userName.MatchString(whose))
		if whose == "" && e.Identity.Type == "Root" {
			whose = "root"
		}
		return whose, "", ok
	},
	LoggingChanges: func(_ *Matcher, e Event) (string, string, bool) {
		return "", "", watchingSource.MatchString(e.Source) && unwatchingName.MatchString(e.Name)
	},
	Changes: (*Matcher).change,
	IssuingCalls: func(m *Matcher, e Event) (string, string, bool) {
		id := e.IssuedKeyID()
		return end(id, 8), cmp.Or(e.Request["roleArn"], e.Request["userName"]), issuers[e.Source] && m.issuedKeys.MatchString(id)
	},
}

var (
	arnOfRole = lazyregexp.New(`:role/(?:.*/)?([^/]+)$`)
	assuming  = lazyregexp.New(`^AssumeRole(WithSAML|WithWebIdentity)?$`)
	issuers   = map[string]bool{"sts.amazonaws.com": true, "iam.amazonaws.com": true, "signin.amazonaws.com": true, "sso.amazonaws.com": true}
)

func (m *Matcher) isAnyUserOr(e Event) bool { return m.userName == nil || m.isUser(e) }

func (m *Matcher) user(e Event) (string, string, bool) {
	ok := m.isUser(e) && m.isEvent(e) && (m.service == "" || e.Source == m.service)
	return first(m.userName, users(e)), "", ok
}

func (m *Matcher) thing(e Event) (subject, detail string, ok bool) {
	var values []string
	for _, element := range []map[string]string{e.Request, e.Response} {
		for _, key := range m.keys {
			values = append(values, element[key])
		}
	}
	for _, v := range append(values, e.ResourceARNs...) {
		if found := m.resource.FindStringSubmatch(v); found != nil && found[1] != "" {
			subject = found[1]
			break
		}
	}
	if anywhereRule.MatchString(e.Request["ipPermissions"]) || anywhereRule.MatchString(e.Request["ModifySecurityGroupRulesRequest"]) ||
		strings.Contains(e.Request["createVolumePermission"], toAll) || strings.Contains(e.Request["launchPermission"], toAll) {
		detail = DetailWorld
	}
	return subject, detail, m.isEvent(e) && (m.sources == nil || m.sources.MatchString(e.Source)) && (!m.named || subject != "")
}

// toAll shares a snapshot or an image with everybody.
const toAll = `"group":"all"`

func (m *Matcher) signIn(e Event) (subject, detail string, ok bool) {
	if e.Source != "signin.amazonaws.com" || e.Name != "ConsoleLogin" && e.Name != "UserAuthentication" {
		return "", "", false
	}
	hasNoRole := e.Identity.Type == "IAMUser" || e.Identity.Type == "Root"
	withMFA := strings.EqualFold(e.Additional["MFAUsed"], "yes")
	switch {
	case withMFA:
		detail = DetailMFA
	case e.Name == "ConsoleLogin" && hasNoRole:
		detail = DetailNoMFA
	}
	came := func(outcome string) bool {
		return e.Response["ConsoleLogin"] == outcome || e.ServiceDetails["UserAuthentication"] == outcome
	}
	switch m.outcome {
	case Failed:
		ok = came("Failure")
	case Succeeded:
		ok = came("Success")
	case WithoutMFA:
		ok = e.Response["ConsoleLogin"] == "Success" && hasNoRole && !withMFA
	case ByRoot:
		ok = e.Identity.Type == "Root"
	default:
		ok = true
	}
	return "", detail, ok
}

func (m *Matcher) grant(e Event) (subject, detail string, ok bool) {
	r := e.Request
	detail = cmp.Or(group(arnOfPolicy, r["policyArn"]), r["policyName"])
	if detail == "" && e.Name == "AddUserToGroup" {
		detail = r["groupName"]
	}
	ok = e.Source == "iam.amazonaws.com" && grantingName.MatchString(e.Name) &&
		(m.userName == nil || m.userName.MatchString(r["userName"])) && (m.roleName == nil || m.roleName.MatchString(r["roleName"]))
	return cmp.Or(r["userName"], r["roleName"], r["groupName"]), detail, ok
}

var arnOfPolicy = lazyregexp.New(`([^/]+)$`)

func (m *Matcher) change(e Event) (subject, detail string, ok bool) {
	reads := readingName.MatchString(e.Name)
	if e.ReadOnly != nil {
		reads = *e.ReadOnly
	}
	byService := cmp.Or(e.Identity.Type, "AWSService") == "AWSService" || e.Identity.InvokedBy != "" ||
		strings.Contains(e.Identity.IssuerARN, ":role/aws-service-role/")
	return "", "", !reads && !byService && cmp.Or(e.Category, "Management") == "Management" && !routineName.MatchString(e.Name) &&
		(m.service == "" || e.Source == m.service)
}
