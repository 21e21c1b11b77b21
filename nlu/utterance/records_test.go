package utterance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pudding/lake"
	"pudding/nlu"
)

// notYet are questions that are not understood as they are meant, and why.
var notYet = map[string]string{
	"invictus-022":          "which buckets a user created",
	"opensearch_config-045": "people only",
}

// TestQuestionsAboutRealRecords reads the questions of truth_dev.json that this
// skill has an intent for.
func TestQuestionsAboutRealRecords(t *testing.T) {
	dir := os.Getenv("PUDDING_TEST_DATA")
	if dir == "" {
		t.Skip("PUDDING_TEST_DATA names no folder of records")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "truth_dev.json"))
	if err != nil {
		t.Fatal(err)
	}
	var questions []question
	if err := json.Unmarshal(raw, &questions); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, q := range questions {
		if q.intent() == "" {
			continue
		}
		asked++
		t.Run(q.ID, func(t *testing.T) {
			complaint := q.ask()
			switch why, known := notYet[q.ID]; {
			case known && complaint == "":
				t.Errorf("%q is understood now: take it off the list (%s)", q.Question, why)
			case !known && complaint != "":
				t.Errorf("%q %s", q.Question, complaint)
			}
		})
	}
	if asked == 0 {
		t.Error("no question was asked")
	}
}

type question struct {
	ID, Kind, Question string
	Slots              struct{ Bucket, User, AKey string }
	From, To           time.Time
}

// intent is the intent that a question is for, if there is one.
func (q question) intent() string {
	switch {
	case q.Kind == "access_key_activity":
		return "WhatDidAccessKeyDoIntent"
	case q.Kind != "bucket_users" && q.Kind != "who_deleted" && q.Kind != "user_activity":
		return ""
	case q.Slots.Bucket != "":
		return "WhoUsedBucketIntent"
	case q.Slots.User != "":
		return "WhatDidUserDoIntent"
	default:
		return ""
	}
}

// ask says what is wrong with how the question is understood.
func (q question) ask() string {
	got, err := matcher("en-US").Match(q.Question, monday, time.UTC)
	if err != nil {
		return err.Error()
	}
	if got.Intent != q.intent() {
		return "is " + got.Intent
	}
	s := got.Slots
	when := nlu.When{Date: s["date"], EndDate: s["endDate"], Time: s["time"], EndTime: s["endTime"], Duration: s["duration"]}
	if period, err := nlu.PeriodOf(when, monday, time.UTC); err != nil {
		return err.Error()
	} else if when != (nlu.When{}) && !(period.From.Equal(q.From) && period.To.Equal(q.To)) {
		return "is about " + period.From.String() + " to " + period.To.String()
	}
	if name, err := nlu.BucketName(s["bucket"]); s["bucket"] != "" && (err != nil || !fits(name, q.Slots.Bucket)) {
		return "is about the bucket " + name.Said
	}
	if name, err := nlu.UserName(s["user"]); s["user"] != "" && (err != nil || !fits(name, q.Slots.User)) {
		return "is about the user " + name.Said
	}
	if key, err := nlu.AccessKeySuffix(s["accessKey"]); s["accessKey"] != "" && (err != nil || !strings.HasSuffix(q.Slots.AKey, key)) {
		return "is about the access key " + key
	}
	return ""
}

// fits reports whether a name that was heard finds an identifier: its words may
// have something between them.
func fits(n lake.Name, identifier string) bool {
	if !n.Loose {
		return lake.Fold(identifier) == lake.Fold(n.Said)
	}
	rest := lake.Fold(identifier)
	for word := range strings.FieldsSeq(n.Said) {
		_, after, found := strings.Cut(rest, lake.Fold(word))
		if !found {
			return false
		}
		rest = after
	}
	return true
}
