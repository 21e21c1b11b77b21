package speech

import (
	"fmt"
	"strconv"
	"time"
)

// tongue is how a language says numbers, days and times.
type tongue struct {
	number func(int) string
	day    func(t time.Time, withYear bool) string
	month  func(t time.Time) string
	clock  func(t time.Time) string
}

var english = tongue{
	number: func(n int) string {
		words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
		if n >= 0 && n < len(words) {
			return words[n]
		}
		return strconv.Itoa(n)
	},
	day: func(t time.Time, withYear bool) string {
		s := t.Month().String() + " " + ordinals[t.Day()]
		if withYear {
			s += ", " + strconv.Itoa(t.Year())
		}
		return s
	},
	month: func(t time.Time) string { return t.Format("January 2006") },
	clock: func(t time.Time) string { return t.Format("15:04") },
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
	month: func(t time.Time) string { return t.Format("2006年1月") },
	clock: func(t time.Time) string { return fmt.Sprintf("%d時%d分", t.Hour(), t.Minute()) },
}
