package nlu

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"pudding/lake"
)

// ResourceType is a kind of thing that questions may be about: what it is called,
// by language, which parameters name one, and the events of what may be done to
// it, by the ids of ResourceVerbs (the services' API references).
type ResourceType struct {
	ID      string
	Words   map[string][]string
	Sources []string
	Keys    []string
	Events  map[string]string // of each verb, separated by spaces
}

// ResourceTypes are the kinds. The interaction models have the same words.
var ResourceTypes = []ResourceType{
	{
		ID:      "instance",
		Words:   map[string][]string{"en": {"instance", "instances", "e. c. two instance", "server", "servers", "machine", "virtual machine"}, "ja": {"インスタンス", "サーバー", "仮想マシン", "EC2インスタンス"}},
		Sources: []string{"ec2.amazonaws.com"}, Keys: []string{"instancesSet", "instanceId", "ModifyInstanceMetadataOptionsRequest", "AssociateIamInstanceProfileRequest"},
		Events: map[string]string{
			"created": "RunInstances", "started": "StartInstances RebootInstances", "stopped": "StopInstances", "deleted": "TerminateInstances",
			"changed": "ModifyInstanceAttribute ModifyInstanceMetadataOptions AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation DisassociateIamInstanceProfile AttachVolume DetachVolume",
		},
	},
	{
		ID:      "security_group",
		Words:   map[string][]string{"en": {"security group", "security groups", "firewall", "firewall rule", "firewall rules"}, "ja": {"セキュリティグループ", "ファイアウォール"}},
		Sources: []string{"ec2.amazonaws.com"}, Keys: []string{"groupId", "groupName", "ModifySecurityGroupRulesRequest"},
		Events: map[string]string{
			"created": "CreateSecurityGroup", "deleted": "DeleteSecurityGroup",
			"opened":  "AuthorizeSecurityGroupIngress ModifySecurityGroupRules",
			"changed": "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress ModifySecurityGroupRules UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress",
		},
	},
	{
		ID:      "database",
		Words:   map[string][]string{"en": {"database", "databases", "table", "database cluster", "r. d. s. instance", "rds instance", "d. b. instance", "db instance", "db cluster"}, "ja": {"データベース", "テーブル", "DBクラスター"}},
		Sources: []string{"rds.amazonaws.com", "dynamodb.amazonaws.com", "redshift.amazonaws.com"},
		Keys:    []string{"dBInstanceIdentifier", "dBClusterIdentifier", "tableName", "targetTableName", "clusterIdentifier"},
		Events: map[string]string{
			"created": "CreateDBInstance CreateDBCluster CreateDBInstanceReadReplica RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime RestoreTableFromBackup RestoreTableToPointInTime CreateTable CreateCluster",
			"started": "StartDBInstance StartDBCluster RebootDBInstance RebootDBCluster FailoverDBCluster ResumeCluster",
			"stopped": "StopDBInstance StopDBCluster PauseCluster", "deleted": "DeleteDBInstance DeleteDBCluster DeleteTable DeleteCluster",
			"changed": "ModifyDBInstance ModifyDBCluster UpdateTable ModifyCluster", "opened": "ModifyDBInstance ModifyCluster",
		},
	},
	{
		ID:      "function",
		Words:   map[string][]string{"en": {"function", "functions", "lambda", "lambda function"}, "ja": {"関数", "ラムダ関数", "Lambda関数"}},
		Sources: []string{"lambda.amazonaws.com"}, Keys: []string{"functionName"},
		Events: map[string]string{
			"created": "CreateFunction", "deleted": "DeleteFunction", "started": "Invoke", "opened": "AddPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig",
			"changed": "UpdateFunctionCode UpdateFunctionConfiguration PublishVersion CreateAlias UpdateAlias DeleteAlias AddPermission RemovePermission PutFunctionConcurrency DeleteFunctionConcurrency CreateFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig",
		},
	},
	{
		ID:      "user",
		Words:   map[string][]string{"en": {"user", "users", "i. a. m. user"}, "ja": {"ユーザー", "ユーザ", "IAMユーザー"}},
		Sources: []string{"iam.amazonaws.com"}, Keys: []string{"userName"},
		Events: map[string]string{
			"created": "CreateUser", "deleted": "DeleteUser",
			"changed": "UpdateUser AttachUserPolicy DetachUserPolicy PutUserPolicy DeleteUserPolicy AddUserToGroup RemoveUserFromGroup CreateLoginProfile UpdateLoginProfile DeleteLoginProfile CreateAccessKey UpdateAccessKey DeleteAccessKey DeactivateMFADevice EnableMFADevice PutUserPermissionsBoundary DeleteUserPermissionsBoundary UploadSSHPublicKey DeleteSSHPublicKey UploadSigningCertificate CreateServiceSpecificCredential TagUser UntagUser",
		},
	},
	{
		ID:      "role",
		Words:   map[string][]string{"en": {"role", "roles", "i. a. m. role"}, "ja": {"ロール", "IAMロール"}},
		Sources: []string{"iam.amazonaws.com"}, Keys: []string{"roleName"},
		Events: map[string]string{
			"created": "CreateRole CreateServiceLinkedRole", "deleted": "DeleteRole DeleteServiceLinkedRole", "opened": "UpdateAssumeRolePolicy",
			"changed": "UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy AttachRolePolicy DetachRolePolicy PutRolePolicy DeleteRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary TagRole UntagRole",
		},
	},
	{
		ID:      "policy",
		Words:   map[string][]string{"en": {"policy", "policies", "i. a. m. policy"}, "ja": {"ポリシー", "IAMポリシー"}},
		Sources: []string{"iam.amazonaws.com"}, Keys: []string{"policyArn", "policyName"},
		Events: map[string]string{
			"created": "CreatePolicy", "deleted": "DeletePolicy", "changed": "CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion",
		},
	},
	{
		ID:      "key",
		Words:   map[string][]string{"en": {"key", "keys", "encryption key", "k. m. s. key"}, "ja": {"キー", "暗号化キー", "KMSキー", "鍵"}},
		Sources: []string{"kms.amazonaws.com"}, Keys: []string{"keyId", "aliasName"},
		Events: map[string]string{
			"created": "CreateKey ReplicateKey", "deleted": "ScheduleKeyDeletion DeleteImportedKeyMaterial", "stopped": "DisableKey", "started": "EnableKey CancelKeyDeletion",
			"changed": "PutKeyPolicy DisableKey EnableKey CreateGrant RetireGrant RevokeGrant EnableKeyRotation DisableKeyRotation UpdateAlias UpdateKeyDescription",
			"opened":  "PutKeyPolicy CreateGrant", "read": "Decrypt",
		},
	},
	{
		ID:      "secret",
		Words:   map[string][]string{"en": {"secret", "secrets", "password"}, "ja": {"シークレット", "秘密", "パスワード"}},
		Sources: []string{"secretsmanager.amazonaws.com"}, Keys: []string{"secretId", "name"},
		Events: map[string]string{
			"created": "CreateSecret", "deleted": "DeleteSecret", "read": "GetSecretValue BatchGetSecretValue", "opened": "PutResourcePolicy",
			"changed": "PutSecretValue UpdateSecret RotateSecret RestoreSecret PutResourcePolicy DeleteResourcePolicy",
		},
	},
	{
		ID:      "parameter",
		Words:   map[string][]string{"en": {"parameter", "parameters"}, "ja": {"パラメータ", "パラメーター"}},
		Sources: []string{"ssm.amazonaws.com"}, Keys: []string{"name", "names"},
		Events: map[string]string{
			"created": "PutParameter", "changed": "PutParameter LabelParameterVersion", "deleted": "DeleteParameter DeleteParameters",
			"read": "GetParameter GetParameters GetParametersByPath GetParameterHistory",
		},
	},
	{
		ID:      "trail",
		Words:   map[string][]string{"en": {"trail", "trails", "cloud trail"}, "ja": {"証跡", "トレイル"}},
		Sources: []string{"cloudtrail.amazonaws.com"}, Keys: []string{"name", "trailName"},
		Events: map[string]string{
			"created": "CreateTrail", "deleted": "DeleteTrail", "changed": "UpdateTrail PutEventSelectors PutInsightSelectors StopLogging StartLogging",
			"started": "StartLogging", "stopped": "StopLogging",
		},
	},
	{
		ID:      "snapshot",
		Words:   map[string][]string{"en": {"snapshot", "snapshots", "database snapshot"}, "ja": {"スナップショット"}},
		Sources: []string{"ec2.amazonaws.com", "rds.amazonaws.com"}, Keys: []string{"snapshotId", "CreateSnapshotsResponse", "dBSnapshotIdentifier", "dBClusterSnapshotIdentifier"},
		Events: map[string]string{
			"created": "CreateSnapshot CreateSnapshots CopySnapshot CreateDBSnapshot CopyDBSnapshot CreateDBClusterSnapshot CopyDBClusterSnapshot",
			"deleted": "DeleteSnapshot DeleteDBSnapshot DeleteDBClusterSnapshot",
			"opened":  "ModifySnapshotAttribute ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute",
			"changed": "ModifySnapshotAttribute ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute ModifyDBSnapshot",
		},
	},
	{
		ID:      "image",
		Words:   map[string][]string{"en": {"image", "images", "machine image", "a. m. i."}, "ja": {"イメージ", "マシンイメージ", "AMI"}},
		Sources: []string{"ec2.amazonaws.com"}, Keys: []string{"imageId", "name"},
		Events: map[string]string{
			"created": "CreateImage CopyImage RegisterImage", "deleted": "DeregisterImage", "opened": "ModifyImageAttribute", "changed": "ModifyImageAttribute",
		},
	},
	{
		ID:      "bucket",
		Words:   map[string][]string{"en": {"bucket", "buckets", "s. three bucket"}, "ja": {"バケット", "S3バケット"}},
		Sources: []string{"s3.amazonaws.com"}, Keys: []string{"bucketName"},
		Events: map[string]string{
			"created": "CreateBucket", "deleted": "DeleteBucket",
			"opened":  "PutBucketAcl PutBucketPolicy PutBucketWebsite PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock DeletePublicAccessBlock PutPublicAccessBlock",
			"changed": "PutBucketAcl PutBucketPolicy DeleteBucketPolicy PutBucketWebsite DeleteBucketWebsite PutBucketCors DeleteBucketCors PutBucketEncryption DeleteBucketEncryption PutBucketLifecycle DeleteBucketLifecycle PutBucketLogging PutBucketNotification PutBucketReplication DeleteBucketReplication PutBucketTagging DeleteBucketTagging PutBucketVersioning PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutPublicAccessBlock DeletePublicAccessBlock PutBucketOwnershipControls DeleteBucketOwnershipControls PutBucketObjectLockConfiguration PutAccelerateConfiguration PutBucketRequestPayment",
		},
	},
	{
		ID:      "log_group",
		Words:   map[string][]string{"en": {"log group", "log groups", "log"}, "ja": {"ロググループ"}},
		Sources: []string{"logs.amazonaws.com"}, Keys: []string{"logGroupName", "logGroupIdentifier"},
		Events: map[string]string{
			"created": "CreateLogGroup", "deleted": "DeleteLogGroup", "changed": "PutRetentionPolicy DeleteRetentionPolicy PutSubscriptionFilter DeleteSubscriptionFilter PutMetricFilter DeleteMetricFilter",
		},
	},
	{
		ID:      "stack",
		Words:   map[string][]string{"en": {"stack", "stacks", "cloud formation stack"}, "ja": {"スタック"}},
		Sources: []string{"cloudformation.amazonaws.com"}, Keys: []string{"stackName", "stackId"},
		Events: map[string]string{
			"created": "CreateStack", "deleted": "DeleteStack", "changed": "UpdateStack CreateChangeSet ExecuteChangeSet UpdateTerminationProtection",
		},
	},
}

