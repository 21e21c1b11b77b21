package dialect

import (
	"fmt"
	"slices"
	"strings"
)

// star stands for the columns of an asterisk, which the text does not name.
const star = "*"

// Labels names a result's columns as Lake does: by alias, by the name as it
// was written, by the last part of a path, and otherwise by position, from
// _col0 (AWS CloudTrail User Guide, "CloudTrail Lake sample queries"). What the
// statement leaves open has DuckDB's name.
func (q Query) Labels(names []string) []string {
	out := slices.Clone(names)
	stars := 0
	for _, l := range q.labels {
		if l == star {
			stars++
		}
	}
	behind := len(names) - (len(q.labels) - stars) // columns of the asterisk
	if stars > 1 || behind < 0 || stars == 0 && behind > 0 {
		return out
	}
	at := 0
	for _, l := range q.labels {
		switch l {
		case star:
			at += behind
			continue
		case "":
			l = fmt.Sprintf("_col%d", at)
		}
		out[at] = l
		at++
	}
	return out
}

// clauses are the keywords that end an item of a list, or a table.
var clauses = map[string]bool{
	"from": true, "where": true, "group": true, "having": true, "order": true, "limit": true, "offset": true,
	"fetch": true, "union": true, "intersect": true, "except": true, "window": true, "cross": true, "join": true,
	"inner": true, "left": true, "right": true, "full": true, "on": true, "using": true,
}

func lower(n node) string { return strings.ToLower(n.text) }

// labelsOf are the labels of the first SELECT's columns: empty for one without
// a name.
func labelsOf(nodes []node) []string {
	for len(nodes) > 0 && !nodes[0].is("select") {
		if nodes[0].isGroup("(") { // (SELECT …) UNION …
			if inside := nodes[0].inside; len(inside) > 0 && (inside[0].is("select") || inside[0].is("with")) && !isCTE(nodes) {
				return labelsOf(inside)
			}
		}
		nodes = nodes[1:]
	}
	if len(nodes) == 0 {
		return nil
	}
	nodes = nodes[1:]
	if len(nodes) > 0 && (nodes[0].is("distinct") || nodes[0].is("all")) {
		nodes = nodes[1:]
	}
	for i, n := range nodes {
		withinGroup := n.is("group") && i > 0 && nodes[i-1].is("within")
		if n.open == "" && n.kind == word && clauses[lower(n)] && !withinGroup {
			nodes = nodes[:i]
			break
		}
	}
	var labels []string
	for _, item := range list(nodes) {
		labels = append(labels, labelOf(item))
	}
	return labels
}

// isCTE reports whether a group is the query of a WITH clause: a comma or a
// SELECT follows it.
func isCTE(nodes []node) bool {
	return len(nodes) > 1 && (nodes[1].isSymbol(",") || nodes[1].is("select") || nodes[1].isGroup("("))
}

func labelOf(item []node) string {
	n := len(item)
	if n == 0 {
		return ""
	}
	last := item[n-1]
	isName := last.open == "" && (last.kind == quoted || last.kind == word && !valueWords[lower(last)])
	switch {
	case last.isSymbol("*") && (n == 1 || n > 1 && item[n-2].isSymbol(".")):
		return star
	case !isName:
		return ""
	case n == 1 || item[n-2].isSymbol(".") || item[n-2].is("as"):
		return last.name()
	case item[n-2].kind == symbol && item[n-2].open == "" || item[n-2].open == "" && operatorWords[lower(item[n-2])]:
		return "" // a + b, NOT a
	}
	return last.name() // an alias without AS
}

// valueWords end an expression without naming it.
var valueWords = map[string]bool{"end": true, "null": true, "true": true, "false": true, "current_timestamp": true, "current_date": true, "localtimestamp": true}

var operatorWords = map[string]bool{"not": true, "and": true, "or": true, "like": true, "between": true, "in": true, "is": true, "escape": true, "from": true, "zone": true}
