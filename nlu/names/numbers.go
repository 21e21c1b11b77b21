package names

import (
	"strconv"
	"strings"
)

// repeated are the words for a digit, or a letter, that comes more than once.
var repeated = map[string]int{"double": 2, "triple": 3, "treble": 3}

// numbersAt adds the numbers that are said from the word at i on: 2024 is twenty
// twenty four, two thousand and twenty four, two zero two four.
func numbersAt(l *lattice, words []part, i int, numbers map[string]string) {
	text := func(at int) string {
		if at < len(words) {
			return words[at].text
		}
		return ""
	}
	if n, ok := numbers[text(i)]; ok {
		l.add(i, i+1, n, n, 0)
	}
	if times := repeated[text(i)]; times > 0 {
		if n := numbers[text(i+1)]; len(n) == 1 {
			l.add(i, i+2, strings.Repeat(n, times), strings.Repeat(n, times), 0)
		} else if w := text(i + 1); len(w) == 1 {
			one := readings(w)[0]
			l.add(i, i+2, strings.Repeat(w, times), strings.Repeat(one, times), 0)
		}
	}
	for end, value := range counted(text, i, numbers) {
		l.add(i, end, strconv.Itoa(value), strconv.Itoa(value), 0)
	}
}

// counted are the values of counting words from i on that are of more than one
// word, by the place behind them.
func counted(text func(int) string, i int, numbers map[string]string) map[int]int {
	out := map[int]int{}
	total, group := 0, 0
	last := -1 // the least that was said in this group
	for at := i; ; at++ {
		word := text(at)
		switch {
		case word == "and" && at > i && last >= 100:
			continue
		case word == "hundred" && group > 0 && group < 100:
			group, last = group*100, 100
		case word == "thousand" && group > 0 && total == 0:
			total, group, last = group*1000, 0, 1000
		default:
			n, err := strconv.Atoi(numbers[word])
			fits := err == nil && (last < 0 && n > 0 || last >= 100 && n > 0 || last >= 20 && last < 100 && n > 0 && n < 10)
			if !fits {
				return out
			}
			group, last = group+n, n
		}
		if at > i {
			out[at+1] = total + group
		}
	}
}
