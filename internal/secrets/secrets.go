// Package secrets takes out of a text what nobody may read in it: whole access keys,
// Alexa's ids of people, accounts and devices, and tokens. It is the last of several
// bars: what is known to be a secret is never written in the first place.
package secrets

import (
	"bytes"
	"io"

	"pudding/internal/lazyregexp"
)

// kinds are secrets by their forms. A text without one of the marks is not searched.
var kinds = []struct {
	marks []string
	form  *lazyregexp.Regexp
	left  string
}{
	// Of twenty characters (IAM User Guide, "IAM identifiers": unique identifiers).
	// What is shorter, or called after a continent, may be anybody's name.
	{[]string{"AKIA", "ASIA"}, lazyregexp.New(`(?:AKIA|ASIA)[A-Z0-9]{12,}([A-Z0-9]{4})`), `…$1`},
	{[]string{"akia"}, lazyregexp.New(`akia[a-z0-9]{12,}([a-z0-9]{4})`), `…$1`},
	{[]string{"amzn1.ask."}, lazyregexp.New(`amzn1\.ask\.(account|person|device)\.[A-Za-z0-9_.-]+`), `amzn1.ask.$1.…`},
	// Login with Amazon's tokens, and those that are JSON Web Tokens, as Alexa's are.
	{[]string{"Atc|", "Atza|", "Atzr|"}, lazyregexp.New(`(At(?:c|za|zr))\|[A-Za-z0-9_.|+/=-]+`), `$1|…`},
	{[]string{"eyJ"}, lazyregexp.New(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?`), `eyJ…`},
}

// Masked is a text without its secrets: of an access key its last four characters
// are left.
func Masked(text []byte) []byte {
	for _, k := range kinds {
		for _, mark := range k.marks {
			if bytes.Contains(text, []byte(mark)) {
				text = k.form.ReplaceAll(text, []byte(k.left))
				break
			}
		}
	}
	return text
}

// Hold reports whether a text holds one.
func Hold(text string) bool {
	return !bytes.Equal(Masked([]byte(text)), []byte(text))
}

// Writer masks what is written to w, a line at a time, as zerolog writes.
func Writer(w io.Writer) io.Writer { return writer{w} }

type writer struct{ to io.Writer }

func (w writer) Write(line []byte) (int, error) {
	if _, err := w.to.Write(Masked(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}
