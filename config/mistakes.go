package config

import (
	"fmt"
	"strings"
)

// Mistake is a variable whose value can't be.
type Mistake struct {
	Variable string
	// Problem says what is wrong with it, and what it should be: "is …", "has …". It
	// never repeats a value that may be a person's id or a secret.
	Problem string
}

// Mistakes are all that is wrong with an environment. They are an error, on one
// line: the function has one line to say why it doesn't start.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	var all []string
	for _, one := range m {
		all = append(all, one.Variable+" "+one.Problem)
	}
	return strings.Join(all, "; ")
}

// Of reports whether a variable is among the mistaken ones.
func (m Mistakes) Of(variable string) bool {
	for _, one := range m {
		if one.Variable == variable {
			return true
		}
	}
	return false
}

func (m *Mistakes) add(variable, problem string, args ...any) {
	*m = append(*m, Mistake{variable, fmt.Sprintf(problem, args...)})
}

// check adds the error that the reading of a variable ended with, if it did.
func (m *Mistakes) check(variable string, err error) {
	if err != nil {
		m.add(variable, "%v", err)
	}
}
