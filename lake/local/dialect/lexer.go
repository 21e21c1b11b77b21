package dialect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token is.
type kind int

const (
	word   kind = iota // a keyword, or a name without quotes
	quoted             // a name in double quotes
	text               // a string
	number
	store  // an event data store's id, which Lake takes without quotes
	symbol // an operator, a bracket, a comma
)

// token is a word of a statement, as it was written.
type token struct {
	kind kind
	text string
}

// is reports whether the token is a keyword, in whatever case.
func (t token) is(keyword string) bool {
	return t.kind == word && strings.EqualFold(t.text, keyword)
}

// name is the name that a word or a quoted name stands for.
func (t token) name() string {
	if t.kind == quoted {
		return strings.ReplaceAll(t.text[1:len(t.text)-1], `""`, `"`)
	}
	return t.text
}

var (
	uuidForm   = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)
	numberForm = regexp.MustCompile(`^(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?`)
)

// symbols of more than one character, longest first.
var symbols = []string{"->", "<>", "!=", "<=", ">=", "||"}

// lex cuts a statement into tokens and drops its comments.
func lex(sql string) ([]token, error) {
	var tokens []token
	for sql != "" {
		r, size := utf8.DecodeRuneInString(sql)
		switch {
		case r == utf8.RuneError && size == 1:
			return nil, syntaxError("the statement is not valid UTF-8")
		case r == 0:
			return nil, syntaxError("the statement holds a NUL character")
		case unicode.IsSpace(r):
			sql = sql[size:]
			continue
		case strings.HasPrefix(sql, "--"):
			_, sql, _ = strings.Cut(sql, "\n")
			continue
		case strings.HasPrefix(sql, "/*"):
			_, rest, ended := strings.Cut(sql[2:], "*/")
			if !ended {
				return nil, syntaxError("a comment does not end")
			}
			sql = rest
			continue
		}
		t, err := next(sql, r, size)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		sql = sql[len(t.text):]
	}
	return tokens, nil
}

// next is the token at the beginning of sql, which begins with r.
func next(sql string, r rune, size int) (token, error) {
	if id := uuidForm.FindString(sql); id != "" && !continues(sql[len(id):]) {
		return token{store, id}, nil
	}
	switch {
	case r == '\'':
		return delimited(text, sql, '\'', "a string does not end")
	case r == '"':
		return delimited(quoted, sql, '"', "a quoted name does not end")
	case r == '_' || unicode.IsLetter(r):
		end := strings.IndexFunc(sql, func(r rune) bool { return !isNamePart(r) })
		if end < 0 {
			end = len(sql)
		}
		return token{word, sql[:end]}, nil
	}
	if n := numberForm.FindString(sql); n != "" {
		if continues(sql[len(n):]) {
			return token{}, syntaxError("a name begins with a digit: %.40s", sql)
		}
		return token{number, n}, nil
	}
	for _, s := range symbols {
		if strings.HasPrefix(sql, s) {
			return token{symbol, s}, nil
		}
	}
	if strings.ContainsRune("()[],.*+-/%=<>;", r) {
		return token{symbol, sql[:size]}, nil
	}
	return token{}, syntaxError("unexpected %q", r)
}

func isNamePart(r rune) bool {
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func continues(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && isNamePart(r)
}

// delimited is a token between delimiters, which are doubled inside.
func delimited(k kind, sql string, delimiter byte, unended string) (token, error) {
	for i := 1; i < len(sql); i++ {
		if sql[i] != delimiter {
			continue
		}
		if i+1 < len(sql) && sql[i+1] == delimiter {
			i++
			continue
		}
		if k == quoted && i == 1 {
			return token{}, syntaxError("a quoted name is empty")
		}
		return token{k, sql[:i+1]}, nil
	}
	return token{}, syntaxError("%s", unended)
}
