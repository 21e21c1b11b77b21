package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"pudding/nlu"
)

// config is the function's environment, read once.
type config struct {
	sources   []source
	skillID   string
	zone      *time.Location
	nicknames nlu.Nicknames
	logLevel  zerolog.Level
	loopback  string
}

// source is one entry of SOURCES: lake://EVENT_DATA_STORE[?region=REGION].
type source struct{ eventDataStore, region string }

var (
	skillID        = regexp.MustCompile(`^amzn1\.ask\.skill\.[0-9a-f-]{36}$`)
	eventDataStore = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// configure reads the environment. The error names the variable that is wrong
// and what it should look like.
func configure(getenv func(string) string) (c config, err error) {
	if c.sources, err = sources(getenv("SOURCES")); err != nil {
		return c, err
	}
	if c.skillID = getenv("SKILL_ID"); !skillID.MatchString(c.skillID) {
		return c, fmt.Errorf("SKILL_ID is %q: it should be the skill's id, amzn1.ask.skill.…", c.skillID)
	}
	if c.zone, err = time.LoadLocation(getenv("TIME_ZONE")); err != nil {
		return c, fmt.Errorf("TIME_ZONE is %q: it should be a zone's name, such as Europe/Berlin", getenv("TIME_ZONE"))
	}
	if c.nicknames, err = nlu.ParseNicknames(getenv("NICKNAMES")); err != nil {
		return c, fmt.Errorf("NICKNAMES: %w", err)
	}
	c.logLevel = zerolog.InfoLevel
	if level := getenv("LOG_LEVEL"); level != "" {
		if c.logLevel, err = zerolog.ParseLevel(strings.ToLower(level)); err != nil {
			return c, fmt.Errorf("LOG_LEVEL is %q: it should be debug, info, warn or error", level)
		}
	}
	c.loopback = getenv("ALEXA_LOOPBACK")
	return c, nil
}

func sources(list string) ([]source, error) {
	var out []source
	for _, uri := range strings.Fields(list) {
		u, err := url.Parse(uri)
		if err != nil || u.Scheme != "lake" || !eventDataStore.MatchString(u.Host) {
			return nil, fmt.Errorf("SOURCES has %q: it should be lake://EVENT_DATA_STORE_ID?region=REGION", uri)
		}
		out = append(out, source{eventDataStore: u.Host, region: u.Query().Get("region")})
	}
	switch len(out) {
	case 1:
		return out, nil
	case 0:
		return nil, fmt.Errorf("SOURCES is empty: it should be lake://EVENT_DATA_STORE_ID?region=REGION")
	default:
		return nil, fmt.Errorf("SOURCES names %d sources: one is what this version can ask", len(out))
	}
}
