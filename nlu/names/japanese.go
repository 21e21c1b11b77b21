package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	//go:embed tables/japanese.txt
	japaneseTable string
	//go:embed tables/kana.txt
	kanaTable string
	//go:embed tables/kanji.txt
	kanjiTable string
)

var japanese = sync.OnceValue(func() *meanings { return newMeanings(japaneseTable) })

// kana are the sounds of one katakana, or of two that are read as one.
var kana = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range lines(kanaTable) {
		written, sounds, _ := strings.Cut(line, " ")
		out[written] = sounds
	}
	return out
})

// kanji are the usual readings, in our sounds, of names and of the kanji they
// are made of.
var kanji = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range lines(kanjiTable) {
		f := strings.Fields(line)
		for _, reading := range f[1:] {
			sounds := romaji(reading)
			if sounds == "" {
				sounds = reading // of two letters
			}
			out[f[0]] = append(out[f[0]], sounds)
		}
	}
	return out
})

// lostInJapanese is what it costs to miss a sound: vowels that are put between
// the consonants of foreign words are cheap.
func lostInJapanese(s byte) cost {
	switch s {
	case 'u', '@':
		return 12
	case 'o':
		return 15
	case 'i':
		return 20
	case 'a', 'e':
		return 40
	case 'n', 'r', 'y', 'w', 'h':
		return 40
	}
	return lostSound(s)
}

// inKatakana are the sounds of Japanese that English ones are said with.
var inKatakana = strings.NewReplacer(
	"kw", "ku", "yU", "yu", "A", "a", "I", "i", "O", "o", "U", "u", "E", "ei", "Y", "ai", "W", "au", "Q", "oi",
	"v", "b", "T", "s", "D", "z", "Z", "J", "Nk", "nk", "Ng", "ng", "N", "ng", "l", "r",
)

// readingsInJapanese are the ways to say a word of a name in Japanese: as a
// Japanese word, as an English one, with or without its plural's s, as it is
// spelled, letter by letter.
func readingsInJapanese(word string) []string {
	if isNumber(word[0]) {
		return []string{word}
	}
	if len(word) == 1 || !strings.ContainsAny(word, "aeiouy") {
		return []string{spellInJapanese(word)}
	}
	out := []string{squeeze(inKatakana.Replace(withoutLastR(pronounce(word)[0])))}
	add := func(sounds string) {
		if sounds != "" && !slices.Contains(out, sounds) {
			out = append(out, sounds)
		}
	}
	if japanese := romaji(word); japanese != "" {
		out = nil
		add(japanese)
		add(squeeze(inKatakana.Replace(withoutLastR(pronounce(word)[0]))))
	}
	if singular, ok := strings.CutSuffix(word, "s"); ok && lookUp(singular) != nil {
		add(squeeze(inKatakana.Replace(withoutLastR(pronounce(singular)[0]))))
	}
	add(asSpelled(word))
	if len(word) <= longestSpelled {
		add(spellInJapanese(word))
	}
	return out
}

// withoutLastR leaves out each r that only lengthens the vowel before it.
func withoutLastR(sounds string) string {
	var out strings.Builder
	for i := range len(sounds) {
		if sounds[i] == 'r' && i > 0 && isVowel(sounds[i-1]) && (i+1 == len(sounds) || !isVowel(sounds[i+1])) {
			continue
		}
		out.WriteByte(sounds[i])
	}
	return out.String()
}

// spelledSounds are how letters are read when a foreign word is taken over as it
// is spelled.
var spelledSounds = strings.NewReplacer(
	"sch", "sk", "tion", "Son", "sion", "Jon", "tch", "C", "ch", "C", "ck", "k", "sh", "S", "th", "s", "ph", "f", "qu", "ku",
	"ce", "se", "ci", "Si", "cy", "Si", "ge", "Je", "gi", "Ji", "si", "Si", "zi", "Ji", "ti", "ti", "ll", "r",
	"c", "k", "j", "J", "l", "r", "v", "b", "x", "kusu", "q", "k", "y", "i", "ou", "o", "oo", "u", "ee", "i", "ea", "i",
)

func asSpelled(word string) string {
	sounds := squeeze(spelledSounds.Replace(word))
	if n := len(sounds); n > 3 && sounds[n-1] == 'e' && !isVowel(sounds[n-2]) {
		sounds = sounds[:n-1]
	}
	return sounds
}

// letterNamesInJapanese are how the letters are called.
var letterNamesInJapanese = [26]string{
	"e", "bi", "Si", "di", "i", "efu", "Ji", "eiCi", "ai", "Jei", "kei", "eru", "emu",
	"enu", "o", "pi", "kyu", "aru", "esu", "ti", "yu", "bui", "daburyu", "ekusu", "wai", "zeto",
}

func spellInJapanese(word string) string {
	var out strings.Builder
	for i := range len(word) {
		out.WriteString(letterNamesInJapanese[word[i]-'a'])
	}
	return out.String()
}

// inOneKana is text in its compatibility form with katakana for hiragana.
func inOneKana(s string) []rune {
	runes := []rune(norm.NFKC.String(s))
	for i, r := range runes {
		if r >= 'ぁ' && r <= 'ゖ' {
			runes[i] = r + ('ァ' - 'ぁ')
		}
	}
	return runes
}

