package lastused

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"golang.org/x/sync/errgroup"
)

const (
	// atOnce is how many keys are asked after at once. A user has two, unless
	// the account has a quota of its own.
	atOnce = 4
	// maxPages bounds what is read of any list.
	maxPages = 10
)

// keys are the last uses of a user's access keys.
func (r *Reader) keys(ctx context.Context, user string) ([]Use, error) {
	ids, err := r.keyIDs(ctx, user)
	if err != nil {
		return nil, err
	}
	found := make([]*Use, len(ids))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, id := range ids {
		g.Go(func() (err error) {
			found[i], err = r.key(ctx, id)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var uses []Use
	for _, u := range found {
		if u != nil {
			uses = append(uses, *u)
		}
	}
	return uses, nil
}

func (r *Reader) keyIDs(ctx context.Context, user string) ([]string, error) {
	var ids []string
	in := &iam.ListAccessKeysInput{UserName: &user}
	for range maxPages {
		out, err := r.client.ListAccessKeys(ctx, in)
		if err != nil {
			return nil, refused(ctx, "listing the user's access keys", err)
		}
		for _, key := range out.AccessKeyMetadata {
			ids = append(ids, aws.ToString(key.AccessKeyId))
		}
		if in.Marker = out.Marker; !out.IsTruncated {
			break
		}
	}
	return ids, nil
}

// key is the last use of an access key; nil for one that was never used, or is
// gone by now.
func (r *Reader) key(ctx context.Context, id string) (*Use, error) {
	out, err := r.client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &id})
	switch {
	case err != nil && isMissing(err):
		return nil, nil
	case err != nil:
		return nil, refused(ctx, "asking when an access key was last used", err)
	case out.AccessKeyLastUsed == nil || out.AccessKeyLastUsed.LastUsedDate == nil:
		return nil, nil
	}
	last := out.AccessKeyLastUsed
	return &Use{At: last.LastUsedDate.UTC(), Service: applicable(last.ServiceName), Region: applicable(last.Region), By: Key}, nil
}

// applicable is a text of IAM's, which says "N/A" for none.
func applicable(s *string) string {
	if aws.ToString(s) == "N/A" {
		return ""
	}
	return aws.ToString(s)
}
