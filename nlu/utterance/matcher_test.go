package utterance

import (
	"errors"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding"
)

// monday is when the tests ask.
var monday = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)

func matcher(t testing.TB, locale string) *Matcher {
	t.Helper()
	m, err := New(rawModel(t, locale), locale)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func rawModel(t testing.TB, locale string) []byte {
	t.Helper()
	raw, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + locale + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTypedWordsAreWhatAlexaWouldHear(t *testing.T) {
	type slots = map[string]string
	for _, test := range []struct {
		locale, text, intent string
		slots                slots
	}{
		{"en-US", "who used the config bucket on july tenth 2023", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-07-10"}},
		{"en-US", "Who used the config bucket on July 10th, 2023?", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config", "date": "2023-07-10"}},
		{"en-GB", "who used config-bucket-123837392027 on the tenth of july twenty twenty three", "WhoUsedBucketIntent", slots{"action": "used", "bucket": "config-bucket-123837392027", "date": "2023-07-10"}},
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
		{"ja-JP", "ヘルプ", "AMAZON.HelpIntent", nil},
		{"ja-JP", "ストップ", "AMAZON.StopIntent", nil},
		{"ja-JP", "プリン探偵を開いて", "AMAZON.NavigateHomeIntent", nil},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := matcher(t, test.locale).Match(test.text, monday, time.UTC)
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
		"en-US": {"order a pizza", "who", "'; DROP TABLE", strings.Repeat("who ", 500), "who ate"},
		"ja-JP": {"ピザを注文して", "誰", strings.Repeat("誰", 500)},
	} {
		for _, text := range texts {
			if got, err := matcher(t, locale).Match(text, monday, time.UTC); !errors.As(err, new(*NoMatchError)) {
				t.Errorf("%.40q is %+v, %v", text, got, err)
			}
		}
	}
}

// fill are words for each type of slot.
var fill = map[string]map[string]string{
	"en-US": {"bucket": "zebra", "object": "xylophone", "user": "quentin", "accessKey": "W5X6", "date": "2023-07-10", "endDate": "2023-07-12", "time": "12:00", "endTime": "13:00", "duration": "PT2H", "service": "lambda"},
	"ja-JP": {"bucket": "zebra", "object": "xylophone", "user": "quentin", "accessKey": "W5X6", "date": "2023-07-10", "endDate": "2023-07-12", "time": "12:00", "endTime": "13:00", "duration": "PT2H", "service": "lambda"},
}

func TestEverySampleMeansItsOwnIntent(t *testing.T) {
	actions := map[string]map[string]string{
		"en-US": {"WhoUsedBucketIntent": "deleted", "WhatDidUserDoIntent": "delete"},
		"ja-JP": {"WhoUsedBucketIntent": "削除した", "WhatDidUserDoIntent": "削除した"},
	}
	slot := regexp.MustCompile(`\{(\w+)\}`)
	for locale, words := range fill {
		m := matcher(t, locale)
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
	en, ja := matcher(f, "en-US"), matcher(f, "ja-JP")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range []*Matcher{en, ja} {
			if got, err := m.Match(text, monday, time.UTC); err == nil && got.Intent == "" {
				t.Fatalf("%+v", got)
			}
		}
	})
}