// ResourceVerbs are what may be done to a thing. What they are called is in the
// words; which events they are depends on the thing.
var ResourceVerbs = []Verb{
	{lake.Action{ID: "used"}, map[string][]string{
		"en": {"used", "touched", "messed with", "did something to", "accessed"},
		"ja": {"使った", "触った", "いじった"},
	}},
	{lake.Action{ID: "changed", Prefixes: []string{"Update", "Modify", "Put", "Set", "Change", "Attach", "Detach", "Associate", "Disassociate", "Add", "Remove", "Enable", "Disable", "Authorize", "Revoke", "Tag", "Untag", "Replace", "Reset"}}, map[string][]string{
		"en": {"changed", "change", "modified", "modify", "updated", "update", "configured", "broke", "edited"},
		"ja": {"変更した", "変更しました", "変えた", "更新した", "壊した"},
	}},
	{lake.Action{ID: "created", Prefixes: []string{"Create", "Run", "Allocate", "Register", "Import"}}, map[string][]string{
		"en": {"created", "create", "made", "make", "launched", "launch", "built", "added", "set up", "deployed"},
		"ja": {"作った", "作りました", "作成した", "作成しました", "立てた", "追加した"},
	}},
	{lake.Action{ID: "started", Prefixes: []string{"Start", "Reboot", "Enable"}}, map[string][]string{
		"en": {"started", "start", "booted", "rebooted", "restarted", "turned on", "switched on"},
		"ja": {"起動した", "起動しました", "再起動した", "開始した"},
	}},
	{lake.Action{ID: "stopped", Prefixes: []string{"Stop", "Disable", "Pause"}}, map[string][]string{
		"en": {"stopped", "stop", "shut down", "turned off", "switched off", "disabled", "halted"},
		"ja": {"停止した", "停止しました", "止めた", "止めました", "無効にした"},
	}},
	{lake.Action{ID: "opened", Prefixes: []string{"Authorize"}}, map[string][]string{
		"en": {"opened", "open", "shared", "exposed", "made public", "published"},
		"ja": {"公開した", "開けた", "開いた", "共有した", "公開しました"},
	}},
	{lake.Action{ID: "deleted", Prefixes: []string{"Delete", "Terminate", "Deregister", "ScheduleKeyDeletion"}}, map[string][]string{
		"en": {"deleted", "delete", "removed", "remove", "terminated", "terminate", "destroyed", "killed", "dropped", "ate"},
		"ja": {"削除した", "削除しました", "消した", "消しました", "終了した", "食べた"},
	}},
	{lake.Action{ID: "read", Prefixes: []string{"Get", "BatchGet"}}, map[string][]string{
		"en": {"read", "looked at", "fetched", "viewed", "saw"},
		"ja": {"読んだ", "見た", "取得した", "参照した"},
	}},
}

