package utterance

import (
	"fmt"
	"strconv"
	"strings"

	"pudding/internal/lazyregexp"
)

var japaneseClock = lazyregexp.New(`^(午前|午後|早朝|朝|昼|お昼|夕方|夜|深夜|夜中)?の?([0-9]{1,2})(?:時|:)(?:(半)|([0-9]{1,2})分?)?(?:ちょうど|ごろ|頃)?$`)

// japaneseParts are the parts of the day in Alexa's words for them.
var japaneseParts = map[string]string{
	"正午": "12:00", "お昼": "12:00", "昼": "12:00", "お昼ごろ": "12:00",
	"深夜零時": "00:00", "真夜中": "00:00", "零時": "00:00",
	"朝": "MO", "今朝": "MO", "けさ": "MO", "午前": "MO", "午前中": "MO", "早朝": "MO", "明け方": "MO",
	"午後": "AF", "昼過ぎ": "AF", "お昼過ぎ": "AF", "夕方": "EV", "夕べ": "NI", "ゆうべ": "NI",
	"夜": "NI", "昨夜": "NI", "昨晩": "NI", "今夜": "NI", "今晩": "NI", "晩": "NI", "深夜": "NI", "夜中": "NI",
	"今": "PRESENT_REF", "現在": "PRESENT_REF",
}

// japaneseTime reads a time of day: 12時, 午後3時半, 正午.
func japaneseTime(said string) string {
	if part, ok := japaneseParts[said]; ok {
		return part
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
	if hour = hourOf(m[1], hour); hour > 24 || minute > 59 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

// hourOf is an hour of a part of the day: 午後3時 is 15, 夜12時 midnight, 夜2時 two.
func hourOf(part string, hour int) int {
	switch part {
	case "午後", "夕方", "昼", "お昼":
		if hour < 12 && (part == "午後" || hour < 10) {
			return hour + 12
		}
	case "夜", "深夜", "夜中":
		if hour == 12 {
			return 0
		}
		if hour > 4 && hour < 12 {
			return hour + 12
		}
	}
	return hour
}

var (
	japaneseLength = lazyregexp.New(`^([0-9]{1,3})(秒|分|時間|日|週|週間|か月|ヶ月|カ月|ヵ月|ケ月|年)間?$`)
	japaneseUnits  = map[string]string{"秒": "PT%sS", "分": "PT%sM", "時間": "PT%sH", "日": "P%sD", "週": "P%sW", "週間": "P%sW", "年": "P%sY"}
	hourAndMinutes = lazyregexp.New(`^([0-9]{1,3})時間(?:(半)|([0-9]{1,2})分)間?$`)
	yearAndMonths  = lazyregexp.New(`^([0-9]{1,2})年(?:(半)|([0-9]{1,2})[かヶカヵケ]月)間?$`)
)

// japaneseDuration reads a length of time: 2時間, 三日間, 一時間半.
func japaneseDuration(said string) string {
	if iso := strings.ToUpper(said); isoDuration.MatchString(iso) {
		return iso
	}
	switch strings.TrimSuffix(said, "間") {
	case "半年":
		return "P6M"
	case "半日":
		return "PT12H"
	case "一昼夜":
		return "P1D"
	}
	s := arabic(said)
	if m := hourAndMinutes.FindStringSubmatch(s); m != nil {
		return "PT" + m[1] + "H" + orHalf(m[2], m[3], "30") + "M"
	}
	if m := yearAndMonths.FindStringSubmatch(s); m != nil {
		return "P" + m[1] + "Y" + orHalf(m[2], m[3], "6") + "M"
	}
	m := japaneseLength.FindStringSubmatch(s)
	if m == nil || strings.Trim(m[1], "0") == "" {
		return ""
	}
	form, ok := japaneseUnits[m[2]]
	if !ok {
		form = "P%sM"
	}
	return fmt.Sprintf(form, m[1])
}

// orHalf is a number that was said, or a half in its place.
func orHalf(half, number, isHalf string) string {
	if half != "" {
		return isHalf
	}
	return number
}
