package speech

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// tongue is how a language says numbers, days and times, and sentences.
type tongue struct {
	number   func(int) string
	day      func(t time.Time, withYear bool) string
	weekday  func(time.Weekday) string
	month    func(t time.Time, withYear bool) string
	clock    func(t time.Time) string
	capitals bool   // whether a sentence begins with one
	gap      string // what is between two sentences
	patience int    // as many characters as are said in a minute and a half
}

var english = tongue{
	number: inEnglish,
	day: func(t time.Time, withYear bool) string {
		s := t.Month().String() + " " + ordinals[t.Day()]
		if withYear {
			s += t.Format(", 2006")
		}
		return s
	},
	weekday: time.Weekday.String,
	month: func(t time.Time, withYear bool) string {
		if withYear {
			return t.Format("January 2006")
		}
		return t.Month().String()
	},
	clock: func(t time.Time) string {
		switch s := t.Format("15:04"); s {
		case "00:00":
			return "midnight"
		case "12:00":
			return "noon"
		default:
			return strings.TrimPrefix(s, "0")
		}
	},
	capitals: true,
	gap:      " ",
	patience: 1300,
}

// inEnglish is a number in words, or in digits where those are easier to follow.
func inEnglish(n int) string {
	if n >= 0 && n < len(numbers) {
		return numbers[n]
	}
	return strconv.Itoa(n)
}

var numbers = []string{
	"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}

var ordinals = []string{
	"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
	"thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
	"twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
	"twenty-ninth", "thirtieth", "thirty-first",
}

var japanese = tongue{
	number: strconv.Itoa,
	day: func(t time.Time, withYear bool) string {
		if withYear {
			return t.Format("2006年1月2日")
		}
		return t.Format("1月2日")
	},
	weekday: func(d time.Weekday) string {
		return []string{"日", "月", "火", "水", "木", "金", "土"}[d] + "曜日"
	},
	month: func(t time.Time, withYear bool) string {
		if withYear {
			return t.Format("2006年1月")
		}
		return t.Format("1月")
	},
	clock: func(t time.Time) string {
		if t.Minute() == 0 {
			return fmt.Sprintf("%d時", t.Hour())
		}
		return fmt.Sprintf("%d時%d分", t.Hour(), t.Minute())
	},
	patience: 650,
}
