package lake

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"pudding/internal/lazyregexp"
)

// The grammars of what is not free text.
var (
	storeID    = lazyregexp.New(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	foldedName = lazyregexp.New(`^[a-z0-9]{1,64}$`)
	keyEnd     = lazyregexp.New(`^[A-Z0-9]{4,8}$`)
	eventName  = lazyregexp.New(`^[A-Za-z][A-Za-z0-9]{0,127}$`)
	service    = lazyregexp.New(`^[a-z0-9][a-z0-9.-]{0,127}$`)
	spoken     = lazyregexp.New(`^[\pL\pN ]+$`)
	word       = lazyregexp.New(`^[a-z_]{1,32}$`)
	parameter  = lazyregexp.New(`^[A-Za-z]{1,64}$`)
	address    = lazyregexp.New(`^[0-9A-Za-z.:-]{1,64}$`)
	issuedKey  = lazyregexp.New(`^[A-Z0-9]{4,8}$`)
)

// maxObjectKey is the longest object key, in bytes (Amazon S3 User Guide,
// "Naming Amazon S3 objects").
const maxObjectKey = 1024

// parameters is what a template may ask for by :name, and how each becomes a
// literal. An argument that wasn't given is NULL.
var parameters = map[string]func(q Question, eventDataStore string) (string, error){
	"event_data_store": func(_ Question, id string) (string, error) {
		if !storeID.MatchString(id) {
			return "", fmt.Errorf("%q is not an event data store's id", id)
		}
		return id, nil
	},
	"from":          func(q Question, _ string) (string, error) { return timestamp(q.Period.From) },
	"to":            func(q Question, _ string) (string, error) { return timestamp(q.Period.To) },
	"bucket_name":   bucketIn(`^`, `$`, ``, ``),
	"bucket_folded": func(q Question, _ string) (string, error) { return matching(foldedName, Fold(q.Arguments.Bucket.Said)) },
	"bucket_arn":    bucketIn(`^arn:[^:]+:s3:::`, `(/|$)`, `^arn:[^:]+:s3:::[^/]*`, ``),
	"user_name":     userName,
	"access_key": func(q Question, _ string) (string, error) {
		if !keyEnd.MatchString(q.Arguments.AccessKey) {
			return "", fmt.Errorf("is not the end of an access key's id")
		}
		return "'%" + q.Arguments.AccessKey + "'", nil
	},
	"object": func(q Question, _ string) (string, error) {
		if q.Arguments.Object.Prefix {
			return null, nil
		}
		return optional(q.Arguments.Object.Key, objectKey)
	},
	"object_prefix": func(q Question, _ string) (string, error) {
		if !q.Arguments.Object.Prefix {
			return null, nil
		}
		return optional(q.Arguments.Object.Key, objectKey)
	},
	"object_heard": objectHeard,
	"events":       events,
	"event_sources": func(q Question, _ string) (string, error) {
		return alternatives(q.Arguments.Resource.Sources, service, `^(`, `)$`)
	},
	"named": func(q Question, _ string) (string, error) {
		return strconv.FormatBool(!q.Arguments.Resource.Name.IsZero()), nil
	},
	"resource_keys": resourceKeys,
	"resource_in":   resourceIn,
	"outcome": func(q Question, _ string) (string, error) {
		return optional(string(q.Arguments.Outcome), func(s string) (string, error) { return matching(word, s) })
	},
	"role_name":  roleIn(`^`, `$`),
	"role_arn":   roleIn(`:role/(.*/)?`, `$`),
	"address":    func(q Question, _ string) (string, error) { return matching(address, q.Arguments.Address) },
	"denials":    constant(denials),
	"granting":   constant(granting),
	"watching":   constant(watching),
	"unwatching": constant(unwatching),
	"reading":    constant(reading),
	"routine":    constant(routine),
	"anywhere":   constant(anywhere),
	"to_all":     constant(toAll),
	"making":     constant(making),
	"refused_on": constant(refusedOn),
	"behind_arn": constant(behindARN), "behind_secret": constant(behindSecret),
	"opening": func(q Question, _ string) (string, error) {
		return strconv.FormatBool(q.Arguments.Action.ID == "opened"), nil
	},
	"any_use": func(q Question, _ string) (string, error) { return strconv.FormatBool(isAnyUse(q.Arguments)), nil },
	"used_keys": func(q Question, id string) (string, error) {
		if !isAnyUse(q.Arguments) {
			return "ARRAY['']", nil
		}
		return resourceKeys(q, id)
	},
	"other_events": func(q Question, _ string) (string, error) {
		return alternatives(q.Arguments.Action.Except, eventName, `(?i)^(`, `)$`)
	},
	"issued_keys": func(q Question, _ string) (string, error) {
		if len(q.Arguments.IssuedKeys) == 0 {
			return "", errors.New("are none")
		}
		return alternatives(q.Arguments.IssuedKeys, issuedKey, `(`, `)$`)
	},
	"service": func(q Question, _ string) (string, error) {
		return optional(q.Arguments.Service, func(s string) (string, error) { return matching(service, s) })
	},
}

// What AWS allows in names besides letters and digits (Amazon S3 User Guide,
// "Bucket naming rules"; IAM User Guide, "IAM name requirements").
const (
	bucketPunctuation = `-.`
	userPunctuation   = `-_.@+=,`
	// Things have any of these: paths of functions and secrets, tags of images.
	resourcePunctuation = `-_.@+=/`
)

// bucketIn is the regular expression that finds the bucket between what must
// stand before and behind it; a loose name has other bounds.
func bucketIn(before, behind, looseBefore, looseBehind string) func(Question, string) (string, error) {
	return func(q Question, _ string) (string, error) {
		n := q.Arguments.Bucket
		if n.Loose {
			return n.in(looseBefore, looseBehind, bucketPunctuation)
		}
		return n.in(before, behind, bucketPunctuation)
	}
}

// userName is the like for a user, if one was named. Where a user only narrows a
// question, there is nobody to ask which one is meant: the name is the whole.
func userName(q Question, _ string) (string, error) {
	switch n := q.Arguments.User; {
	case n.IsZero() && !q.Template.IsAboutUser():
		return null, nil
	case n.Loose && q.Template.IsAboutUser():
		return n.in(``, ``, userPunctuation)
	default:
		return n.in(`^`, `$`, userPunctuation)
	}
}

// constant is a regular expression that no question changes.
func constant(expression string) func(Question, string) (string, error) {
	return func(Question, string) (string, error) { return "'" + expression + "'", nil }
}

// roleIn is the like for a role, if one was named.
func roleIn(before, behind string) func(Question, string) (string, error) {
	return func(q Question, _ string) (string, error) {
		switch n := q.Arguments.Role; {
		case n.IsZero():
			return null, nil
		case n.Loose:
			return n.in(before+`[^/]*`, `[^/]*`+behind, userPunctuation)
		default:
			return n.in(before, behind, userPunctuation)
		}
	}
}

// anyResource finds a thing's name where none was asked for: a value that is a
// name and nothing else, or an instance's id in the list of them.
const anyResource = `(?:^|"instanceId":")([^{}"/:, ]+)(?:"|$)`

// resourceIn is the regular expression that finds a thing by its name: as a
// whole value, within the JSON text of one, or in an ARN. Its group is the name.
func resourceIn(q Question, _ string) (string, error) {
	n := q.Arguments.Resource.Name
	if n.IsZero() {
		return "'" + anyResource + "'", nil
	}
	more := ""
	if n.Loose {
		more = `[^:",{}]*`
	}
	return n.in(`(?:^|")`+beforeThing+`(`+more, more+`)(?:$|")`, resourcePunctuation)
}

// beforeThing is what may stand before a thing's name: a slash, or what an ARN or
// a part of one begins with. Only in IAM are there paths before names.
const beforeThing = `(?:/|arn:[^:"]+:iam::[^:"]*:[a-z-]+/(?:[^:"]*/)?|arn:[^:"]+:[^:"]+:[^:"]*:[^:"]*:(?:[a-z-]+[:/])?|(?:[0-9]{12}:)?[a-z-]+:|alias/)?`

// isAnyUse reports whether a question is about any use of any thing of a kind.
func isAnyUse(a Arguments) bool {
	return a.Resource.Type != "" && a.Resource.Name.IsZero() && len(a.Action.EventNames)+len(a.Action.Prefixes) == 0
}

// resourceKeys are the parameters that name a thing of its kind.
func resourceKeys(q Question, _ string) (string, error) {
	if len(q.Arguments.Resource.Keys) == 0 {
		return "", errors.New("are none")
	}
	var quoted []string
	for _, key := range q.Arguments.Resource.Keys {
		literal, err := matching(parameter, key)
		if err != nil {
			return "", err
		}
		quoted = append(quoted, literal)
	}
	return "ARRAY[" + strings.Join(quoted, ", ") + "]", nil
}

// alternatives is the regular expression of some texts between what stands
// around them, and NULL without any.
func alternatives(texts []string, grammar *lazyregexp.Regexp, before, behind string) (string, error) {
	var parts []string
	for _, s := range texts {
		if _, err := matching(grammar, s); err != nil {
			return "", err
		}
		parts = append(parts, strings.ReplaceAll(s, ".", "[.]"))
	}
	if parts == nil {
		return null, nil
	}
	return "'" + before + strings.Join(parts, "|") + behind + "'", nil
}

// maxBoth is the length up to which a name is looked for in both ways that it may
// be written: a statement has no room for more.
const maxBoth = 80

func (n Name) in(before, behind, punctuation string) (string, error) {
	if _, err := matching(foldedName, Fold(n.Said)); err != nil {
		return "", err
	}
	expression := n.expression(punctuation)
	if n.Loose && n.Also != "" && len(n.Said)+len(n.Also) <= maxBoth {
		if _, err := matching(foldedName, Fold(n.Also)); err != nil {
			return "", err
		}
		expression = "(?:" + expression + "|" + Name{Said: n.Also, Loose: true}.expression(punctuation) + ")"
	}
	return "'(?i)" + before + expression + behind + "'", nil
}

func objectKey(s string) (string, error) { return text(s, maxObjectKey) }

// objectHeard is the pattern for an object's name in spoken words, which no
// key will equal: "ring txt" for archive/ring.txt.
func objectHeard(q Question, _ string) (string, error) {
	object := q.Arguments.Object
	if object.Prefix || !spoken.MatchString(object.Key) || Fold(object.Key) == "" {
		return null, nil
	}
	if _, err := matching(foldedName, Fold(object.Key)); err != nil {
		return "", err
	}
	return "'%" + Fold(object.Key) + "%'", nil
}

// events is the regular expression that an event's name must match: one of the
// action's names, with or without the API's date that some services append
// (ListFunctions20150331), or any name that begins with one of its prefixes. It
// does not mind case, for a name that was spoken has no capitals within.
func events(q Question, _ string) (string, error) {
	action := q.Arguments.Action
	for _, name := range append(append([]string{}, action.EventNames...), action.Prefixes...) {
		if !eventName.MatchString(name) {
			return "", fmt.Errorf("%q is not an event's name", name)
		}
	}
	var alternatives []string
	if len(action.EventNames) > 0 {
		alternatives = append(alternatives, `(`+strings.Join(action.EventNames, "|")+`)(20[0-9]{6}.*)?$`)
	}
	if len(action.Prefixes) > 0 {
		alternatives = append(alternatives, `(`+strings.Join(action.Prefixes, "|")+`)`)
	}
	if alternatives == nil {
		return null, nil
	}
	return "'(?i)^(" + strings.Join(alternatives, "|") + ")'", nil
}
