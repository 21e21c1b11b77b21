package accounttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// Permission is an action on a resource, such as dynamodb:GetItem on a table's ARN.
// In a Role either may hold the wildcards of IAM.
type Permission struct{ Action, Resource string }

// Role is what its policies allow.
type Role []Permission

// Everything is the role of who may do all there is.
var Everything = Role{{"*", "*"}}

// OfTemplate is the role that is named Role in a CloudFormation template, in a
// deployment where the conditions are so, and what !Ref, !GetAtt and !Sub refer to
// has the given values.
func OfTemplate(file string, conditions map[string]bool, values map[string]string) (Role, error) {
	parsed, err := parser.ParseFile(file, 0)
	if err != nil {
		return nil, err
	}
	at, err := yaml.PathString("$.Resources.Role.Properties.Policies")
	if err != nil {
		return nil, err
	}
	node, err := at.FilterFile(parsed)
	if err != nil {
		return nil, fmt.Errorf("finding the role of %s: %w", file, err)
	}
	made, err := (&deployment{conditions, values}).made(node)
	if err != nil {
		return nil, fmt.Errorf("making the role of %s: %w", file, err)
	}
	raw, err := json.Marshal(made)
	if err != nil {
		return nil, err
	}
	var policies []policy
	if err := json.Unmarshal(raw, &policies); err != nil {
		return nil, fmt.Errorf("reading the role of %s: %w", file, err)
	}
	var role Role
	for _, p := range policies {
		allowed, err := p.allowed()
		if err != nil {
			return nil, fmt.Errorf("the role of %s: policy %s: %w", file, p.PolicyName, err)
		}
		role = append(role, allowed...)
	}
	return role, nil
}

type policy struct {
	PolicyName     string
	PolicyDocument struct{ Statement []json.RawMessage }
}

// allowed are the permissions of a policy's statements. They are plain ones: what
// the account would not judge as IAM does is an error.
func (p policy) allowed() (Role, error) {
	var role Role
	for _, raw := range p.PolicyDocument.Statement {
		var s struct {
			Effect           string
			Action, Resource oneOrMore
		}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&s); err != nil {
			return nil, err
		}
		if s.Effect != "Allow" {
			return nil, fmt.Errorf("the effect %s", s.Effect)
		}
		for _, action := range s.Action {
			for _, resource := range s.Resource {
				role = append(role, Permission{action, resource})
			}
		}
	}
	return role, nil
}

// oneOrMore is a text or a list of texts.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		*o = oneOrMore{""}
		return json.Unmarshal(raw, &(*o)[0])
	}
	return json.Unmarshal(raw, (*[]string)(o))
}

// Allows reports whether the role may do something.
func (r Role) Allows(p Permission) bool { return r.allowing(p) >= 0 }

// allowing is the place of the permission that allows something, -1 if none does.
func (r Role) allowing(p Permission) int {
	return slices.IndexFunc(r, func(allowed Permission) bool {
		return covers("(?i)", allowed.Action, p.Action) && covers("", allowed.Resource, p.Resource)
	})
}

// covers matches with the wildcards of IAM (AWS IAM User Guide, "IAM JSON policy
// elements: Resource"): * for any characters, ? for one.
func covers(flags, pattern, text string) bool {
	expression := strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile(flags + `^` + expression + `$`).MatchString(text)
}

// Without is the role without one of its permissions.
func (r Role) Without(p Permission) Role {
	return slices.DeleteFunc(slices.Clone(r), func(of Permission) bool { return of == p })
}
