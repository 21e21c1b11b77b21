package main

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
)

// config is the function's environment, read once.
type config struct {
	sources   sources
	skillID   string
	table     string
	zone      *time.Location
	nicknames nlu.Nicknames
	askers    intents.Askers
	logLevel  zerolog.Level
	loopback  string
	function  string // its name, in Lambda
	perMinute int    // questions of one asker; 0 for any number
	budget    time.Duration
	maxPeriod time.Duration
	sameFor   time.Duration
	schedule  polling.Schedule
}

var (
	skillID        = lazyregexp.New(`^amzn1\.ask\.skill\.[0-9a-f-]{36}$`)
	eventDataStore = lazyregexp.New(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	region         = lazyregexp.New(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	tableName      = lazyregexp.New(`^[A-Za-z0-9_.-]{3,255}$`)
)

// configure reads the environment. The error names the variable that is wrong
// and what it should look like.
func configure(getenv func(string) string) (c config, err error) {
	if c.sources, err = parseSources(getenv("SOURCES")); err != nil {
		return c, err
	}
	if c.skillID = getenv("SKILL_ID"); !skillID.MatchString(c.skillID) {
		return c, fmt.Errorf("SKILL_ID is %q: it should be the skill's id, amzn1.ask.skill.…", c.skillID)
	}
	if c.table = getenv("CASES_TABLE"); c.table != "" && !tableName.MatchString(c.table) {
		return c, fmt.Errorf("CASES_TABLE is %q: it should be the name of a DynamoDB table", c.table)
	}
	if c.zone, err = time.LoadLocation(getenv("TIME_ZONE")); err != nil {
		return c, fmt.Errorf("TIME_ZONE is %q: it should be a zone's name, such as Europe/Berlin", getenv("TIME_ZONE"))
	}
	if c.nicknames, err = nlu.ParseNicknames(getenv("NICKNAMES")); err != nil {
		return c, fmt.Errorf("NICKNAMES: %w", err)
	}
	if c.askers, err = intents.ParseAskers(getenv("ASKERS")); err != nil {
		return c, fmt.Errorf("ASKERS: %w", err)
	}
	if limit := getenv("QUESTIONS_PER_MINUTE"); limit != "" {
		if c.perMinute, err = strconv.Atoi(limit); err != nil || c.perMinute < 1 || c.perMinute > 1000 {
			return c, fmt.Errorf("QUESTIONS_PER_MINUTE is %q: it should be how many questions one asker may ask, from 1 to 1000, or empty for any number", limit)
		}
	}
	c.function = getenv("AWS_LAMBDA_FUNCTION_NAME")
	c.logLevel = zerolog.InfoLevel
	if level := getenv("LOG_LEVEL"); level != "" {
		if c.logLevel, err = zerolog.ParseLevel(strings.ToLower(level)); err != nil {
			return c, fmt.Errorf("LOG_LEVEL is %q: it should be debug, info, warn or error", level)
		}
	}
	c.loopback = getenv("ALEXA_LOOPBACK")
	if c.budget, err = duration(getenv, "TURN_BUDGET", intents.DefaultBudget, 2*time.Second, intents.MaxBudget); err != nil {
		return c, err
	}
	if c.maxPeriod, err = intents.ParseMaxPeriod(getenv("MAX_PERIOD")); err != nil {
		return c, fmt.Errorf("MAX_PERIOD %w", err)
	}
	if c.sameFor, err = duration(getenv, "SAME_QUESTION", cases.SameFor, time.Second, time.Hour); err != nil {
		return c, err
	}
	if table := getenv("POLL_SCHEDULE"); table != "" {
		if c.schedule, err = polling.Parse(table); err != nil {
			return c, fmt.Errorf("POLL_SCHEDULE: %w: it should be what pudding schedule prints", err)
		}
	}
	return c, nil
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

// sources are the places that SOURCES names.
type sources struct {
	lake    *lakeSource
	history []string // the regions of Event history
}

// lakeSource is lake://EVENT_DATA_STORE[?region=REGION][&starts=N][&names=D].
type lakeSource struct {
	eventDataStore, region string
	startsPerSecond        float64
	names                  time.Duration // since when names are listed; 0 for not at all
}

const sourceForms = "lake://EVENT_DATA_STORE_ID?region=REGION or history://REGION,REGION"

func parseSources(list string) (s sources, err error) {
	for _, uri := range strings.Fields(list) {
		u, err := url.Parse(uri)
		if err != nil {
			return s, fmt.Errorf("SOURCES has %q: it should be %s", uri, sourceForms)
		}
		switch known := true; {
		case u.Scheme == "lake" && eventDataStore.MatchString(u.Host) && s.lake == nil:
			s.lake, known = parseLake(u)
			if !known {
				return s, fmt.Errorf("SOURCES has %q: region should be a region's name, starts the StartQuery calls a second that the account may make, and names the time whose events names are listed from, such as 7d", uri)
			}
		case u.Scheme == "history" && s.history == nil:
			for name := range strings.SplitSeq(u.Host, ",") {
				if !region.MatchString(name) {
					return s, fmt.Errorf("SOURCES has %q: %q is not the name of a region", uri, name)
				}
				s.history = append(s.history, name)
			}
		default:
			return s, fmt.Errorf("SOURCES has %q: it should be %s, each once", uri, sourceForms)
		}
	}
	if s.lake == nil && s.history == nil {
		return s, fmt.Errorf("SOURCES is empty: it should be %s", sourceForms)
	}
	return s, nil
}

func parseLake(u *url.URL) (*lakeSource, bool) {
	s := &lakeSource{eventDataStore: u.Host, region: u.Query().Get("region"), startsPerSecond: cloudtrail.StartsPerSecond}
	if s.region != "" && !region.MatchString(s.region) {
		return nil, false
	}
	if starts := u.Query().Get("starts"); starts != "" {
		if _, err := fmt.Sscanf(starts, "%g", &s.startsPerSecond); err != nil || s.startsPerSecond < 0.1 || s.startsPerSecond > 100 {
			return nil, false
		}
	}
	if names := u.Query().Get("names"); names != "" {
		var days int
		if n, err := fmt.Sscanf(names, "%dd", &days); n != 1 || err != nil || days < 1 || days > 366 {
			return nil, false
		}
		s.names = time.Duration(days) * 24 * time.Hour
	}
	return s, true
}
