package history_test

import (
	"testing"

	"pudding/lake"
	"pudding/lake/history"
	"pudding/nlu"
)

func TestCovers(t *testing.T) {
	policy := lake.Action{EventNames: []string{"PutBucketPolicy"}}
	bucket := func(change func(*lake.Question)) lake.Question {
		q := lake.Question{Template: lake.BucketUsers, Period: today, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}, Action: policy}}
		change(&q)
		return q
	}
	user := func(change func(*lake.Question)) lake.Question {
		q := did("alice")
		q.Arguments.Action = lake.Action{EventNames: []string{"ConsoleLogin"}}
		change(&q)
		return q
	}
	for _, tc := range []struct {
		name string
		q    lake.Question
		want bool
	}{
		{"a bucket's policy", bucket(func(*lake.Question) {}), true},
		{"everything that changes a bucket", bucket(func(q *lake.Question) {
			q.Arguments.Action = lake.Action{EventNames: []string{"DeleteBucketPolicy", "DeleteBucketCors"}, Prefixes: []string{"PutBucket"}}
		}), true},
		{"a sign-in", user(func(*lake.Question) {}), true},
		{"a spoken bucket's policy", bucket(func(q *lake.Question) { q.Arguments.Bucket.Loose = true }), true},
		{"a spoken user's sign-in", user(func(q *lake.Question) { q.Arguments.User.Loose = true }), true},
		{"not everything that changes a spoken bucket", bucket(func(q *lake.Question) {
			q.Arguments.Action = lake.Action{EventNames: []string{"DeleteBucketPolicy"}, Prefixes: []string{"PutBucket"}}
			q.Arguments.Bucket.Loose = true
		}), false},
		{"not what may have been done to objects", bucket(func(q *lake.Question) { q.Arguments.Action = lake.Action{} }), false},
		{"not the deletion of a bucket or its objects", bucket(func(q *lake.Question) {
			q.Arguments.Action.EventNames = []string{"DeleteBucket", "DeleteObject"}
		}), false},
		{"not events of which too little is known", user(func(q *lake.Question) { q.Arguments.Action.EventNames = []string{"Invoke"} }), false},
		{"not any event that begins so", user(func(q *lake.Question) { q.Arguments.Action = lake.Action{Prefixes: []string{"Delete"}} }), false},
		{"not an object", bucket(func(q *lake.Question) { q.Arguments.Object.Key = "flan.txt" }), false},
		{"not more than 90 days ago", bucket(func(q *lake.Question) { q.Period.From = now.AddDate(0, 0, -91) }), false},
		{"not an access key", lake.Question{Template: lake.AccessKeyActivity, Period: today, Arguments: lake.Arguments{AccessKey: "WXYZ", Action: policy}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := history.New(nil, nil).Covers(tc.q, now); got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWhichOfTheSkillsActionsAreManagementEventsAlone(t *testing.T) {
	want := map[string]bool{"changed": true, "CreateBucket": true, "DeleteBucketPolicy": true, "PutBucketPolicy": true, "PutBucketAcl": true}
	for _, verb := range nlu.BucketVerbs {
		name := verb.ID
		if name == "" {
			name = verb.EventNames[0]
		}
		q := lake.Question{Template: lake.BucketUsers, Period: today, Arguments: lake.Arguments{Bucket: lake.Name{Said: "kitchen"}, Action: verb.Action}}
		if got := history.New(nil, nil).Covers(q, now); got != want[name] {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
