package utterance

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"pudding/internal/lazyregexp"
)

var japanese = grammar{
	openings: []string{"アレクサ", ""},
	behind:   []string{"を開いて", "を使って", "で", "に"},
	builtIn: map[string]string{
		"ヘルプ": "AMAZON.HelpIntent", "助けて": "AMAZON.HelpIntent",
		"ストップ": "AMAZON.StopIntent", "止めて": "AMAZON.StopIntent", "終わり": "AMAZON.StopIntent", "終了": "AMAZON.StopIntent",
		"キャンセル": "AMAZON.CancelIntent", "やめて": "AMAZON.CancelIntent",
		"ホーム": "AMAZON.NavigateHomeIntent", "ホームに戻って": "AMAZON.NavigateHomeIntent",
		"もう一度": "AMAZON.RepeatIntent", "リピート": "AMAZON.RepeatIntent", "繰り返して": "AMAZON.RepeatIntent",
	},
	noName: misheard{
		begins: []string{"の", "を", "が", "は"},
		holds:  []string{"を", "誰", "だれ", "何", "昨日", "今日", "先週", "今週", "先月", "今月", "曜日", "時から", "時に", "日に", "月に", "年に"},
		ends:   []string{"の", "を", "が", "は", "に", "で"},
	},
	longest:  24,
	date:     japaneseDate,
	time:     japaneseTime,
	duration: japaneseDuration,
}

// The ways to say a day, a month or a year.
var (
	japaneseDay     = lazyregexp.New(`^(?:([0-9]{4})年)?([0-9]{1,2})月(?:([0-9]{1,2})日)?$`)
	japaneseYear    = lazyregexp.New(`^([0-9]{4})年$`)
	japaneseAgo     = lazyregexp.New(`^([0-9]{1,3})(日|週間|か月|ヶ月|年)前$`)
	japaneseWeekday = lazyregexp.New(`^(先週の|前の|この前の)?([月火水木金土日])曜日?$`)
)

// japaneseDate reads a date as it is said: 昨日, 先週, 2023年7月10日.
func japaneseDate(said string, c clock) string {
	if amazonDate.MatchString(strings.ToUpper(said)) {
		return strings.ToUpper(said)
	}
	switch said {
	case "今日", "きょう", "本日":
		return day(c.now)
	case "昨日", "きのう", "さくじつ":
		return day(c.days(-1))
	case "一昨日", "おととい":
		return day(c.days(-2))
	case "今週":
		return week(c.now)
	case "先週":
		return week(c.days(-7))
	case "週末", "先週末", "今週末":
		return c.weekend()
	case "今月":
		return month(c.now)
	case "先月":
		return month(c.monthsAgo(1))
	case "今年":
		return year(c.now)
	case "去年", "昨年":
		return year(c.now.AddDate(-1, 0, 0))
	}
	s := arabic(said)
	if m := japaneseYear.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	if m := japaneseAgo.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return c.ago(n, map[string]string{"日": "day", "週間": "week", "か月": "month", "ヶ月": "month", "年": "year"}[m[2]])
	}
	if m := japaneseWeekday.FindStringSubmatch(s); m != nil {
		return japaneseDayOfWeek(m[2], m[1] == "先週の", c)
	}
	if m := japaneseDay.FindStringSubmatch(s); m != nil {
		return japaneseCalendar(m[1], m[2], m[3], c)
	}
	return ""
}

// japaneseDayOfWeek is the last such weekday, or that of the week before.
func japaneseDayOfWeek(weekday string, weekBefore bool, c clock) string {
	n := strings.Index("日月火水木金土", weekday) / len(weekday)
	if weekBefore {
		sinceMonday := (int(c.now.Weekday()) + 6) % 7
		return day(c.days((n+6)%7 - sinceMonday - 7))
	}
	since := (int(c.now.Weekday()) - n + 7) % 7
	if since == 0 {
		since = 7
	}
	return day(c.days(-since))
}

// japaneseCalendar is a day or, without its number, a month.
func japaneseCalendar(yearHeard, monthHeard, dayHeard string, c clock) string {
	layout, heard, form := "1-2", monthHeard+"-"+dayHeard, day
	if dayHeard == "" {
		layout, heard, form = "1", monthHeard, month
	}
	if yearHeard != "" {
		layout, heard = "2006-"+layout, yearHeard+"-"+heard
	}
	t, err := time.Parse(layout, heard)
	if err != nil {
		return ""
	}
	return form(c.inYear(t, yearHeard != ""))
}

var kanji = lazyregexp.New(`[〇一二三四五六七八九十]+`)

// arabic says numbers up to 99 in digits: 七月十日 is 7月10日.
func arabic(s string) string {
	return kanji.ReplaceAllStringFunc(s, func(k string) string {
		if ten, unit, ok := strings.Cut(k, "十"); ok {
			n := 10
			if ten != "" {
				n = 10 * kanjiDigit(ten)
			}
			if unit != "" {
				n += kanjiDigit(unit)
			}
			return strconv.Itoa(n)
		}
		var b strings.Builder
		for _, r := range k {
			b.WriteString(strconv.Itoa(kanjiDigit(string(r))))
		}
		return b.String()
	})
}

func kanjiDigit(s string) int {
	for i, r := range []rune("〇一二三四五六七八九") {
		if string(r) == s {
			return i
		}
	}
	return 0
}

var japaneseClock = lazyregexp.New(`^(午前|午後|朝|夜)?([0-9]{1,2})(?:時|:)(?:(半)|([0-9]{1,2})分?)?$`)

// japaneseTime reads a time of day: 12時, 午後3時半, 正午.
func japaneseTime(said string) string {
	switch said {
	case "正午", "お昼":
		return "12:00"
	case "深夜零時", "真夜中":
		return "00:00"
	case "朝", "今朝", "午前", "午前中":
		return "MO"
	case "午後":
		return "AF"
	case "夕方":
		return "EV"
	case "夜", "昨夜", "昨晩", "今夜":
		return "NI"
	}
	m := japaneseClock.FindStringSubmatch(arabic(said))
	if m == nil {
		return ""
	}
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[4])
	if m[3] != "" {
		minute = 30
	}
	if (m[1] == "午後" || m[1] == "夜") && hour < 12 {
		hour += 12
	}
	if hour > 24 || minute > 59 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

var (
	japaneseLength = lazyregexp.New(`^([0-9]{1,3})(秒|分|時間|日|週|週間|か月|ヶ月|カ月|ヵ月|年)間?$`)
	japaneseUnits  = map[string]string{"秒": "PT%sS", "分": "PT%sM", "時間": "PT%sH", "日": "P%sD", "週": "P%sW", "週間": "P%sW", "か月": "P%sM", "ヶ月": "P%sM", "カ月": "P%sM", "ヵ月": "P%sM", "年": "P%sY"}
)

// japaneseDuration reads a length of time: 2時間, 三日間.
func japaneseDuration(said string) string {
	if iso := strings.ToUpper(said); isoDuration.MatchString(iso) {
		return iso
	}
	m := japaneseLength.FindStringSubmatch(arabic(said))
	if m == nil || strings.Trim(m[1], "0") == "" {
		return ""
	}
	return fmt.Sprintf(japaneseUnits[m[2]], m[1])
}
