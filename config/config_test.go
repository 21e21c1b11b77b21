package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/speech"
)

const store = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"

// least is the least that a function needs.
func least(more ...string) func(string) string {
	environment := map[string]string{
		"SOURCES":  "lake://" + store + "?region=eu-west-1",
		"SKILL_ID": "amzn1.ask.skill.11111111-2222-3333-4444-555555555555",
	}
	for _, variable := range more {
		name, value, _ := strings.Cut(variable, "=")
		environment[name] = value
	}
	return func(name string) string { return environment[name] }
}

func TestAnEnvironmentIsRead(t *testing.T) {
	c, err := Read(least(
		"SOURCES=lake://"+store+"?region=eu-west-1&starts=0.5&names=7d history://eu-west-1,us-east-1", "CASES_TABLE=cases", "TIME_ZONE=Asia/Tokyo",
		"NICKNAMES=pudding=s3://kitchen/", "ASKERS=pairing", "NEEDS_VOICE=people", "NEEDS_PIN=LastSeenIntent", "QUESTIONS_PER_MINUTE=20", "SPOKEN_DETAIL=no-ids",
		"TURN_BUDGET=5s", "MAX_PERIOD=30d", "SAME_QUESTION=2m", "LOG_LEVEL=warn", "POLL_SCHEDULE=20ms,500ms",
	))
	if err != nil {
		t.Fatal(err)
	}
	if l := c.Sources.Lake; l.EventDataStore != store || l.Region != "eu-west-1" || l.StartsPerSecond != 0.5 || l.Names != 7*24*time.Hour {
		t.Errorf("%+v", l)
	}
	if len(c.Sources.History) != 2 || c.Zone.String() != "Asia/Tokyo" || !c.Askers.Restricted() || c.QuestionsPerMinute != 20 || c.Detail != speech.NoIDs || c.Budget != 5*time.Second || c.MaxPeriod != 30*24*time.Hour {
		t.Errorf("%+v", c)
	}
}

func TestAWrongValueIsNamedWithItsVariable(t *testing.T) {
	if _, err := Read(least()); err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{
		"SOURCES=", "SOURCES=nowhere", "SOURCES=lake://x", "SOURCES=lake://" + store + "?region=moon", "SOURCES=lake://" + store + "?starts=0", "SOURCES=lake://" + store + "?names=7",
		"SOURCES=lake://" + store + "?names=0d", "SOURCES=lake://" + store + " lake://" + store, "SOURCES=history://moon", "SOURCES=s3://bucket",
		"SOURCES=lake://" + store + "?regoin=eu-west-1", "SOURCES=lake://" + store + "?region=eu-west-1&region=eu-west-2", "SOURCES=lake://" + store + "?region=%", "SOURCES=history://eu-west-1?names=7d",
		"SKILL_ID=", "SKILL_ID=pudding", "CASES_TABLE=a", "TIME_ZONE=Mars/Olympus", "TIME_ZONE=Local", "NICKNAMES=pudding", "NICKNAMES=pudding=gone",
		"ASKERS=me", "ASKERS=amzn1.ask.account.X", "NEEDS_VOICE=yes", "NEEDS_PIN=DropTableIntent", "SPOKEN_DETAIL=everything", "QUESTIONS_PER_MINUTE=0", "QUESTIONS_PER_MINUTE=many",
		"TURN_BUDGET=8s", "TURN_BUDGET=1", "MAX_PERIOD=forever", "SAME_QUESTION=1ms", "LOG_LEVEL=loud", "POLL_SCHEDULE=soon",
	} {
		name, _, _ := strings.Cut(variable, "=")
		if _, err := Read(least(variable)); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", variable, err)
		}
	}
}

func TestAllThatIsWrongIsToldAtOnceAndTheRestIsRead(t *testing.T) {
	c, err := Read(least("SOURCES=lake://"+store+"?regoin=eu-west-1 history://eu-west-1 ftp://x", "SKILL_ID=pudding", "NEEDS_VOICE=yes", "NEEDS_PIN=x", "TIME_ZONE=Asia/Tokyo", "TURN_BUDGET=soon"))
	var mistakes Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatal(err)
	}
	var variables []string
	for _, m := range mistakes {
		variables = append(variables, m.Variable)
	}
	if diff := cmp.Diff([]string{"SOURCES", "SOURCES", "SKILL_ID", "NEEDS_VOICE", "NEEDS_PIN", "TURN_BUDGET"}, variables); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(err.Error(), "\n") || !mistakes.Of("SKILL_ID") || mistakes.Of("TIME_ZONE") {
		t.Error(err)
	}
	if c.Sources.Lake != nil || !slices.Equal(c.Sources.History, []string{"eu-west-1"}) || c.Zone.String() != "Asia/Tokyo" {
		t.Errorf("%+v", c)
	}
}

// Somebody pastes a person's id, a PIN or a key where it doesn't belong, and the
// function's log is read by others.
func TestWhatMayBeASecretIsNotRepeated(t *testing.T) {
	const secret = "AKIAIOSFODNN7EXAMPLE"
	for variable, says := range map[string]string{
		"ASKERS=0123456789abcdef amzn1.ask.account." + secret:     "ASKERS is wrong: entry 2 ",
		"NEEDS_PIN=WhatDidUserDoIntent " + secret:                 "NEEDS_PIN is wrong: entry 2 ",
		"NICKNAMES=p=s3://x; " + secret:                           "NICKNAMES is wrong: nickname 2 ",
		"NICKNAMES=bert=" + secret:                                `the nickname "bert"`,
		"NICKNAMES=bert=s3://" + secret + strings.Repeat("x", 60): `the nickname "bert"`,
		"NICKNAMES=bert=s3://x/" + secret + "\x01":                `the nickname "bert"`,
		"NICKNAMES=bert=user:" + strings.Repeat(secret, 20):       `the nickname "bert"`,
	} {
		if _, err := Read(least(variable)); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", variable, err)
		}
	}
}

func FuzzSources(f *testing.F) {
	f.Add("lake://" + store + "?region=eu-west-1&names=7d")
	f.Add("history://eu-west-1,us-east-1")
	f.Fuzz(func(t *testing.T, list string) {
		var mistakes Mistakes
		if s := parseSources(list, &mistakes); mistakes == nil && s.Lake == nil && s.History == nil {
			t.Errorf("%q names nothing, and is taken", list)
		}
	})
}
