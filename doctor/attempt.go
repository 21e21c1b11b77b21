package doctor

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// permission is what the function needs: an action, and the ARN of what it is done
// to, or *.
type permission struct{ action, resource string }

// allow is the remedy for a lack of permissions, all on one resource.
func allow(all ...permission) string {
	var actions []string
	for _, p := range all {
		actions = append(actions, p.action)
	}
	return fmt.Sprintf("allow the role %s on %s", strings.Join(actions, " and "), all[0].resource)
}

// attempt is one call that needs one permission.
type attempt struct {
	permission
	// answers are errors that only somebody gets who may make the call.
	answers []string
	call    func(context.Context) error
	region  string // where it is called, if not where all the others are
}

func (a attempt) where() string {
	if a.region == "" {
		return ""
	}
	return " in " + a.region
}

// services are what a person calls them, by what actions begin with.
var services = map[string]string{"cloudtrail": "CloudTrail", "dynamodb": "DynamoDB", "iam": "IAM", "s3": "S3"}

func (a attempt) service() string {
	prefix, _, _ := strings.Cut(a.action, ":")
	return services[prefix]
}

// endpoint is who is called. IAM's is one for all regions, and S3 lists the buckets
// of all.
func (e *examination) endpoint(a attempt) string {
	switch service := a.service(); service {
	case "CloudTrail", "DynamoDB":
		return service + " in " + cmp.Or(a.region, e.account.Region)
	default:
		return service
	}
}

// may tries a call, and reports whether it may be made. What it may not be is told.
// Of what is known not to answer nothing is tried any more, but IAM is asked of the
// permission all the same.
func (e *examination) may(ctx context.Context, a attempt) bool {
	e.needs = append(e.needs, a.permission)
	if e.over[""] || e.over[e.endpoint(a)] || e.over[a.resource] {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := a.call(ctx); err != nil && !isAnswer(err, a.answers) {
		e.fails(ctx, a, err)
		return false
	}
	e.say(Fine, a.action, "may be called"+a.where(), "")
	return true
}
