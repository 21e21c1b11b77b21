package doctor_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/doctor"
	"pudding/lake/local"
)

// selecting is a selector of events, by fields as name=value, or name^=value for how
// it begins.
func selecting(fields ...string) local.EventSelector {
	var s local.EventSelector
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		if begins, ok := strings.CutSuffix(name, "^"); ok {
			s.FieldSelectors = append(s.FieldSelectors, local.FieldSelector{Field: begins, StartsWith: []string{value}})
			continue
		}
		s.FieldSelectors = append(s.FieldSelectors, local.FieldSelector{Field: name, Equals: []string{value}})
	}
	return s
}

var (
	management = selecting("eventCategory=Management")
	changes    = selecting("eventCategory=Management", "readOnly=false")
	functions  = selecting("eventCategory=Data", "resources.type=AWS::Lambda::Function", "resources.ARN^=arn:aws:lambda:eu-west-1:123456789012:function:x")
	recipes    = selecting("eventCategory=Data", "resources.type=AWS::S3::Object", "resources.ARN^=arn:aws:s3:::crumb-and-spoon-recipes/")
	puddings   = selecting("eventCategory=Data", "resources.type=AWS::S3::Object", "resources.ARN^=arn:aws:s3:::crumb-and-spoon-fridge/puddings/")
)

const (
	ofObjects = "who read, wrote or deleted a bucket's objects"
	ofBuckets = "who made, changed or deleted a bucket"
	ofUsers   = "what a user did"
	ofKeys    = "what was done with an access key"
	ofSignIns = "who signed in"
	ofChanges = "what changed"
	lastSeen  = "when a user was last seen"
)

// fate is what the findings on answers say of a kind of question, with the remedy.
func fate(all []doctor.Finding, words string) string {
	for _, f := range all {
		does, kinds, _ := strings.Cut(f.Found, ": ")
		if f.Item == "answers" && slices.Contains(strings.Split(kinds, "; "), words) {
			return strings.TrimSuffix(f.Grade.String()+", "+does+" → "+f.Remedy, " → ")
		}
	}
	return ""
}

func TestWhatWillBeAnsweredIsToldOfEachKindOfQuestion(t *testing.T) {
	t.Parallel()
	now := time.Now()
	hourAgo := now.Add(-time.Hour).UTC().Format("2006-01-02 15:04 UTC")
	const partly, none, wanted = "some of their events are not recorded", "their events are not recorded", " → add an event selector for them to the event data store, if they are wanted"
	onlyRecipes := " (of objects, only those of crumb-and-spoon-recipes are)"
	stopped := "note, won't be whole, because no new events are taken in, and only older ones are told → start its ingestion"
	oneRegion := "only events of eu-west-1 are recorded (sign-ins and IAM are in us-east-1)"
	for name, c := range map[string]struct {
		store local.Description
		want  map[string]string
	}{
		"everything": {local.Description{}, map[string]string{ofObjects: "ok, will be had", ofSignIns: "ok, will be had", lastSeen: "ok, will be had"}},
		"management events": {local.Description{Selectors: []local.EventSelector{management}}, map[string]string{
			ofObjects: "note, won't be had, because " + none + wanted, ofBuckets: "ok, will be had", ofUsers: "note, won't be whole, because " + partly + wanted, ofSignIns: "ok, will be had",
		}},
		"another service's data events": {local.Description{Selectors: []local.EventSelector{management, functions}}, map[string]string{
			ofObjects: "note, won't be had, because " + none + wanted,
		}},
		"one bucket's objects": {local.Description{Selectors: []local.EventSelector{management, recipes}}, map[string]string{
			ofObjects: "note, won't be whole, because " + partly + onlyRecipes + wanted, ofKeys: "note, won't be whole, because " + partly + onlyRecipes + wanted, ofChanges: "ok, will be had",
		}},
		"only what changes": {local.Description{Selectors: []local.EventSelector{changes}}, map[string]string{
			ofChanges: "ok, will be had", ofSignIns: "note, won't be whole, because " + partly + wanted, lastSeen: "note, won't be whole, because " + partly + wanted,
		}},
		"one region": {local.Description{OneRegion: true}, map[string]string{
			ofSignIns: "note, won't be whole, because " + oneRegion + " → have the event data store record all regions",
		}},
		"one region's management events": {local.Description{OneRegion: true, Selectors: []local.EventSelector{management}}, map[string]string{
			ofUsers: "note, won't be whole, because " + partly + ", and " + oneRegion + wanted + "; have the event data store record all regions",
		}},
		"it is young": {local.Description{Created: now.Add(-time.Hour)}, map[string]string{
			ofSignIns: "note, won't be whole, because the event data store was only made at " + hourAgo + " → wait until it is older",
		}},
		"it was changed": {local.Description{Created: now.AddDate(-1, 0, 0), Updated: now.Add(-time.Hour)}, map[string]string{
			ofSignIns: "note, won't be whole, because what it records was changed at " + hourAgo + " → wait until that is longer ago",
		}},
		"it forgets": {local.Description{Created: now.AddDate(-1, 0, 0), RetentionDays: 7}, map[string]string{
			ofSignIns: "ok, will be had", lastSeen: "note, won't be whole, because events are kept for 7 days only → keep them longer, if they are wanted",
		}},
		"it was stopped": {local.Description{Status: "STOPPED_INGESTION"}, map[string]string{ofSignIns: stopped, ofObjects: stopped}},
		"it is deleted":  {local.Description{Status: "PENDING_DELETION"}, map[string]string{ofSignIns: "", ofObjects: ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, environment, account := deploymentOf(t, c.store)
			_, all := examined(t, environment, account, doctor.Function{})
			for words, want := range c.want {
				if diff := cmp.Diff(want, fate(all, words)); diff != "" {
					t.Errorf("%s: %s", words, diff)
				}
			}
		})
	}
}

