package lake

import (
	"cmp"
	"slices"
	"strings"

	"pudding/internal/lazyregexp"
)

// matches are the templates' WHERE, with the subject and the detail of their
// SELECT.
var matches = map[Template]func(*Matcher, Event) (subject, detail string, ok bool){
	BucketUsers: func(m *Matcher, e Event) (string, string, bool) {
		ok := m.isBucket(e) && m.isEvent(e) && (!m.opening || opens(e)) && m.isAnyUserOr(e) && m.isObject(e)
		return m.bucket(e), "", ok
	},
	UserActivity: (*Matcher).user,
	LastSeen:     (*Matcher).user,
	AccessKeyActivity: func(m *Matcher, e Event) (string, string, bool) {
		return end(e.AccessKeyID, 8), "", strings.HasSuffix(e.AccessKeyID, m.accessKey)
	},
	ResourceChanges: (*Matcher).thing,
	SignIns:         (*Matcher).signIn,
	RootActivity: func(_ *Matcher, e Event) (string, string, bool) {
		return "root", "", e.Identity.Type == "Root" && inPerson[e.Identity.InvokedBy] && e.Type != "AwsServiceEvent"
	},
	RoleAssumptions: func(m *Matcher, e Event) (string, string, bool) {
		arn := cmp.Or(e.Request["roleArn"], group(refusedOnThing, e.ErrorMessage))
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
		whose := cmp.Or(e.Request["userName"], group(refusedOnThing, e.ErrorMessage), e.Identity.UserName)
		if whose == "" && e.Identity.Type == "Root" {
			whose = "root"
		}
		return whose, "", e.Source == "iam.amazonaws.com" && e.Name == "CreateAccessKey" && (m.userName == nil || m.userName.MatchString(whose))
	},
	LoggingChanges: func(_ *Matcher, e Event) (string, string, bool) {
		return "", "", watchingSource.MatchString(e.Source) && unwatchingName.MatchString(e.Name) &&
			!(e.Name == "UpdateDetector" && e.Request["enable"] == "true")
	},
	Changes: (*Matcher).change,
	IssuingCalls: func(m *Matcher, e Event) (string, string, bool) {
		id := e.IssuedKeyID()
		return end(id, 8), cmp.Or(e.Request["roleArn"], e.Request["userName"]), issuers[e.Source] && m.issuedKeys.MatchString(id)
	},
}

// bucket is the bucket that was asked about among those that an event names. An
// access point has a name of its own, in which the bucket's may be.
func (m *Matcher) bucket(e Event) string {
	for _, name := range buckets(e) {
		if Fold(name) == m.bucketFolded {
			return name
		}
	}
	return first(m.bucketName, buckets(e))
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
	for _, v := range m.things(e) {
		if found := m.resource.FindStringSubmatch(v); found != nil && found[1] != "" {
			subject = found[1]
			break
		}
	}
	if e.ErrorCode == "" && isToTheWorld(e) {
		detail = DetailWorld
	}
	ok = m.isEvent(e) && (m.otherEvents == nil || !m.otherEvents.MatchString(e.Name)) && (m.sources == nil || m.sources.MatchString(e.Source)) &&
		(!m.opening || opens(e)) && (!m.anyUse || m.names(e)) && (!m.named || subject != "")
	return subject, detail, ok
}

// things are what an event may be about.
func (m *Matcher) things(e Event) []string {
	var values []string
	for _, key := range m.keys {
		value := e.Request[key]
		if made, ok := e.Response[key]; ok && makingName.MatchString(e.Name) {
			value = made
		}
		values = append(values, value)
	}
	values = append(append(values, e.ResourceARNs...), group(refusedOnThing, e.ErrorMessage))
	for i, v := range values {
		values[i] = behindASecret.ReplaceAllString(behindAnARN.ReplaceAllString(v, "$1"), "$1")
	}
	return values
}

// names reports whether an event has a parameter that names a thing.
func (m *Matcher) names(e Event) bool {
	return slices.ContainsFunc(m.keys, func(key string) bool {
		_, asked := e.Request[key]
		_, answered := e.Response[key]
		return asked || answered
	})
}

// isToTheWorld reports whether a call opened something to everybody.
func isToTheWorld(e Event) bool {
	if e.Name == "AuthorizeSecurityGroupIngress" || e.Name == "ModifySecurityGroupRules" {
		for _, key := range []string{"ipPermissions", "cidrIp", "ModifySecurityGroupRulesRequest"} {
			if anywhereRule.MatchString(e.Request[key]) {
				return true
			}
		}
	}
	return toAllRule.MatchString(e.Request["createVolumePermission"]) || toAllRule.MatchString(e.Request["launchPermission"])
}

// opens reports whether a call that may open something did: what closes it goes by
// the same names.
func opens(e Event) bool {
	return Denied(e.ErrorCode) || isOpening(e.Name, e.Request)
}

func isOpening(name string, r map[string]string) bool {
	switch name {
	case "ModifySnapshotAttribute":
		return strings.Contains(r["createVolumePermission"], `"add"`)
	case "ModifyImageAttribute":
		return strings.Contains(r["launchPermission"], `"add"`)
	case "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute":
		return letters.MatchString(r["valuesToAdd"])
	case "ModifyDBInstance", "ModifyCluster":
		return r["publiclyAccessible"] == "true"
	case "PutBucketPublicAccessBlock", "PutPublicAccessBlock":
		blocks, ok := r["PublicAccessBlockConfiguration"]
		return !ok || strings.Contains(blocks, "false")
	case "PutBucketAcl", "PutObjectAcl":
		return !strings.Contains(r["x-amz-acl"], "private")
	}
	return true
}

var letters = lazyregexp.New(`[a-z0-9]`)

// inPerson are who invokes calls that a person makes at the console.
var inPerson = map[string]bool{"": true, "signin.amazonaws.com": true, "AWS Internal": true}

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
	refused := group(refusedOnThing, e.ErrorMessage)
	ok = (e.Source == "iam.amazonaws.com" || e.Source == "sso.amazonaws.com") && grantingName.MatchString(e.Name) &&
		(m.userName == nil || m.userName.MatchString(cmp.Or(r["userName"], refused))) && (m.roleName == nil || m.roleName.MatchString(r["roleName"]))
	return cmp.Or(r["userName"], r["roleName"], r["groupName"], refused), detail, ok
}

var arnOfPolicy = lazyregexp.New(`([^/]+)$`)

func (m *Matcher) change(e Event) (subject, detail string, ok bool) {
	reads := readingName.MatchString(e.Name)
	if e.ReadOnly != nil {
		reads = *e.ReadOnly
	}
	byService := cmp.Or(e.Identity.Type, "AWSService") == "AWSService" || !inPerson[e.Identity.InvokedBy] ||
		strings.Contains(e.Identity.IssuerARN, ":role/aws-service-role/")
	return "", "", !reads && !byService && cmp.Or(e.Category, "Management") == "Management" && !routineName.MatchString(e.Name) &&
		(m.service == "" || e.Source == m.service)
}
