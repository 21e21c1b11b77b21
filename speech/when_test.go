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
	"a day":                 {july(9, 9), "on Thursday, July ninth", "7月9日木曜日"},
	"a day last week":       {span(at(-1, 0, 0), at(0, 0, 0)), "on Monday, June twenty-ninth", "6月29日月曜日"},
	"a day before that":     {span(at(-3, 0, 0), at(-2, 0, 0)), "on June twenty-seventh", "6月27日"},
	"a day of another year": {span(time.Date(2023, 7, 10, 0, 0, 0, 0, amsterdam), time.Date(2023, 7, 11, 0, 0, 0, 0, amsterdam)), "on July tenth, 2023", "2023年7月10日"},
	"the day without two o'clock": {
		span(time.Date(2026, 3, 29, 0, 0, 0, 0, amsterdam), time.Date(2026, 3, 30, 0, 0, 0, 0, amsterdam)), "on March twenty-ninth", "3月29日",
	},
	"some days":          {july(3, 5), "from July third to July fifth", "7月3日から7月5日までに"},
	"a week":             {july(6, 12), "in the week from July sixth", "7月6日からの1週間に"},
	"a month":            {july(1, 31), "in July", "7月に"},
	"another month":      {span(time.Date(2025, 7, 1, 0, 0, 0, 0, amsterdam), time.Date(2025, 8, 1, 0, 0, 0, 0, amsterdam)), "in July 2025", "2025年7月に"},
	"a year":             {span(time.Date(2025, 1, 1, 0, 0, 0, 0, amsterdam), time.Date(2026, 1, 1, 0, 0, 0, 0, amsterdam)), "in 2025", "2025年に"},
	"a minute":           {ago(time.Minute), "in the last minute", "過去1分間に"},
	"half an hour":       {ago(30 * time.Minute), "in the last 30 minutes", "過去30分間に"},
	"an hour":            {ago(time.Hour), "in the last hour", "過去1時間に"},
	"two hours":          {ago(2 * time.Hour), "in the last two hours", "過去2時間に"},
	"a day till now":     {ago(24 * time.Hour), "in the last 24 hours", "過去24時間に"},
	"days till now":      {ago(72 * time.Hour), "in the last three days", "過去3日間に"},
	"a day and a half":   {ago(36 * time.Hour), "in the last 36 hours", "過去36時間に"},
	"since a day":        {span(at(6, 0, 0), now), "since July sixth", "7月6日から今までに"},
	"since a morning":    {span(at(6, 5, 0), now), "since July sixth at 5:00", "7月6日の5時から今までに"},
	"since this morning": {span(at(11, 5, 0), now), "since July eleventh at 5:00", "7月11日の5時から今までに"},
	"an afternoon":       {span(at(10, 12, 0), at(10, 18, 30)), "yesterday between noon and 18:30", "昨日の12時から18時30分の間に"},
	"an evening":         {span(at(9, 18, 5), at(10, 0, 0)), "on Thursday, July ninth between 18:05 and midnight", "7月9日木曜日の18時5分から0時の間に"},
	"a night":            {span(at(9, 22, 0), at(10, 0, 30)), "from July ninth at 22:00 to July tenth at 0:30", "7月9日の22時から7月10日の0時30分までに"},
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

// TestADayIsADayWithoutItsMidnightToo holds days on which clocks were changed at
// midnight, or back to it.
func TestADayIsADayWithoutItsMidnightToo(t *testing.T) {
	for _, test := range []struct{ zone, from, to, want string }{
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z", "on November fourth, 2018"},
		{"America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z", "on February seventeenth, 2018"},
		{"America/Havana", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z", "on November second, 2025"},
		{"America/Havana", "2025-11-01T04:00:00Z", "2025-11-02T04:00:00Z", "on November first, 2025"},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := time.Parse(time.RFC3339, test.from)
		to, _ := time.Parse(time.RFC3339, test.to)
		if got := (calendar{For("en-US"), zone, now}).when(span(from, to)); string(got) != test.want {
			t.Errorf("%s to %s in %s is %q, want %q", test.from, test.to, test.zone, got, test.want)
		}
	}
}
