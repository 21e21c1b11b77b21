package lake

import (
	"fmt"
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
	"from":        func(q Question, _ string) (string, error) { return timestamp(q.Period.From) },
	"to":          func(q Question, _ string) (string, error) { return timestamp(q.Period.To) },
	"bucket_name": bucketIn(`^`, `$`, ``, ``),
	"bucket_arn":  bucketIn(`^arn:[^:]+:s3:::`, `(/|$)`, `^arn:[^:]+:s3:::[^/]*`, ``),
	"user_name":   userIn(`^`, `$`, ``, ``),
	"user_arn": userIn(`:(user|assumed-role|federated-user)/(.*/)?`, `$`,
		`:(user|assumed-role|federated-user)/(.*/)?[^/]*`, `[^/]*$`),
	"user_principal": userIn(`^[^:]*:`, `$`, `^[^:]*:.*`, ``),
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
	"service": func(q Question, _ string) (string, error) {
		return optional(q.Arguments.Service, func(s string) (string, error) { return matching(service, s) })
	},
}

// What AWS allows in names besides letters and digits (Amazon S3 User Guide,
// "Bucket naming rules"; IAM User Guide, "IAM name requirements").
const (
	bucketPunctuation = `-.`
	userPunctuation   = `-_.@+=,`
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

// userIn is the like for a user, if one was named. Where a user only narrows a
// question, there is nobody to ask which one is meant: the name is the whole.
func userIn(before, behind, looseBefore, looseBehind string) func(Question, string) (string, error) {
	return func(q Question, _ string) (string, error) {
		n := q.Arguments.User
		switch {
		case n.IsZero() && q.Template != UserActivity:
			return null, nil
		case n.Loose && q.Template == UserActivity:
			return n.in(looseBefore, looseBehind, userPunctuation)
		}
		return n.in(before, behind, userPunctuation)
	}
}

func (n Name) in(before, behind, punctuation string) (string, error) {
	if _, err := matching(foldedName, Fold(n.Said)); err != nil {
		return "", err
	}
	return "'(?i)" + before + n.expression(punctuation) + behind + "'", nil
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
