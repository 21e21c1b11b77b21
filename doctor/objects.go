package doctor

import (
	"slices"
	"strings"

	"pudding/lake"
)

// objectType is what selectors call S3's objects.
const objectType = "AWS::S3::Object"

// objectSelectors are the event data store's of objects' events.
func objectSelectors(c lake.Coverage) []lake.Selector {
	var out []lake.Selector
	for _, s := range c.Selectors {
		if slices.ContainsFunc(s.Fields, func(f lake.FieldSelector) bool {
			return f.Field == "resources.type" && slices.Contains(f.Equals, objectType)
		}) {
			out = append(out, s)
		}
	}
	return out
}

// noObjects reports whether no event of any object is recorded.
func (e *examination) noObjects() bool {
	return e.coverage == nil || len(objectSelectors(*e.coverage)) == 0
}

// recordedBuckets are those whose objects' events are recorded, where it is only
// some.
func recordedBuckets(c lake.Coverage) []string {
	var names []string
	for _, s := range objectSelectors(c) {
		for _, f := range s.Fields {
			if f.Field != "resources.ARN" {
				continue
			}
			for _, arn := range slices.Concat(f.StartsWith, f.Equals) {
				name, _, _ := strings.Cut(strings.TrimPrefix(arn, "arn:aws:s3:::"), "/")
				names = append(names, name)
			}
		}
	}
	return names
}
