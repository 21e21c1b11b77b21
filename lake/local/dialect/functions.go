package dialect

import (
	"fmt"
	"regexp"
	"strings"
)

// renamed are functions that DuckDB has under another name.
var renamed = map[string]string{
	"approx_distinct":        "approx_count_distinct",
	"approx_percentile":      "approx_quantile",
	"array_except":           "list_except",
	"array_intersect":        "list_intersect",
	"array_max":              "list_max",
	"array_min":              "list_min",
	"arrays_overlap":         "list_has_any",
	"cardinality":            "len",
	"codepoint":              "ascii",
	"date_diff":              "date_sub",
	"day_of_month":           "day",
	"day_of_week":            "isodow",
	"day_of_year":            "dayofyear",
	"dow":                    "isodow",
	"doy":                    "dayofyear",
	"every":                  "bool_and",
	"filter":                 "list_filter",
	"from_iso8601_date":      "date",
	"is_json_scalar":         "trino_is_json_scalar",
	"json_array_contains":    "trino_json_array_contains",
	"json_array_length":      "trino_json_array_length",
	"json_format":            "trino_text",
	"json_parse":             "trino_json_parse",
	"levenshtein_distance":   "levenshtein",
	"regexp_like":            "regexp_matches",
	"regexp_split":           "string_split_regex",
	"split":                  "string_split",
	"to_iso8601":             "trino_to_iso8601",
	"to_unixtime":            "epoch",
	"transform":              "list_transform",
	"week_of_year":           "week",
	"year_of_week":           "isoyear",
	"yow":                    "isoyear",
	"from_unixtime":          "trino_from_unixtime",
	"from_iso8601_timestamp": "trino_timestamp",
}

// functions are those that differ in more than their name. They are given
// their arguments as rewritten text.
var functions = map[string]func([]string) (string, error){
	"element_at": exactly(2, "(%s)[%s]"),
	"if": func(a []string) (string, error) {
		switch len(a) {
		case 2:
			return fmt.Sprintf("CASE WHEN %s THEN %s END", a[0], a[1]), nil
		case 3:
			return fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", a[0], a[1], a[2]), nil
		}
		return "", syntaxError("if takes two or three arguments, not %d", len(a))
	},
	// Trino's concat is NULL where an argument is, and takes arrays as well.
	"concat":         func(a []string) (string, error) { return "(" + strings.Join(a, " || ") + ")", nil },
	"any_match":      exactly(2, "coalesce(list_bool_or(list_transform(%s, %s)), false)"),
	"all_match":      exactly(2, "coalesce(list_bool_and(list_transform(%s, %s)), true)"),
	"none_match":     exactly(2, "NOT coalesce(list_bool_or(list_transform(%s, %s)), false)"),
	"array_sort":     exactly(1, "list_sort(%s, 'ASC', 'NULLS LAST')"),
	"array_union":    exactly(2, "list_distinct(%s || %s)"),
	"slice":          exactly(3, "trino_slice(%s, %s, %s)"),
	"date":           exactly(1, "CAST(%s AS DATE)"),
	"date_add":       exactly(3, "trino_date_add(%s, %s, %s)"),
	"json_array_get": exactly(2, "trino_json_array_get(%s, %s)"),
	"array_join": func(a []string) (string, error) {
		switch len(a) {
		case 2:
			return fmt.Sprintf("array_to_string(%s, %s)", a[0], a[1]), nil
		case 3:
			return fmt.Sprintf("array_to_string(list_transform(%s, lambda e: coalesce(CAST(e AS VARCHAR), %s)), %s)", a[0], a[2], a[1]), nil
		}
		return "", syntaxError("array_join takes two or three arguments, not %d", len(a))
	},
	"reduce": func(a []string) (string, error) {
		if len(a) != 4 {
			return "", syntaxError("reduce takes four arguments, not %d", len(a))
		}
		return fmt.Sprintf("list_transform([list_reduce(%s, %s, %s)], %s)[1]", a[0], a[2], a[1], a[3]), nil
	},
	"regexp_extract": func(a []string) (string, error) {
		switch len(a) {
		case 2:
			return fmt.Sprintf("trino_regexp_extract(%s, %s, 0)", a[0], a[1]), nil
		case 3:
			return fmt.Sprintf("trino_regexp_extract(%s, %s, %s)", a[0], a[1], a[2]), nil
		}
		return "", syntaxError("regexp_extract takes two or three arguments, not %d", len(a))
	},
	"regexp_count": exactly(2, "len(regexp_extract_all(%s, %s))"),
	"regexp_replace": func(a []string) (string, error) {
		switch len(a) {
		case 2:
			return fmt.Sprintf("regexp_replace(%s, %s, '', 'g')", a[0], a[1]), nil
		case 3:
			return fmt.Sprintf("regexp_replace(%s, %s, %s, 'g')", a[0], a[1], groupReference.ReplaceAllString(a[2], `\$1`)), nil
		}
		return "", syntaxError("regexp_replace takes two or three arguments, not %d", len(a))
	},
	"replace": func(a []string) (string, error) {
		switch len(a) {
		case 2:
			return fmt.Sprintf("replace(%s, %s, '')", a[0], a[1]), nil
		case 3:
			return fmt.Sprintf("replace(%s, %s, %s)", a[0], a[1], a[2]), nil
		}
		return "", syntaxError("replace takes two or three arguments, not %d", len(a))
	},
	"json_extract":        jsonPath("trino_json_extract"),
	"json_extract_scalar": jsonPath("trino_json_extract_scalar"),
	"date_format":         formatted("strftime(%s, %s)", mysqlFormat),
	"date_parse":          formatted("strptime(%s, %s)", mysqlFormat),
	"format_datetime":     formatted("strftime(%s, %s)", jodaFormat),
	"parse_datetime":      formatted("strptime(%s, %s)", jodaFormat),
}

