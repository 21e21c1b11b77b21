package dialect

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
)

// Check lets a rewritten statement through, if it is one SELECT that reads
// nothing but the view and its own WITH queries, by functions that reach no
// further. It walks the syntax tree that DuckDB itself makes of the statement,
// so there is no second opinion on what it means. What it refuses is a
// *RefusedError or a *SyntaxError.
func Check(ctx context.Context, db *sql.DB, statement, view string) error {
	var serialized string
	if err := db.QueryRowContext(ctx, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", statement).Scan(&serialized); err != nil {
		return fmt.Errorf("reading the statement: %w", err)
	}
	var tree struct {
		Error      bool             `json:"error"`
		Message    string           `json:"error_message"`
		Statements []map[string]any `json:"statements"`
	}
	if err := json.Unmarshal([]byte(serialized), &tree); err != nil {
		return fmt.Errorf("reading the statement's syntax tree: %w", err)
	}
	switch {
	case tree.Error:
		return syntaxError("%s", strings.ReplaceAll(tree.Message, "serialized to json!", "run."))
	case len(tree.Statements) != 1:
		return syntaxError("only one statement may be given at a time")
	}
	return walk(tree.Statements[0], scope{strings.ToLower(view): true})
}

// scope is the tables that a part of a statement may name.
type scope map[string]bool

func (s scope) with(table string) scope {
	wider := scope{strings.ToLower(table): true}
	for t := range s {
		wider[t] = true
	}
	return wider
}

// walk checks a part of the tree and all below it.
func walk(part any, tables scope) error {
	switch p := part.(type) {
	case []any:
		for _, e := range p {
			if err := walk(e, tables); err != nil {
				return err
			}
		}
	case map[string]any:
		tables, err := widen(p, tables)
		if err != nil {
			return err
		}
		if err := check(p, tables); err != nil {
			return err
		}
		for name, child := range p {
			if name == "cte_map" {
				continue
			}
			if err := walk(child, tables); err != nil {
				return err
			}
		}
	}
	return nil
}

// widen adds the WITH queries of a query to the tables that it may name. Each
// of them may name those before it, and not itself.
func widen(query map[string]any, tables scope) (scope, error) {
	ctes, _ := query["cte_map"].(map[string]any)
	entries, _ := ctes["map"].([]any)
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		if err := walk(entry["value"], tables); err != nil {
			return nil, err
		}
		name, _ := entry["key"].(string)
		tables = tables.with(name)
	}
	return tables, nil
}

// tableKinds are the kinds of things that may stand in a FROM clause.
var tableKinds = map[string]bool{"BASE_TABLE": true, "SUBQUERY": true, "JOIN": true, "EMPTY": true}

// queryKinds are the kinds of queries.
var queryKinds = map[string]bool{"SELECT_NODE": true, "SET_OPERATION_NODE": true}

func check(part map[string]any, tables scope) error {
	kind, _ := part["type"].(string)
	_, isTable := part["sample"]
	_, isQuery := part["cte_map"]
	switch {
	case isQuery && !queryKinds[kind]:
		return &RefusedError{"a query of the kind " + kind}
	case isTable && !isQuery && !tableKinds[kind]:
		return &RefusedError{"a table of the kind " + kind}
	case kind == "BASE_TABLE":
		name, _ := part["table_name"].(string)
		if part["schema_name"] != "" || part["catalog_name"] != "" || !tables[strings.ToLower(name)] {
			return &RefusedError{"the table " + name}
		}
	case part["class"] == "WINDOW":
		return nil // its functions are a closed set
	}
	if f, ok := part["function_name"].(string); ok && part["class"] != "WINDOW" && !allowed[strings.ToLower(f)] {
		return &RefusedError{"the function " + f}
	}
	return nil
}

// allowed are the functions that a statement may use, under DuckDB's names:
// those that compute, and make nothing out of proportion to what they are
// given.
var allowed = func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(`
		+ - * / // % || ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape
		array_extract struct_extract struct_extract_at map_extract map_extract_value list_value row struct_pack map coalesce
		abs ceil ceiling floor round sqrt power pow mod exp ln log log2 log10 sign greatest least random
		length strlen lower upper trim ltrim rtrim reverse replace translate substr substring position strpos instr starts_with ends_with
		prefix suffix contains split_part string_split string_split_regex concat concat_ws chr ascii levenshtein md5 sha256
		regexp_matches regexp_full_match regexp_extract regexp_extract_all regexp_replace
		date_trunc date_part date_sub datepart year month day hour minute second millisecond quarter week isodow isoyear
		dayofyear epoch epoch_ms make_timestamp strftime strptime age
		to_milliseconds to_seconds to_minutes to_hours to_days to_weeks to_months to_years trunc
		list_filter list_transform list_reduce list_bool_or list_bool_and list_sort list_distinct list_max list_min list_concat
		list_contains list_has_any list_intersect list_except list_slice array_slice array_to_string array_distinct len cardinality
		flatten map_keys map_values map_entries element_at unnest
		json_extract json_extract_string json_valid json_type json_array_length
		nullif ifnull typeof error
		count count_star count_if countif sum avg min max array_agg list string_agg listagg arbitrary any_value first last
		max_by min_by arg_max arg_min bool_and bool_or approx_count_distinct approx_quantile stddev stddev_pop stddev_samp
		variance var_pop var_samp histogram median mode
		trino_text trino_regexp_extract trino_slice trino_date_add trino_timestamp trino_from_unixtime trino_to_iso8601
		trino_json_parse trino_json_extract trino_json_extract_scalar trino_json_array_length trino_json_array_get
		trino_json_array_contains trino_is_json_scalar`) {
		all[name] = true
	}
	return all
}()
