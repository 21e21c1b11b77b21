package lake

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pudding/internal/lazyregexp"
)

// Literals: the only way a value gets into a statement. Each function checks a
// value against the grammar of its kind and returns SQL text that is one token
// (or one CAST), whatever the value was.

// null is typed, so that it may stand wherever text may.
const null = "CAST(NULL AS varchar)"

// text quotes any printable text of at most max bytes.
func text(s string, max int) (string, error) {
	switch {
	case len(s) > max:
		return "", fmt.Errorf("is %d bytes long, more than %d", len(s), max)
	case !utf8.ValidString(s):
		return "", fmt.Errorf("is not valid UTF-8")
	case strings.ContainsFunc(s, unicode.IsControl):
		return "", fmt.Errorf("holds control characters")
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'", nil
}

// matching quotes a value of a strict grammar, which leaves nothing to escape.
func matching(grammar *lazyregexp.Regexp, s string) (string, error) {
	if !grammar.MatchString(s) {
		return "", fmt.Errorf("is not of the form %s", grammar)
	}
	return "'" + s + "'", nil
}

// optional renders an absent value as NULL and any other by render.
func optional(s string, render func(string) (string, error)) (string, error) {
	if s == "" {
		return null, nil
	}
	return render(s)
}

// timestamp renders a moment in the form that AWS's own sample queries compare
// eventTime with.
func timestamp(t time.Time) (string, error) {
	if y := t.UTC().Year(); y < 2006 || y > 9999 {
		return "", fmt.Errorf("is in the year %d, outside what CloudTrail could have recorded", y)
	}
	return "'" + t.UTC().Format(time.DateTime) + "'", nil
}
