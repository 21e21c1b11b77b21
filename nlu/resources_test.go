package nlu

import (
	"slices"
	"strings"
	"testing"
)

func TestAKindOfThingIsKnownByItsWords(t *testing.T) {
	for heard, want := range map[string]string{
		"instance": "instance", "EC2 instance": "instance", "the server": "instance", "RDS instance": "database", "DB snapshot": "snapshot",
		"RDS snapshot": "snapshot", "IAM user": "user", "security-group": "security_group", "Security Group": "security_group",
		"CloudTrail trail": "trail", "Secrets Manager secrets": "secret", "Lambda function": "function", "S3 bucket": "bucket",
		"インスタンス": "instance", "EC2インスタンス": "instance", "セキュリティグループ": "security_group",
	} {
		if got, ok := ResourceTypeOf("", heard); !ok || got.ID != want {
			t.Errorf("%q is %q, %v; want %q", heard, got.ID, ok, want)
		}
	}
	for _, heard := range []string{"", "spaceship", "instance of something"} {
		if got, ok := ResourceTypeOf("", heard); ok {
			t.Errorf("%q is %q", heard, got.ID)
		}
	}
	if got, ok := ResourceTypeOf("role", "whatever"); !ok || got.ID != "role" {
		t.Errorf("an id that Alexa resolved is %q", got.ID)
	}
}

func TestAKindOfThingIsFoundBehindAnyNumberOfWordsAtOneCost(t *testing.T) {
	after := func(words int) string { return strings.Repeat("dot ", words) + "security group" }
	cost := func(words int) float64 {
		heard := after(words)
		return testing.AllocsPerRun(5, func() { ResourceTypeOf("", heard) })
	}
	if got, ok := ResourceTypeOf("", after(300)); !ok || got.ID != "security_group" {
		t.Errorf("behind 300 words it is %q, %v", got.ID, ok)
	}
	if few, many := cost(10), cost(300); many > few {
		t.Errorf("behind 10 words it takes %v pieces of memory, behind 300 %v", few, many)
	}
}

func TestWhatMayBeDoneToAThingDependsOnItsKind(t *testing.T) {
	instance, _ := ResourceTypeOf("instance", "")
	for _, test := range []struct {
		kind   ResourceType
		heard  string
		events []string
		ok     bool
	}{
		{instance, "terminated", []string{"TerminateInstances"}, true},
		{instance, "deleted", []string{"TerminateInstances"}, true},
		{instance, "TerminateInstances", []string{"TerminateInstances"}, true},
		{instance, "touched", nil, true},
		{instance, "", nil, true},
		{instance, "opened", nil, false},
		{instance, "danced with", nil, false},
		{ResourceType{}, "deleted", nil, true},
	} {
		got, ok := ResourceAction(test.kind, "", test.heard)
		if ok != test.ok || ok && !slices.Equal(got.EventNames, test.events) {
			t.Errorf("%q is %+v, %v; want %v, %v", test.heard, got, ok, test.events, test.ok)
		}
	}
}

func TestEveryVerbOfAKindIsAVerb(t *testing.T) {
	for _, kind := range ResourceTypes {
		for verb := range kind.Events {
			if !slices.ContainsFunc(ResourceVerbs, func(v Verb) bool { return v.ID == verb }) {
				t.Errorf("%s: %q is no verb", kind.ID, verb)
			}
		}
	}
}
