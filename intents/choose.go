package intents

import (
	"pudding/lake"
	"pudding/nlu"
)

// subjectSlot is the slot that says what a question is about.
var subjectSlot = map[lake.Template]string{
	lake.BucketUsers:       "bucket",
	lake.UserActivity:      "user",
	lake.AccessKeyActivity: "accessKey",
}

// choose decides which of the things that were found is the one that was named,
// or whom to ask about.
func choose(q lake.Question, result *lake.Result) (subject string, candidates []string) {
	var found []string
	seen := map[string]bool{}
	for _, f := range result.Findings {
		if !seen[f.Subject] {
			seen[f.Subject] = true
			found = append(found, f.Subject)
		}
	}
	switch q.Template {
	case lake.BucketUsers:
		return nlu.ChooseBucket(q.Arguments.Bucket, found)
	case lake.UserActivity:
		return nlu.ChooseUser(q.Arguments.User, found)
	default:
		if len(found) > 1 {
			return "", found
		}
		return q.Arguments.AccessKey, nil
	}
}

// about narrows a question and its findings to the subject that was chosen. If
// nothing was found, there is nothing to narrow.
func about(q lake.Question, result *lake.Result, subject string) (lake.Question, *lake.Result) {
	if subject == "" {
		return q, result
	}
	switch q.Template {
	case lake.BucketUsers:
		q.Arguments.Bucket = lake.Name{Said: subject}
	case lake.UserActivity:
		q.Arguments.User = lake.Name{Said: subject}
	default:
		return q, result
	}
	narrowed := *result
	narrowed.Findings = nil
	for _, f := range result.Findings {
		if f.Subject == subject {
			narrowed.Findings = append(narrowed.Findings, f)
		}
	}
	return q, &narrowed
}
