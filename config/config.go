// Package config reads the configuration of the function from its environment.
package config

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"pudding/cases"
	"pudding/intents"
	"pudding/internal/lazyregexp"
	"pudding/lake/cloudtrail"
	"pudding/lake/polling"
	"pudding/nlu"
	"pudding/speech"
)

// Config is the function's environment, read once.
type Config struct {
	Sources            Sources
	SkillID            string
	Table              string
	Zone               *time.Location
	Nicknames          nlu.Nicknames
	Askers             intents.Askers
	Proofs             intents.Proofs
	Detail             speech.Detail
	LogLevel           zerolog.Level
	Loopback           string
	Function           string // its name, in Lambda
	QuestionsPerMinute int    // questions of one asker; 0 for any number
	Budget             time.Duration
	MaxPeriod          time.Duration
	SameFor            time.Duration
	Schedule           polling.Schedule
}

var (
	skillID        = lazyregexp.New(`^amzn1\.ask\.skill\.[0-9a-f-]{36}$`)
	eventDataStore = lazyregexp.New(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	region         = lazyregexp.New(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	tableName      = lazyregexp.New(`^[A-Za-z0-9_.-]{3,255}$`)
)

// Read reads the environment. The error names the variable that is wrong and what
// it should look like.
func Read(getenv func(string) string) (c Config, err error) {
	if c.Sources, err = parseSources(getenv("SOURCES")); err != nil {
		return c, err
	}
	if c.SkillID = getenv("SKILL_ID"); !skillID.MatchString(c.SkillID) {
		return c, fmt.Errorf("SKILL_ID is %q: it should be the skill's id, amzn1.ask.skill.…", c.SkillID)
	}
	if c.Table = getenv("CASES_TABLE"); c.Table != "" && !tableName.MatchString(c.Table) {
		return c, fmt.Errorf("CASES_TABLE is %q: it should be the name of a DynamoDB table", c.Table)
	}
	if c.Zone, err = time.LoadLocation(getenv("TIME_ZONE")); err != nil {
		return c, fmt.Errorf("TIME_ZONE is %q: it should be a zone's name, such as Europe/Berlin", getenv("TIME_ZONE"))
	}
	if c.Nicknames, err = nlu.ParseNicknames(getenv("NICKNAMES")); err != nil {
		return c, fmt.Errorf("NICKNAMES: %w", err)
	}
	if c.Askers, err = intents.ParseAskers(getenv("ASKERS")); err != nil {
		return c, fmt.Errorf("ASKERS: %w", err)
	}
	if c.Proofs, err = intents.ParseProofs(getenv("NEEDS_VOICE"), getenv("NEEDS_PIN")); err != nil {
		return c, err
	}
	if c.Detail, err = speech.ParseDetail(getenv("SPOKEN_DETAIL")); err != nil {
		return c, fmt.Errorf("SPOKEN_DETAIL: %w", err)
	}
	if c.QuestionsPerMinute, err = QuestionsPerMinute(getenv("QUESTIONS_PER_MINUTE")); err != nil {
		return c, err
	}
	c.Function = getenv("AWS_LAMBDA_FUNCTION_NAME")
	c.LogLevel = zerolog.InfoLevel
	if level := getenv("LOG_LEVEL"); level != "" {
		if c.LogLevel, err = zerolog.ParseLevel(strings.ToLower(level)); err != nil {
			return c, fmt.Errorf("LOG_LEVEL is %q: it should be debug, info, warn or error", level)
		}
	}
	c.Loopback = getenv("ALEXA_LOOPBACK")
	if c.Budget, err = duration(getenv, "TURN_BUDGET", intents.DefaultBudget, 2*time.Second, intents.MaxBudget); err != nil {
		return c, err
	}
	if c.MaxPeriod, err = intents.ParseMaxPeriod(getenv("MAX_PERIOD")); err != nil {
		return c, fmt.Errorf("MAX_PERIOD %w", err)
	}
	if c.SameFor, err = duration(getenv, "SAME_QUESTION", cases.SameFor, time.Second, time.Hour); err != nil {
		return c, err
	}
	if table := getenv("POLL_SCHEDULE"); table != "" {
		if c.Schedule, err = polling.Parse(table); err != nil {
			return c, fmt.Errorf("POLL_SCHEDULE: %w: it should be what pudding schedule prints", err)
		}
	}
	return c, nil
}

// QuestionsPerMinute reads QUESTIONS_PER_MINUTE; empty is 0, which is any number.
func QuestionsPerMinute(limit string) (int, error) {
	if limit == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(limit)
	if err != nil || n < 1 || n > 1000 {
		return 0, fmt.Errorf("QUESTIONS_PER_MINUTE is %q: it should be how many questions one asker may ask, from 1 to 1000, or empty for any number", limit)
	}
	return n, nil
}

// duration reads a variable within bounds.
func duration(getenv func(string) string, name string, otherwise, least, most time.Duration) (time.Duration, error) {
	value := getenv(name)
	if value == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(value)
	if err != nil || d < least || d > most {
		return 0, fmt.Errorf("%s is %q: it should be a time from %s to %s", name, value, least, most)
	}
	return d, nil
}

// Sources are the places that SOURCES names.
type Sources struct {
	Lake    *Lake    // nil without one
	History []string // the regions of Event history
}

// Lake is lake://EVENT_DATA_STORE[?region=REGION][&starts=N][&names=D].
type Lake struct {
	EventDataStore, Region string
	StartsPerSecond        float64
	Names                  time.Duration // since when names are listed; 0 for not at all
}

const sourceForms = "lake://EVENT_DATA_STORE_ID?region=REGION or history://REGION,REGION"

func parseSources(list string) (s Sources, err error) {
	for _, uri := range strings.Fields(list) {
		u, err := url.Parse(uri)
		if err != nil {
			return s, fmt.Errorf("SOURCES has %q: it should be %s", uri, sourceForms)
		}
		switch known := true; {
		case u.Scheme == "lake" && eventDataStore.MatchString(u.Host) && s.Lake == nil:
			s.Lake, known = parseLake(u)
			if !known {
				return s, fmt.Errorf("SOURCES has %q: region should be a region's name, starts the StartQuery calls a second that the account may make, and names the time whose events names are listed from, such as 7d", uri)
			}
		case u.Scheme == "history" && s.History == nil:
			for name := range strings.SplitSeq(u.Host, ",") {
				if !region.MatchString(name) {
					return s, fmt.Errorf("SOURCES has %q: %q is not the name of a region", uri, name)
				}
				s.History = append(s.History, name)
			}
		default:
			return s, fmt.Errorf("SOURCES has %q: it should be %s, each once", uri, sourceForms)
		}
	}
	if s.Lake == nil && s.History == nil {
		return s, fmt.Errorf("SOURCES is empty: it should be %s", sourceForms)
	}
	return s, nil
}

func parseLake(u *url.URL) (*Lake, bool) {
	s := &Lake{EventDataStore: u.Host, Region: u.Query().Get("region"), StartsPerSecond: cloudtrail.StartsPerSecond}
	if s.Region != "" && !region.MatchString(s.Region) {
		return nil, false
	}
	if starts := u.Query().Get("starts"); starts != "" {
		if _, err := fmt.Sscanf(starts, "%g", &s.StartsPerSecond); err != nil || s.StartsPerSecond < 0.1 || s.StartsPerSecond > 100 {
			return nil, false
		}
	}
	if names := u.Query().Get("names"); names != "" {
		var days int
		if n, err := fmt.Sscanf(names, "%dd", &days); n != 1 || err != nil || days < 1 || days > 366 {
			return nil, false
		}
		s.Names = time.Duration(days) * 24 * time.Hour
	}
	return s, true
}
