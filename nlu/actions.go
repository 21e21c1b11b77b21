package nlu

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// Verb is an action that a question may be narrowed to, with the words for it.
// One without an ID is a single event. The interaction models have the same
// words: they are made of this table.
type Verb struct {
	lake.Action
	// Words are what it is called, by language (en, ja).
	Words map[string][]string
}

// BucketVerbs are what may be done to a bucket.
var BucketVerbs = []Verb{
	{lake.Action{ID: "used"}, map[string][]string{
		"en": {"used", "use", "touched", "touch", "accessed", "access", "visited", "visit", "did something to", "messed with"},
		"ja": {"使った", "使いました", "使用した", "利用した", "触った", "アクセスした", "いじった"},
	}},
	{lake.Action{ID: "read", EventNames: []string{
		"GetObject", "HeadObject", "GetObjectAttributes", "GetObjectTorrent", "SelectObjectContent",
	}}, map[string][]string{
		"en": {"read", "downloaded", "download", "fetched", "fetch", "looked at", "viewed", "view", "copied from"},
		"ja": {"読んだ", "読みました", "読み込んだ", "ダウンロードした", "見た", "取得した", "覗いた"},
	}},
	{lake.Action{ID: "wrote", EventNames: []string{
		"PutObject", "PostObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload",
	}}, map[string][]string{
		"en": {"wrote", "wrote to", "write", "write to", "uploaded", "uploaded to", "upload", "put", "saved", "stored", "added", "filled"},
		"ja": {"書いた", "書き込んだ", "書きました", "アップロードした", "入れた", "保存した", "置いた", "追加した"},
	}},
	{lake.Action{ID: "listed", EventNames: []string{
		"ListObjects", "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "ListParts",
	}}, map[string][]string{
		"en": {"listed", "list", "browsed", "browse", "searched", "looked around in"},
		"ja": {"一覧した", "一覧表示した", "リストした", "一覧を見た"},
	}},
	{lake.Action{ID: "deleted", EventNames: []string{"DeleteBucket", "DeleteObject", "DeleteObjects"}}, map[string][]string{
		"en": {"deleted", "delete", "ate", "eaten", "eat", "removed", "remove", "emptied", "empty", "erased", "wiped", "destroyed", "stole", "took", "finished", "cleaned out", "threw away"},
		"ja": {"食べた", "食べました", "食べちゃった", "食べてしまった", "削除した", "削除しました", "消した", "消しました", "消去した", "盗んだ", "空にした", "捨てた", "取った"},
	}},
	{lake.Action{ID: "opened", EventNames: []string{
		"PutBucketAcl", "PutObjectAcl", "PutBucketPolicy", "PutBucketWebsite", "PutBucketPublicAccessBlock", "PutPublicAccessBlock",
		"DeleteBucketPublicAccessBlock", "DeletePublicAccessBlock",
	}}, map[string][]string{
		"en": {"opened", "open", "public", "made public", "exposed", "expose", "published", "publish", "shared", "share"},
		"ja": {"公開した", "公開しました", "公開", "開いた", "開けた", "晒した", "共有した"},
	}},
	{lake.Action{
		ID: "changed",
		EventNames: []string{
			"PutPublicAccessBlock", "DeletePublicAccessBlock", "PutAccelerateConfiguration", "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketEncryption",
			"DeleteBucketLifecycle", "DeleteBucketReplication", "DeleteBucketTagging", "DeleteBucketWebsite",
			"DeleteBucketPublicAccessBlock", "DeleteBucketOwnershipControls", "DeleteBucketAnalyticsConfiguration",
			"DeleteBucketInventoryConfiguration", "DeleteBucketMetricsConfiguration", "DeleteBucketIntelligentTieringConfiguration",
		},
		Prefixes: []string{"PutBucket"},
	}, map[string][]string{
		"en": {"changed", "change", "configured", "configure", "modified", "modify", "reconfigured", "altered", "updated", "update"},
		"ja": {"変更した", "変更しました", "変えた", "設定した", "更新した"},
	}},
	{lake.Action{EventNames: []string{"CreateBucket"}}, map[string][]string{
		"en": {"created", "create", "made", "make"},
		"ja": {"作った", "作りました", "作成した", "作成しました"},
	}},
	{lake.Action{EventNames: []string{"DeleteBucketPolicy"}}, map[string][]string{
		"en": {"deleted the bucket policy of", "deleted the policy of", "deleted the policy from", "removed the policy of", "removed the policy from"},
		"ja": {"ポリシーを削除した", "ポリシーを削除しました", "ポリシーを消した", "バケットポリシーを削除した"},
	}},
	{lake.Action{EventNames: []string{"PutBucketPolicy"}}, map[string][]string{
		"en": {"changed the bucket policy of", "changed the policy of", "set the policy of", "wrote the policy of", "put a policy on"},
		"ja": {"ポリシーを変更した", "ポリシーを変更しました", "ポリシーを変えた", "バケットポリシーを変更した"},
	}},
	{lake.Action{EventNames: []string{"PutBucketAcl"}}, map[string][]string{
		"en": {"changed the access control list of", "changed the a. c. l. of"},
		"ja": {"アクセスコントロールリストを変更した", "アクセス権を変更した"},
	}},
}

// eating are the words for a deletion that are said of puddings only.
var eating = []string{"ate", "eaten", "eat", "finished", "食べた", "食べました", "食べちゃった", "食べてしまった"}

