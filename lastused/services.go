package lastused

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/rs/zerolog"
)

// services are the last uses of services, by a report that IAM makes for the
// purpose. It is waited for while the context lasts, and left out if it isn't
// there by then. That IAM won't make one is for the log: the rest is no worse
// without it.
func (r *Reader) services(ctx context.Context, userARN string) []Use {
	uses, err := r.report(ctx, userARN)
	if err != nil && ctx.Err() == nil {
		zerolog.Ctx(ctx).Warn().Str("error", withoutKeys(err.Error())).Msg("there is no report on the services that a user used")
	}
	return uses
}

func (r *Reader) report(ctx context.Context, userARN string) ([]Use, error) {
	job, err := r.client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{
		Arn: &userARN, Granularity: types.AccessAdvisorUsageGranularityTypeServiceLevel,
	})
	if err != nil {
		return nil, err
	}
	in := &iam.GetServiceLastAccessedDetailsInput{JobId: job.JobId, MaxItems: aws.Int32(1000)}
	out, err := r.ready(ctx, in)
	if err != nil {
		return nil, err
	}
	uses := usesOf(out)
	for pages := 1; out.IsTruncated && pages < maxPages; pages++ {
		in.Marker = out.Marker
		if out, err = r.client.GetServiceLastAccessedDetails(ctx, in); err != nil {
			return uses, err // the newest may be missing: what there is, is true
		}
		uses = append(uses, usesOf(out)...)
	}
	return uses, nil
}

// ready waits for a report, and returns its first page.
func (r *Reader) ready(ctx context.Context, in *iam.GetServiceLastAccessedDetailsInput) (*iam.GetServiceLastAccessedDetailsOutput, error) {
	for {
		out, err := r.client.GetServiceLastAccessedDetails(ctx, in)
		switch {
		case err != nil:
			return nil, err
		case out.JobStatus == types.JobStatusTypeCompleted:
			return out, nil
		case out.JobStatus != types.JobStatusTypeInProgress:
			return nil, errors.New("the report ended as " + string(out.JobStatus))
		}
		select {
		case <-time.After(r.Poll):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func usesOf(out *iam.GetServiceLastAccessedDetailsOutput) []Use {
	var uses []Use
	for _, s := range out.ServicesLastAccessed {
		if s.LastAuthenticated != nil { // the user may use it, and has
			uses = append(uses, Use{At: s.LastAuthenticated.UTC(), Service: aws.ToString(s.ServiceNamespace), Region: aws.ToString(s.LastAuthenticatedRegion), By: Service})
		}
	}
	return uses
}
