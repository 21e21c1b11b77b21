// Package speech puts answers into words: SSML, cards and reprompts, from one
// message catalogue a language.
package speech

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The catalogues are made of those in TOML by go generate ./speech/locales.
//
//go:embed locales/*.json
var catalogues embed.FS

// voices are the languages that are spoken. Reading a catalogue takes a while,
// and most functions hear one language only: each is read when it is heard.
var voices = map[string]func() *Voice{
	"en": sync.OnceValue(func() *Voice { return newVoice(catalogues, language.English, english) }),
	"ja": sync.OnceValue(func() *Voice { return newVoice(catalogues, language.Japanese, japanese) }),
}

// Voice speaks one language. It is safe for use by several turns at once.
type Voice struct {
	localizer *i18n.Localizer
	tongue    tongue
	detail    Detail
}

// For returns the voice of a locale, such as en-GB: English for every English
// one, and for those that nobody knows.
func For(locale string) *Voice {
	tag, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if voice, ok := voices[tag]; ok {
		return voice()
	}
	return voices["en"]()
}

func newVoice(files fs.FS, tag language.Tag, t tongue) *Voice {
	bundle := i18n.NewBundle(tag)
	messages, err := readCatalogue(files, tag)
	if err == nil {
		err = bundle.AddMessages(tag, messages...)
	}
	if err != nil {
		panic(fmt.Sprintf("speech: the catalogue %s: %v", tag, err))
	}
	return &Voice{localizer: i18n.NewLocalizer(bundle, tag.String()), tongue: t}
}

// readCatalogue reads a language's messages.
func readCatalogue(files fs.FS, tag language.Tag) ([]*i18n.Message, error) {
	raw, err := fs.ReadFile(files, fmt.Sprintf("locales/%s.json", tag))
	if err != nil {
		return nil, err
	}
	var all []struct{ ID, One, Other string }
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	messages := make([]*i18n.Message, len(all))
	for i, m := range all {
		messages[i] = &i18n.Message{ID: m.ID, One: m.One, Other: m.Other}
	}
	return messages, nil
}

// with is what fills a message's braces.
type with map[string]any

// text is a message to be spoken. Its strings are escaped, its markup is not.
func (v *Voice) text(id string, fill with) markup {
	return markup(v.message(&i18n.LocalizeConfig{MessageID: id, TemplateData: escaped(fill)}))
}

// counted is a message to be spoken in the plural form of n, which it has as
// {{.N}}.
func (v *Voice) counted(id string, n int) markup {
	fill := with{"N": v.tongue.number(n)}
	return markup(v.message(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: fill}))
}

// plain is a message to be shown.
func (v *Voice) plain(id string, fill with) string {
	return v.message(&i18n.LocalizeConfig{MessageID: id, TemplateData: fill})
}

// figure is a message to be shown in the plural form of n, which it has as
// {{.N}}, in digits.
func (v *Voice) figure(id string, n int) string {
	return v.message(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: with{"N": n}})
}

// message panics where a catalogue lacks one, which a test makes sure of.
func (v *Voice) message(c *i18n.LocalizeConfig) string {
	s, err := v.localizer.Localize(c)
	if err != nil {
		panic(fmt.Sprintf("speech: the message %s: %v", c.MessageID, err))
	}
	return s
}

// list joins names, the last one with the message of that id: a, b and c.
func (v *Voice) list(names []string, last string) markup {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			b.WriteString(string(v.text(last, nil)))
		default:
			b.WriteString(string(v.text("List.comma", nil)))
		}
		b.WriteString(string(escape(name)))
	}
	return markup(b.String())
}

// times is how often: once, twice, three times.
func (v *Voice) times(n int) markup {
	if n == 2 {
		return v.text("Times.twice", nil)
	}
	return v.counted("Times.count", n)
}
