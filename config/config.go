// Package config reads the configuration of the function from its environment.
package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"pudding/cases"
	"pudding/intents"
	"pudding/internal/lazyregexp"
	"pudding/lake/polling"
	"pudding/nlu"
	"pudding/speech"
)

// Config is the function's environment, read once.
type Config struct {
	Sources   Sources
	SkillID   string
	Table     string
	Zone      *time.Location
	Nicknames nlu.Nicknames
	Admission
	Detail    speech.Detail
	LogLevel  zerolog.Level
	Loopback  string
	Function  string // its name, in Lambda
	Budget    time.Duration
	MaxPeriod time.Duration
	SameFor   time.Duration
	Schedule  polling.Schedule
}

var (
	skillID        = lazyregexp.New(`^amzn1\.ask\.skill\.[0-9a-f-]{36}$`)
	eventDataStore = lazyregexp.New(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	region         = lazyregexp.New(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	tableName      = lazyregexp.New(`^[A-Za-z0-9_.-]{3,255}$`)
)

// Read reads the environment. The error is Mistakes: all that is wrong, each with
// its variable and what it should look like. What is right is read all the same.
func Read(getenv func(string) string) (Config, error) {
	var mistakes Mistakes
	c := read(getenv, &mistakes)
	if mistakes != nil {
		return c, mistakes
	}
	return c, nil
}

func read(getenv func(string) string, mistakes *Mistakes) (c Config) {
	var err error
	c.Sources = parseSources(getenv("SOURCES"), mistakes)
	if c.SkillID = getenv("SKILL_ID"); !skillID.MatchString(c.SkillID) {
		mistakes.add("SKILL_ID", "is %q: it should be the skill's id, amzn1.ask.skill.…", c.SkillID)
	}
	if c.Table = getenv("CASES_TABLE"); c.Table != "" && !tableName.MatchString(c.Table) {
		mistakes.add("CASES_TABLE", "is %q: it should be the name of a DynamoDB table", c.Table)
	}
	// Local is the zone of the machine, which is nobody's.
	if c.Zone, err = time.LoadLocation(getenv("TIME_ZONE")); err != nil || c.Zone == time.Local {
		mistakes.add("TIME_ZONE", "is %q: it should be a zone's name, such as Europe/Berlin", getenv("TIME_ZONE"))
	}
	c.Nicknames, err = nlu.ParseNicknames(getenv("NICKNAMES"))
	mistakes.check("NICKNAMES", wrong(err))
	c.Admission = readAdmission(getenv, mistakes)
	c.Detail, err = speech.ParseDetail(getenv("SPOKEN_DETAIL"))
	mistakes.check("SPOKEN_DETAIL", wrong(err))
	c.Function = getenv("AWS_LAMBDA_FUNCTION_NAME")
	c.LogLevel = zerolog.InfoLevel
	if level := getenv("LOG_LEVEL"); level != "" {
		if c.LogLevel, err = zerolog.ParseLevel(strings.ToLower(level)); err != nil {
			mistakes.add("LOG_LEVEL", "is %q: it should be debug, info, warn or error", level)
		}
	}
	c.Loopback = getenv("ALEXA_LOOPBACK")
	c.Budget, err = duration(getenv("TURN_BUDGET"), intents.DefaultBudget, 2*time.Second, intents.MaxBudget)
	mistakes.check("TURN_BUDGET", err)
	c.MaxPeriod, err = intents.ParseMaxPeriod(getenv("MAX_PERIOD"))
	mistakes.check("MAX_PERIOD", err)
	c.SameFor, err = duration(getenv("SAME_QUESTION"), cases.SameFor, time.Second, time.Hour)
	mistakes.check("SAME_QUESTION", err)
	if table := getenv("POLL_SCHEDULE"); table != "" {
		if c.Schedule, err = polling.Parse(table); err != nil {
			mistakes.add("POLL_SCHEDULE", "is wrong: %v: it should be what pudding schedule prints", err)
		}
	}
	return c
}

// wrong makes what is said of a mistake of an error that says what it is in.
func wrong(err error) error {
	if err != nil {
		return fmt.Errorf("is wrong: %w", err)
	}
	return nil
}

// duration reads a time within bounds.
func duration(value string, otherwise, least, most time.Duration) (time.Duration, error) {
	if value == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(value)
	if err != nil || d < least || d > most {
		return 0, fmt.Errorf("is %q: it should be a time from %s to %s", value, least, most)
	}
	return d, nil
}
