package intents

import (
	"strings"

	"pudding/lake"
	"pudding/nlu"
)

// subject is what a question is about: the slot that says so, its name as it was
// said, and how one of several that were found is chosen. Without a name there
// is nothing to choose.
type subject struct {
	slot   string
	name   lake.Name
	choose func(lake.Name, []string) (string, []string)
}

func subjectOf(q lake.Question) subject {
	a := q.Arguments
	switch q.Template {
	case lake.BucketUsers:
		return subject{"bucket", a.Bucket, nlu.ChooseBucket}
	case lake.AccessKeyActivity:
		return subject{"accessKey", lake.Name{Said: a.AccessKey}, chooseKey}
	case lake.UserActivity, lake.LastSeen, lake.Denials, lake.AccessKeysMade:
		return subject{"user", a.User, nlu.ChooseUser}
	case lake.Grants:
		if a.User.IsZero() {
			return subject{"role", a.Role, nlu.ChooseUser}
		}
		return subject{"user", a.User, nlu.ChooseUser}
	case lake.RoleAssumptions:
		return subject{"role", a.Role, nlu.ChooseUser}
	case lake.ResourceChanges:
		return subject{"resource", a.Resource.Name, nlu.ChooseUser}
	}
	return subject{}
}

// subjectSlot is the slot that says what a question is about, empty where it is
// about nothing in particular.
func subjectSlot(q lake.Question) string {
	if s := subjectOf(q); !s.name.IsZero() {
		return s.slot
	}
	return ""
}

// chooseKey takes an access key by what was said of it: if that is the end of
// several, they are candidates.
func chooseKey(n lake.Name, found []string) (string, []string) {
	if len(found) > 1 {
		return "", found
	}
	return n.Said, nil
}

// choose decides which of the things that were found is the one that was named,
// or whom to ask about.
func choose(q lake.Question, result *lake.Result) (chosen string, candidates []string) {
	about := subjectOf(q)
	if about.name.IsZero() {
		return "", nil
	}
	var found []string
	seen := map[string]bool{}
	for _, f := range result.Findings {
		if folded := strings.ToLower(f.Subject); !seen[folded] {
			seen[folded] = true
			found = append(found, f.Subject)
		}
	}
	return about.choose(about.name, found)
}

// narrow narrows a question and its findings to the subject that was chosen. If
// nothing was found, there is nothing to narrow.
func narrow(q lake.Question, result *lake.Result, chosen string) (lake.Question, *lake.Result) {
	if chosen == "" || q.Template == lake.AccessKeyActivity {
		return q, result
	}
	name := lake.Name{Said: chosen}
	a := &q.Arguments
	switch subjectOf(q).slot {
	case "bucket":
		a.Bucket = name
	case "user":
		a.User = name
	case "role":
		a.Role = name
	case "resource":
		a.Resource.Name = name
	}
	narrowed := *result
	narrowed.Findings = nil
	for _, f := range result.Findings {
		if strings.EqualFold(f.Subject, chosen) { // nobody says capitals, and IAM minds none
			narrowed.Findings = append(narrowed.Findings, f)
		}
	}
	return q, &narrowed
}
