package directory

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"pudding/lake/failure"
	"pudding/nlu/names"
)

// bucketPage is how many buckets a call lists. Without a number a call lists all
// there are, and fails where they are more than ten thousand (Amazon S3 API
// Reference, ListBuckets).
const bucketPage = 1000

// Buckets lists the buckets of the function's own account. The role needs
// s3:ListAllMyBuckets on *.
func Buckets(client s3.ListBucketsAPIClient) List {
	return List{Of: "s3 buckets", Names: func(ctx context.Context) ([]names.Known, error) {
		var buckets []types.Bucket
		for p := s3.NewListBucketsPaginator(client, &s3.ListBucketsInput{MaxBuckets: aws.Int32(bucketPage)}); p.HasMorePages() && len(buckets) < most; {
			out, err := p.NextPage(ctx)
			if err != nil {
				return nil, failure.Of(ctx, "listing the buckets", err)
			}
			buckets = append(buckets, out.Buckets...)
		}
		return known(Bucket, buckets, func(b types.Bucket) *string { return b.Name }), nil
	}}
}
