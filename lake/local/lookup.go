package local

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"golang.org/x/time/rate"
)

// Event history, as LookupEvents reads it (AWS CloudTrail API Reference,
// LookupEvents): each region's management events of the last 90 days.
const (
	lookupsPerSecond = 2 // in each region
	historyKept      = 90 * 24 * time.Hour
	maxLookup        = 50   // events on a page
	maxAttribute     = 2000 // characters
)

type lookupEventsInput struct {
	LookupAttributes   []lookupAttribute
	StartTime, EndTime *float64
	EventCategory      *string
	MaxResults         *int
	NextToken          *string
}

type lookupAttribute struct{ AttributeKey, AttributeValue string }

type lookupEventsOutput struct {
	Events    []historyEvent
	NextToken string `json:",omitempty"`
}

type historyEvent struct {
	EventId, EventName string
	ReadOnly           string // true or false
	AccessKeyId        string `json:",omitempty"`
	EventTime          epoch
	EventSource        string
	Username           string `json:",omitempty"`
	Resources          []historyResource
	CloudTrailEvent    string // the record's JSON
}

type historyResource struct{ ResourceType, ResourceName string }

// credentialScope is where a signed request names its region (AWS IAM User
// Guide, "Elements of an AWS API request signature").
var credentialScope = regexp.MustCompile(`Credential=[^/]+/\d{8}/([a-z0-9-]{1,32})/cloudtrail/aws4_request`)

// regionOf is the region whose endpoint a request would have been sent to.
func (s *Server) regionOf(r *http.Request) string {
	if m := credentialScope.FindStringSubmatch(r.Header.Get("Authorization")); m != nil {
		return m[1]
	}
	return s.config.Region
}

// lookupLimiter is the limiter of a request's region.
func (s *Server) lookupLimiter(r *http.Request) *rate.Limiter {
	s.mu.Lock()
	defer s.mu.Unlock()
	region := s.regionOf(r)
	if s.lookups[region] == nil {
		s.lookups[region] = rate.NewLimiter(lookupsPerSecond, lookupsPerSecond)
	}
	return s.lookups[region]
}

func (s *Server) lookupEvents(r *http.Request, body []byte) (any, error) {
	return decoded(func(s *Server, in lookupEventsInput) (lookupEventsOutput, error) {
		return s.lookUp(s.regionOf(r), in)
	})(s, r, body)
}

func (s *Server) lookUp(region string, in lookupEventsInput) (lookupEventsOutput, error) {
	out := lookupEventsOutput{Events: []historyEvent{}}
	if err := in.check(); err != nil {
		return out, err
	}
	list := in.list(region)
	from, err := offset(in.NextToken, list, math.MaxInt)
	if err != nil {
		return out, err
	}
	size := maxLookup
	if in.MaxResults != nil {
		size = *in.MaxResults
	}
	query, values := s.historyQuery(region, in)
	rows, err := s.store.db.QueryContext(s.ctx, query+" LIMIT ? OFFSET ?", append(values, size+1, from)...)
	if err != nil {
		return out, fmt.Errorf("looking up events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if len(out.Events) == size {
			out.NextToken = nextToken(list, from+size)
			break
		}
		var e historyEvent
		var at time.Time
		var resources duckdb.Composite[[]historyResource]
		if err := rows.Scan(&e.EventId, &e.EventName, &e.ReadOnly, &e.AccessKeyId, &at, &e.EventSource, &e.Username, &resources, &e.CloudTrailEvent); err != nil {
			return out, fmt.Errorf("looking up events: %w", err)
		}
		e.EventTime, e.Resources = epoch(at), append([]historyResource{}, resources.Get()...)
		out.Events = append(out.Events, e)
	}
	return out, rows.Err()
}

