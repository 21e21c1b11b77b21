package history

import (
	"slices"
	"strings"

	"pudding/lake"
)

// managementEvents are events that are known to be management events, by their
// names in lower case: those of buckets (Amazon S3 User Guide, "Amazon S3
// CloudTrail events"), and others that are often asked about. None of them
// carries an API's date behind its name, so that a lookup of the name finds all.
var managementEvents = func() map[string]string {
	names := map[string]string{}
	for name := range strings.FieldsSeq(`
		CreateBucket DeleteAccountPublicAccessBlock DeleteBucket DeleteBucketAnalyticsConfiguration DeleteBucketCors
		DeleteBucketEncryption DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration
		DeleteBucketLifecycle DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy
		DeleteBucketPublicAccessBlock DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeletePublicAccessBlock
		GetAccelerateConfiguration GetAccountPublicAccessBlock GetBucketAcl GetBucketAnalyticsConfiguration GetBucketCors
		GetBucketEncryption GetBucketIntelligentTieringConfiguration GetBucketInventoryConfiguration GetBucketLifecycle
		GetBucketLocation GetBucketLogging GetBucketMetricsConfiguration GetBucketNotification GetBucketObjectLockConfiguration
		GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketReplication
		GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetPublicAccessBlock ListAccessPoints
		ListBuckets PutAccelerateConfiguration PutAccountPublicAccessBlock PutBucketAcl PutBucketAnalyticsConfiguration
		PutBucketCors PutBucketEncryption PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration
		PutBucketLifecycle PutBucketLogging PutBucketMetricsConfiguration PutBucketNotification PutBucketObjectLockConfiguration
		PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketReplication PutBucketRequestPayment
		PutBucketTagging PutBucketVersioning PutBucketWebsite PutPublicAccessBlock

		AddUserToGroup AttachRolePolicy AttachUserPolicy AuthorizeSecurityGroupIngress ConsoleLogin CreateAccessKey
		CreateLoginProfile CreateRole CreateUser DeactivateMFADevice DeleteAccessKey DeleteDBInstance DeleteRole DeleteTrail
		DeleteUser DisableKey PutRolePolicy PutUserPolicy RebootInstances RevokeSecurityGroupIngress RunInstances
		ScheduleKeyDeletion StartInstances StopInstances StopLogging TerminateInstances UpdateAssumeRolePolicy
		UpdateLoginProfile UpdateTrail`) {
		names[strings.ToLower(name)] = name
	}
	return names
}()

// Services, and beginnings of names, that have no other events.
var (
	managementServices = []string{"iam.amazonaws.com", "organizations.amazonaws.com", "signin.amazonaws.com", "sts.amazonaws.com"}
	managementPrefixes = []string{"PutBucket"}
)

// managementOnly reports whether a question is about management events alone,
// as far as that is known.
func managementOnly(q lake.Question) bool {
	a := q.Arguments
	switch {
	case named[q.Template] != nil:
		return true
	case q.Template == lake.AccessKeyActivity, a.Object.Key != "":
		return false
	case q.Template == lake.UserActivity && slices.Contains(managementServices, a.Service):
		return true
	case len(a.Action.EventNames)+len(a.Action.Prefixes) == 0:
		return false
	}
	for _, name := range a.Action.EventNames {
		if managementEvents[strings.ToLower(name)] == "" {
			return false
		}
	}
	for _, prefix := range a.Action.Prefixes {
		if !slices.Contains(managementPrefixes, prefix) {
			return false
		}
	}
	return true
}
