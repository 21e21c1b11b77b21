package local

import (
	"fmt"
	"regexp"
	"strings"
)

// eventDataStore is what GetEventDataStore tells of an event data store.
type eventDataStore struct {
	EventDataStoreArn            string
	Name                         string
	Status                       string
	AdvancedEventSelectors       []eventSelector
	MultiRegionEnabled           bool
	OrganizationEnabled          bool
	RetentionPeriod              int // days
	TerminationProtectionEnabled bool
	CreatedTimestamp             epoch
	UpdatedTimestamp             epoch
	BillingMode                  string

	events, bytes int64 // that it holds
}

type eventSelector struct {
	Name           string
	FieldSelectors []fieldSelector
}

type fieldSelector struct {
	Field  string
	Equals []string
}

// describe says of the store what a real event data store with these events
// would say of itself.
func (s *Server) describe() (eventDataStore, error) {
	var dataEvents int64
	d := eventDataStore{
		EventDataStoreArn:  s.arn(),
		Name:               "embedded",
		Status:             "ENABLED",
		MultiRegionEnabled: true,
		RetentionPeriod:    2557,
		CreatedTimestamp:   epoch(s.config.Now()),
		UpdatedTimestamp:   epoch(s.config.Now()),
		BillingMode:        "FIXED_RETENTION_PRICING",
	}
	err := s.store.db.QueryRowContext(s.ctx, `
		SELECT count(*), (SELECT coalesce(sum(event_bytes), 0)::BIGINT FROM log_files), count(*) FILTER (eventcategory = 'Data') FROM events`).
		Scan(&d.events, &d.bytes, &dataEvents)
	if err != nil {
		return d, err
	}
	d.AdvancedEventSelectors = []eventSelector{{"Management events", []fieldSelector{{"eventCategory", []string{"Management"}}}}}
	if dataEvents > 0 {
		d.AdvancedEventSelectors = append(d.AdvancedEventSelectors, eventSelector{"S3 data events", []fieldSelector{
			{"eventCategory", []string{"Data"}}, {"resources.type", []string{"AWS::S3::Object"}},
		}})
	}
	return d, nil
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