// check refuses what the service refuses.
func (in lookupEventsInput) check() error {
	switch {
	case len(in.LookupAttributes) > 1:
		return failure(invalidLookup, "You can specify only one lookup attribute at a time.")
	case in.EventCategory != nil && *in.EventCategory != "insight":
		return failure(invalidEventCategory, "%q is not an event category: the only one to be given is insight.", *in.EventCategory)
	case in.MaxResults != nil && (*in.MaxResults < 1 || *in.MaxResults > maxLookup):
		return failure(invalidMaxResults, "The maximum number of results must be between 1 and %d.", maxLookup)
	case in.StartTime != nil && in.EndTime != nil && *in.StartTime > *in.EndTime:
		return failure(invalidTimeRange, "StartTime must not be after EndTime.")
	case !isMoment(in.StartTime) || !isMoment(in.EndTime):
		return failure(invalidTimeRange, "A time is out of the range of possible values.")
	}
	for _, a := range in.LookupAttributes {
		_, known := historyConditions[a.AttributeKey]
		insight := a.AttributeKey == "EventId" || a.AttributeKey == "EventName" || a.AttributeKey == "EventSource"
		switch {
		case !known || in.EventCategory != nil && !insight:
			return failure(invalidLookup, "%q is not an attribute that these events can be looked up by.", a.AttributeKey)
		case a.AttributeValue == "" || len(a.AttributeValue) > maxAttribute:
			return failure(invalidLookup, "An attribute's value must have between 1 and %d characters.", maxAttribute)
		case a.AttributeKey == "ReadOnly" && a.AttributeValue != "true" && a.AttributeValue != "false":
			return failure(invalidLookup, "ReadOnly is true or false.")
		}
	}
	return nil
}

// isMoment reports whether an epoch lies between the years 1970 and 9999, if it
// is given.
func isMoment(seconds *float64) bool {
	return seconds == nil || *seconds >= 0 && *seconds < 253402300800
}

func fromEpoch(seconds float64) time.Time {
	return time.UnixMilli(int64(math.Round(seconds * 1000))).UTC()
}

// list names the list that a page is of: a token holds for no other parameters.
func (in lookupEventsInput) list(region string) string {
	in.NextToken = nil
	raw, err := json.Marshal(in)
	if err != nil {
		panic(err) // it was made of JSON
	}
	sum := sha256.Sum256(append(raw, region...))
	return hex.EncodeToString(sum[:])
}

// historyConditions are what events are looked up by, with the columns of
// history in historyQuery.
var historyConditions = map[string]string{
	"AccessKeyId":  "access_key_id = ?",
	"EventId":      "event_id = ?",
	"EventName":    "event_name = ?",
	"EventSource":  "event_source = ?",
	"ReadOnly":     "read_only = ?",
	"ResourceName": "list_contains([r.ResourceName for r in resources], ?)",
	"ResourceType": "list_contains([r.ResourceType for r in resources], ?)",
	"Username":     "user_name = ?",
}

// The events of a category. One that is older than the fields which tell it is
// a management event.
const (
	managementCategory = "coalesce(eventcategory = 'Management', managementevent, true)"
	insightCategory    = "eventcategory = 'Insight'"
)

// historyQuery reads a region's events as Event history lists them, the newest
// first: a role's session is the user, and the resources are those that the
// record lists and the bucket of the request.
func (s *Server) historyQuery(region string, in lookupEventsInput) (string, []any) {
	category := managementCategory
	if in.EventCategory != nil {
		category = insightCategory
	}
	end := s.config.Now()
	start := end.Add(-historyKept)
	if in.StartTime != nil && fromEpoch(*in.StartTime).After(start) {
		start = fromEpoch(*in.StartTime)
	}
	if in.EndTime != nil {
		end = fromEpoch(*in.EndTime)
	}
	query := `
		WITH found AS (
			SELECT *, [r for r in list_concat(
				[{'ResourceType': coalesce(r.type, ''),
				  'ResourceName': rtrim(regexp_replace(coalesce(r.arn, r.arnprefix, ''), '^arn:[^:]+:s3:::', ''), '/')}
				 for r in coalesce(resources, [])],
				[{'ResourceType': 'AWS::S3::Bucket', 'ResourceName': coalesce(requestparameters['bucketName'], '')}])
				if r.ResourceName <> ''] AS named
			FROM events
			WHERE ` + category + ` AND awsregion = ? AND eventtime >= ? AND eventtime <= ?),
		history AS (
			SELECT
				coalesce(eventid, '') AS event_id,
				coalesce(eventname, '') AS event_name,
				coalesce(readonly::VARCHAR, '') AS read_only,
				coalesce(useridentity.accesskeyid, '') AS access_key_id,
				eventtime AS event_time,
				coalesce(eventsource, '') AS event_source,
				coalesce(
					useridentity.username,
					CASE WHEN useridentity.type = 'Root' THEN 'root' END,
					regexp_extract(useridentity.principalid, ':(.+)$', 1),
					'') AS user_name,
				list_distinct(named) AS resources,
				eventjson AS event
			FROM found)
		SELECT * FROM history`
	values := []any{region, start, end}
	for _, a := range in.LookupAttributes {
		query += " WHERE " + historyConditions[a.AttributeKey]
		values = append(values, a.AttributeValue)
	}
	return query + " ORDER BY event_time DESC, event_id DESC", values
}
