package utterance

import (
	"strconv"
	"strings"

	"pudding/internal/lazyregexp"
)

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
