// Package dialect turns Trino's SELECTs, as CloudTrail Lake's users write them,
// into DuckDB's, and lets through only those that read nothing but an event
// data store. It rewrites a statement's tokens where the two dialects differ;
// functions that are more than a name apart are macros (macros.sql).
package dialect

import (
	"fmt"
	"strings"
	"time"
)

// Query is a statement in DuckDB's dialect.
type Query struct {
	SQL    string
	labels []string // of the columns, as Lake names them; star for an asterisk
}

// SyntaxError says what is wrong with a statement's text.
type SyntaxError struct{ Message string }

func (e *SyntaxError) Error() string { return e.Message }

func syntaxError(format string, args ...any) error {
	return &SyntaxError{fmt.Sprintf(format, args...)}
}

// UnknownStoreError names an event data store that there isn't.
type UnknownStoreError struct{ ID string }

func (e *UnknownStoreError) Error() string { return "there is no event data store " + e.ID }

// RefusedError names what a statement may not do or use.
type RefusedError struct{ What string }

func (e *RefusedError) Error() string { return e.What + " is not supported" }

// Target is what a statement is rewritten for.
type Target struct {
	EventDataStore string    // its id, in lower case
	View           string    // what it is called in DuckDB
	Now            time.Time // what current_timestamp is
}

// Rewrite turns one SELECT into DuckDB's dialect. Its errors are *SyntaxError,
// *UnknownStoreError and *RefusedError. What it returns must pass Check before
// it is run.
func Rewrite(statement string, target Target) (Query, error) {
	tokens, err := lex(statement)
	if err != nil {
		return Query{}, err
	}
	if n := len(tokens); n > 0 && tokens[n-1].text == ";" {
		tokens = tokens[:n-1]
	}
	for _, t := range tokens {
		if t.kind == symbol && t.text == ";" {
			return Query{}, syntaxError("only one statement may be given at a time")
		}
	}
	nodes, err := parse(tokens)
	if err != nil {
		return Query{}, err
	}
	labels := labelsOf(nodes)
	nodes, err = (&rewriter{target}).rewrite(nodes)
	if err != nil {
		return Query{}, err
	}
	return Query{SQL: write(nodes), labels: labels}, nil
}

type rewriter struct{ target Target }

// rewrite rewrites nodes that stand side by side.
func (r *rewriter) rewrite(in []node) ([]node, error) {
	var out []node
	for i := 0; i < len(in); {
		nodes, taken, err := r.first(in[i:], out)
		if err != nil {
			return nil, err
		}
		out = append(out, nodes...)
		i += taken
	}
	return out, nil
}

// first rewrites as many of the first nodes as belong together. Before them
// comes what was rewritten already.
func (r *rewriter) first(in, before []node) (out []node, taken int, err error) {
	n := in[0]
	switch {
	case n.open != "":
		n.inside, err = r.rewrite(n.inside)
		return []node{n}, 1, err
	case n.kind == store, n.kind == quoted && uuidForm.FindString(n.name()) == n.name():
		out, err = r.store(n.name())
		return out, 1, err
	case n.kind != word && n.kind != quoted:
		return []node{n}, 1, nil
	case strings.EqualFold(n.name(), r.target.View):
		return nil, 0, &UnknownStoreError{n.name()}
	case n.is("unnest") && follows(in, 1, "(") && isInFrom(before):
		return r.unnest(in)
	case n.kind == word && follows(in, 1, "(") && !isPathPart(before):
		return r.call(in)
	case n.kind == word && !isPathPart(before):
		return []node{r.moment(n)}, 1, nil
	}
	return []node{n}, 1, nil
}

func (r *rewriter) store(id string) ([]node, error) {
	if !strings.EqualFold(id, r.target.EventDataStore) {
		return nil, &UnknownStoreError{id}
	}
	return []node{raw(`"` + r.target.View + `"`)}, nil
}

// moment replaces the words that stand for the present.
func (r *rewriter) moment(n node) node {
	switch strings.ToLower(n.text) {
	case "current_timestamp", "localtimestamp":
		return raw("TIMESTAMP '" + r.target.Now.UTC().Format("2006-01-02 15:04:05.000000") + "'")
	case "current_date":
		return raw("DATE '" + r.target.Now.UTC().Format(time.DateOnly) + "'")
	}
	return n
}

// call rewrites a function and its arguments.
func (r *rewriter) call(in []node) ([]node, int, error) {
	name := strings.ToLower(in[0].text)
	if name == "cast" || name == "try_cast" {
		out, err := r.cast(name, in[1].inside)
		return out, 2, err
	}
	if name == "now" && len(in[1].inside) == 0 {
		return []node{r.moment(raw("current_timestamp"))}, 2, nil
	}
	inside := in[1].inside
	if n := len(inside); n == 1 && name == "cardinality" && mapColumns[strings.ToLower(inside[0].name())] {
		return in[:2], 2, nil
	}
	var arguments []string
	for _, a := range list(inside) {
		argument, err := r.argument(a)
		if err != nil {
			return nil, 0, err
		}
		arguments = append(arguments, argument)
	}
	if name == "listagg" && len(in) > 4 && in[2].is("within") && in[3].is("group") && in[4].isGroup("(") {
		order, err := r.rewrite(in[4].inside)
		return []node{raw("string_agg(" + strings.Join(arguments, ", ") + " " + write(order) + ")")}, 5, err
	}
	if rename, ok := renamed[name]; ok {
		name = rename
	}
	if f, ok := functions[name]; ok {
		out, err := f(arguments)
		if err != nil {
			return nil, 0, err
		}
		return []node{raw(out)}, 2, nil
	}
	return []node{raw(name + "(" + strings.Join(arguments, ", ") + ")")}, 2, nil
}

// argument rewrites a function's argument, which may be a lambda.
func (r *rewriter) argument(in []node) (string, error) {
	parameters := ""
	if len(in) > 2 && in[1].isSymbol("->") {
		switch {
		case in[0].kind == word && in[0].open == "":
			parameters = in[0].text
		case in[0].isGroup("("):
			parameters = write(in[0].inside)
		}
		in = in[2:]
	}
	out, err := r.rewrite(in)
	if err != nil || parameters == "" {
		return write(out), err
	}
	return "lambda " + parameters + ": " + write(out), nil
}

// mapColumns are the columns that are maps, which DuckDB counts and unnests
// otherwise than lists.
var mapColumns = map[string]bool{
	"requestparameters": true, "responseelements": true, "additionaleventdata": true, "serviceeventdetails": true,
	"addendum": true, "edgedevicedetails": true, "insightdetails": true,
}

// raw is text of the rewriter's own.
func raw(text string) node { return node{token: token{word, text}} }

func follows(in []node, i int, open string) bool { return i < len(in) && in[i].isGroup(open) }

// isPathPart reports whether what follows is a part of a path: userIdentity.type.
func isPathPart(before []node) bool {
	return len(before) > 0 && before[len(before)-1].isSymbol(".")
}

// isInFrom reports whether a table may follow.
func isInFrom(before []node) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return last.is("join") || last.is("from") || last.isSymbol(",")
}
