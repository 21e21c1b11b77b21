// Package doctor examines a deployment: whether its account lets the function do
// what its configuration asks of it, permission by permission, and what it will and
// won't be able to answer. It tries each call, harmlessly: what it makes it takes
// away again. Of a deployed function's role, which it can't take, it asks IAM.
package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"pudding/config"
	"pudding/lake"
)

// Grade says how bad a finding is.
type Grade int

// The grades.
const (
	Fine   Grade = iota
	Odd          // it works, and may not be meant so
	Broken       // some questions will fail
)

func (g Grade) String() string { return [...]string{"ok", "note", "FAIL"}[g] }

// Finding is what was found of one item.
type Finding struct {
	Grade  Grade
	Item   string // what was looked at
	Found  string
	Remedy string // what to do about it; empty where nothing is to be done
}

// Function is a deployed function, zero where there is none as yet.
type Function struct {
	Role     string // the ARN of its role
	LogGroup string // the name of its log group
}

// patience is how long one call may take.
const patience = 10 * time.Second

// Examine looks at all that an environment needs of an account, tells each finding
// as soon as it is had, and returns the worst grade. Without a function the account's
// credentials are taken for those of its role.
func Examine(ctx context.Context, getenv func(string) string, account aws.Config, function Function, tell func(Finding)) Grade {
	e := begin(getenv, account, tell)
	e.function = function
	tried := e.region() && e.credentials(ctx)
	if tried {
		e.lake(ctx)
		e.history(ctx)
		e.users(ctx)
		e.buckets(ctx)
		e.nicknames("which this account doesn't have", "correct NICKNAMES, unless it is another account's")
		e.table(ctx)
		e.role(ctx)
	}
	e.spoken()
	e.asking()
	if tried {
		e.answers()
	}
	return e.worst
}

type examination struct {
	config   config.Config
	mistakes config.Mistakes
	account  aws.Config
	function Function
	embedded bool
	now      time.Time
	tell     func(Finding)
	worst    Grade

	number   string         // the account's
	coverage *lake.Coverage // the event data store's, nil where it isn't known
	key      string         // the ARN of the event data store's KMS key, empty for the service's own
	keyTold  bool           // that the key is refused
	needs    []permission
	// over are the endpoints, and the ARNs of what is asked, of which it is told
	// that they can't be asked; the empty name stands for all.
	over        map[string]bool
	userNames   map[string]bool // nil where they can't be listed
	bucketNames map[string]bool // nil where they can't be listed
}

// begin reads the environment, and tells what is wrong in it. The rest of it is
// examined all the same.
func begin(getenv func(string) string, account aws.Config, tell func(Finding)) *examination {
	e := &examination{account: account, now: time.Now().UTC().Truncate(time.Second), tell: tell, over: map[string]bool{}}
	var err error
	e.config, err = config.Read(getenv)
	errors.As(err, &e.mistakes)
	for _, m := range e.mistakes {
		e.say(Broken, m.Variable, m.Problem, "correct it: until then the function doesn't start")
	}
	return e
}

func (e *examination) say(g Grade, item, found, remedy string) {
	e.worst = max(e.worst, g)
	e.tell(Finding{g, item, found, remedy})
}
