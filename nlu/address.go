package nlu

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Address reads an IP address, typed or as it is spoken ("ten dot eight dot
// eight dot ten", "one nine two point one six eight …"), or the name that an AWS
// service calls from, such as ec2.amazonaws.com. Errors are *NameError.
func Address(heard string) (string, error) {
	said, err := clean(heard)
	if err != nil {
		return "", &NameError{heard, err.Error()}
	}
	compact := strings.ToLower(strings.Join(strings.Fields(said), ""))
	for _, candidate := range []string{compact, spokenAddress(said)} {
		if a, err := netip.ParseAddr(candidate); err == nil && a.Zone() == "" {
			return a.String(), nil
		}
	}
	if eventSource.MatchString(compact) {
		return compact, nil
	}
	return "", &NameError{heard, "is no IP address"}
}

// spokenAddress writes an address that was spelled: its four numbers stand
// between the words for a point.
func spokenAddress(said string) string {
	said = strings.ToLower(norm.NFKC.String(said))
	for _, point := range []string{" dot ", " point ", " period ", "ドット", "てん", "点", "・"} {
		said = strings.ReplaceAll(said, point, " . ")
	}
	var parts []string
	for part := range strings.SplitSeq(said, ".") {
		parts = append(parts, spokenNumber(strings.Fields(part)))
	}
	return strings.Join(parts, ".")
}

// spokenNumber is a number of up to three digits in digits: "one hundred and
// nine", "one oh nine", "sixteen", "twenty five", "10".
func spokenNumber(words []string) string {
	out, ten := "", false
	for i, w := range words {
		n, ok := numberWords[w]
		if !ok {
			if _, err := strconv.Atoi(w); err == nil {
				out += w
			} else if digits := kanjiDigits.Replace(w); digits != w {
				out += digits
			} else if w != "and" && w != "hundred" {
				return ""
			}
			if w == "hundred" { // the two digits behind it are there, or are noughts
				rest := words[i+1:]
				out += hundredGap(rest)
			}
			ten = false
			continue
		}
		switch {
		case ten && n > 0 && n < 10:
			out = out[:len(out)-1] + strconv.Itoa(n)
		default:
			out += strconv.Itoa(n)
		}
		ten = n >= 20
	}
	return out
}

// hundredGap are the noughts between a hundred and what follows it.
func hundredGap(rest []string) string {
	for _, w := range rest {
		switch n, ok := numberWords[w]; {
		case ok && n >= 10:
			return ""
		case ok:
			return "0"
		}
	}
	return "00"
}

var kanjiDigits = strings.NewReplacer("〇", "0", "零", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")

var numberWords = map[string]int{
	"zero": 0, "oh": 0, "o": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
