package nlu

import (
	"strings"
	"sync"
)

// s3Events are the names of S3's events by their folded form, for a question
// that names one (Amazon S3 User Guide, "Amazon S3 CloudTrail events").
var s3Events = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for name := range strings.FieldsSeq(`
		AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload CreateSession
		DeleteAccountPublicAccessBlock DeleteBucket DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
		DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle
		DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketPublicAccessBlock
		DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeleteObject DeleteObjects DeleteObjectTagging
		DeletePublicAccessBlock GetAccelerateConfiguration GetAccountPublicAccessBlock GetBucketAcl
		GetBucketAnalyticsConfiguration GetBucketCors GetBucketEncryption GetBucketIntelligentTieringConfiguration
		GetBucketInventoryConfiguration GetBucketLifecycle GetBucketLocation GetBucketLogging GetBucketMetricsConfiguration
		GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
		GetBucketPublicAccessBlock GetBucketReplication GetBucketRequestPayment GetBucketTagging GetBucketVersioning
		GetBucketWebsite GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging
		GetObjectTorrent GetPublicAccessBlock HeadBucket HeadObject ListAccessPoints ListBuckets ListMultipartUploads ListObjects
		ListObjectsV2 ListObjectVersions ListParts PostObject PutAccelerateConfiguration PutAccountPublicAccessBlock PutBucketAcl
		PutBucketAnalyticsConfiguration PutBucketCors PutBucketEncryption PutBucketIntelligentTieringConfiguration
		PutBucketInventoryConfiguration PutBucketLifecycle PutBucketLogging PutBucketMetricsConfiguration PutBucketNotification
		PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
		PutBucketReplication PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject
		PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging PutPublicAccessBlock RestoreObject
		SelectObjectContent UploadPart UploadPartCopy`) {
		names[Fold(name)] = name
	}
	return names
})
