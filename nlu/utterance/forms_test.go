package utterance

import (
	"testing"
	"time"
)

// TestDatesAndTimesBecomeAlexasForms reads them as of monday.
func TestDatesAndTimesBecomeAlexasForms(t *testing.T) {
	c := clock{monday}
	for name, test := range map[string]struct {
		read  func(string) string
		forms map[string]string
	}{
		"English dates": {func(s string) string { return englishDate(s, c) }, map[string]string{
			"july tenth 2023": "2023-07-10", "July 10th, 2023": "2023-07-10", "the tenth of july 2023": "2023-07-10", "10 july 2023": "2023-07-10",
			"july the twenty first twenty twenty three": "2023-07-21", "july 2023": "2023-07", "september": "2027-09", "july 10": "2027-07-10",
			"november 23": "2026-11-23", "november 30": "2025-11-30", "december 1": "2026-12-01",
			"yesterday": "2026-11-22", "the day before yesterday": "2026-11-21", "last friday": "2026-11-20", "two weeks ago": "2026-11-09",
			"a month ago": "2026-10", "2 years ago": "2024", "this week": "2026-W48", "the weekend": "2026-W47-WE", "last month": "2026-10",
			"the 24th": "2026-10-24", "the 23rd": "2026-11-23", "this quarter": "2026-Q4", "last winter": "2025-WI", "2023-w28": "2023-W28", "2023": "2023",
			"july 32": "", "the 32nd": "", "monday tuesday": "", "pudding": "", "may i": "", "99999999999 days ago": "", "of july": "2027-07",
		}},
		"English times": {englishTime, map[string]string{
			"noon": "12:00", "midnight": "00:00", "12:05": "12:05", "12:05:30": "12:05:30", "5 pm": "17:00", "five p. m.": "17:00", "12 a.m.": "00:00", "12 pm": "12:00",
			"twelve thirty": "12:30", "seven oh five": "07:05", "seven five": "", "five o'clock": "05:00", "the morning": "MO", "night": "NI",
			"25:00": "", "12:61": "", "13 pm": "", "pudding": "",
		}},
		"English durations": {englishDuration, map[string]string{
			"two hours": "PT2H", "24 hours": "PT24H", "hour": "PT1H", "an hour": "PT1H", "half an hour": "PT30M", "three days": "P3D", "week": "P1W", "pt2h": "PT2H",
			"zero days": "", "hours ago": "", "puddings": "",
		}},
		"Japanese dates": {func(s string) string { return japaneseDate(s, c) }, map[string]string{
			"昨日": "2026-11-22", "一昨日": "2026-11-21", "先週": "2026-W47", "先月": "2026-10", "去年": "2025", "週末": "2026-W47-WE",
			"2023年7月10日": "2023-07-10", "二〇二三年七月二十一日": "2023-07-21", "2023年7月": "2023-07", "2023年": "2023", "7月10日": "2027-07-10",
			"三日前": "2026-11-20", "2週間前": "2026-11-09", "1か月前": "2026-10", "月曜日": "2026-11-16", "日曜": "2026-11-22", "先週の日曜日": "2026-11-22", "先週の月曜日": "2026-11-16",
			"13月1日": "", "7月32日": "", "プリン": "",
		}},
		"Japanese times": {japaneseTime, map[string]string{
			"正午": "12:00", "12時": "12:00", "12時5分": "12:05", "午後3時半": "15:30", "午前九時": "09:00", "夜十一時": "23:00", "12:05": "12:05", "今朝": "MO", "昨夜": "NI",
			"25時": "", "12時61分": "", "プリン": "",
		}},
		"Japanese durations": {japaneseDuration, map[string]string{
			"2時間": "PT2H", "三日間": "P3D", "一週間": "P1W", "3か月": "P3M", "30分": "PT30M", "0日": "", "プリン": "",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for said, want := range test.forms {
				if got := test.read(said); got != want {
					t.Errorf("%q is %q, want %q", said, got, want)
				}
			}
		})
	}
}

func TestADayIsReadInTheAskersZone(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	late := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	got, err := matcher("en-US").Match("who ate my pudding yesterday", late, tokyo)
	if err != nil || got.Slots["date"] != "2026-11-23" {
		t.Errorf("yesterday is %q (%v)", got.Slots["date"], err)
	}
}
