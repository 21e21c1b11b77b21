// Package nlu says what was meant by what was heard: periods, names of buckets
// and users, actions, services.
package nlu

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"pudding/internal/lazyregexp"
	"pudding/lake"
)

// NameError is a name that nothing in AWS can have.
type NameError struct {
	Value  string
	Reason string
}

func (e *NameError) Error() string { return fmt.Sprintf("the name %.60q %s", e.Value, e.Reason) }

// maxHeard is the longest name that is listened to, in bytes. The longest in
// AWS that is asked about, a path and a user's name, is shorter.
const maxHeard = 255

// maxName is the longest name of a user or a role's session, in characters (IAM
// User Guide, "IAM name requirements"); a bucket's is one shorter.
const maxName = 64

// Fold returns what all ways to hear and to write an identifier share: its
// letters in lower case and its digits, full-width ones included.
func Fold(s string) string { return lake.Fold(norm.NFKC.String(s)) }

// BucketName reads the name of a bucket. An identifier, such as
// config-bucket-123456789012, means that bucket; spoken words, such as "the
// config bucket", may be a part of a name. Errors are *NameError.
func BucketName(heard string) (lake.Name, error) { return name(heard, bucketWords) }

// UserName reads the name of a user, a role session or a source identity, as
// BucketName reads a bucket's.
func UserName(heard string) (lake.Name, error) { return name(heard, userWords) }

func name(heard string, wrapping words) (lake.Name, error) {
	said, err := clean(heard)
	if err != nil {
		return lake.Name{}, &NameError{heard, err.Error()}
	}
	n := lake.Name{Said: wrapping.unsuffixed(said)}
	if !isIdentifier(said) {
		n = lake.Name{Said: spokenMarks.Replace(inDigits(wrapping.strip(said))), Loose: true}
	}
	switch folded := Fold(n.Said); {
	case folded == "":
		return lake.Name{}, &NameError{heard, "has no letters and no digits of the kind AWS's names have"}
	case len(folded) > maxName:
		return lake.Name{}, &NameError{heard, "is longer than a name can be"}
	}
	return n, nil
}

// clean is text in its compatibility form, without what cannot be said.
func clean(heard string) (string, error) {
	switch {
	case len(heard) > maxHeard:
		return "", fmt.Errorf("is %d bytes long", len(heard))
	case !utf8.ValidString(heard):
		return "", errors.New("is not valid UTF-8")
	case strings.ContainsFunc(heard, unicode.IsControl):
		return "", errors.New("holds control characters")
	}
	return strings.TrimSpace(norm.NFKC.String(heard)), nil
}

// What nobody says, but writes: punctuation of identifiers, a capital, a long
// number.
var written = lazyregexp.New(`[-._@+=,/]|[A-Z]|[0-9]{5}`)

// numbered are the names of AWS's services that have a number in them, and are a
// part of many a name, as they are said.
var numbered = lazyregexp.New(`\b(?:s\.? three|e\.? c\.? two)\b`)

// spokenMarks writes the punctuation of a name that is spelled out: "oscar dot
// lind".
var spokenMarks = strings.NewReplacer(" dot ", ".", " dash ", "-", " hyphen ", "-", " minus ", "-", " underscore ", "_")

// inDigits writes those names as they are written: s3, ec2.
func inDigits(s string) string {
	return numbered.ReplaceAllStringFunc(s, func(name string) string {
		if strings.HasSuffix(name, "three") {
			return "s3"
		}
		return "ec2"
	})
}

// isIdentifier tells an identifier that was typed, or resolved by Alexa, from
// spoken words.
func isIdentifier(s string) bool {
	return !strings.ContainsFunc(s, unicode.IsSpace) && written.MatchString(s)
}

// words are those that may stand around a name without being part of it.
type words struct{ before, behind []string }

var (
	bucketWords = words{
		before: []string{"the ", "my ", "our ", "your ", "that ", "this ", "s3 ", "bucket ", "私の", "僕の", "俺の", "うちの", "この", "その", "あの"},
		behind: []string{" bucket", " buckets", " please", "のバケット", "バケット", "ばけっと"},
	}
	userWords = words{
		before: []string{"the ", "user ", "iam ", "mister ", "ユーザー", "ユーザ"},
		behind: []string{" user", " please", "さん", "くん", "君", "氏", "様", "ちゃん", "というユーザー", "ユーザー", "ユーザ"},
	}
)

