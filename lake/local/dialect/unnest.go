package dialect

import "fmt"

// unnest rewrites UNNEST(x) [WITH ORDINALITY] [[AS] t [(columns)]] in a FROM
// clause into a subquery, which DuckDB joins laterally. A map has two columns;
// an array of structs has as many as the structs have fields.
func (r *rewriter) unnest(in []node) ([]node, int, error) {
	arguments := list(in[1].inside)
	if len(arguments) != 1 {
		return nil, 0, &RefusedError{"UNNEST of more than one array"}
	}
	rewritten, err := r.rewrite(arguments[0])
	if err != nil {
		return nil, 0, err
	}
	value, taken := write(rewritten), 2
	if taken+1 < len(in) && in[taken].is("with") && in[taken+1].is("ordinality") {
		return nil, 0, &RefusedError{"UNNEST WITH ORDINALITY"}
	}
	if taken < len(in) && in[taken].is("as") {
		taken++
	}
	alias, columns := "", ""
	names := 0
	if taken < len(in) && (in[taken].kind == quoted || in[taken].kind == word && in[taken].open == "" && !clauses[lower(in[taken])]) {
		alias = " AS " + in[taken].text
		taken++
		if follows(in, taken, "(") {
			names = len(list(in[taken].inside))
			columns = "(" + write(in[taken].inside) + ")"
			taken++
		}
	}
	var selected string
	switch names {
	case 1:
		selected = fmt.Sprintf("unnest(%s)", value)
	case 2:
		selected = fmt.Sprintf("unnest(map_keys(%s)), unnest(map_values(%s))", value, value)
	default:
		selected = fmt.Sprintf("unnest(%s, recursive := true)", value)
	}
	return []node{raw("(SELECT " + selected + ")" + alias + columns)}, taken, nil
}
