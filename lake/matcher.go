package lake

import (
	"regexp"
	"strings"
	"time"

	"pudding/internal/lazyregexp"
)

// Matcher answers a question of one event at a time, where there is no SQL to
// ask: it is what the templates' WHERE says, in Go. What a name or an action
// stands for is not said again here, but read from what the binder would have
// put into the statement. It is safe for use by several goroutines.
type Matcher struct {
	template Template
	period   Period // in whole seconds, as a statement has it

	bucketName, bucketARN             *regexp.Regexp
	bucketFolded                      string
	userName                          *regexp.Regexp // nil: any user
	events, otherEvents               *regexp.Regexp // nil: any event, and none
	roleName, roleARN                 *regexp.Regexp // nil: any role
	sources                           *regexp.Regexp // nil: any service
	resource, issuedKeys              *regexp.Regexp
	object, objectPrefix, objectHeard string
	accessKey, service, address       string
	outcome                           Outcome
	keys                              []string // that name a thing
	named                             bool     // whether a certain thing is asked about
	anyUse, opening                   bool     // whether any use of a kind of thing is, or what opened something
}

// NewMatcher returns the Matcher of a question. It refuses what Statement
// refuses, with the same errors.
func NewMatcher(q Question) (*Matcher, error) {
	pieces, err := templateOf(q)
	if err != nil {
		return nil, err
	}
	if matches[q.Template] == nil {
		return nil, invalid("%s can't be asked of one event after another", q.Template)
	}
	bound := map[string]string{}
	for _, p := range pieces {
		if p.parameter == "" || p.parameter == "event_data_store" {
			continue
		}
		literal, err := parameters[p.parameter](q, "")
		if err != nil {
			return nil, invalid("the %s %w", p.parameter, err)
		}
		bound[p.parameter] = quoted(literal)
	}
	return &Matcher{
		template:     q.Template,
		period:       Period{From: q.Period.From.Truncate(time.Second), To: q.Period.To.Truncate(time.Second)},
		bucketName:   expression(bound["bucket_name"]),
		bucketFolded: bound["bucket_folded"],
		bucketARN:    expression(bound["bucket_arn"]),
		userName:     expression(bound["user_name"]),
		events:       expression(bound["events"]),
		otherEvents:  expression(bound["other_events"]),
		object:       bound["object"],
		objectPrefix: bound["object_prefix"],
		roleName:     expression(bound["role_name"]),
		roleARN:      expression(bound["role_arn"]),
		sources:      expression(bound["event_sources"]),
		resource:     expression(bound["resource_in"]),
		issuedKeys:   expression(bound["issued_keys"]),
		service:      bound["service"],
		address:      bound["address"],
		outcome:      q.Arguments.Outcome,
		keys:         q.Arguments.Resource.Keys,
		named:        !q.Arguments.Resource.Name.IsZero(),
		anyUse:       isAnyUse(q.Arguments),
		opening:      q.Arguments.Action.ID == "opened",
		// These two are patterns of LIKE, for a text with anything around it.
		objectHeard: strings.Trim(bound["object_heard"], "%"),
		accessKey:   strings.Trim(bound["access_key"], "%"),
	}, nil
}

// expression compiles what the binder wrote, which is always valid; nil for
// what wasn't given.
func expression(s string) *regexp.Regexp {
	if s == "" {
		return nil
	}
	return regexp.MustCompile(s)
}

// quoted is what a literal quotes, and empty for NULL.
func quoted(literal string) string {
	if literal == null {
		return ""
	}
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(literal, "'"), "'"), "''", "'")
}

// Match reports whether the question asks about an event, and which of the
// things asked about the event concerns, as in Finding.Subject, with its Detail.
func (m *Matcher) Match(e Event) (subject, detail string, ok bool) {
	if !m.period.Contains(e.Time) {
		return "", "", false
	}
	return matches[m.template](m, e)
}

func (m *Matcher) isEvent(e Event) bool { return m.events == nil || m.events.MatchString(e.Name) }

func (m *Matcher) isBucket(e Event) bool {
	return m.bucketName.MatchString(e.Request["bucketName"]) || first(m.bucketARN, e.ResourceARNs) != ""
}

func (m *Matcher) isUser(e Event) bool { return first(m.userName, users(e)) != "" }

func (m *Matcher) isObject(e Event) bool {
	switch {
	case m.object == "" && m.objectPrefix == "":
		return true
	// A bulk delete records no names: it may have taken the object with it.
	case e.Name == "DeleteObjects" && m.events != nil && m.events.MatchString(e.Name):
		return true
	case m.objectPrefix != "":
		return strings.HasPrefix(keyOf(e), m.objectPrefix)
	}
	key := keyOf(e)
	return key == m.object || m.objectHeard != "" && strings.Contains(Fold(key), m.objectHeard)
}

// keyOf is the key of the object that an event is about.
func keyOf(e Event) string {
	if key, ok := e.Request["key"]; ok {
		return key
	}
	for _, arn := range e.ResourceARNs {
		if key := group(arnOfObject, arn); key != "" {
			return key
		}
	}
	return ""
}

var (
	arnOfObject      = lazyregexp.New(`^arn:[^:]+:s3:::[^/]+/(.+)$`)
	arnOfBucket      = lazyregexp.New(`^arn:[^:]+:s3:::([^/]+)`)
	arnOfUser        = lazyregexp.New(`:(?:user|assumed-role|federated-user)/(?:.*/)?([^/]+)$`)
	arnOfRoleSession = lazyregexp.New(`:assumed-role/([^/]+)/`)
	principal        = lazyregexp.New(`:(.+)$`)
)

// buckets are those that an event names: in its request, or among its
// resources.
func buckets(e Event) []string {
	names := []string{e.Request["bucketName"]}
	for _, arn := range e.ResourceARNs {
		names = append(names, group(arnOfBucket, arn))
	}
	return names
}

// users are the names that the event's caller may go by.
func users(e Event) []string {
	names := []string{e.Identity.UserName, group(arnOfUser, e.Identity.ARN), group(principal, e.Identity.PrincipalID), e.Identity.SourceIdentity}
	if e.Identity.Type == "Root" {
		names = append(names, "root")
	}
	return append(names, e.Identity.IssuerUserName, group(arnOfRoleSession, e.Identity.ARN))
}

// group is what an expression's first group matches, if it does.
func group(expression *lazyregexp.Regexp, s string) string {
	if found := expression.FindStringSubmatch(s); found != nil {
		return found[1]
	}
	return ""
}

// first is the first of some texts that an expression matches, if one does.
func first(expression *regexp.Regexp, texts []string) string {
	for _, s := range texts {
		if expression.MatchString(s) {
			return s
		}
	}
	return ""
}