// ResourceTypeOf finds a kind of thing by its id, as Alexa resolves it, or by a
// word for it, before which its service may be named: "EC2 instance".
func ResourceTypeOf(id, heard string) (ResourceType, bool) {
	for _, r := range ResourceTypes {
		if id != "" && r.ID == id {
			return r, true
		}
	}
	called, longest := calledKinds()
	words := strings.Fields(strings.ToLower(norm.NFKC.String(heard)))
	words = words[max(0, len(words)-longest):]
	for i := range words {
		said := strings.Join(words[i:], " ")
		for _, s := range []string{said, inID.Replace(said)} {
			if r, ok := called[s]; ok {
				return r, true
			}
		}
	}
	return ResourceType{}, false
}

// inID writes words as an id has them.
var inID = strings.NewReplacer(" ", "_", "-", "_")

// calledKinds are the kinds by their ids and by the words for them, and how many
// words the longest of those has.
var calledKinds = sync.OnceValues(func() (called map[string]ResourceType, longest int) {
	called = map[string]ResourceType{}
	call := func(r ResourceType, name string, words int) {
		if _, ok := called[name]; !ok {
			called[name] = r
		}
		longest = max(longest, words)
	}
	for _, r := range ResourceTypes {
		call(r, r.ID, strings.Count(r.ID, "_")+1)
		for _, words := range r.Words {
			for _, w := range words {
				call(r, strings.ToLower(norm.NFKC.String(w)), len(strings.Fields(w)))
			}
		}
	}
	return called, longest
})

