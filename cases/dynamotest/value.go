package dynamotest

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strings"
)

// value is an attribute's value: one of DynamoDB's types.
type value struct {
	S    *string  `json:",omitempty"`
	N    *string  `json:",omitempty"`
	BOOL *bool    `json:",omitempty"`
	SS   []string `json:",omitempty"`
}

// check reports what DynamoDB would not store.
func (v value) check() error {
	switch {
	case v.N != nil:
		if _, ok := new(big.Float).SetString(*v.N); !ok {
			return errors.New("a number that is none")
		}
	case v.SS != nil:
		if len(v.SS) == 0 {
			return errors.New("an empty set")
		}
	case v.S == nil && v.BOOL == nil:
		return errors.New("of no type")
	}
	return nil
}

// compare orders two values of one type, and reports whether they are.
func (v value) compare(w value) (order int, comparable bool) {
	switch {
	case v.S != nil && w.S != nil:
		return strings.Compare(*v.S, *w.S), true
	case v.N != nil && w.N != nil:
		a, _ := new(big.Float).SetString(*v.N)
		b, _ := new(big.Float).SetString(*w.N)
		return a.Cmp(b), true
	case v.BOOL != nil && w.BOOL != nil:
		return cmp.Compare(truth(*v.BOOL), truth(*w.BOOL)), true
	default:
		return 0, false
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// add is the sum of two numbers.
func (v value) add(w value, sign int) (value, error) {
	if v.N == nil || w.N == nil {
		return value{}, invalid("An operand in the update expression has an incorrect data type")
	}
	a, _ := new(big.Int).SetString(*v.N, 10)
	b, _ := new(big.Int).SetString(*w.N, 10)
	if a == nil || b == nil {
		return value{}, invalid("only whole numbers are added here")
	}
	if sign < 0 {
		b.Neg(b)
	}
	sum := a.Add(a, b).String()
	return value{N: &sum}, nil
}

// union and difference are those of two sets. An empty set is no value.
func (v value) union(w value) value {
	all := slices.Concat(v.SS, w.SS)
	slices.Sort(all)
	return value{SS: slices.Compact(all)}
}

func (v value) difference(w value) value {
	return value{SS: slices.DeleteFunc(slices.Clone(v.SS), func(s string) bool { return slices.Contains(w.SS, s) })}
}
