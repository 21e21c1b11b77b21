package utterance

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"pudding/internal/lazyregexp"
)

// japaneseDate reads a date as it is said: 昨日, 先週, 2023年7月10日.
func japaneseDate(said string, c clock) string {
	if amazonDate.MatchString(strings.ToUpper(said)) {
		return strings.ToUpper(said)
	}
	said = strings.TrimPrefix(said, "西暦")
	if date := japaneseRelative(said, c); date != "" {
		return date
	}
	s := arabic(said)
	for _, read := range []func(string, clock) string{
		japaneseAgo, japaneseWeekdayOf, japaneseCalendar, japaneseDayOf, japaneseMonthOf, japaneseQuarter, japaneseSeason, japaneseWeek, japaneseHoliday,
	} {
		if date := read(s, c); date != "" {
			return date
		}
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		return validDay(m[1], m[2], m[3])
	}
	return ""
}

// japaneseRelative reads what is relative to today: 一昨日, 先々週.
func japaneseRelative(said string, c clock) string {
	switch said {
	case "今", "現在", "たった今":
		return "PRESENT_REF"
	case "今日", "きょう", "本日":
		return day(c.now)
	case "昨日", "きのう", "さくじつ", "前日":
		return day(c.days(-1))
	case "一昨日", "おととい":
		return day(c.days(-2))
	case "一昨々日", "さきおととい":
		return day(c.days(-3))
	case "今週":
		return week(c.now)
	case "先週":
		return week(c.days(-7))
	case "先々週":
		return week(c.days(-14))
	case "週末", "先週末", "今週末", "この週末":
		return c.weekend(0)
	case "先々週末":
		return c.weekend(1)
	case "今月":
		return month(c.now)
	case "先月":
		return month(c.monthsAgo(1))
	case "先々月":
		return month(c.monthsAgo(2))
	case "今年", "本年":
		return year(c.now)
	case "去年", "昨年":
		return year(c.yearsAgo(1))
	case "一昨年", "おととし":
		return year(c.yearsAgo(2))
	case "半年前":
		return month(c.monthsAgo(6))
	}
	return ""
}

// yearsInJapanese are years that are said by their distance.
var yearsInJapanese = map[string]int{"今年": 0, "本年": 0, "去年": 1, "昨年": 1, "一昨年": 2, "おととし": 2}

// monthsInJapanese are months likewise.
var monthsInJapanese = map[string]int{"今月": 0, "先月": 1, "先々月": 2}

// reiwa is the year before the era's first.
const reiwa = 2018

// yearPart is how a year may stand before a month, a season or a quarter.
const yearPart = `(?:([0-9]{4})年の?|令和(元|[0-9]{1,2})年の?|(今年|本年|去年|昨年|一昨年|おととし)の?)?`

// japaneseYearOf is the year that yearPart matched, "" if none was said.
func japaneseYearOf(m []string, c clock) string {
	switch {
	case m[0] != "":
		return m[0]
	case m[1] == "元":
		return strconv.Itoa(reiwa + 1)
	case m[1] != "":
		n, _ := strconv.Atoi(m[1])
		return strconv.Itoa(reiwa + n)
	case m[2] != "":
		return year(c.yearsAgo(yearsInJapanese[m[2]]))
	}
	return ""
}

// The ways to say a day, a month or a year.
var (
	japaneseDay         = lazyregexp.New(`^` + yearPart + `([0-9]{1,2})月(?:([0-9]{1,2})日)?$`)
	japaneseYear        = lazyregexp.New(`^` + yearPart + `$`)
	japaneseDayForm     = lazyregexp.New(`^(?:(今月|先月|先々月)の?)?([0-9]{1,2})日$`)
	japaneseAgoForm     = lazyregexp.New(`^([0-9]{1,3})(日|週間|か月|ヶ月|カ月|ヵ月|ケ月|年)(?:ほど|くらい)?前$`)
	japaneseWeekday     = lazyregexp.New(`^(今週の|先週の|先々週の|前の|この前の|この間の)?([月火水木金土日])曜日?$`)
	japaneseDecade      = lazyregexp.New(`^((?:19|20)[0-9])0年代$`)
	japaneseQuarterForm = lazyregexp.New(`^` + yearPart + `第?([1-4])4半期$`)
	japaneseSeasonForm  = lazyregexp.New(`^` + yearPart + `(春|夏|秋|冬)$`)
	japaneseWeekForm    = lazyregexp.New(`^` + yearPart + `第([0-9]{1,2})週$`)
)

