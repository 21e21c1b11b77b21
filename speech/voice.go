// Package speech puts answers into words: SSML, cards and reprompts, from one
// message catalogue a language.
package speech

import (
	"embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.toml
var catalogues embed.FS

// voices are the languages that are spoken.
var voices = map[string]*Voice{
	"en": newVoice(language.English, english),
	"ja": newVoice(language.Japanese, japanese),
}

// Voice speaks one language. It is safe for use by several turns at once.
type Voice struct {
	localizer *i18n.Localizer
	tongue    tongue
}

// For returns the voice of a locale, such as en-GB: English for every English
// one, and for those that nobody knows.
func For(locale string) *Voice {
	if v, ok := voices[strings.ToLower(strings.SplitN(locale, "-", 2)[0])]; ok {
		return v
	}
	return voices["en"]
}

func newVoice(tag language.Tag, t tongue) *Voice {
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	if _, err := bundle.LoadMessageFileFS(catalogues, fmt.Sprintf("locales/%s.toml", tag)); err != nil {
		panic(fmt.Sprintf("speech: the catalogue %s: %v", tag, err))
	}
	return &Voice{localizer: i18n.NewLocalizer(bundle, tag.String()), tongue: t}
}

// with is what fills a message's braces.
type with map[string]any

// text is a message. Every id is in every catalogue, which a test makes sure
// of.
func (v *Voice) text(id string, fill with) string {
	return v.message(&i18n.LocalizeConfig{MessageID: id, TemplateData: fill})
}

// counted is a message in the plural form of n, which it has as {{.N}}.
func (v *Voice) counted(id string, n int) string {
	return v.message(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: with{"N": v.tongue.number(n)}})
}

func (v *Voice) message(c *i18n.LocalizeConfig) string {
	s, err := v.localizer.Localize(c)
	if err != nil {
		panic(fmt.Sprintf("speech: the message %s: %v", c.MessageID, err))
	}
	return s
}

// list joins names: a, b and c.
func (v *Voice) list(names []string, last string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], v.text("List.comma", nil)) + v.text(last, nil) + names[n-1]
	}
}

// times is how often: once, twice, three times.
func (v *Voice) times(n int) string {
	if n == 2 {
		return v.text("Times.twice", nil)
	}
	return v.counted("Times.count", n)
}
