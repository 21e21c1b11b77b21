package speech

import (
	"testing"
	"time"

	"pudding/lake"
)

func ago(d time.Duration) lake.Period { return lake.Period{From: now.Add(-d), To: now} }

func span(from, to time.Time) lake.Period { return lake.Period{From: from, To: to} }

// periods are asked about on the eleventh of July 2026, at half past three.
var periods = map[string]struct {
	period lake.Period
	en, ja string
}{
	"today":                 {july(11, 11), "today", "今日"},
	"yesterday":             {july(10, 10), "yesterday", "昨日"},
	"a day":                 {july(9, 9), "on July ninth", "7月9日"},
	"a day of another year": {span(time.Date(2023, 7, 10, 0, 0, 0, 0, amsterdam), time.Date(2023, 7, 11, 0, 0, 0, 0, amsterdam)), "on July tenth, 2023", "2023年7月10日"},
	"the day without two o'clock": {
		span(time.Date(2026, 3, 29, 0, 0, 0, 0, amsterdam), time.Date(2026, 3, 30, 0, 0, 0, 0, amsterdam)), "on March twenty-ninth", "3月29日",
	},
	"some days":      {july(3, 5), "from July third to July fifth", "7月3日から7月5日までに"},
	"a week":         {july(6, 12), "in the week from July sixth", "7月6日からの1週間に"},
	"a month":        {july(1, 31), "in July", "7月に"},
	"another month":  {span(time.Date(2025, 7, 1, 0, 0, 0, 0, amsterdam), time.Date(2025, 8, 1, 0, 0, 0, 0, amsterdam)), "in July 2025", "2025年7月に"},
	"a year":         {span(time.Date(2025, 1, 1, 0, 0, 0, 0, amsterdam), time.Date(2026, 1, 1, 0, 0, 0, 0, amsterdam)), "in 2025", "2025年に"},
	"a minute":       {ago(time.Minute), "in the last minute", "過去1分間に"},
	"half an hour":   {ago(30 * time.Minute), "in the last 30 minutes", "過去30分間に"},
	"an hour":        {ago(time.Hour), "in the last hour", "過去1時間に"},
	"two hours":      {ago(2 * time.Hour), "in the last two hours", "過去2時間に"},
	"a day till now": {ago(24 * time.Hour), "in the last 24 hours", "過去24時間に"},
	"days till now":  {ago(72 * time.Hour), "in the last three days", "過去3日間に"},
	"an afternoon":   {span(at(10, 12, 0), at(10, 18, 30)), "yesterday between noon and 18:30", "昨日の12時から18時30分の間に"},
	"an evening":     {span(at(9, 18, 5), at(10, 0, 0)), "on July ninth between 18:05 and midnight", "7月9日の18時5分から0時の間に"},
	"a night":        {span(at(9, 22, 0), at(10, 0, 30)), "from July ninth at 22:00 to July tenth at 0:30", "7月9日の22時から7月10日の0時30分までに"},
}

func TestAPeriodIsSaidAsPeopleSayIt(t *testing.T) {
	for name, test := range periods {
		for locale, want := range map[string]string{"en-US": test.en, "ja-JP": test.ja} {
			if got := (calendar{For(locale), amsterdam, now}).when(test.period); string(got) != want {
				t.Errorf("%s in %s is %q, want %q", name, locale, got, want)
			}
		}
	}
}
