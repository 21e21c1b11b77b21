package dialect

import "strings"

// cast rewrites what is between the brackets of CAST or TRY_CAST. Text comes
// out as Trino writes it.
func (r *rewriter) cast(name string, inside []node) ([]node, error) {
	as := -1
	for i, n := range inside {
		if n.is("as") {
			as = i
		}
	}
	if as < 1 {
		return nil, syntaxError("%s lacks AS and a type", name)
	}
	value, err := r.rewrite(inside[:as])
	if err != nil {
		return nil, err
	}
	typeName, err := typeOf(inside[as+1:])
	if err != nil {
		return nil, err
	}
	if typeName == "VARCHAR" && !inside[0].is("null") {
		return []node{raw("trino_text(" + write(value) + ")")}, nil
	}
	return []node{raw(name + "(" + write(value) + " AS " + typeName + ")")}, nil
}

// plainTypes are Trino's types by DuckDB's names.
var plainTypes = map[string]string{
	"boolean": "BOOLEAN", "tinyint": "TINYINT", "smallint": "SMALLINT", "integer": "INTEGER", "int": "INTEGER",
	"bigint": "BIGINT", "real": "FLOAT", "double": "DOUBLE", "decimal": "DECIMAL", "varchar": "VARCHAR",
	"char": "VARCHAR", "varbinary": "BLOB", "json": "JSON", "date": "DATE", "time": "TIME", "timestamp": "TIMESTAMP",
}

func typeOf(nodes []node) (string, error) {
	if len(nodes) == 0 || nodes[0].kind != word || nodes[0].open != "" {
		return "", syntaxError("a type was expected")
	}
	name, rest := strings.ToLower(nodes[0].text), nodes[1:]
	var inside []node
	if len(rest) > 0 && rest[0].isGroup("(") {
		inside, rest = rest[0].inside, rest[1:]
	}
	if name == "timestamp" && len(rest) == 4 && rest[0].is("with") {
		rest = nil // WITH TIME ZONE: all times are in UTC
	}
	if len(rest) > 0 {
		return "", syntaxError("a type goes on after its end: %s", write(nodes))
	}
	switch name {
	case "array":
		element, err := typeOf(inside)
		return element + "[]", err
	case "map":
		parts := list(inside)
		if len(parts) != 2 {
			return "", syntaxError("a map has a type for its keys and one for its values")
		}
		key, err := typeOf(parts[0])
		if err != nil {
			return "", err
		}
		value, err := typeOf(parts[1])
		return "MAP(" + key + ", " + value + ")", err
	case "row":
		return row(list(inside))
	case "decimal":
		return "DECIMAL(" + write(inside) + ")", nil
	}
	if plain, ok := plainTypes[name]; ok {
		return plain, nil
	}
	return "", &RefusedError{"the type " + name}
}

func row(fields [][]node) (string, error) {
	var out []string
	for _, f := range fields {
		if len(f) < 2 {
			return "", syntaxError("a row's fields have a name and a type")
		}
		typeName, err := typeOf(f[1:])
		if err != nil {
			return "", err
		}
		out = append(out, f[0].text+" "+typeName)
	}
	return "STRUCT(" + strings.Join(out, ", ") + ")", nil
}
