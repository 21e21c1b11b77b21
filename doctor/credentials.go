package doctor

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"pudding/lake"
	"pudding/lake/failure"
)

// untried ends what is said where there is nothing to go on with.
const untried = ", so that nothing can be tried"

// region reports whether there is one.
func (e *examination) region() bool {
	if e.account.Region == "" {
		e.say(Broken, "region", "is not set"+untried, "set AWS_REGION to the region of the function's stack")
	}
	return e.account.Region != ""
}

// credentials reports whether there are any that AWS takes.
func (e *examination) credentials(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := e.account.Credentials.Retrieve(ctx); err != nil {
		e.say(Broken, "credentials", "are not to be had"+untried+": "+short(err), "sign in, or set AWS_PROFILE")
		return false
	}
	out, err := sts.NewFromConfig(e.account).GetCallerIdentity(ctx, nil)
	if err != nil {
		e.untaken(ctx, err)
		return false
	}
	e.number = aws.ToString(out.Account)
	e.say(Fine, "credentials", "are those of "+aws.ToString(out.Arn), "")
	return true
}

func (e *examination) untaken(ctx context.Context, err error) {
	switch code := lake.CodeOf(failure.Of(ctx, "", err)); {
	case isAnswer(err, expired):
		e.say(Broken, "credentials", "have expired"+untried, "sign in again")
	case isAnswer(err, unknown):
		e.say(Broken, "credentials", "are not taken in "+e.account.Region+untried+": "+short(err), "sign in again, or set AWS_PROFILE; if that doesn't help, enable "+e.account.Region+" for the account")
	case code == lake.TooSlow:
		e.say(Broken, "STS", "can't be reached"+untried+": it gave no answer in "+patience.String(), network)
	case code == lake.Unreachable:
		e.say(Broken, "STS", "can't be reached"+untried+": "+short(err), network)
	default:
		e.say(Broken, "credentials", "are not taken"+untried+": "+short(err), "sign in again, or set AWS_PROFILE; and see whether AWS_ENDPOINT_URL is right, if it is set")
	}
}