// ResourceAction reads what was done to a thing of a kind, or to any thing (the
// zero kind): by a verb's id or a word for it, or by the name of an event. It
// reports false for what is none, and for what can't be done to such a thing.
func ResourceAction(kind ResourceType, id, heard string) (lake.Action, bool) {
	action, ok := verb(ResourceVerbs, id, heard)
	if !ok {
		name, ok := eventName(heard)
		return lake.Action{EventNames: []string{name}}, ok
	}
	switch {
	case action.ID == "used":
		return action, true
	case kind.ID == "":
		return ofAnyKind(action), true
	}
	events := strings.Fields(kind.Events[action.ID])
	return lake.Action{ID: action.ID, EventNames: events}, len(events) > 0
}

// ofAnyKind is what may be done to a thing of any kind. What is done to a part of
// one is called so too, DeleteUserPolicy or DeleteObject, but is not meant.
func ofAnyKind(a lake.Action) lake.Action {
	parts := append([]string{}, partsOfBuckets...)
	for _, kind := range ResourceTypes {
		if a.ID == "opened" {
			a.EventNames = append(a.EventNames, strings.Fields(kind.Events[a.ID])...)
		}
		if a.ID != "changed" {
			parts = append(parts, strings.Fields(kind.Events["changed"])...)
		}
	}
	for _, part := range parts {
		begins := func(prefix string) bool { return strings.HasPrefix(part, prefix) }
		if slices.ContainsFunc(a.Prefixes, begins) && !slices.Contains(a.EventNames, part) && !slices.Contains(a.Except, part) {
			a.Except = append(a.Except, part)
		}
	}
	slices.Sort(a.EventNames)
	a.EventNames = slices.Compact(a.EventNames)
	return a
}

