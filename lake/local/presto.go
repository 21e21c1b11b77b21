package local

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// renderer writes a value of one type as Presto writes it: 2023-01-22
// 16:53:53.000, {type=IAMUser, username=null}, [a, b]. DuckDB's driver hands
// structs over without the order of their fields, which the type's name has.
type renderer func(b *strings.Builder, v any)

// topLevel renders a column's value. A NULL there is an empty text.
func topLevel(r renderer, v any) string {
	if v == nil {
		return ""
	}
	var b strings.Builder
	r(&b, v)
	return b.String()
}

func nested(r renderer, b *strings.Builder, v any) {
	if v == nil {
		b.WriteString("null")
		return
	}
	r(b, v)
}

// rendererOf reads a type's name as DuckDB writes it.
func rendererOf(typeName string) (renderer, error) {
	p := typeParser{rest: typeName}
	r, err := p.parse()
	if err == nil && p.rest != "" {
		err = fmt.Errorf("the type %s goes on after its end: %s", typeName, p.rest)
	}
	return r, err
}

type typeParser struct{ rest string }

func (p *typeParser) parse() (renderer, error) {
	r, err := p.simple()
	if err != nil {
		return nil, err
	}
	for strings.HasPrefix(p.rest, "[") {
		_, rest, ok := strings.Cut(p.rest, "]")
		if !ok {
			return nil, fmt.Errorf("a type ends within brackets: %s", p.rest)
		}
		p.rest = rest
		r = list(r)
	}
	return r, nil
}

func (p *typeParser) simple() (renderer, error) {
	switch {
	case p.skip("STRUCT("):
		return p.structure()
	case p.skip("MAP("):
		return p.mapping()
	}
	name := p.rest[:wordLength(p.rest)]
	p.rest = p.rest[len(name):]
	if p.skip("(") { // DECIMAL(18,3)
		_, rest, ok := strings.Cut(p.rest, ")")
		if !ok {
			return nil, fmt.Errorf("the type %s ends within parentheses", name)
		}
		p.rest = rest
	}
	if name == "" {
		return nil, fmt.Errorf("a type has no name: %s", p.rest)
	}
	if name == "DATE" {
		return func(b *strings.Builder, v any) { b.WriteString(v.(time.Time).Format(time.DateOnly)) }, nil
	}
	return scalar, nil
}

func (p *typeParser) structure() (renderer, error) {
	var names []string
	var values []renderer
	for {
		name, err := p.fieldName()
		if err != nil {
			return nil, err
		}
		value, err := p.parse()
		if err != nil {
			return nil, err
		}
		names, values = append(names, name), append(values, value)
		if p.skip(")") {
			break
		}
		if !p.skip(", ") {
			return nil, fmt.Errorf("a struct's fields are not told apart: %s", p.rest)
		}
	}
	return func(b *strings.Builder, v any) {
		fields := v.(map[string]any)
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(name + "=")
			nested(values[i], b, fields[name])
		}
		b.WriteByte('}')
	}, nil
}

// fieldName reads a field's name, in quotes or not, and the blank behind it.
func (p *typeParser) fieldName() (string, error) {
	var name string
	if p.skip(`"`) {
		for {
			part, rest, ok := strings.Cut(p.rest, `"`)
			if !ok {
				return "", fmt.Errorf("a field's name does not end: %s", p.rest)
			}
			name, p.rest = name+part, rest
			if !p.skip(`"`) {
				break
			}
			name += `"`
		}
	} else {
		name = p.rest[:wordLength(p.rest)]
		p.rest = p.rest[len(name):]
	}
	if !p.skip(" ") {
		return "", fmt.Errorf("the field %s has no type", name)
	}
	return name, nil
}

func (p *typeParser) mapping() (renderer, error) {
	key, err := p.parse()
	if err != nil {
		return nil, err
	}
	if !p.skip(", ") {
		return nil, fmt.Errorf("a map has no values: %s", p.rest)
	}
	value, err := p.parse()
	if err != nil {
		return nil, err
	}
	if !p.skip(")") {
		return nil, fmt.Errorf("a map does not end: %s", p.rest)
	}
	return func(b *strings.Builder, v any) {
		m := v.(duckdb.OrderedMap)
		keys, values := m.Keys(), m.Values()
		b.WriteByte('{')
		for i := range keys {
			if i > 0 {
				b.WriteString(", ")
			}
			nested(key, b, keys[i])
			b.WriteByte('=')
			nested(value, b, values[i])
		}
		b.WriteByte('}')
	}, nil
}

func (p *typeParser) skip(prefix string) bool {
	rest, ok := strings.CutPrefix(p.rest, prefix)
	if ok {
		p.rest = rest
	}
	return ok
}

// wordLength is the length of the name at the beginning of s: as far as a
// bracket, a comma, or a blank that does not belong to a type's name.
func wordLength(s string) int {
	if strings.HasPrefix(s, "TIMESTAMP WITH TIME ZONE") {
		return len("TIMESTAMP WITH TIME ZONE")
	}
	if i := strings.IndexAny(s, "()[], "); i >= 0 {
		return i
	}
	return len(s)
}

func list(element renderer) renderer {
	return func(b *strings.Builder, v any) {
		b.WriteByte('[')
		for i, e := range v.([]any) {
			if i > 0 {
				b.WriteString(", ")
			}
			nested(element, b, e)
		}
		b.WriteByte(']')
	}
}

func scalar(b *strings.Builder, v any) {
	switch v := v.(type) {
	case string:
		b.WriteString(v)
	case time.Time:
		b.WriteString(v.UTC().Format("2006-01-02 15:04:05.000"))
	case float64:
		b.WriteString(double(v))
	case float32:
		b.WriteString(double(float64(v)))
	case duckdb.Decimal:
		b.WriteString(v.String())
	case []byte:
		fmt.Fprintf(b, "% x", v)
	default:
		fmt.Fprint(b, v)
	}
}

// double writes a DOUBLE as Presto does: 1.0, 0.25, 1.0E10.
func double(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return strings.Replace(strings.TrimPrefix(strconv.FormatFloat(f, 'f', -1, 64), "+"), "Inf", "Infinity", 1)
	}
	if f != 0 && (f >= 1e7 || f <= -1e7 || f < 1e-3 && f > -1e-3) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
		if !strings.Contains(mantissa, ".") {
			mantissa += ".0"
		}
		n, _ := strconv.Atoi(exponent)
		return mantissa + "E" + strconv.Itoa(n)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
