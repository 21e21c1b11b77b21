package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go/middleware"
	"github.com/rs/zerolog"
	"github.com/spf13/pflag"

	"pudding/ask"
	"pudding/booth"
	"pudding/booth/scene"
	"pudding/cases"
	"pudding/config"
	"pudding/directory"
	"pudding/intents"
	"pudding/internal/calls"
	"pudding/internal/secrets"
	"pudding/lake/cloudtrail"
	"pudding/lake/polling"
	"pudding/lake/quota"
	"pudding/nlu"
	"pudding/speech"
)

// localSkillID is the skill's id where no Alexa knows it.
const localSkillID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"

// station is everything that a conversation needs, on one machine: the events
// behind an embedded Lake, the skill that asks it through the AWS SDK, and
// Alexa's side of the conversation.
type station struct {
	skill   *intents.Skill
	booth   *booth.Booth
	skillID string
	zone    *time.Location
	now     func() time.Time
	url     string // of the booth
	lake    *lakeServer
	server  *http.Server
}

// stationOptions are the flags that say how a station is set up.
type stationOptions struct {
	events
	zone string
	now  string
}

func (o *stationOptions) flags(f *pflag.FlagSet) {
	o.events.flags(f)
	f.StringVar(&o.zone, "time-zone", envOr("TIME_ZONE", "UTC"), "the asker's time zone, such as Asia/Tokyo")
	f.StringVar(&o.now, "now", "", "the moment to ask at, as RFC 3339 (default: now)")
	f.StringVar(&o.delay, "lake-delay", "", "how long a query stays RUNNING: 2s, or lognormal:MEDIAN,95TH-PERCENTILE")
}

func envOr(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

// clock is the moment to ask at, going on from there.
func (o *stationOptions) clock() (func() time.Time, error) {
	if o.now == "" {
		return time.Now, nil
	}
	start, err := time.Parse(time.RFC3339, o.now)
	if err != nil {
		return nil, misuse("--now is %q: it should be a moment such as 2026-03-01T09:00:00Z", o.now)
	}
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }, nil
}

// open sets a station up, with the booth at addr.
func (o *stationOptions) open(ctx context.Context, addr string, inspect func(intents.Inspection)) (_ *station, err error) {
	zone, err := time.LoadLocation(o.zone)
	if err != nil {
		return nil, misuse("--time-zone is %q: it should be a zone's name, such as Asia/Tokyo", o.zone)
	}
	now, err := o.clock()
	if err != nil {
		return nil, err
	}
	nicknames, err := o.nicknames()
	if err != nil {
		return nil, err
	}
	maxPeriod, err := intents.ParseMaxPeriod(os.Getenv("MAX_PERIOD"))
	if err != nil {
		return nil, misuse("MAX_PERIOD %v", err)
	}
	detail, err := speech.ParseDetail(os.Getenv("SPOKEN_DETAIL"))
	if err != nil {
		return nil, misuse("SPOKEN_DETAIL: %v", err)
	}
	admission, err := config.ReadAdmission(os.Getenv)
	if err != nil {
		return nil, misuse("%v", err)
	}
	log, err := logger()
	if err != nil {
		return nil, err
	}
	s := &station{skillID: envOr("SKILL_ID", localSkillID), zone: zone, now: now}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if s.lake, err = o.events.serve(ctx, "127.0.0.1:0", now(), zone); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	s.url = "http://" + listener.Addr().String()
	services := &ask.Services{HTTP: ask.NewHTTPClient(), Loopback: listener.Addr().String()}
	source := cloudtrail.New(client(s.lake.URL), s.lake.EventDataStore)
	source.Schedule = polling.Embedded
	names := directory.New(now, recordedNames(s.lake, now))
	names.Refresh(log.WithContext(ctx), "en-US", false)
	s.skill = &intents.Skill{
		ID:        s.skillID,
		Directory: names,
		Desk:      &cases.Desk{Source: source, Store: cases.NewMemory(), SameFor: cases.SameFor, Now: now},
		Services:  services,
		Zones:     ask.NewZones(services),
		Zone:      zone,
		Nicknames: nicknames,
		MaxPeriod: maxPeriod,
		Detail:    detail,
		Askers:    admission.Askers,
		Proofs:    admission.Proofs,
		Now:       now,
		Log:       log,
		Inspect:   inspect,
	}
	if limit := admission.QuestionsPerMinute; limit > 0 {
		s.skill.Rate = quota.NewLocalAskers(limit)
	}
	s.booth = booth.New(s.skill, booth.NewCloud(zone))
	s.server = &http.Server{Handler: s.booth.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go s.server.Serve(listener) //nolint:errcheck // it ends when it is closed
	return s, nil
}

// everything is as far back as events may go that somebody loads.
const everything = 20 * 366 * 24 * time.Hour

// recordedNames lists the names in all events.
func recordedNames(lake *lakeServer, now func() time.Time) directory.List {
	source := cloudtrail.New(client(lake.NamesURL), lake.EventDataStore)
	source.Schedule = polling.Embedded
	return directory.Recorded(source, everything, now)
}

// Close stops all that open started.
func (s *station) Close() {
	if s.server != nil {
		_ = s.server.Close()
	}
	if s.lake != nil {
		s.lake.Close()
	}
}

// nicknames are the environment's, or the scene's where the scene is asked.
func (o *stationOptions) nicknames() (nlu.Nicknames, error) {
	names, set := os.LookupEnv("NICKNAMES")
	if !set && o.usesScene() {
		names = scene.Nicknames
	}
	nicknames, err := nlu.ParseNicknames(names)
	if err != nil {
		return nicknames, misuse("NICKNAMES: %v", err)
	}
	return nicknames, nil
}

// logger writes the skill's log to standard error: what is wrong, unless
// LOG_LEVEL asks for more.
func logger() (zerolog.Logger, error) {
	level, err := zerolog.ParseLevel(strings.ToLower(envOr("LOG_LEVEL", "error")))
	if err != nil {
		return zerolog.Nop(), misuse("LOG_LEVEL is %q: it should be debug, info, warn or error", os.Getenv("LOG_LEVEL"))
	}
	return zerolog.New(secrets.Writer(os.Stderr)).Level(level).With().Timestamp().Logger(), nil
}

// embeddedRegion is where the embedded Lake says that it is.
const embeddedRegion = "us-east-1"

// embeddedAccount has the embedded Lake, which asks for no credentials, and nothing
// else.
func embeddedAccount(endpoint string) aws.Config {
	return aws.Config{
		Region:       embeddedRegion,
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
		APIOptions:   []func(*middleware.Stack) error{calls.Count},
	}
}

// client is the AWS SDK's own client, as the Lambda function has it, pointed at
// the embedded Lake.
func client(endpoint string) *sdk.Client { return sdk.NewFromConfig(embeddedAccount(endpoint)) }

// session begins a conversation.
func (s *station) session(locale string) *booth.Session {
	return &booth.Session{SkillID: s.skillID, Locale: locale, Endpoint: s.url}
}

func (s *station) String() string {
	return fmt.Sprintf("booth: %s skill %s event data store %s", s.url, s.skillID, s.lake.EventDataStore)
}
