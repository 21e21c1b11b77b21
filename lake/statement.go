package lake

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"text/template"

	"pudding/internal/lazyregexp"
)

// MaxStatement is the longest statement that StartQuery takes, in characters
// (AWS CloudTrail API Reference, StartQuery).
const MaxStatement = 10_000

//go:embed queries/*.sql
var queryFiles embed.FS

// statements are the questions' templates, cut at their parameters. They are
// assembled from the files alone: no value of a question is known here.
var statements = sync.OnceValue(func() map[Template][]piece { return assemble(queryFiles) })

func assemble(files fs.FS) map[Template][]piece {
	t := template.Must(template.ParseFS(files, "queries/*.sql"))
	out := map[Template][]piece{}
	for _, name := range Templates() {
		var sql strings.Builder
		if err := t.ExecuteTemplate(&sql, string(name)+".sql", nil); err != nil {
			panic(fmt.Sprintf("lake: assembling the template %s: %v", name, err))
		}
		out[name] = cut(sql.String())
	}
	return out
}

// piece is either SQL text or the name of a parameter.
type piece struct{ text, parameter string }

// A parameter is a colon and a name; one inside a string is part of the string.
var (
	parameterOrString = lazyregexp.New(`'(?:[^']|'')*'|:([a-z_]+)`)
	commentOrString   = lazyregexp.New(`'(?:[^']|'')*'|--[^\n]*`)
	blankLines        = lazyregexp.New(`\s*\n\s*\n`)
	indentation       = lazyregexp.New(`\n {3,}`)
)

// cut drops a template's comments, and most of its indentation for there is a
// limit to its length, and splits it at its parameters.
func cut(sql string) []piece {
	sql = commentOrString.ReplaceAllStringFunc(sql, func(found string) string {
		if strings.HasPrefix(found, "--") {
			return ""
		}
		return found
	})
	sql = strings.TrimSpace(indentation.ReplaceAllString(blankLines.ReplaceAllString(sql, "\n"), "\n  "))
	var pieces []piece
	rest := 0
	for _, m := range parameterOrString.FindAllStringSubmatchIndex(sql, -1) {
		if m[2] >= 0 {
			pieces = append(pieces, piece{text: sql[rest:m[0]]}, piece{parameter: sql[m[2]:m[3]]})
			rest = m[1]
		}
	}
	return append(pieces, piece{text: sql[rest:]})
}

// Statement is the SQL that asks q of an event data store, given by its id (a
// UUID: StartQuery takes no ARN in FROM). CloudTrail Lake has no bind
// parameters, so every argument becomes a literal of its own kind; one that
// can't is an *Error with the code InvalidQuestion, and there is no statement.
func Statement(q Question, eventDataStore string) (string, error) {
	pieces, err := templateOf(q)
	if err != nil {
		return "", err
	}
	var sql strings.Builder
	for _, p := range pieces {
		sql.WriteString(p.text)
		if p.parameter == "" {
			continue
		}
		literal, err := parameters[p.parameter](q, eventDataStore)
		if err != nil {
			return "", invalid("the %s %w", p.parameter, err)
		}
		sql.WriteString(literal)
	}
	if sql.Len() > MaxStatement {
		return "", invalid("the statement would be longer than %d characters", MaxStatement)
	}
	return sql.String(), nil
}

// templateOf is the template of a question, if it may be asked at all.
func templateOf(q Question) ([]piece, error) {
	pieces, ok := statements()[q.Template]
	if !ok {
		return nil, invalid("there is no template %q", q.Template)
	}
	if !q.Period.From.Before(q.Period.To) {
		return nil, invalid("the period from %s to %s is empty", q.Period.From, q.Period.To)
	}
	return pieces, nil
}

func invalid(format string, args ...any) error {
	return &Error{Code: InvalidQuestion, Message: "writing the query", Err: fmt.Errorf(format, args...)}
}
