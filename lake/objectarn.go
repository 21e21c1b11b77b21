package lake

import "strings"

// objectARN is the resources.ARN of an event of an S3 object, as far as a
// question tells: arn:aws:s3:::bucket/key.
type objectARN struct {
	bucket Name   // zero for any
	key    string // how the key begins
	whole  bool   // that is all of the key
}

// cutARN cuts what a selector compares an ARN with into the parts of an
// object's. It may end early: within the ARN's head (head is then all of it),
// or within the bucket's name (there is no slash).
func cutARN(s string) (head, bucket, key string, slash bool) {
	const parts = 5 // arn, partition, s3, region, account
	i := 0
	for range parts {
		colon := strings.IndexByte(s[i:], ':')
		if colon < 0 {
			return s, "", "", false
		}
		i += colon + 1
	}
	bucket, key, slash = strings.Cut(s[i:], "/")
	return s[:i], bucket, key, slash
}

// inHead reports whether all S3 objects' ARNs begin so. Which partition the
// account is in makes no difference: a store is in it too.
func inHead(head string) bool {
	for _, partition := range []string{"aws", "aws-cn", "aws-us-gov"} {
		if strings.HasPrefix("arn:"+partition+":s3:::", head) {
			return true
		}
	}
	return false
}

// sameBucket compares a whole name with the one that was asked about, however
// it is spelled. A loose one may be the name of another bucket.
func (a objectARN) sameBucket(name string) certainty {
	switch {
	case a.bucket.IsZero():
		return perhaps
	case !a.bucket.Loose:
		return certain(Fold(a.bucket.Said) == Fold(name))
	case strings.Contains(Fold(name), Fold(a.bucket.Said)) || len(strings.Fields(a.bucket.Said)) > 1 || a.bucket.Also != "":
		return perhaps
	}
	return never
}

func (a objectARN) begins(s string) certainty {
	head, bucket, key, slash := cutARN(s)
	switch {
	case !inHead(head):
		return never
	case bucket == "" && !slash:
		return always
	case slash:
		return min(a.sameBucket(bucket), a.keyBegins(key))
	// Within the bucket's name, punctuation may stand anywhere or nowhere.
	case a.bucket.IsZero() || a.bucket.Loose:
		return perhaps
	case strings.HasPrefix(a.bucket.Said, bucket):
		return always
	case strings.HasPrefix(Fold(a.bucket.Said), Fold(bucket)):
		return perhaps
	}
	return never
}

func (a objectARN) keyBegins(s string) certainty {
	if !a.whole && len(s) > len(a.key) && strings.HasPrefix(s, a.key) {
		return perhaps
	}
	return certain(strings.HasPrefix(a.key, s))
}

func (a objectARN) is(s string) certainty {
	head, bucket, key, slash := cutARN(s)
	same := certain(key == a.key)
	if !a.whole {
		same = min(perhaps, certain(strings.HasPrefix(key, a.key)))
	}
	return min(a.sameBucket(bucket), same, certain(slash && inHead(head)))
}

func (a objectARN) ends(s string) certainty {
	if !a.whole || len(s) > len(a.key) {
		return perhaps
	}
	return certain(strings.HasSuffix(a.key, s))
}
