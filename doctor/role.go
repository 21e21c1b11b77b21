package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"pudding/lake"
	"pudding/lake/failure"
)

// role has IAM decide what the function's own role may do (IAM API Reference,
// SimulatePrincipalPolicy): all that was tried, and what Lambda and CloudTrail do in
// the function's name, which can't be tried.
func (e *examination) role(ctx context.Context) {
	switch {
	case e.function.Role == "":
		return
	case e.over[""], e.over[services["iam"]]:
		e.say(Odd, "role", "can't be told of: IAM says nothing", "")
		return
	}
	client := iam.NewFromConfig(e.account)
	for _, p := range e.roleNeeds() {
		if !e.decide(ctx, client, p) {
			return
		}
	}
}

// roleNeeds are all permissions that the role needs, each once.
func (e *examination) roleNeeds() []permission {
	all := slices.Concat(e.needs, e.logNeeds())
	switch {
	case e.key != "":
		all = append(all, keyNeeds(e.key)...)
	case e.config.Sources.Lake != nil && e.coverage == nil && !e.over[e.storeARN()]:
		e.say(Odd, "role", "can't be told of, as for keys: whether one encrypts the event data store isn't known", "use credentials that may call cloudtrail:GetEventDataStore on "+e.storeARN())
	}
	var once []permission
	for _, p := range all {
		if !slices.Contains(once, p) {
			once = append(once, p)
		}
	}
	return once
}

// keyNeeds is what CloudTrail needs of who asks an event data store that a key of
// the account's own encrypts.
func keyNeeds(key string) []permission {
	return []permission{{"kms:Decrypt", key}, {"kms:GenerateDataKey", key}}
}

// logNeeds is what Lambda needs to write the function's log.
func (e *examination) logNeeds() []permission {
	if e.function.LogGroup == "" {
		return nil
	}
	stream := fmt.Sprintf("arn:aws:logs:%s:%s:log-group:%s:log-stream:*", e.account.Region, e.number, e.function.LogGroup)
	return []permission{{"logs:CreateLogStream", stream}, {"logs:PutLogEvents", stream}}
}

// decide tells whether the role has a permission, and reports whether IAM may be
// asked of the next. IAM is asked of one action at a time: of several it may say that
// they require different authorization information.
func (e *examination) decide(ctx context.Context, client *iam.Client, p permission) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pages := iam.NewSimulatePrincipalPolicyPaginator(client, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &e.function.Role, ActionNames: []string{p.action}, ResourceArns: []string{p.resource},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return e.undecided(ctx, p, err)
		}
		for _, r := range page.EvaluationResults {
			e.decided(p, r)
		}
	}
	return true
}

func (e *examination) undecided(ctx context.Context, p permission, err error) bool {
	switch {
	case isAnswer(err, []string{"NoSuchEntity"}):
		e.say(Broken, "role", "is not there: "+e.function.Role, "deploy the function again")
		return false
	case isAnswer(err, []string{"InvalidInput"}):
		e.say(Odd, "role, "+p.action, "can't be told: "+short(err), "")
		return true
	case lake.CodeOf(failure.Of(ctx, "", err)) == lake.AccessDenied:
		e.say(Odd, "role", "can't be told of: these credentials may not ask", "use credentials that may call iam:SimulatePrincipalPolicy on "+e.function.Role)
		return false
	}
	e.say(Odd, "role", "can't be told of: "+short(err), "run doctor again in a moment")
	return false
}

func (e *examination) decided(p permission, r types.EvaluationResult) {
	item := "role, " + p.action
	switch {
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed:
		e.say(Fine, item, "is allowed", "")
	case r.OrganizationsDecisionDetail != nil && !r.OrganizationsDecisionDetail.AllowedByOrganizations:
		e.say(Broken, item, "is denied by the organization", "have its policies allow "+p.action+" on "+p.resource)
	case r.PermissionsBoundaryDecisionDetail != nil && !r.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary:
		e.say(Broken, item, "is denied by the role's permissions boundary", "have it allow "+p.action+" on "+p.resource)
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeExplicitDeny:
		e.say(Broken, item, "is denied by a statement", "take out what denies the role "+p.action+" on "+p.resource)
	default:
		e.say(Broken, item, "is not allowed", allow(p))
	}
}