// groupReference is what a replacement refers to a group by: $1.
var groupReference = regexp.MustCompile(`\$(\d)`)

// exactly is a function of n arguments that becomes form.
func exactly(n int, form string) func([]string) (string, error) {
	return func(a []string) (string, error) {
		if len(a) != n {
			return "", syntaxError("a function takes %d arguments, not %d", n, len(a))
		}
		values := make([]any, n)
		for i := range a {
			values[i] = a[i]
		}
		return fmt.Sprintf(form, values...), nil
	}
}

// jsonPath is a function whose second argument is a JSON path. DuckDB writes
// $["a b"] as $."a b".
func jsonPath(macro string) func([]string) (string, error) {
	return func(a []string) (string, error) {
		if len(a) != 2 {
			return "", syntaxError("a JSON function takes two arguments, not %d", len(a))
		}
		path := a[1]
		if strings.HasPrefix(path, "'") {
			path = pathInBrackets.ReplaceAllString(path, `."$1"`)
		}
		return fmt.Sprintf("%s(%s, %s)", macro, a[0], path), nil
	}
}

var pathInBrackets = regexp.MustCompile(`\[(?:"|'')([^"'\]]+)(?:"|'')\]`)

// formatted is a function whose second argument is a date format, which must
// be known to be translated.
func formatted(form string, translate func(string) (string, error)) func([]string) (string, error) {
	return func(a []string) (string, error) {
		if len(a) != 2 {
			return "", syntaxError("a date function takes two arguments, not %d", len(a))
		}
		if !strings.HasPrefix(a[1], "'") {
			return "", &RefusedError{"a date format that is not a literal"}
		}
		format, err := translate(a[1])
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(form, a[0], format), nil
	}
}

// mysqlFormats are the format letters of date_format that strftime has other
// letters for (Trino documentation, "MySQL date functions").
var mysqlFormats = map[byte]string{
	'a': "%a", 'b': "%b", 'c': "%-m", 'd': "%d", 'e': "%-d", 'f': "%f", 'H': "%H", 'h': "%I", 'I': "%I", 'i': "%M",
	'j': "%j", 'k': "%-H", 'l': "%-I", 'M': "%B", 'm': "%m", 'p': "%p", 'r': "%I:%M:%S %p", 'S': "%S", 's': "%S",
	'T': "%H:%M:%S", 'v': "%V", 'W': "%A", 'x': "%G", 'Y': "%Y", 'y': "%y", '%': "%%",
}

func mysqlFormat(literal string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(literal); i++ {
		if literal[i] != '%' {
			b.WriteByte(literal[i])
			continue
		}
		i++
		if i == len(literal) || mysqlFormats[literal[i]] == "" {
			return "", &RefusedError{"the date format " + literal}
		}
		b.WriteString(mysqlFormats[literal[i]])
	}
	return b.String(), nil
}

// jodaFormats are the patterns of format_datetime, longest first (Joda-Time,
// DateTimeFormat).
var jodaFormats = []struct{ pattern, format string }{
	{"yyyy", "%Y"}, {"EEEE", "%A"}, {"MMMM", "%B"}, {"MMM", "%b"}, {"EEE", "%a"}, {"SSS", "%g"}, {"DDD", "%j"},
	{"yy", "%y"}, {"MM", "%m"}, {"dd", "%d"}, {"HH", "%H"}, {"hh", "%I"}, {"mm", "%M"}, {"ss", "%S"},
	{"M", "%-m"}, {"d", "%-d"}, {"H", "%-H"}, {"h", "%-I"}, {"a", "%p"}, {"E", "%a"}, {"e", "%u"}, {"T", "T"},
}

func jodaFormat(literal string) (string, error) {
	var b strings.Builder
	for rest := literal; rest != ""; {
		if strings.HasPrefix(rest, "''T''") {
			b.WriteByte('T')
			rest = rest[len("''T''"):]
			continue
		}
		matched := false
		for _, f := range jodaFormats {
			if strings.HasPrefix(rest, f.pattern) {
				b.WriteString(f.format)
				rest, matched = rest[len(f.pattern):], true
				break
			}
		}
		if matched {
			continue
		}
		if c := rest[0] | 0x20; c >= 'a' && c <= 'z' || rest[0] == '%' {
			return "", &RefusedError{"the date format " + literal}
		}
		b.WriteByte(rest[0])
		rest = rest[1:]
	}
	return b.String(), nil
}
