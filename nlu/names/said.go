package names

import (
	"strings"
)

// Said is how people say a name that exists, the likeliest way first: as Alexa
// takes the values of slots, with letters that are spelled (e. u.) and numbers in
// words. In a locale other than English it is the name in its words.
//
//	prod-logs-eu-west-1   prod logs e. u. west one
//	mei.tanaka            mei tanaka; mei dot tanaka
func Said(name, locale string) []string {
	all := parts(name)
	if len(all) == 0 {
		return nil
	}
	english := strings.HasPrefix(locale, "en")
	var plain, marked []string
	dotted := false
	for _, p := range all {
		switch {
		case p.mark != 0:
			if word := saidMarks[p.mark]; english && word != "" {
				marked, dotted = append(marked, word), true
			}
			continue
		case english:
			p.text = sayPart(p.text)
		}
		plain, marked = append(plain, p.text), append(marked, p.text)
	}
	out := []string{strings.Join(plain, " ")}
	if dotted {
		out = append(out, strings.Join(marked, " "))
	}
	return out
}

// saidMarks are the marks that people do say: the others are left out.
var saidMarks = map[byte]string{'.': "dot", '@': "at"}

// sayPart says a word, a short one letter by letter if it is none, or a number: up
// to twelve as it is called, and others by their digits.
func sayPart(text string) string {
	switch {
	case isNumber(text[0]):
		if word, ok := numberNames[text]; ok {
			return word
		}
		var digits []string
		for i := range len(text) {
			digits = append(digits, numberNames[text[i:i+1]])
		}
		return strings.Join(digits, " ")
	case len(text) == 1, len(text) == 2 && strict()[text], len(text) <= longestSpelled && lookUp(text) == nil, !strings.ContainsAny(text, "aeiouy"):
		return strings.Join(strings.Split(text, ""), ". ") + "."
	}
	return text
}

var numberNames = map[string]string{
	"0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
	"10": "ten", "11": "eleven", "12": "twelve",
}
