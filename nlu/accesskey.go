package nlu

import (
	"strings"

	"pudding/lake"
)

// The shortest and the longest end of an access key's id that names it.
const (
	minKeyEnd = 4
	maxKeyEnd = 8
)

// AccessKeySuffix reads the last characters of an access key's id, at least
// four, as they are spelled ("A. B. C. one") or typed, and returns the last
// eight at most, in capitals. Errors are *NameError.
func AccessKeySuffix(heard string) (string, error) {
	said, err := clean(heard)
	if err != nil {
		return "", &NameError{heard, err.Error()}
	}
	key := strings.ToUpper(lake.Fold(spelledOut(said)))
	if len(key) < minKeyEnd {
		return "", &NameError{heard, "has fewer than four letters and digits"}
	}
	return key[max(0, len(key)-maxKeyEnd):], nil
}

// digits are the numbers' names in spelling.
var digits = map[string]string{
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"〇": "0", "零": "0", "ゼロ": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
}

// spelledOut writes the numbers among words in digits.
func spelledOut(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		if d, ok := digits[strings.Trim(w, ".,-")]; ok {
			words[i] = d
		}
	}
	return strings.Join(words, "")
}
