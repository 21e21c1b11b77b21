package utterance

import (
	"errors"
	"maps"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding"
)

// monday is when the tests ask.
var monday = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)

// matchers are made once: the models are large.
var matchers = map[string]func() *Matcher{
	"en-US": sync.OnceValue(func() *Matcher { return newMatcher("en-US") }),
	"ja-JP": sync.OnceValue(func() *Matcher { return newMatcher("ja-JP") }),
}

func matcher(locale string) *Matcher { return matchers[locale]() }

func newMatcher(locale string) *Matcher {
	raw, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + locale + ".json")
	if err != nil {
		panic(err)
	}
	m, err := New(raw, locale)
	if err != nil {
		panic(err)
	}
	return m
}

func TestTypedWordsAreWhatAlexaWouldHear(t *testing.T) {
	type slots = map[string]string
	for _, test := range []struct {
		locale, text, intent string
		slots                slots
	}{
		{"en-US", "who used the config bucket on july tenth 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-07-10"}},
		{"en-US", "Who used the config bucket on July 10th, 2023?", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-07-10"}},
		{"en-US", "who used config-bucket-123837392027 on the tenth of july twenty twenty three", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config-bucket-123837392027", "date": "2023-07-10"}},
		{"en-US", "who ate my pudding", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding"}},
		{"en-US", "Alexa, ask pudding detective who ate my pudding", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding"}},
		{"en-US", "who ate my pudding yesterday", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding", "date": "2026-11-22"}},
		{"en-US", "who ate my pudding last monday", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding", "date": "2026-11-16"}},
		{"en-US", "who ate my pudding last week", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding", "date": "2026-W47"}},
		{"en-US", "who ate the red fridge in the last two hours", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "red fridge", "duration": "PT2H"}},
		{"en-US", "who deleted ring.txt from the archive bucket", "WhoUsedBucketIntent", slots{"action": "deleted", "object": "ring.txt", "bucket": "archive"}},
		{"en-US", "did bert-jan delete the kitchen bucket yesterday", "WhoUsedBucketIntent", slots{"user": "bert-jan", "action": "delete", "bucket": "kitchen", "date": "2026-11-22"}},
		{"en-US", "who read the recipes bucket in july 2023", "WhoUsedBucketIntent", slots{"action": "read", "bucket": "recipes", "date": "2023-07"}},
		{"en-US", "who used the logs bucket from july 10 2023 to july 12 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "logs", "date": "2023-07-10", "endDate": "2023-07-12"}},
		{"en-US", "what did bert-jan do on 2023-07-10 between 12:00 and 12:05", "WhatDidUserDoIntent", slots{"user": "bert-jan", "action": "do", "date": "2023-07-10", "time": "12:00", "endTime": "12:05"}},
		{"en-US", "what did bert jan do today between noon and five p.m.", "WhatDidUserDoIntent", slots{"user": "bert jan", "action": "do", "date": "2026-11-23", "time": "12:00", "endTime": "17:00"}},
		{"en-US", "what did Administrator delete yesterday", "WhatDidUserDoIntent", slots{"user": "Administrator", "action": "delete", "date": "2026-11-22"}},
		{"en-US", "what did mei.tanaka do in I. A. M. last month", "WhatDidUserDoIntent", slots{"user": "mei.tanaka", "action": "do", "service": "I. A. M.", "date": "2026-10"}},
		{"en-US", "what did jonas do to the recipes bucket", "WhatDidUserDoIntent", slots{"user": "jonas", "action": "do", "bucket": "recipes"}},
		{"en-US", "what did access key ABCD do yesterday", "WhatDidAccessKeyDoIntent", slots{"accessKey": "ABCD", "date": "2026-11-22"}},
		{"en-US", "what was done with the key ending in a. b. c. one", "WhatDidAccessKeyDoIntent", slots{"accessKey": "a. b. c. one"}},
		{"en-US", "who used the access key ending in w x y z today", "WhatDidAccessKeyDoIntent", slots{"accessKey": "w x y z", "date": "2026-11-23"}},
		{"en-US", "who used the config bucket between july 9th and july 11th 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2027-07-09", "endDate": "2023-07-11"}},
		{"en-US", "who used the config bucket on july the tenth two thousand twenty three", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-07-10"}},
		{"en-US", "who used the config bucket on november 25th", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2025-11-25"}},
		{"en-US", "who used the config bucket on the 10th", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-11-10"}},
		{"en-US", "who used the config bucket on the thirty first", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-10-31"}},
		{"en-US", "who used the config bucket in the third quarter of 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-Q3"}},
		{"en-US", "who used the config bucket last quarter", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-Q3"}},
		{"en-US", "who used the config bucket last summer", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-SU"}},
		{"en-US", "who used the config bucket last autumn", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2025-FA"}},
		{"en-US", "who used the config bucket in winter 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-WI"}},
		{"en-US", "who used the config bucket a week ago", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-11-16"}},
		{"en-US", "who used the config bucket at 12:30 yesterday", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-11-22", "time": "12:30"}},
		{"en-US", "who used the config bucket yesterday between noon and twelve oh five", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2026-11-22", "time": "12:00", "endTime": "12:05"}},
		{"en-US", "who deleted my pudding this morning", "WhoUsedBucketIntent", slots{"action": "deleted", "bucket": "pudding", "time": "MO"}},
		{"en-US", "who ate my pudding last night", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding", "time": "NI"}},
		{"en-US", "who's been in the fridge", "WhoUsedBucketIntent", slots{"bucket": "fridge"}},
		{"en-US", "who deleted something from the mordor bucket", "WhoUsedBucketIntent", slots{"action": "deleted", "bucket": "mordor"}},
		{"en-US", "who deleted the bucket policy of the recipes bucket", "WhoUsedBucketIntent", slots{"action": "deleted the bucket policy of", "bucket": "recipes"}},
		{"en-US", "who made the recipes bucket public", "WhoUsedBucketIntent", slots{"action": "public", "bucket": "recipes"}},
		{"en-US", "has anybody touched my pudding", "WhoUsedBucketIntent", slots{"action": "touched", "bucket": "pudding"}},
		{"en-US", "ask pudding detective to find out who ate my pudding", "WhoUsedBucketIntent", slots{"action": "ate", "bucket": "pudding"}},
		{"en-US", "did benjamin delete anything on july tenth 2023", "WhatDidUserDoIntent", slots{"user": "benjamin", "action": "delete", "date": "2023-07-10"}},
		{"en-US", "what did bert jan do from 12:00 to 12:05 on july 10 2023", "WhatDidUserDoIntent", slots{"user": "bert jan", "action": "do", "date": "2023-07-10", "time": "12:00", "endTime": "12:05"}},
		{"en-US", "help", "AMAZON.HelpIntent", nil},
		{"en-US", "What can you do?", "AMAZON.HelpIntent", slots{}},
		{"en-US", "stop", "AMAZON.StopIntent", nil},
		{"en-US", "open pudding detective", "AMAZON.NavigateHomeIntent", nil},
		{"ja-JP", "2023年7月10日にconfigバケットを使ったのは誰", "WhoUsedBucketIntent", slots{"date": "2023-07-10", "bucket": "config", "action": "使った"}},
		{"ja-JP", "二〇二三年七月十日に config バケットを使ったのは誰ですか？", "WhoUsedBucketIntent", slots{"date": "2023-07-10", "bucket": "config", "action": "使った"}},
		{"ja-JP", "昨日プリンを食べたのは誰", "WhoUsedBucketIntent", slots{"date": "2026-11-22", "bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "プリンを食べたのは誰", "WhoUsedBucketIntent", slots{"bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "アレクサ、プリン探偵でプリンを食べたのはだれ？", "WhoUsedBucketIntent", slots{"bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "誰が昨日プリンを食べたの", "WhoUsedBucketIntent", slots{"date": "2026-11-22", "bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "過去2時間にconfigバケットから読んだのは誰", "WhoUsedBucketIntent", slots{"duration": "PT2H", "bucket": "config", "action": "読んだ"}},
		{"ja-JP", "bert-janは昨日何をした", "WhatDidUserDoIntent", slots{"user": "bert-jan", "date": "2026-11-22", "action": "した"}},
		{"ja-JP", "2023年7月10日の12時から12時5分にbert-janさんは何をしたの", "WhatDidUserDoIntent", slots{"user": "bert-jan", "date": "2023-07-10", "time": "12:00", "endTime": "12:05", "action": "した"}},
		{"ja-JP", "先月pedroが削除したのは何", "WhatDidUserDoIntent", slots{"user": "pedro", "date": "2026-10", "action": "削除した"}},
		{"ja-JP", "昨日末尾がABCDのアクセスキーは何をした", "WhatDidAccessKeyDoIntent", slots{"accessKey": "ABCD", "date": "2026-11-22"}},
		{"ja-JP", "だれがぼくのプリンを食べたの", "WhoUsedBucketIntent", slots{"bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "誰がプリンを食べたんですか", "WhoUsedBucketIntent", slots{"bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "プリンは誰が食べたの", "WhoUsedBucketIntent", slots{"bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "今朝プリンを食べたのは誰", "WhoUsedBucketIntent", slots{"time": "MO", "bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "プリン探偵に、昨夜プリンを食べたのは誰か聞いて", "WhoUsedBucketIntent", slots{"time": "NI", "bucket": "プリン", "action": "食べた"}},
		{"ja-JP", "先週の水曜日に「config」バケットを使った人は", "WhoUsedBucketIntent", slots{"date": "2026-11-18", "bucket": "config", "action": "使った"}},
		{"ja-JP", "日曜日にconfigバケットを使ったのは誰", "WhoUsedBucketIntent", slots{"date": "2026-11-22", "bucket": "config", "action": "使った"}},
		{"ja-JP", "三日前にconfigバケットのmenu.mdを読んだのは誰", "WhoUsedBucketIntent", slots{"date": "2026-11-20", "bucket": "config", "object": "menu.md", "action": "読んだ"}},
		{"ja-JP", "configバケットのポリシーを削除したのは誰", "WhoUsedBucketIntent", slots{"bucket": "config", "action": "ポリシーを削除した"}},
		{"ja-JP", "bert-janはプリンを食べましたか", "WhoUsedBucketIntent", slots{"user": "bert-jan", "bucket": "プリン", "action": "食べました"}},
		{"ja-JP", "ヨナスは昨日S3で何をした", "WhatDidUserDoIntent", slots{"user": "ヨナス", "date": "2026-11-22", "service": "S3", "action": "した"}},
		{"ja-JP", "bert-janは2023-07-10の12:00から12:05まで何をした", "WhatDidUserDoIntent", slots{"user": "bert-jan", "date": "2023-07-10", "time": "12:00", "endTime": "12:05", "action": "した"}},
		{"ja-JP", "アクセスキーABCDは昨日何をした", "WhatDidAccessKeyDoIntent", slots{"accessKey": "ABCD", "date": "2026-11-22"}},
		{"ja-JP", "ヘルプ", "AMAZON.HelpIntent", nil},
		{"ja-JP", "ストップ", "AMAZON.StopIntent", nil},
		{"ja-JP", "プリン探偵を開いて", "AMAZON.NavigateHomeIntent", nil},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := matcher(test.locale).Match(test.text, monday, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.slots, got.Slots); got.Intent != test.intent || diff != "" {
				t.Errorf("%s by %q (-want +got):\n%s", got.Intent, got.Sample, diff)
			}
		})
	}
}

func TestWhatIsNoQuestionMatchesNothing(t *testing.T) {
	for locale, texts := range map[string][]string{
		"en-US": {
			"order a pizza", "who", "'; DROP TABLE", strings.Repeat("who ", 500), "who ate",
			"who used the config bucket on 7/10/2023", "who used the config bucket next friday", "what did the role admin do",
			"who created the access key ABCD and for whom",
		},
		"ja-JP": {"ピザを注文して", "誰", strings.Repeat("誰", 500), "2023年13月にconfigバケットを使ったのは誰"},
	} {
		for _, text := range texts {
			if got, err := matcher(locale).Match(text, monday, time.UTC); !errors.As(err, new(*NoMatchError)) {
				t.Errorf("%.40q is %+v, %v", text, got, err)
			}
		}
	}
}

func TestWhatMatchesNothingHasTheNearestSamplesBeside(t *testing.T) {
	_, err := matcher("en-US").Match("who used the config bucket whenever it was", monday, time.UTC)
	var none *NoMatchError
	if !errors.As(err, &none) || len(none.Nearest) != maxNearest || none.Nearest[0] != "who {action} the {bucket} bucket" {
		t.Errorf("%v", err)
	}
	if _, err := matcher("en-US").Match("xyzzy", monday, time.UTC); !errors.As(err, &none) || none.Nearest != nil {
		t.Errorf("%v", err)
	}
}

// fill are words for each type of slot.
var fill = map[string]map[string]string{
	"en-US": {"bucket": "zebra", "object": "xylophone", "user": "quentin", "accessKey": "W5X6", "date": "2023-07-10", "endDate": "2023-07-12", "time": "12:00", "endTime": "13:00", "duration": "PT2H", "service": "lambda", "role": "gargoyle", "resource": "zeppelin", "address": "203.0.113.7", "resourceType": "instance", "outcome": "failed", "since": "since"},
	"ja-JP": {"bucket": "zebra", "object": "xylophone", "user": "quentin", "accessKey": "W5X6", "date": "2023-07-10", "endDate": "2023-07-12", "time": "12:00", "endTime": "13:00", "duration": "PT2H", "service": "lambda", "role": "gargoyle", "resource": "zeppelin", "address": "203.0.113.7", "resourceType": "インスタンス", "outcome": "失敗した", "since": "から"},
}

func TestEverySampleMeansItsOwnIntent(t *testing.T) {
	actions := map[string]map[string]string{
		"en-US": {"WhoUsedBucketIntent": "deleted", "WhatDidUserDoIntent": "delete", "WhoChangedResourceIntent": "stopped"},
		"ja-JP": {"WhoUsedBucketIntent": "削除した", "WhatDidUserDoIntent": "削除した", "WhoChangedResourceIntent": "停止した"},
	}
	slot := regexp.MustCompile(`\{(\w+)\}`)
	for locale, words := range fill {
		m := matcher(locale)
		for _, p := range m.patterns {
			want := map[string]string{}
			text := slot.ReplaceAllStringFunc(p.sample, func(s string) string {
				name := s[1 : len(s)-1]
				want[name] = words[name]
				if name == "action" {
					want[name] = actions[locale][p.intent]
				}
				return want[name]
			})
			got, err := m.Match(text, monday, time.UTC)
			if err != nil || got.Intent != p.intent {
				t.Errorf("%s: %q is %s by %q (%v), want %s", locale, text, got.Intent, got.Sample, err, p.intent)
				continue
			}
			if !maps.Equal(got.Slots, want) {
				t.Errorf("%s: %q has %v by %q, want %v", locale, text, got.Slots, got.Sample, want)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"who used the config bucket on july tenth 2023", "昨日プリンを食べたのは誰", "what did a b c do at 5 p.m. from 1 to 2", "{bucket}"} {
		f.Add(s)
	}
	en, ja := matcher("en-US"), matcher("ja-JP")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range []*Matcher{en, ja} {
			if got, err := m.Match(text, monday, time.UTC); err == nil && got.Intent == "" {
				t.Fatalf("%+v", got)
			}
		}
	})
}
