// Package lazyregexp compiles regular expressions when they are first used: a
// function that has just started should not spend its caller's time on those
// that this request does without.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is yet to be compiled. It is safe for use
// by several goroutines at once.
type Regexp struct {
	expression string
	compiled   func() *regexp.Regexp
}

// New is regexp.MustCompile, put off: an expression that isn't one panics when
// it is first used.
func New(expression string) *Regexp {
	return &Regexp{expression, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
}

func (r *Regexp) String() string { return r.expression }

// The other methods are those of regexp.Regexp.

func (r *Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }

func (r *Regexp) FindString(s string) string { return r.compiled().FindString(s) }

func (r *Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }

func (r *Regexp) FindAllString(s string, n int) []string { return r.compiled().FindAllString(s, n) }

func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

func (r *Regexp) ReplaceAllString(s, with string) string {
	return r.compiled().ReplaceAllString(s, with)
}

func (r *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, with)
}

func (r *Regexp) ReplaceAll(s, with []byte) []byte { return r.compiled().ReplaceAll(s, with) }
