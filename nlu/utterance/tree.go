package utterance

import (
	"fmt"
	"strings"
)

// part is a word of a sample, or a slot.
type part struct {
	word       string
	slot, kind string
}

// pattern is a sample, cut into its parts.
type pattern struct {
	intent, sample string
	parts          []part
}

// node is where samples that begin alike part ways.
type node struct {
	words map[string]*node
	slots []branch // in the order of the samples
	end   *pattern // the sample that ends here, if one does
}

// branch is a slot, and what may follow it.
type branch struct {
	part part
	next *node
}

// add grows the tree by a sample. Of two that sound the same the first stays.
func (n *node) add(p *pattern) {
	for _, part := range p.parts {
		n = n.follow(part)
	}
	if n.end == nil {
		n.end = p
	}
}

func (n *node) follow(p part) *node {
	if p.slot == "" {
		if n.words == nil {
			n.words = map[string]*node{}
		}
		if n.words[p.word] == nil {
			n.words[p.word] = &node{}
		}
		return n.words[p.word]
	}
	for _, b := range n.slots {
		if b.part == p {
			return b.next
		}
	}
	next := &node{}
	n.slots = append(n.slots, branch{p, next})
	return next
}

// cut cuts a sample into its parts. kinds are those of the intent's slots.
func (g grammar) cut(intent, sample string, kinds map[string]string) (*pattern, error) {
	p := &pattern{intent: intent, sample: sample}
	for rest := sample; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		for _, w := range g.split(before) {
			p.parts = append(p.parts, part{word: g.key([]string{w})})
		}
		if !found {
			break
		}
		slot, after, _ := strings.Cut(after, "}")
		kind, ok := kinds[slot]
		if !ok {
			return nil, fmt.Errorf("the sample %q of %s has the slot %s, which the intent has not", sample, intent, slot)
		}
		p.parts = append(p.parts, part{slot: slot, kind: kind})
		rest = after
	}
	return p, nil
}
