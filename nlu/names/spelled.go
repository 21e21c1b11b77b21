package names

import "strings"

// Spelled writes what was heard as a name is most likely to be written, where
// nobody knows which names there are: "prod logs e u west one" is prod logs e u
// west 1, and やまだたろう is yamadataro. Marks are left out. It is empty where
// nothing can be written, or in a locale that nobody listens in.
func Spelled(heard, locale string) string {
	language, err := languageOf(locale)
	if err != nil || !isText(heard) {
		return ""
	}
	l := language.listen(heard, newVocabulary())
	var out strings.Builder
	for _, w := range l.likeliest(tollAround) {
		switch {
		case language == inJapanese() && w.text == "":
			writeSyllable(&out, w.sounds)
		case w.text != "":
			out.WriteString(" " + w.text)
		}
	}
	return strings.TrimSpace(out.String())
}

// writeSyllable writes a kana, or the reading of a kanji, in Hepburn's system;
// long vowels are written short, as mostly in names.
func writeSyllable(out *strings.Builder, sounds string) {
	switch {
	case sounds == "":
		return
	case isMark(sounds[0]):
		out.WriteByte(' ')
		return
	case len(sounds) == 1 && isVowel(sounds[0]):
		before := out.String()
		if strings.HasSuffix(before, sounds) || sounds == "u" && strings.HasSuffix(before, "o") {
			return
		}
	}
	out.WriteString(hepburn.Replace(sounds))
}

// hepburn writes the sounds that have no letter of their own.
var hepburn = strings.NewReplacer("S", "sh", "C", "ch", "J", "j")