// A new kind of question must not be left out.
func TestEveryKindOfQuestionIsToldOf(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	_, all := examined(t, environment, account, doctor.Function{})
	documented, err := os.ReadFile("../docs/questions.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(documented)) {
		if strings.HasPrefix(line, "| `") && strings.Contains(line, "Intent` |") || strings.HasPrefix(line, "| (none)") {
			rows++
		}
	}
	told := 0
	for _, f := range all {
		if f.Item == "answers" {
			told += 1 + strings.Count(f.Found, "; ")
		}
	}
	if told != rows+1 { // who used a bucket is two
		t.Errorf("%d kinds of questions are told of, and %d are documented", told, rows)
	}
}

func TestAStoreThatIsNotEnabledFailsAndPromisesNothing(t *testing.T) {
	t.Parallel()
	for status, remedy := range map[string]string{
		"STOPPED_INGESTION": "start its ingestion, or give SOURCES another",
		"PENDING_DELETION":  "restore it in CloudTrail's console, or give SOURCES another",
		"CREATED":           "run doctor again in a few minutes",
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			_, environment, account := deploymentOf(t, local.Description{Status: status})
			worst, all := examined(t, environment, account, doctor.Function{})
			if failed := broken(all); worst != doctor.Broken || len(failed) != 1 || failed[0].Item != "event data store" || failed[0].Remedy != remedy {
				t.Errorf("%+v", failed)
			}
			for _, f := range all {
				if f.Item == "answers" && f.Grade == doctor.Fine {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestWithEventHistoryAloneItsLimitsAreTold(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	environment["SOURCES"] = "history://eu-west-1"
	_, all := examined(t, environment, account, doctor.Function{})
	const limits = "Event history has management events alone, and none of objects → give SOURCES an event data store, if the account has one"
	for words, want := range map[string]string{
		ofSignIns: "ok, will be had", ofObjects: "note, won't be had, because " + limits, ofUsers: "note, won't be whole, because " + limits,
	} {
		if diff := cmp.Diff(want, fate(all, words)); diff != "" {
			t.Errorf("%s: %s", words, diff)
		}
	}
}

func TestNothingIsPromisedOfADeploymentThatFails(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	environment["CASES_TABLE"] = "another-table"
	_, all := examined(t, environment, as(account, "AKIDOPERATOR"), doctor.Function{})
	if got := fate(all, ofSignIns); got != "note, would be had, but for what fails" {
		t.Error(got)
	}
}

func TestANicknameWhoseObjectsAreNotRecordedIsNoted(t *testing.T) {
	t.Parallel()
	const what, add = "is the bucket crumb-and-spoon-fridge", "resources.type Equals AWS::S3::Object, resources.ARN StartsWith arn:aws:s3:::crumb-and-spoon-fridge/"
	unrecorded := what + ", whose objects' events are not recorded: who read or ate them can't be told"
	for name, c := range map[string]struct {
		sources   string
		selectors []local.EventSelector
		want      doctor.Finding
	}{
		"they are": {"", []local.EventSelector{management, puddings}, doctor.Finding{Grade: doctor.Fine, Item: "nickname pudding", Found: what}},
		"another bucket's are": {"", []local.EventSelector{management, recipes}, doctor.Finding{
			Grade: doctor.Odd, Item: "nickname pudding", Found: unrecorded, Remedy: "add an event selector for them to the event data store: " + add,
		}},
		"nobody's are, with Event history alone": {"history://eu-west-1", nil, doctor.Finding{
			Grade: doctor.Odd, Item: "nickname pudding", Found: unrecorded, Remedy: "give SOURCES an event data store with an event selector for them: " + add,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, environment, account := deploymentOf(t, local.Description{Selectors: c.selectors})
			if c.sources != "" {
				environment["SOURCES"] = c.sources
			}
			_, all := examined(t, environment, account, doctor.Function{})
			for _, f := range all {
				if f.Item == "nickname pudding" {
					if diff := cmp.Diff(c.want, f); diff != "" {
						t.Error(diff)
					}
					return
				}
			}
			t.Errorf("it is not told of: %+v", all)
		})
	}
}
