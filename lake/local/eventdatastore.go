package local

import (
	"cmp"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// eventDataStore is what GetEventDataStore tells of an event data store.
type eventDataStore struct {
	EventDataStoreArn            string
	Name                         string
	Status                       string
	AdvancedEventSelectors       []EventSelector
	MultiRegionEnabled           bool
	OrganizationEnabled          bool
	RetentionPeriod              int // days
	TerminationProtectionEnabled bool
	CreatedTimestamp             epoch
	UpdatedTimestamp             epoch
	BillingMode                  string
	PartitionKeys                []PartitionKey
	KmsKeyId                     string `json:",omitempty"`

	events, bytes int64 // that it holds
}

// EventSelector is one of an event data store's advanced event selectors.
type EventSelector struct {
	Name           string `json:",omitempty"`
	FieldSelectors []FieldSelector
}

// FieldSelector is a condition of an EventSelector on one field.
type FieldSelector struct {
	Field                                 string
	Equals, StartsWith, EndsWith          []string `json:",omitempty"`
	NotEquals, NotStartsWith, NotEndsWith []string `json:",omitempty"`
}

// PartitionKey is a column that an event data store's events are divided by.
type PartitionKey struct{ Name, Type string }

// Description is what an event data store says of itself. The embedded Lake
// serves the events that it was given, whatever is said of them here. Zero
// fields have the defaults that are named.
type Description struct {
	Status        string          // ENABLED
	Selectors     []EventSelector // of the kinds of events that were loaded
	RetentionDays int             // ten years, or as long as to keep the oldest event
	// Created is when the events begin: by default as early as is kept, for log
	// files do not tell since when they were written.
	Created       time.Time
	Updated       time.Time // Created
	OneRegion     bool      // it is of its own region alone
	PartitionKeys []PartitionKey
	Key           string // the ARN of a KMS key, which whoever asks must be let use by what is in front of the server
}

// tenYears is the longest that an event data store may keep events.
const tenYears = 3653

// describe says of the store what a real event data store with these events
// would say of itself, as far as the configuration leaves it open.
func (s *Server) describe() (eventDataStore, error) {
	says := s.config.Description
	var objectEvents int64
	var oldest sql.NullTime
	d := eventDataStore{
		EventDataStoreArn:  s.arn(),
		Name:               "embedded",
		MultiRegionEnabled: !says.OneRegion,
		BillingMode:        "EXTENDABLE_RETENTION_PRICING",
		PartitionKeys:      says.PartitionKeys,
		KmsKeyId:           says.Key,
	}
	err := s.store.db.QueryRowContext(s.ctx, `
		SELECT count(*), (SELECT coalesce(sum(event_bytes), 0)::BIGINT FROM log_files), count(*) FILTER (`+objectEvent+`), min(eventtime) FROM events`).
		Scan(&d.events, &d.bytes, &objectEvents, &oldest)
	if err != nil {
		return d, err
	}
	now := s.config.Now()
	kept := tenYears
	if oldest.Valid {
		kept = max(kept, 1+int(now.Sub(oldest.Time)/(24*time.Hour)))
	}
	d.Status = cmp.Or(says.Status, "ENABLED")
	d.RetentionPeriod = cmp.Or(says.RetentionDays, kept)
	created := says.Created
	if created.IsZero() {
		created = now.AddDate(0, 0, -d.RetentionPeriod)
	}
	updated := says.Updated
	if updated.IsZero() {
		updated = created
	}
	d.CreatedTimestamp, d.UpdatedTimestamp = epoch(created), epoch(updated)
	if d.AdvancedEventSelectors = says.Selectors; says.Selectors == nil {
		d.AdvancedEventSelectors = selectors(objectEvents > 0)
	}
	return d, nil
}

// objectEvent finds the events of S3 objects. Older records have no category.
const objectEvent = `eventcategory = 'Data' OR eventcategory IS NULL AND eventsource = 's3.amazonaws.com' AND
	eventname IN ('CopyObject', 'DeleteObject', 'DeleteObjects', 'GetObject', 'HeadObject', 'ListObjects', 'PutObject')`

// selectors are those of a store of management events, and of objects' too.
func selectors(objects bool) []EventSelector {
	out := []EventSelector{{Name: "Management events", FieldSelectors: []FieldSelector{{Field: "eventCategory", Equals: []string{"Management"}}}}}
	if objects {
		out = append(out, EventSelector{Name: "S3 data events", FieldSelectors: []FieldSelector{
			{Field: "eventCategory", Equals: []string{"Data"}}, {Field: "resources.type", Equals: []string{"AWS::S3::Object"}},
		}})
	}
	return out
}

func (s *Server) arn() string {
	return fmt.Sprintf("arn:aws:cloudtrail:%s:%s:eventdatastore/%s", s.config.Region, s.config.AccountID, s.config.EventDataStore)
}

var storeARN = regexp.MustCompile(`^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:\d{12}:eventdatastore/([a-f0-9-]{36})$`)

// checkStore checks an event data store's id or ARN, as every action but
// StartQuery takes it.
func (s *Server) checkStore(named string) error {
	id := named
	if strings.HasPrefix(named, "arn:") || !uuidForm.MatchString(named) {
		m := storeARN.FindStringSubmatch(named)
		if m == nil {
			return failure(arnInvalid, "%q is not an event data store's ARN, nor its id.", named)
		}
		id = m[1]
	}
	if id != s.config.EventDataStore || id != named && named != s.arn() {
		return failure(storeNotFound, "The specified event data store %s was not found.", named)
	}
	return nil
}

type getEventDataStoreInput struct{ EventDataStore string }

func (s *Server) getEventDataStore(in getEventDataStoreInput) (eventDataStore, error) {
	return s.details, s.checkStore(in.EventDataStore)
}

type listEventDataStoresInput struct {
	MaxResults *int
	NextToken  *string
}

type listEventDataStoresOutput struct{ EventDataStores []listedStore }

type listedStore struct{ EventDataStoreArn, Name string }

func (s *Server) listEventDataStores(in listEventDataStoresInput) (listEventDataStoresOutput, error) {
	var out listEventDataStoresOutput
	if _, err := pageSize(in.MaxResults); err != nil {
		return out, err
	}
	if _, err := offset(in.NextToken, "stores", 1); err != nil {
		return out, err
	}
	out.EventDataStores = []listedStore{{s.details.EventDataStoreArn, s.details.Name}}
	return out, nil
}
