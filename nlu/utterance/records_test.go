package utterance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAdhoc(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(os.Getenv("PUDDING_TEST_DATA"), "truth_dev.json"))
	if err != nil {
		t.Skip(err)
	}
	var qs []struct {
		ID, Kind, Question string
		Slots              map[string]any
	}
	if err := json.Unmarshal(raw, &qs); err != nil {
		t.Fatal(err)
	}
	m := matcher(t, "en-US")
	for _, q := range qs {
		got, err := m.Match(q.Question, monday, time.UTC)
		t.Log(q.ID, q.Kind, q.Question, "->", got.Intent, got.Slots, got.Sample, err)
	}
	for _, s := range []string{
		"who deleted my pudding this morning", "who ate my pudding last night", "who ate all the puddings", "what happened to my pudding", "who stole my pudding on friday",
		"who read the menu in the recipes bucket", "who's been in the fridge", "who has eaten my pudding", "who emptied the fridge", "who opened the fridge bucket to the public",
		"what did bert-jan do", "what has jonas been doing today", "what did mei delete in s3 last week", "what did jonas create yesterday", "show me what jonas did yesterday", "tell me who ate my pudding",
		"who used the pudding bucket at 12:30 yesterday", "who used the pudding bucket yesterday at noon", "who used the pudding bucket between noon and 1 pm yesterday", "who used the config bucket on 10 july 2023", "who used the config bucket on the 10th of july, 2023",
		"who used the config bucket on 7/10/2023", "who used config-bucket-123837392027 on 2023-07-10", "who used the config bucket on monday", "who used the config bucket this week", "who used the config bucket in the past 3 days", "who used the config bucket in the last week", "who used the config bucket since yesterday",
		"who used the config bucket in the last 24 hours", "who used the config bucket two days ago", "who used the config bucket 3 days ago", "who used the config bucket the day before yesterday", "who used the config bucket on september 14 2020 at 5 p.m.", "who used the config bucket last summer", "who used the config bucket in the third quarter of 2023",
		"who used the config bucket on july tenth twenty twenty-three", "who used the config bucket on july the tenth two thousand twenty three", "who used the config bucket on the 10th", "who deleted config-bucket", "who wrote to the recipes bucket in march",
		"what did bert jan do from 12:00 to 12:05 on july 10 2023", "what did oscar dot lind do", "what did role admin do", "who put the ring dot txt in the archive bucket", "did anyone delete my pudding", "has anybody touched my pudding", "who listed the recipes bucket", "who made the recipes bucket public", "who changed the recipes bucket", "who changed the bucket policy of the recipes bucket", "which buckets did bert jan create", "say that again", "repeat", "go home", "cancel", "what can i say", "ask pudding detective to find out who ate my pudding", "ask pudding detective what did bert jan do",
		"what did access key 7EXAMPLE do on july 10 2023", "what did the key ending in ABCD do", "who used access key ABCD", "what was done with access key AKIAIOSFODNN7EXAMPLE",
	} {
		got, err := m.Match(s, monday, time.UTC)
		t.Log(s, "->", got.Intent, got.Slots, "|", got.Sample, err)
	}
	m = matcher(t, "ja-JP")
	for _, s := range []string{
		"プリンを食べたのは誰ですか", "誰がプリンを食べた", "誰がプリンを食べましたか", "誰がプリンを食べたんですか", "だれがぼくのプリンを食べたの", "私のプリンを食べたのは誰", "私のプリンを食べたのはだれ？", "今朝プリンを食べたのは誰", "昨夜プリンを食べたのは誰", "先週の月曜日にconfigバケットを使ったのは誰", "月曜日にconfigバケットを使ったのは誰", "7月10日にconfigバケットを使ったのは誰", "２０２３年７月１０日に「config」バケットを使ったのは誰", "2023年7月にconfigバケットを使った人は", "2023年7月10日の正午から午後1時までにconfigバケットを使ったのは誰",
		"configバケットを使った人を教えて", "configバケットを使った人は誰", "昨日bert-janは何をしましたか", "bert-janさんは昨日何をしましたか", "昨日、bert-janさんが何をしたか教えて", "benjaminは2023年7月10日に何を削除しましたか", "bert-janは2023-07-10の12:00から12:05まで何をした", "過去24時間にプリンを食べたのは誰", "この2時間でプリンを食べたのは誰", "昨日configバケットを公開したのは誰", "アクセスキーABCDは昨日何をした", "末尾がABCDのアクセスキーは何をした", "アクセスキーABCDを使ったのは誰", "アレクサ、プリン探偵で昨日プリンを食べたのは誰か教えて", "プリン探偵に、プリンを食べたのは誰か聞いて", "止めて", "もう一度", "キャンセル", "一昨日プリンを食べたのは誰", "三日前にプリンを食べたのは誰", "ヨナスは昨日S3で何をした", "昨日誰がプリンを盗んだ", "プリンを誰が食べた", "プリンは誰が食べたの", "configバケットは昨日誰が使った", "configバケットのmenu.mdを読んだのは誰", "bert-janはプリンを食べた", "bert-janはプリンを食べましたか", "2023年7月10日にbert-janがしたことを教えて",
	} {
		got, err := m.Match(s, monday, time.UTC)
		t.Log(s, "->", got.Intent, got.Slots, "|", got.Sample, err)
	}
}