// strip takes the words off a name, unless nothing would be left.
func (w words) strip(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	for again := true; again; {
		again = false
		for _, b := range w.before {
			if rest, ok := strings.CutPrefix(s, b); ok && strings.TrimSpace(rest) != "" {
				s, again = strings.TrimSpace(rest), true
			}
		}
		for _, b := range w.behind {
			if rest, ok := strings.CutSuffix(s, b); ok && strings.TrimSpace(rest) != "" {
				s, again = strings.TrimSpace(rest), true
			}
		}
	}
	return s
}

// unsuffixed takes off an identifier what Japanese puts right behind it, and
// AWS's names cannot have.
func (w words) unsuffixed(s string) string {
	for _, b := range w.behind {
		if b[0] >= utf8.RuneSelf {
			s = strings.TrimSuffix(s, b)
		}
	}
	return s
}

// ChooseBucket decides which of the buckets that were found is the one that was
// named. If it cannot be told, candidates are those that it may be; with none
// found there is neither. A bucket whose name contains the words is taken when
// it is the only one.
func ChooseBucket(n lake.Name, found []string) (chosen string, candidates []string) {
	if chosen, candidates = choose(n, found, "", "bucket"); chosen != "" || candidates != nil {
		return chosen, candidates
	}
	// The words in one piece, with the word bucket behind or without, mean more
	// than the same words apart.
	for _, ending := range []string{"bucket", ""} {
		if candidates == nil {
			candidates = containing(n, ending, found)
		}
	}
	if candidates == nil {
		candidates = found
	}
	if len(candidates) == 1 {
		return candidates[0], nil
	}
	return "", sorted(candidates)
}

// ChooseUser decides likewise, but never takes a user for another whose name
// merely contains the words: a person is asked for, not guessed.
func ChooseUser(n lake.Name, found []string) (chosen string, candidates []string) {
	if chosen, candidates = choose(n, found, ""); chosen != "" || candidates != nil {
		return chosen, candidates
	}
	return "", sorted(found)
}

// choose takes the one that is the same to the letter, or else the one that
// sounds the same but for one of the endings.
func choose(n lake.Name, found []string, endings ...string) (chosen string, candidates []string) {
	if slices.Contains(found, n.Said) {
		return n.Said, nil
	}
	for _, ending := range endings {
		var same []string
		for _, f := range found {
			if slices.ContainsFunc(foldings(n), func(folded string) bool { return Fold(f) == folded+ending }) {
				same = append(same, f)
			}
		}
		switch len(same) {
		case 0:
		case 1:
			return same[0], nil
		default:
			return "", sorted(same)
		}
	}
	return "", nil
}

// containing are those that a name, in one piece and with an ending, is a part of.
func containing(n lake.Name, ending string, found []string) []string {
	var out []string
	for _, f := range found {
		if slices.ContainsFunc(foldings(n), func(folded string) bool { return strings.Contains(Fold(f), folded+ending) }) {
			out = append(out, f)
		}
	}
	return out
}

// foldings are the ways that a name may be written, each folded.
func foldings(n lake.Name) []string {
	if also := Fold(n.Also); n.Loose && also != "" {
		return []string{Fold(n.Said), also}
	}
	return []string{Fold(n.Said)}
}

func sorted(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return slices.Sorted(slices.Values(names))
}

// maxKey is the longest object key, in bytes (Amazon S3 User Guide, "Naming
// Amazon S3 objects").
const maxKey = 1024

// Object reads the name of an object: a key, or words that sound like one. A key
// that ends with a slash is a folder: all that is below it.
// Errors are *NameError.
func Object(heard string) (lake.Object, error) {
	key := strings.TrimSpace(norm.NFC.String(heard))
	switch {
	case len(key) > maxKey:
		return lake.Object{}, &NameError{heard, fmt.Sprintf("is %d bytes long", len(key))}
	case !utf8.ValidString(key):
		return lake.Object{}, &NameError{heard, "is not valid UTF-8"}
	case strings.ContainsFunc(key, unicode.IsControl):
		return lake.Object{}, &NameError{heard, "holds control characters"}
	case key == "":
		return lake.Object{}, &NameError{heard, "is empty"}
	}
	return lake.Object{Key: key, Prefix: strings.HasSuffix(key, "/")}, nil
}
