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
	"element_at": forms{2: "(%[1]s)[%[2]s]"}.fill,
	"if":         forms{2: "CASE WHEN %[1]s THEN %[2]s END", 3: "CASE WHEN %[1]s THEN %[2]s ELSE %[3]s END"}.fill,
	// Trino's concat is NULL where an argument is, and takes arrays as well.
	"concat":      func(a []string) (string, error) { return "(" + strings.Join(a, " || ") + ")", nil },
	"any_match":   forms{2: "coalesce(list_bool_or(list_transform(%[1]s, %[2]s)), false)"}.fill,
	"all_match":   forms{2: "coalesce(list_bool_and(list_transform(%[1]s, %[2]s)), true)"}.fill,
	"none_match":  forms{2: "NOT coalesce(list_bool_or(list_transform(%[1]s, %[2]s)), false)"}.fill,
	"array_sort":  forms{1: "list_sort(%[1]s, 'ASC', 'NULLS LAST')"}.fill,
	"array_union": forms{2: "list_distinct(%[1]s || %[2]s)"}.fill,
	"array_join": forms{
		2: "array_to_string(%[1]s, %[2]s)",
		3: "array_to_string(list_transform(%[1]s, lambda e: coalesce(CAST(e AS VARCHAR), %[3]s)), %[2]s)",
	}.fill,
	"slice":          forms{3: "trino_slice(%[1]s, %[2]s, %[3]s)"}.fill,
	"reduce":         forms{4: "list_transform([list_reduce(%[1]s, %[3]s, %[2]s)], %[4]s)[1]"}.fill,
	"date":           forms{1: "CAST(%[1]s AS DATE)"}.fill,
	"date_add":       forms{3: "trino_date_add(%[1]s, %[2]s, %[3]s)"}.fill,
	"json_array_get": forms{2: "trino_json_array_get(%[1]s, %[2]s)"}.fill,
	"regexp_extract": forms{2: "trino_regexp_extract(%[1]s, %[2]s, 0)", 3: "trino_regexp_extract(%[1]s, %[2]s, %[3]s)"}.fill,
	"regexp_count":   forms{2: "len(regexp_extract_all(%[1]s, %[2]s))"}.fill,
	"regexp_replace": func(a []string) (string, error) {
		if len(a) == 3 {
			a[2] = groupReference.ReplaceAllString(a[2], `\$1`)
		}
		return forms{2: "regexp_replace(%[1]s, %[2]s, '', 'g')", 3: "regexp_replace(%[1]s, %[2]s, %[3]s, 'g')"}.fill(a)
	},
	"replace":             forms{2: "replace(%[1]s, %[2]s, '')", 3: "replace(%[1]s, %[2]s, %[3]s)"}.fill,
	"json_extract":        jsonPath("trino_json_extract"),
	"json_extract_scalar": jsonPath("trino_json_extract_scalar"),
	"date_format":         formatted("strftime", mysqlFormat),
	"date_parse":          formatted("strptime", mysqlFormat),
	"format_datetime":     formatted("strftime", jodaFormat),
	"parse_datetime":      formatted("strptime", jodaFormat),
}

// forms are what a function becomes, by how many arguments it has.
type forms map[int]string

func (f forms) fill(arguments []string) (string, error) {
	form, ok := f[len(arguments)]
	if !ok {
		return "", syntaxError("a function has %d arguments, which it does not take", len(arguments))
	}
	values := make([]any, len(arguments))
	for i, a := range arguments {
		values[i] = a
	}
	return fmt.Sprintf(form, values...), nil
}

// groupReference is what a replacement refers to a group by: $1.
var groupReference = regexp.MustCompile(`\$(\d)`)

// jsonPath is a function whose second argument is a JSON path. DuckDB writes
// $["a b"] as $."a b".
func jsonPath(macro string) func([]string) (string, error) {
	return func(a []string) (string, error) {
		if len(a) == 2 && strings.HasPrefix(a[1], "'") {
			a[1] = pathInBrackets.ReplaceAllString(a[1], `."$1"`)
		}
		return forms{2: macro + "(%[1]s, %[2]s)"}.fill(a)
	}
}

var pathInBrackets = regexp.MustCompile(`\[(?:"|'')([^"'\]]+)(?:"|'')\]`)

// formatted is a function whose second argument is a date format, which must
// be known to be translated.
func formatted(function string, translate func(string) (string, error)) func([]string) (string, error) {
	return func(a []string) (string, error) {
		if len(a) == 2 && !strings.HasPrefix(a[1], "'") {
			return "", &RefusedError{"a date format that is not a literal"}
		}
		if len(a) == 2 {
			var err error
			if a[1], err = translate(a[1]); err != nil {
				return "", err
			}
		}
		return forms{2: function + "(%[1]s, %[2]s)"}.fill(a)
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
