package dialect

import "strings"

// node is a token, or a group of nodes in brackets.
type node struct {
	token
	open, close string // the brackets of a group
	inside      []node
}

func (n node) isGroup(open string) bool { return n.open == open }

func (n node) isSymbol(text string) bool { return n.open == "" && n.kind == symbol && n.text == text }

// maxDepth bounds how deep brackets may nest.
const maxDepth = 200

// parse makes a tree of tokens by their brackets.
func parse(tokens []token) ([]node, error) {
	nodes, _, err := group(tokens, "", 0)
	return nodes, err
}

var closing = map[string]string{"(": ")", "[": "]"}

// group reads nodes as far as the closing bracket, or to the end where end is
// empty, and returns the tokens behind it.
func group(tokens []token, end string, depth int) (nodes []node, rest []token, err error) {
	if depth > maxDepth {
		return nil, nil, syntaxError("brackets nest more than %d deep", maxDepth)
	}
	for len(tokens) > 0 {
		t := tokens[0]
		tokens = tokens[1:]
		switch {
		case t.kind != symbol:
			nodes = append(nodes, node{token: t})
		case t.text == end:
			return nodes, tokens, nil
		case t.text == ")" || t.text == "]":
			return nil, nil, syntaxError("a bracket is closed that was not opened: %s", t.text)
		case closing[t.text] != "":
			n := node{open: t.text, close: closing[t.text]}
			if n.inside, tokens, err = group(tokens, n.close, depth+1); err != nil {
				return nil, nil, err
			}
			nodes = append(nodes, n)
		default:
			nodes = append(nodes, node{token: t})
		}
	}
	if end != "" {
		return nil, nil, syntaxError("a bracket is not closed")
	}
	return nodes, nil, nil
}

// list cuts nodes at their commas.
func list(nodes []node) [][]node {
	if len(nodes) == 0 {
		return nil
	}
	out := [][]node{nil}
	for _, n := range nodes {
		if n.isSymbol(",") {
			out = append(out, nil)
			continue
		}
		out[len(out)-1] = append(out[len(out)-1], n)
	}
	return out
}

// write is the text of nodes.
func write(nodes []node) string {
	var b strings.Builder
	writeTo(&b, nodes)
	return b.String()
}

func writeTo(b *strings.Builder, nodes []node) {
	for i, n := range nodes {
		if i > 0 && !joined(nodes[i-1], n) {
			b.WriteByte(' ')
		}
		if n.open == "" {
			b.WriteString(n.text)
			continue
		}
		b.WriteString(n.open)
		writeTo(b, n.inside)
		b.WriteString(n.close)
	}
}

// joined reports whether two nodes are written without a space between, as the
// parts of a path are.
func joined(left, right node) bool {
	return left.isSymbol(".") || right.isSymbol(".") || right.isGroup("[")
}
