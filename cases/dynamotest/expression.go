package dynamotest

import (
	"fmt"
	"regexp"
	"strings"
)

// expressions are a call's expressions, ready to be used (Amazon DynamoDB
// Developer Guide, "Using expressions in DynamoDB").
type expressions struct {
	condition, key func(item) bool
	changes        []change
}

// change applies one action of an update expression: it reads the item as it
// was, writes to the one that is to be, and notes what is new.
type change func(old, changed, updated item) error

// parser reads expressions of one call.
type parser struct {
	tokens []string
	values map[string]value
	used   map[string]bool
}

var token = regexp.MustCompile(`:[a-z_]+|[A-Za-z_]+|<>|<=|>=|[=<>(),+-]`)

func parseAll(in input) (e expressions, err error) {
	p := &parser{values: in.ExpressionAttributeValues, used: map[string]bool{}}
	defer func() {
		if r := recover(); r != nil {
			problem, ok := r.(syntaxError)
			if !ok {
				panic(r)
			}
			err = invalid("Invalid expression: %s", string(problem))
		}
	}()
	for v := range in.ExpressionAttributeValues {
		if !strings.HasPrefix(v, ":") {
			p.fail("the value %s", v)
		}
	}
	if in.ConditionExpression != "" {
		p.read(in.ConditionExpression)
		e.condition = p.or()
		p.end()
	}
	if in.KeyConditionExpression != "" {
		p.read(in.KeyConditionExpression)
		e.key = p.and()
		p.end()
	}
	if in.UpdateExpression != "" {
		p.read(in.UpdateExpression)
		for len(p.tokens) > 0 {
			e.changes = append(e.changes, p.clause()...)
		}
	}
	for v := range in.ExpressionAttributeValues {
		if !p.used[v] {
			p.fail("Value provided in ExpressionAttributeValues unused in expressions: keys: {%s}", v)
		}
	}
	return e, nil
}

type syntaxError string

func (p *parser) fail(format string, args ...any) { panic(syntaxError(fmt.Sprintf(format, args...))) }

func (p *parser) read(expression string) {
	if rest := strings.TrimSpace(token.ReplaceAllString(expression, "")); rest != "" {
		p.fail("unexpected %q", rest)
	}
	p.tokens = token.FindAllString(expression, -1)
}

func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) next() string {
	t := p.peek()
	if t == "" {
		p.fail("it ends too early")
	}
	p.tokens = p.tokens[1:]
	return t
}

// accept takes a token if it is the next.
func (p *parser) accept(word string) bool {
	if !strings.EqualFold(p.peek(), word) {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

func (p *parser) expect(word string) {
	if !p.accept(word) {
		p.fail("%q where %q should be", p.peek(), word)
	}
}

func (p *parser) end() {
	if len(p.tokens) > 0 {
		p.fail("unexpected %q", p.peek())
	}
}

// or, and, not and term read a condition, the loosest first.
func (p *parser) or() func(item) bool {
	left := p.and()
	for p.accept("OR") {
		a, b := left, p.and()
		left = func(i item) bool { return a(i) || b(i) }
	}
	return left
}

func (p *parser) and() func(item) bool {
	left := p.not()
	for p.accept("AND") {
		a, b := left, p.not()
		left = func(i item) bool { return a(i) && b(i) }
	}
	return left
}

func (p *parser) not() func(item) bool {
	if p.accept("NOT") {
		a := p.not()
		return func(i item) bool { return !a(i) }
	}
	if p.accept("(") {
		a := p.or()
		p.expect(")")
		return a
	}
	return p.term()
}

func (p *parser) term() func(item) bool {
	switch {
	case p.accept("attribute_exists"):
		path := p.argument()
		return func(i item) bool { _, ok := i[path]; return ok }
	case p.accept("attribute_not_exists"):
		path := p.argument()
		return func(i item) bool { _, ok := i[path]; return !ok }
	case p.accept("begins_with"):
		p.expect("(")
		path := p.path()
		p.expect(",")
		prefix := p.value()
		p.expect(")")
		return func(i item) bool {
			return i[path].S != nil && prefix.S != nil && strings.HasPrefix(*i[path].S, *prefix.S)
		}
	}
	path := p.path()
	operator := p.next()
	want := p.value()
	return func(i item) bool {
		order, ok := i[path].compare(want)
		if !ok {
			return operator == "<>"
		}
		switch operator {
		case "=":
			return order == 0
		case "<>":
			return order != 0
		case "<":
			return order < 0
		case "<=":
			return order <= 0
		case ">":
			return order > 0
		case ">=":
			return order >= 0
		}
		return false
	}
}

func (p *parser) argument() string {
	p.expect("(")
	path := p.path()
	p.expect(")")
	return path
}

var name = regexp.MustCompile(`^[a-z_]+$`)

func (p *parser) path() string {
	t := p.next()
	if !name.MatchString(t) {
		p.fail("%q is no attribute", t)
	}
	return t
}

func (p *parser) value() value {
	t := p.next()
	v, ok := p.values[t]
	if !ok {
		p.fail("An expression attribute value used in expression is not defined; attribute value: %s", t)
	}
	p.used[t] = true
	return v
}

// clause reads SET, ADD, DELETE or REMOVE and its actions.
func (p *parser) clause() (changes []change) {
	action := map[string]func() change{"SET": p.set, "ADD": p.add, "DELETE": p.delete, "REMOVE": p.remove}[p.next()]
	if action == nil {
		p.fail("an unknown clause")
	}
	for {
		changes = append(changes, action())
		if !p.accept(",") {
			return changes
		}
	}
}

func (p *parser) set() change {
	path := p.path()
	p.expect("=")
	from, sign := "", 0
	if !strings.HasPrefix(p.peek(), ":") {
		from = p.path()
		if sign = +1; !p.accept("+") {
			p.expect("-")
			sign = -1
		}
	}
	v := p.value()
	return func(old, changed, updated item) error {
		result := v
		if from != "" {
			sum, err := old[from].add(v, sign)
			if err != nil {
				return err
			}
			result = sum
		}
		changed[path], updated[path] = result, result
		return nil
	}
}

func (p *parser) add() change {
	path, v := p.path(), p.value()
	return func(old, changed, updated item) error {
		if v.SS == nil {
			return invalid("only sets are added here")
		}
		changed[path] = old[path].union(v)
		updated[path] = changed[path]
		return nil
	}
}

func (p *parser) delete() change {
	path, v := p.path(), p.value()
	return func(old, changed, updated item) error {
		if v.SS == nil {
			return invalid("only from sets is deleted")
		}
		if rest := old[path].difference(v); len(rest.SS) > 0 {
			changed[path], updated[path] = rest, rest
		} else {
			delete(changed, path)
		}
		return nil
	}
}

func (p *parser) remove() change {
	path := p.path()
	return func(_, changed, _ item) error {
		delete(changed, path)
		return nil
	}
}
