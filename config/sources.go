package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"pudding/lake/cloudtrail"
)

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

// parseSources reads SOURCES. What is wrong in it is among the mistakes, and the
// rest is taken.
func parseSources(list string, mistakes *Mistakes) (s Sources) {
	uris := strings.Fields(list)
	for _, uri := range uris {
		if err := s.add(uri); err != nil {
			mistakes.check("SOURCES", fmt.Errorf("has %q: %w", uri, err))
		}
	}
	if len(uris) == 0 {
		mistakes.add("SOURCES", "is empty: it should be %s", sourceForms)
	}
	return s
}

func (s *Sources) add(uri string) (err error) {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
	case u.Scheme == "lake" && eventDataStore.MatchString(u.Host) && s.Lake == nil:
		s.Lake, err = parseLake(u)
		return err
	case u.Scheme == "history" && s.History == nil && u.RawQuery == "":
		s.History, err = parseHistory(u.Host)
		return err
	}
	return fmt.Errorf("it should be %s, each once", sourceForms)
}

func parseHistory(list string) ([]string, error) {
	names := strings.Split(list, ",")
	for _, name := range names {
		if !region.MatchString(name) {
			return nil, fmt.Errorf("%q is not the name of a region", name)
		}
	}
	return names, nil
}

func parseLake(u *url.URL) (*Lake, error) {
	s := &Lake{EventDataStore: u.Host, StartsPerSecond: cloudtrail.StartsPerSecond}
	settings, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, fmt.Errorf("it should be %s", sourceForms)
	}
	for name, values := range settings {
		if !slices.Contains([]string{"region", "starts", "names"}, name) || len(values) > 1 {
			return nil, fmt.Errorf("%q is none of region, starts and names, each once", name)
		}
	}
	if s.Region = settings.Get("region"); s.Region != "" && !region.MatchString(s.Region) {
		return nil, fmt.Errorf("region should be a region's name")
	}
	if starts := settings.Get("starts"); starts != "" {
		if _, err := fmt.Sscanf(starts, "%g", &s.StartsPerSecond); err != nil || s.StartsPerSecond < 0.1 || s.StartsPerSecond > 100 {
			return nil, fmt.Errorf("starts should be the StartQuery calls a second that the account may make")
		}
	}
	if names := settings.Get("names"); names != "" {
		var days int
		if n, err := fmt.Sscanf(names, "%dd", &days); n != 1 || err != nil || days < 1 || days > 366 {
			return nil, fmt.Errorf("names should be the time whose events names are listed from, such as 7d")
		}
		s.Names = time.Duration(days) * 24 * time.Hour
	}
	return s, nil
}
