package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// role has IAM decide what the function's own role may do (IAM API Reference,
// SimulatePrincipalPolicy): all that was tried, and what Lambda and CloudTrail do in
// the function's name, which can't be tried.
func (e *examination) role(ctx context.Context) {
	if e.function.Role == "" {
		return
	}
	client := iam.NewFromConfig(e.account)
	needs := slices.Concat(e.needs, e.logNeeds())
	if e.key != "" {
		needs = append(needs, keyNeeds(e.key)...)
	}
	var resources []string
	actions := map[string][]string{} // by resource
	for _, p := range needs {
		if !slices.Contains(resources, p.resource) {
			resources = append(resources, p.resource)
		}
		if !slices.Contains(actions[p.resource], p.action) {
			actions[p.resource] = append(actions[p.resource], p.action)
		}
	}
	for _, resource := range resources {
		if !e.decide(ctx, client, resource, actions[resource]) {
			return
		}
	}
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

// decide tells what the role may do to one resource, and reports whether IAM said.
func (e *examination) decide(ctx context.Context, client *iam.Client, resource string, actions []string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p := iam.NewSimulatePrincipalPolicyPaginator(client, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &e.function.Role, ActionNames: actions, ResourceArns: []string{resource},
	})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			e.undecided(err)
			return false
		}
		for _, r := range page.EvaluationResults {
			e.decided(permission{aws.ToString(r.EvalActionName), resource}, r)
		}
	}
	return true
}

func (e *examination) undecided(err error) {
	if isAnswer(err, []string{"NoSuchEntity"}) {
		e.say(Broken, "role", "is not there: "+e.function.Role, "deploy the function again")
		return
	}
	e.say(Odd, "role", "can't be told of: "+short(err), "use credentials that may call iam:SimulatePrincipalPolicy on "+e.function.Role)
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
