package nlu

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pudding/lake"
)

// Nicknames are spoken names for what has another name in AWS, so that "my
// pudding" is a bucket and a prefix. The zero Nicknames has none.
type Nicknames struct {
	all     []Nickname
	buckets map[string]bucketNickname
	users   map[string]lake.Name
}

// Nickname is one of them: what is said, and what it stands for.
type Nickname struct {
	Spoken string
	Kind   string // bucket or user
	Name   string // without what is in a bucket
}

// All are the nicknames, as they were given.
func (n Nicknames) All() []Nickname { return n.all }

type bucketNickname struct {
	bucket lake.Name
	object lake.Object
}

// ParseNicknames reads nicknames from one line, apart by semicolons:
//
//	pudding=s3://crumb-and-spoon-fridge/puddings/; bert=user:bert-jan
//
// A key that ends in a slash stands for all objects below it. The error names what
// is said, and never what that stands for: it may be a secret that was pasted there.
func ParseNicknames(s string) (Nicknames, error) {
	n := Nicknames{buckets: map[string]bucketNickname{}, users: map[string]lake.Name{}}
	for i, entry := range strings.Split(s, ";") {
		if strings.TrimSpace(entry) == "" {
			continue
		}
		spoken, resource, ok := strings.Cut(entry, "=")
		key, resource := nicknameKey(spoken), strings.TrimSpace(resource)
		if !ok || key == "" {
			return Nicknames{}, fmt.Errorf("nickname %d is not of the form name=s3://bucket/key or name=user:name", i+1)
		}
		if err := n.add(key, resource); err != nil {
			return Nicknames{}, fmt.Errorf("the nickname %q %w", strings.TrimSpace(spoken), err)
		}
		kind, name := "user", n.users[key].Said
		if b, ok := n.buckets[key]; ok {
			kind, name = "bucket", b.bucket.Said
		}
		n.all = append(n.all, Nickname{Spoken: strings.ToLower(strings.TrimSpace(spoken)), Kind: kind, Name: name})
	}
	return n, nil
}

func (n *Nicknames) add(key, resource string) error {
	if path, ok := strings.CutPrefix(resource, "s3://"); ok {
		bucket, object, _ := strings.Cut(path, "/")
		if Fold(bucket) == "" || len(bucket) > 63 {
			return errors.New("names no bucket")
		}
		b := bucketNickname{bucket: lake.Name{Said: bucket}}
		if object != "" {
			o, err := Object(object)
			if err != nil {
				return errors.New("has a key that no object can have")
			}
			o.Prefix = strings.HasSuffix(object, "/")
			b.object = o
		}
		n.buckets[key] = b
		return nil
	}
	if user, ok := strings.CutPrefix(resource, "user:"); ok {
		if Fold(user) == "" || len(user) > maxHeard {
			return errors.New("names no user")
		}
		n.users[key] = lake.Name{Said: strings.TrimSpace(user)}
		return nil
	}
	return errors.New("is neither s3://bucket/key nor user:name")
}

// Bucket is the bucket that a nickname stands for, and the object in it, if
// heard is one.
func (n Nicknames) Bucket(heard string) (lake.Name, lake.Object, bool) {
	b, ok := n.buckets[nicknameKey(heard)]
	return b.bucket, b.object, ok
}

// User is the user that a nickname stands for, if heard is one.
func (n Nicknames) User(heard string) (lake.Name, bool) {
	u, ok := n.users[nicknameKey(heard)]
	return u, ok
}

// nicknameKey is a nickname without the words around it, its case, its spaces
// and its punctuation.
func nicknameKey(s string) string {
	s = bucketWords.strip(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 'ー' {
			return r
		}
		return -1
	}, s)
}
