package lake_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pudding/lake"
	"pudding/nlu"
)

// shortest is a template's question with the fewest arguments that it takes. A
// template that needs one that plain does not give gets the first of the values
// that it takes.
func shortest(t *testing.T, template lake.Template) lake.Question {
	t.Helper()
	q := plain(template)
	_, err := lake.Statement(q, store)
	for _, leaf := range leaves(reflect.ValueOf(&q.Arguments).Elem()) {
		if err == nil {
			break
		}
		if !leaf.IsZero() {
			continue
		}
		for _, v := range values(template, leaf) {
			leaf.Set(v)
			if _, err = lake.Statement(q, store); err == nil {
				break
			}
			leaf.SetZero()
		}
	}
	if err != nil {
		t.Fatalf("no arguments are known for %s: %v. Give them in plain, or an example of their kind in values", template, err)
	}
	for _, leaf := range leaves(reflect.ValueOf(&q.Arguments).Elem()) {
		given := reflect.ValueOf(leaf.Interface())
		if leaf.SetZero(); length(t, q) == 0 {
			leaf.Set(given)
		}
	}
	return q
}

// sayable is how many characters of a name can be expected to be said at once:
// twice as many as a user's name may have.
const sayable = 128

// longest is a template's question with the longest arguments that can be said
// to it all at once: each in turn is the one of the values that makes the
// statement longest.
func longest(t *testing.T, template lake.Template) lake.Question {
	t.Helper()
	q := shortest(t, template)
	for range 2 { // what one argument may be depends on another
		for _, leaf := range leaves(reflect.ValueOf(&q.Arguments).Elem()) {
			best, most := reflect.ValueOf(leaf.Interface()), length(t, q)
			for _, v := range values(template, leaf) {
				if v.Kind() == reflect.String && v.Len() > sayable {
					continue
				}
				leaf.Set(v)
				if n := length(t, q); n > most {
					best, most = v, n
				}
			}
			leaf.Set(best)
		}
	}
	return q
}

func TestTheLongestArgumentAloneIsNeverTooLong(t *testing.T) {
	for _, template := range lake.Templates() {
		q := shortest(t, template)
		for _, leaf := range leaves(reflect.ValueOf(&q.Arguments).Elem()) {
			short := reflect.ValueOf(leaf.Interface())
			for _, v := range values(template, leaf) {
				leaf.Set(v)
				length(t, q)
			}
			leaf.Set(short)
		}
	}
}

// length is that of the statement; none, if there is none.
func length(t *testing.T, q lake.Question) int {
	t.Helper()
	sql, err := lake.Statement(q, store)
	if err != nil && strings.Contains(err.Error(), "would be longer than") {
		t.Fatalf("%s: %v", q.Template, err)
	}
	return len(sql)
}

// leaves are the arguments one by one, whatever struct they are in.
func leaves(v reflect.Value) []reflect.Value {
	switch v.Interface().(type) {
	case lake.Action, lake.Resource: // whose parts belong together
		return []reflect.Value{v}
	}
	if v.Kind() != reflect.Struct {
		return []reflect.Value{v}
	}
	var out []reflect.Value
	for i := range v.NumField() {
		out = append(out, leaves(v.Field(i))...)
	}
	return out
}

// values are what an argument of a template may be, of the kinds there are.
func values(template lake.Template, leaf reflect.Value) []reflect.Value {
	var out []reflect.Value
	add := func(v any) { out = append(out, reflect.ValueOf(v)) }
	switch leaf.Interface().(type) {
	case string:
		for _, s := range []string{
			"a", "ABCD", "192.0.2.1", "i-0123456789abcdef0", "arn:aws:iam::123456789012:role/Cook", // by their grammar
			"ABCDEFGH", "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
			strings.Repeat("'", sayable), strings.Repeat("'", 1024), strings.Repeat("日", 341), strings.Repeat("a ", 64), // by their length
		} {
			add(s)
		}
		for n := 1024; n > 1; n /= 2 {
			add(strings.Repeat("a", n))
			add(strings.Repeat("A", n-1))
		}
	case bool:
		add(false)
		add(true)
	case []string:
		add([]string{"ABCDEFGH"})
		add(slices.Repeat([]string{"ABCDEFGH"}, 10))
	case lake.Outcome:
		add(lake.WithoutMFA)
	case lake.Resource:
		for _, kind := range append([]nlu.ResourceType{{}}, nlu.ResourceTypes...) {
			add(nlu.Resource(kind, lake.Name{}))
			add(nlu.Resource(kind, lake.Name{Said: strings.Repeat("a", 64)}))
			add(nlu.Resource(kind, lake.Name{Said: strings.Repeat("a ", 64), Loose: true}))
		}
	case lake.Action:
		for _, a := range actions(template) {
			add(a)
		}
		add(lake.Action{EventNames: []string{strings.Repeat("A", 128)}})
	}
	return out
}

// actions are those that a template can be asked for.
func actions(template lake.Template) []lake.Action {
	verbs := nlu.UserVerbs
	var out []lake.Action
	switch template {
	case lake.BucketUsers:
		verbs = nlu.BucketVerbs
	case lake.ResourceChanges:
		verbs = nlu.ResourceVerbs
		for _, kind := range nlu.ResourceTypes {
			for id, events := range kind.Events {
				out = append(out, lake.Action{ID: id, EventNames: strings.Fields(events)})
			}
		}
	}
	for _, verb := range verbs {
		out = append(out, verb.Action)
	}
	return out
}
