package accounttest

import (
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml/ast"
)

// deployment is what CloudFormation's functions are made with.
type deployment struct {
	conditions map[string]bool
	values     map[string]string
}

// absent is what AWS::NoValue leaves of what it is given to.
type absent struct{}

// made is what CloudFormation makes of a part of a template (AWS CloudFormation
// User Guide, "Intrinsic function reference"), with those functions that a role needs.
func (d *deployment) made(node ast.Node) (any, error) {
	switch n := node.(type) {
	case *ast.TagNode:
		return d.function(n)
	case *ast.SequenceNode:
		return d.list(n)
	case *ast.MappingNode:
		out := map[string]any{}
		for _, entry := range n.Values {
			value, err := d.made(entry.Value)
			if err != nil {
				return nil, err
			}
			if value != (any)(absent{}) {
				out[entry.Key.String()] = value
			}
		}
		return out, nil
	case ast.ScalarNode:
		return n.GetValue(), nil
	}
	return nil, fmt.Errorf("line %d: a %s", node.GetToken().Position.Line, node.Type())
}

func (d *deployment) list(n *ast.SequenceNode) ([]any, error) {
	out := []any{}
	for _, item := range n.Values {
		value, err := d.made(item)
		if err != nil {
			return nil, err
		}
		if value != (any)(absent{}) {
			out = append(out, value)
		}
	}
	return out, nil
}

func (d *deployment) function(n *ast.TagNode) (any, error) {
	switch name := n.Start.Value; name {
	case "!If":
		return d.choice(n)
	case "!Ref", "!GetAtt":
		return d.value(n.Value.String())
	case "!Sub":
		return d.substituted(n)
	default:
		return nil, fmt.Errorf("line %d: the function %s", n.Start.Position.Line, name)
	}
}

func (d *deployment) choice(n *ast.TagNode) (any, error) {
	parts, ok := n.Value.(*ast.SequenceNode)
	if !ok || len(parts.Values) != 3 {
		return nil, fmt.Errorf("line %d: !If wants a condition and two values", n.Start.Position.Line)
	}
	holds, known := d.conditions[parts.Values[0].String()]
	switch {
	case !known:
		return nil, fmt.Errorf("line %d: nobody says whether %s", n.Start.Position.Line, parts.Values[0])
	case holds:
		return d.made(parts.Values[1])
	}
	return d.made(parts.Values[2])
}

func (d *deployment) value(name string) (any, error) {
	if name == "AWS::NoValue" {
		return absent{}, nil
	}
	value, known := d.values[name]
	if !known {
		return nil, fmt.Errorf("nobody says what %s is", name)
	}
	return value, nil
}

var reference = regexp.MustCompile(`\$\{([^!}]+)\}`)

func (d *deployment) substituted(n *ast.TagNode) (out any, err error) {
	text, ok := n.Value.(*ast.StringNode)
	if !ok {
		return nil, fmt.Errorf("line %d: !Sub wants a text", n.Start.Position.Line)
	}
	return reference.ReplaceAllStringFunc(text.Value, func(name string) string {
		value, missing := d.value(name[2 : len(name)-1])
		if missing != nil {
			err = missing
		}
		return fmt.Sprint(value)
	}), err
}