// japaneseAgo reads 三日前, 2週間前.
func japaneseAgo(s string, c clock) string {
	m := japaneseAgoForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	n, _ := strconv.Atoi(m[1])
	unit, ok := map[string]string{"日": "day", "週間": "week", "年": "year"}[m[2]]
	if !ok {
		unit = "month"
	}
	return c.ago(n, unit)
}

// japaneseWeekdayOf reads 月曜日, 先週の水曜.
func japaneseWeekdayOf(s string, c clock) string {
	m := japaneseWeekday.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	weekday := time.Weekday(strings.Index("日月火水木金土", m[2]) / len(m[2]))
	switch m[1] {
	case "今週の":
		return day(c.weekdayOf(0, weekday))
	case "先週の":
		return day(c.weekdayOf(-1, weekday))
	case "先々週の":
		return day(c.weekdayOf(-2, weekday))
	}
	return day(c.lastWeekday(weekday))
}

// japaneseDayOf reads 十日, 先月の十日.
func japaneseDayOf(s string, c clock) string {
	m := japaneseDayForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	n, _ := strconv.Atoi(m[2])
	if m[1] == "" {
		return c.dayOfMonth(n)
	}
	return dayIn(c.monthsAgo(monthsInJapanese[m[1]]), n)
}

// japaneseMonthOf reads a year or a decade: 2023年, 令和5年, 2010年代.
func japaneseMonthOf(s string, c clock) string {
	if m := japaneseDecade.FindStringSubmatch(s); m != nil {
		return m[1] + "X"
	}
	if m := japaneseYear.FindStringSubmatch(s); m != nil {
		return japaneseYearOf(m[1:4], c)
	}
	return ""
}

// japaneseQuarter reads 第3四半期, 2023年第1四半期.
func japaneseQuarter(s string, c clock) string {
	switch s { // 四半期 has its number in digits by now
	case "今4半期":
		return quarterOf(c.now)
	case "前4半期":
		return quarterOf(c.monthsAgo(3))
	}
	m := japaneseQuarterForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return cmp.Or(japaneseYearOf(m[1:4], c), year(c.now)) + "-Q" + m[4]
}

// japaneseSeason reads 夏, 去年の冬.
func japaneseSeason(s string, c clock) string {
	m := japaneseSeasonForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	code := map[string]string{"春": "SP", "夏": "SU", "秋": "FA", "冬": "WI"}[m[4]]
	return cmp.Or(japaneseYearOf(m[1:4], c), year(c.now)) + "-" + code
}

// japaneseWeek reads 2023年第28週.
func japaneseWeek(s string, c clock) string {
	m := japaneseWeekForm.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return numberedWeek(strings.TrimSpace("week "+m[4]+" "+japaneseYearOf(m[1:4], c)), c)
}

// japaneseHolidays are those that have one date.
var japaneseHolidays = map[string]string{
	"元日": "01-01", "元旦": "01-01", "大晦日": "12-31", "大みそか": "12-31", "クリスマス": "12-25", "クリスマスイブ": "12-24", "クリスマスイヴ": "12-24",
}

func japaneseHoliday(s string, c clock) string {
	t, err := time.Parse("01-02", japaneseHolidays[s])
	if err != nil {
		return ""
	}
	return day(c.inYear(t, false))
}

// japaneseCalendar is a day or, without its number, a month.
func japaneseCalendar(s string, c clock) string {
	m := japaneseDay.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	yearHeard := japaneseYearOf(m[1:4], c)
	layout, heard, form := "1-2", m[4]+"-"+m[5], day
	if m[5] == "" {
		layout, heard, form = "1", m[4], month
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