// IsEating reports whether a deletion was called so in fun.
func IsEating(heard string) bool {
	return slices.Contains(eating, strings.ToLower(strings.TrimSpace(norm.NFKC.String(heard))))
}

// UserVerbs are what a user may have done.
var UserVerbs = []Verb{
	{lake.Action{ID: "used"}, map[string][]string{
		"en": {"do", "did", "done", "use", "used", "touch", "touched"},
		"ja": {"した", "しました", "やった", "使った", "触った"},
	}},
	{lake.Action{ID: "created", Prefixes: []string{"Create", "Run", "Allocate", "Register", "Import"}}, map[string][]string{
		"en": {"create", "created", "make", "made", "build", "built", "launch", "launched", "add", "added"},
		"ja": {"作った", "作成した", "作りました", "作成しました", "追加した", "立てた"},
	}},
	{lake.Action{ID: "deleted", Prefixes: []string{"Delete"}}, map[string][]string{
		"en": {"delete", "deleted", "remove", "removed", "eat", "ate", "eaten", "erase", "erased", "destroy", "destroyed"},
		"ja": {"削除した", "消した", "削除しました", "消しました", "食べた", "捨てた"},
	}},
	{lake.Action{ID: "changed", Prefixes: []string{
		"Update", "Modify", "Put", "Set", "Change", "Attach", "Detach", "Associate", "Disassociate", "Add", "Remove", "Enable", "Disable",
		"Authorize", "Revoke", "Tag", "Untag", "Replace", "Reset",
	}}, map[string][]string{
		"en": {"change", "changed", "modify", "modified", "update", "updated", "configure", "configured"},
		"ja": {"変更した", "変えた", "更新した", "設定した", "変更しました"},
	}},
	{lake.Action{ID: "read", Prefixes: []string{"Get", "List", "Describe", "Head", "Lookup", "BatchGet", "Query", "Scan", "Select", "Search"}}, map[string][]string{
		"en": {"read", "look at", "looked at", "view", "viewed", "list", "listed", "see", "seen", "browse", "download", "downloaded"},
		"ja": {"見た", "読んだ", "見ました", "読みました", "調べた", "一覧した"},
	}},
	{lake.Action{ID: "started", Prefixes: []string{"Start", "Reboot"}}, map[string][]string{
		"en": {"start", "started", "boot", "booted", "reboot", "rebooted", "turn on", "turned on"},
		"ja": {"起動した", "開始した", "再起動した", "始めた"},
	}},
	{lake.Action{ID: "stopped", Prefixes: []string{"Stop", "Terminate"}}, map[string][]string{
		"en": {"stop", "stopped", "terminate", "terminated", "shut down", "kill", "killed", "turn off", "turned off"},
		"ja": {"停止した", "止めた", "終了した", "落とした"},
	}},
}

// BucketAction reads what was done to a bucket: an action's id, as Alexa
// resolves it, or else a word for it, or the name of one of S3's events in any
// spelling ("delete bucket policy"). With neither it is any action. It reports
// false for what is none.
func BucketAction(id, heard string) (lake.Action, bool) {
	if a, ok := verb(BucketVerbs, id, heard); ok {
		return a, true
	}
	name, ok := s3Events()[Fold(heard)]
	return lake.Action{EventNames: []string{name}}, ok
}

// UserAction reads what a user did, likewise, or the name of any service's
// event.
func UserAction(id, heard string) (lake.Action, bool) {
	if a, ok := verb(UserVerbs, id, heard); ok {
		return a, true
	}
	if name, ok := s3Events()[Fold(heard)]; ok {
		return lake.Action{EventNames: []string{name}}, true
	}
	name, ok := eventName(heard)
	return lake.Action{EventNames: []string{name}}, ok
}

// verb finds an action by its id or by a word for it.
func verb(verbs []Verb, id, heard string) (lake.Action, bool) {
	said := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(heard)), " "))
	if id == "" && said == "" {
		return verbs[0].Action, true
	}
	for _, v := range verbs {
		if v.ID != "" && (v.ID == id || id == "" && v.ID == said) {
			return v.Action, true
		}
	}
	for _, v := range verbs {
		for _, words := range v.Words {
			for _, w := range words {
				if w == said {
					return v.Action, true
				}
			}
		}
	}
	return lake.Action{}, false
}

// eventVerbs are what AWS's events begin with.
var eventVerbs = lazyregexp.New(`(?i)^(abort|accept|activate|add|allocate|associate|assume|attach|authorize|batch|cancel|change|check|complete|console|copy|create|deactivate|decrypt|delete|deregister|describe|detach|disable|disassociate|download|enable|encrypt|execute|generate|get|head|import|invoke|issue|leave|list|lookup|modify|publish|purchase|put|query|reboot|register|reject|release|remove|reset|restore|resume|revoke|rotate|run|scan|schedule|search|select|send|set|share|start|stop|switch|tag|terminate|test|untag|update|upload)[A-Z ]`)

// written is an event's name as CloudTrail writes it.
var writtenEvent = lazyregexp.New(`^[A-Z][A-Za-z0-9]{2,127}$`)

// eventName reads the name of an event: as CloudTrail writes it, or in words.
func eventName(heard string) (string, bool) {
	said := strings.Join(strings.Fields(norm.NFKC.String(heard)), " ")
	if writtenEvent.MatchString(said) {
		return said, true
	}
	if !eventVerbs.MatchString(said) || strings.Count(said, " ") > 6 {
		return "", false
	}
	var b strings.Builder
	for word := range strings.FieldsSeq(said) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String(), writtenEvent.MatchString(b.String())
}
