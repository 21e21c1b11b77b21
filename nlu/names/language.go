package names

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// A language is how names are said and heard in it.
type language struct {
	ear    *ear
	listen func(heard string, v *vocabulary) lattice
	say    func(word string) []string // the ways to say a word of a name
	slack  slack
	tolls  []cost // of the ways that may be the likeliest, where names are looked for
}

var (
	//go:embed tables/english_sounds.txt
	englishSounds string
	//go:embed tables/japanese_sounds.txt
	japaneseSounds string
)

var inEnglish = sync.OnceValue(func() *language {
	return &language{newEar(englishSounds, lostSound, lostLastR), english().listen, readings, slackInEnglish, []cost{0, tollShort}}
})

var inJapanese = sync.OnceValue(func() *language {
	return &language{newEar(japaneseSounds, lostInJapanese, lostLastR), japanese().listenJapanese, readingsInJapanese, slackInJapanese, []cost{0, tollNumber}}
})

// languageOf is the language of a locale, such as en-US.
func languageOf(locale string) (*language, error) {
	switch name, _, _ := strings.Cut(locale, "-"); name {
	case "en":
		return inEnglish(), nil
	case "ja":
		return inJapanese(), nil
	}
	return nil, fmt.Errorf("names cannot be heard in the locale %q: it is neither en nor ja", locale)
}
