package nlu

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Ordinals are the words for a place among a few things that were offered, by
// language; the last are those for the last of them.
var Ordinals = map[string][][]string{
	"en": {
		{"the first one", "first", "the first", "number one", "one", "the former"},
		{"the second one", "second", "the second", "number two", "two"},
		{"the third one", "third", "the third", "number three", "three"},
		{"the last one", "last", "the last", "the latter"},
	},
	"ja": {
		{"一番目", "一つ目", "最初の", "最初", "一番", "前者"},
		{"二番目", "二つ目", "二番"},
		{"三番目", "三つ目", "三番"},
		{"最後の", "最後", "後者"},
	},
}

// Ordinal reads the place of one of n things, from 1 on.
func Ordinal(heard string, n int) (place int, ok bool) {
	said := kanjiForDigits.Replace(strings.ToLower(strings.TrimSpace(norm.NFKC.String(heard))))
	said = strings.TrimSuffix(strings.TrimSuffix(said, "です"), "のやつ")
	for _, places := range Ordinals {
		for i, words := range places {
			if !slices.Contains(words, said) {
				continue
			}
			if place = i + 1; place == len(places) {
				place = n
			}
			return place, place <= n
		}
	}
	return 0, false
}

// kanjiForDigits writes the places as the words have them: 1番目 is 一番目.
var kanjiForDigits = strings.NewReplacer("1", "一", "2", "二", "3", "三", "ひとつ", "一つ", "ふたつ", "二つ", "みっつ", "三つ")