// longestPhrase is the longest of the table's, in characters.
const longestPhrase = 14

// listenJapanese makes a lattice of what was heard in Japanese, in which words
// are not apart: its places are between characters.
func (m *meanings) listenJapanese(heard string, v *vocabulary) lattice {
	text := inOneKana(heard)
	l := lattice{places: len(text) + 1}
	for i := 0; i < len(text); i++ {
		switch r := text[i]; {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			i = m.latin(&l, text, i, v) - 1
		case r == 'ー' || r == 'ッ' || r == '゛':
			l.add(i, i+1, "", "", 0)
		case r < unicode.MaxASCII && isName(byte(r)):
			l.add(i, i+1, "", string([]byte{markSound(byte(r))}), 0)
			l.add(i, i+1, "", "", 0)
		default:
			m.character(&l, text, i)
		}
		m.phrasesAt(&l, text, i, v)
	}
	m.passOverAt(&l, text)
	return l
}

// latin adds the ways of the Latin letters and digits from i on, and returns
// where they end.
func (m *meanings) latin(l *lattice, text []rune, i int, v *vocabulary) int {
	end := i
	for end < len(text) && text[end] < unicode.MaxASCII && (unicode.IsLetter(text[end]) || unicode.IsDigit(text[end])) {
		end++
	}
	whole := strings.ToLower(string(text[i:end]))
	if v.has(whole) {
		for _, sounds := range v.ways(whole) {
			l.add(i, end, whole, sounds, 0)
		}
	}
	for start := i; start < end; {
		next := start + 1
		for next < end && !startsWord(text, next) {
			next++
		}
		word := strings.ToLower(string(text[start:next]))
		for _, sounds := range readingsInJapanese(word) {
			l.add(start, next, word, sounds, 0)
		}
		start = next
	}
	return end
}

// character adds the ways of the kana or kanji at i.
func (m *meanings) character(l *lattice, text []rune, i int) {
	found := false
	for n := 1; n <= 4 && i+n <= len(text); n++ {
		written := string(text[i : i+n])
		if sounds, ok := kana()[written]; ok {
			l.add(i, i+n, "", sounds, 0)
			found = true
		}
		if written == "ン" && i+1 < len(text) && strings.ContainsRune("ナニヌネノ", text[i+1]) {
			l.add(i, i+n, "", "", 0)
		}
		for _, sounds := range kanji()[written] {
			l.add(i, i+n, "", sounds, 0)
			found = true
		}
	}
	if !found {
		l.add(i, i+1, "", "", tollUnread*cost(btoi(unicode.IsLetter(text[i]))))
	}
}

// tollUnread is for a character that nobody can read.
const tollUnread cost = 60

// phrasesAt adds the ways of phrases with a meaning that begin at i.
func (m *meanings) phrasesAt(l *lattice, text []rune, i int, v *vocabulary) {
	for n := 1; n <= longestPhrase && i+n <= len(text); n++ {
		phrase := string(text[i : i+n])
		if mark, ok := m.marks[phrase]; ok {
			l.add(i, i+n, "", string([]byte{markSound(mark)}), 0)
		}
		if number, ok := m.numbers[phrase]; ok {
			l.add(i, i+n, number, number, tollNumber)
			m.tens(l, text, i, i+n, number)
		}
		for _, letter := range m.letters[phrase] {
			l.add(i, i+n, letter, letterNamesInJapanese[letter[0]-'a'], 0)
		}
		for _, short := range m.shorts(phrase, v) {
			l.add(i, i+n, short, v.ways(short)[0], tollShort)
		}
	}
}

// tollNumber is for numbers, for their names are parts of other words too.
const tollNumber cost = 3

// tens adds a number of two digits that begins with the digit, or the ten, from
// i to end: 二十三, 十二.
func (m *meanings) tens(l *lattice, text []rune, i, end int, first string) {
	numberAt := func(at int) (number string, end int) {
		for n := 4; n > 0; n-- {
			if at+n <= len(text) && m.numbers[string(text[at:at+n])] != "" {
				return m.numbers[string(text[at:at+n])], at + n
			}
		}
		return "", at
	}
	if len(first) == 1 {
		ten, after := numberAt(end)
		if ten != "10" {
			return
		}
		l.add(i, after, first+"0", first+"0", tollNumber)
		if unit, last := numberAt(after); len(unit) == 1 {
			l.add(i, last, first+unit, first+unit, tollNumber)
		}
		return
	}
	if unit, last := numberAt(end); first == "10" && len(unit) == 1 {
		l.add(i, last, "1"+unit, "1"+unit, tollNumber)
	}
}

// passOverAt adds ways past phrases that stand around a name.
func (m *meanings) passOverAt(l *lattice, text []rune) {
	for n := 1; n < len(text) && n <= longestPhrase; n++ {
		if m.around[string(text[:n])] {
			l.add(0, n, "", "", tollAround)
		}
		if m.around[string(text[len(text)-n:])] {
			l.add(len(text)-n, len(text), "", "", tollAround)
		}
	}
}