// partsOfBuckets are what is done to the objects in a bucket.
var partsOfBuckets = []string{"DeleteObject", "DeleteObjects", "DeleteObjectTagging", "GetObject", "CreateMultipartUpload", "CreateSession"}

// Resource is a thing of a kind, by its name if there is one. Without a kind it
// may be any thing that goes by the name.
func Resource(kind ResourceType, name lake.Name) lake.Resource {
	r := lake.Resource{Type: kind.ID, Sources: kind.Sources, Keys: kind.Keys, Name: name}
	if kind.ID == "" {
		for _, k := range ResourceTypes {
			for _, key := range k.Keys {
				if !slices.Contains(r.Keys, key) {
					r.Keys = append(r.Keys, key)
				}
			}
		}
	}
	return r
}

// ResourceName reads the name or the id of a thing, as BucketName reads a
// bucket's.
func ResourceName(heard string) (lake.Name, error) { return name(heard, resourceWords) }

// RoleName reads the name of a role likewise.
func RoleName(heard string) (lake.Name, error) { return name(heard, roleWords) }

var (
	resourceWords = words{
		before: []string{"the ", "my ", "our ", "called ", "named "},
		behind: []string{" please", "という", "のこと"},
	}
	roleWords = words{
		before: []string{"the ", "my ", "role ", "ロール"},
		behind: []string{" role", " please", "ロール", "というロール"},
	}
)

// ChooseRole decides which of the roles that were found is the one that was
// named, and ChooseThing which thing: like ChooseUser, they never guess.
func ChooseRole(n lake.Name, found []string) (chosen string, candidates []string) {
	return ChooseUser(n, found)
}

// Outcomes are the words for what became of a sign-in.
var Outcomes = []struct {
	ID    lake.Outcome
	Words map[string][]string
}{
	{lake.Failed, map[string][]string{"en": {"failed", "fail", "unsuccessfully", "in vain", "wrong password"}, "ja": {"失敗した", "失敗しました", "できなかった"}}},
	{lake.Succeeded, map[string][]string{"en": {"succeeded", "successfully", "with success"}, "ja": {"成功した", "成功しました", "できた"}}},
	{lake.WithoutMFA, map[string][]string{"en": {"without m. f. a.", "without mfa", "without multi factor authentication", "without a second factor", "without two factor"}, "ja": {"多要素認証なし", "MFAなし", "二段階認証なし"}}},
	{lake.ByRoot, map[string][]string{"en": {"as root", "as the root user", "root"}, "ja": {"ルート", "ルートユーザー", "ルートとして"}}},
}

// OutcomeOf finds an outcome by its id or by a word for it.
func OutcomeOf(id, heard string) (lake.Outcome, bool) {
	said := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(heard)), " "))
	for _, o := range Outcomes {
		if string(o.ID) == id || id == "" && string(o.ID) == said {
			return o.ID, true
		}
		for _, words := range o.Words {
			if slices.ContainsFunc(words, func(w string) bool { return strings.ToLower(norm.NFKC.String(w)) == said }) {
				return o.ID, true
			}
		}
	}
	return lake.AnyOutcome, id == "" && said == ""
}
