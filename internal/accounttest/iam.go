package accounttest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// query answers STS and IAM, which speak AWS's query protocol: forms in, XML out.
func (a *Account) query(w http.ResponseWriter, c call) {
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		refuse(w, c, http.StatusBadRequest, "MalformedQueryString", err.Error())
		return
	}
	c.action = form.Get("Action")
	if c.action != "GetCallerIdentity" && !a.may(w, c, Permission{"iam:" + c.action, a.identity(c.action, form)}) {
		return
	}
	result, found := a.identities(c.action, form)
	switch {
	case c.action == "SimulatePrincipalPolicy" && form.Has("ActionNames.member.2"):
		// IAM says so of some actions; which those are isn't told.
		refuse(w, c, http.StatusBadRequest, "InvalidInput", "Invalid Input The actions require different authorization information.")
		return
	case !found && c.action == "GetAccessKeyLastUsed":
		// Whose a key is decides who may ask, and this one is nobody's.
		refuse(w, c, http.StatusForbidden, denial["iam"], fmt.Sprintf("User: %s is not authorized to perform: iam:%s on resource: access key %s", callerARN, c.action, form.Get("AccessKeyId")))
		return
	case !found:
		refuse(w, c, http.StatusNotFound, "NoSuchEntity", "There is none.")
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>`, c.action, result)
}

// identity is the resource that a call is judged by (Service Authorization
// Reference, "Actions, resources, and condition keys for AWS Identity and Access
// Management").
func (a *Account) identity(action string, form url.Values) string {
	user := "arn:aws:iam::" + Number + ":user/"
	switch action {
	case "GetUser", "ListAccessKeys":
		return user + form.Get("UserName")
	case "GetAccessKeyLastUsed":
		return user + "whose-it-is"
	case "GenerateServiceLastAccessedDetails":
		return form.Get("Arn")
	case "SimulatePrincipalPolicy":
		return form.Get("PolicySourceArn")
	}
	return "*"
}

// identities is the result of a call, or that there is no such thing.
func (a *Account) identities(action string, form url.Values) (result string, found bool) {
	user := form.Get("UserName")
	if action == "GenerateServiceLastAccessedDetails" {
		_, user, _ = strings.Cut(form.Get("Arn"), ":user/")
	}
	known := slices.Contains(a.Users, user)
	switch action {
	case "GetCallerIdentity":
		return `<Account>` + Number + `</Account><Arn>` + callerARN + `</Arn><UserId>x</UserId>`, true
	case "ListUsers":
		var members strings.Builder
		for _, name := range a.Users {
			fmt.Fprintf(&members, `<member><UserName>%s</UserName></member>`, name)
		}
		return `<Users>` + members.String() + `</Users><IsTruncated>false</IsTruncated>`, true
	case "ListRoles":
		return `<Roles></Roles><IsTruncated>false</IsTruncated>`, true
	case "GetUser":
		return fmt.Sprintf(`<User><UserName>%[1]s</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path><Arn>arn:aws:iam::%[2]s:user/%[1]s</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate></User>`, user, Number), known
	case "ListAccessKeys":
		return `<AccessKeyMetadata><member><AccessKeyId>` + AccessKey + `</AccessKeyId></member></AccessKeyMetadata><IsTruncated>false</IsTruncated>`, known
	case "GetAccessKeyLastUsed":
		return `<AccessKeyLastUsed><LastUsedDate>2026-11-22T20:12:00Z</LastUsedDate><ServiceName>s3</ServiceName><Region>eu-west-1</Region></AccessKeyLastUsed>`, form.Get("AccessKeyId") == AccessKey
	case "GenerateServiceLastAccessedDetails":
		return `<JobId>` + job + `</JobId>`, known
	case "GetServiceLastAccessedDetails":
		return `<JobStatus>COMPLETED</JobStatus><ServicesLastAccessed></ServicesLastAccessed><IsTruncated>false</IsTruncated>`, form.Get("JobId") == job
	case "SimulatePrincipalPolicy":
		return a.simulated(form)
	}
	return "", false
}

// job is the id of the only report that is made.
const job = "11111111-2222-3333-4444-555555555555"

// decision is whether a role may do something (IAM API Reference,
// EvaluationResult).
func (a *Account) decision(role Role, p Permission) string {
	decision, details := "implicitDeny", ""
	inBoundary := a.Boundary == nil || a.Boundary.Allows(p)
	inOrganization := a.Organization == nil || a.Organization.Allows(p)
	if role.Allows(p) && inBoundary && inOrganization {
		decision = "allowed"
	}
	if a.Boundary != nil {
		details += fmt.Sprintf(`<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>%t</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>`, inBoundary)
	}
	if a.Organization != nil {
		details += fmt.Sprintf(`<OrganizationsDecisionDetail><AllowedByOrganizations>%t</AllowedByOrganizations></OrganizationsDecisionDetail>`, inOrganization)
	}
	return fmt.Sprintf(`<member><EvalActionName>%s</EvalActionName><EvalResourceName>%s</EvalResourceName><EvalDecision>%s</EvalDecision>%s</member>`,
		p.Action, p.Resource, decision, details)
}

// simulated decides whether a role may do something (IAM API Reference,
// SimulatePrincipalPolicy). The first page is empty, as IAM's may be where there is
// more.
func (a *Account) simulated(form url.Values) (result string, found bool) {
	role, found := a.Roles[form.Get("PolicySourceArn")]
	if !form.Has("Marker") {
		return `<EvaluationResults></EvaluationResults><IsTruncated>true</IsTruncated><Marker>more</Marker>`, found
	}
	decision := a.decision(role, Permission{form.Get("ActionNames.member.1"), form.Get("ResourceArns.member.1")})
	return `<EvaluationResults>` + decision + `</EvaluationResults><IsTruncated>false</IsTruncated>`, found
}
