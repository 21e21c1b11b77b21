package speech

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// tags are the SSML elements that this skill may use: those that Alexa knows in
// every locale, without sounds and other voices.
var tags = []string{"speak", "p", "s", "break", "say-as", "sub", "prosody", "lang", "w"}

// lawful says what is wrong with an SSML document.
func lawful(ssml string) error {
	if !strings.HasPrefix(ssml, "<speak>") || !strings.HasSuffix(ssml, "</speak>") {
		return errors.New("is not one <speak> document")
	}
	if !utf8.ValidString(ssml) {
		return errors.New("is not UTF-8")
	}
	if n := utf8.RuneCountInString(ssml); n > 1400 {
		return fmt.Errorf("is %d characters long, more than anybody listens to", n)
	}
	decoder := xml.NewDecoder(strings.NewReader(ssml))
	depth, documents, words := 0, 0, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if !slices.Contains(tags, e.Name.Local) {
				return fmt.Errorf("has the element %s", e.Name.Local)
			}
			if depth == 0 {
				documents++
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			words += string(e)
		default:
			return fmt.Errorf("has a %T", token)
		}
	}
	switch {
	case documents != 1:
		return fmt.Errorf("has %d documents", documents)
	case strings.TrimSpace(words) == "":
		return errors.New("says nothing")
	case strings.Contains(strings.ToLower(words), "arn:"):
		return fmt.Errorf("says an ARN: %s", words)
	}
	return nil
}

// lawfulAnswer says what is wrong with an answer.
func lawfulAnswer(a Answer) error {
	if err := lawful(a.SSML); err != nil {
		return fmt.Errorf("the speech %w", err)
	}
	if a.Reprompt != "" {
		if err := lawful(a.Reprompt); err != nil {
			return fmt.Errorf("the reprompt %w", err)
		}
	}
	if n := utf8.RuneCountInString(a.CardTitle + a.CardText); n > 8000 {
		return fmt.Errorf("the card is %d characters long", n)
	}
	if card := a.CardTitle + a.CardText; !utf8.ValidString(card) || strings.Contains(card, "<no value>") {
		return fmt.Errorf("the card is not UTF-8, or lacks a value: %s", card)
	}
	return nil
}
