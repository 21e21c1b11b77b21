package local

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/valyala/fastjson"
)

// kind is a type of the Lake schema: its name in DuckDB, and how its value is
// read from a record. A value of another shape than the schema's is NULL; the
// event's own JSON still has it.
type kind interface {
	sql() string
	value(*fastjson.Value) any
}

// field is a column, or a field of a struct. The schema's names are in lower
// case (AWS CloudTrail User Guide, "Supported SQL schemas for event data
// stores"); property is what a record calls it.
type field struct {
	name, property string
	kind           kind
}

type (
	textKind    struct{}
	booleanKind struct{}
	momentKind  struct{}
	mapKind     struct{}
	structKind  []field
	listKind    struct{ of kind }
)

var (
	text    textKind
	boolean booleanKind
	moment  momentKind
	entries mapKind
)

// texts are fields that hold text, named by their properties.
func texts(properties ...string) []field {
	var out []field
	for _, p := range properties {
		out = append(out, field{strings.ToLower(p), p, text})
	}
	return out
}

func join(parts ...[]field) []field {
	var out []field
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func one(property string, k kind) []field {
	return []field{{strings.ToLower(property), property, k}}
}

// columns are the columns of an event data store, in the schema's order, but
// for the event itself, eventjson, which follows them.
var columns = join(
	texts("eventVersion"),
	one("userIdentity", structKind(join(
		texts("type", "principalId", "arn", "accountId", "accessKeyId", "userName"),
		one("sessionContext", structKind(join(
			one("attributes", structKind(join(one("creationDate", moment), texts("mfaAuthenticated")))),
			one("sessionIssuer", structKind(texts("type", "principalId", "arn", "accountId", "userName"))),
			one("webIdFederationData", structKind(join(texts("federatedProvider"), one("attributes", entries)))),
			texts("sourceIdentity", "ec2RoleDelivery", "ec2IssuedInVpc"),
		))),
		one("onBehalfOf", structKind(texts("userId", "identityStoreArn"))),
		one("inScopeOf", structKind(texts("sourceArn", "sourceAccount", "issuerType", "credentialsIssuedTo"))),
		texts("invokedBy", "identityProvider", "credentialId"),
	))),
	one("eventTime", moment),
	texts("eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode", "errorMessage"),
	one("requestParameters", entries),
	one("responseElements", entries),
	one("additionalEventData", entries),
	texts("requestID", "eventID"),
	one("readOnly", boolean),
	one("resources", listKind{structKind(join(texts("accountId", "type"),
		[]field{{"arn", "ARN", text}, {"arnprefix", "ARNPrefix", text}}))}),
	texts("eventType", "apiVersion"),
	one("managementEvent", boolean),
	texts("recipientAccountId", "sharedEventID", "annotation", "vpcEndpointId", "vpcEndpointAccountId"),
	one("serviceEventDetails", entries),
	one("addendum", entries),
	one("edgeDeviceDetails", entries),
	one("insightDetails", entries),
	texts("eventCategory"),
	one("tlsDetails", structKind(texts("tlsVersion", "cipherSuite", "clientProvidedHostHeader"))),
	texts("sessionCredentialFromConsole"),
)

// eventsTable makes the table of all events, each with the number of the log
// file it came from. An event data store is a view of it.
var eventsTable = "CREATE TABLE events (" + definitions(columns) + ", eventjson VARCHAR, log_file BIGINT)"

const eventsView = "CREATE VIEW event_data_store AS SELECT * EXCLUDE (log_file) FROM events"

func definitions(fields []field) string {
	var out []string
	for _, f := range fields {
		out = append(out, `"`+f.name+`" `+f.kind.sql())
	}
	return strings.Join(out, ", ")
}

// What a record may be instead of an event.
var (
	errNotJSON    = errors.New("has records that are not JSON")
	errNotAnEvent = errors.New("has records that are no events")
)

// event parses a record. Its value is the parser's until the next call.
func event(parser *fastjson.Parser, record []byte) (*fastjson.Value, error) {
	v, err := parser.ParseBytes(record)
	if err != nil {
		return nil, errNotJSON
	}
	hasTime := v.Type() == fastjson.TypeObject && moment.value(v.Get("eventTime")) != nil
	if !hasTime || v.GetStringBytes("eventName") == nil && v.GetStringBytes("eventID") == nil {
		return nil, errNotAnEvent
	}
	return v, nil
}

// row is an event as the table has it, without the number of its file.
func row(event *fastjson.Value, record []byte) []driver.Value {
	out := make([]driver.Value, 0, len(columns)+1)
	for _, c := range columns {
		out = append(out, c.of(event))
	}
	return append(out, clean(record))
}

func (f field) of(object *fastjson.Value) any {
	v := object.Get(f.property)
	if v == nil || v.Type() == fastjson.TypeNull {
		return nil
	}
	return f.kind.value(v)
}

func (textKind) sql() string { return "VARCHAR" }

// value is the text of a string, and the JSON of anything else.
func (textKind) value(v *fastjson.Value) any {
	if v.Type() == fastjson.TypeString {
		return clean(v.GetStringBytes())
	}
	return clean(v.MarshalTo(nil))
}

func (booleanKind) sql() string { return "BOOLEAN" }

func (booleanKind) value(v *fastjson.Value) any {
	switch {
	case v.Type() == fastjson.TypeTrue, string(v.GetStringBytes()) == "true":
		return true
	case v.Type() == fastjson.TypeFalse, string(v.GetStringBytes()) == "false":
		return false
	}
	return nil
}

func (momentKind) sql() string { return "TIMESTAMP" }

func (momentKind) value(v *fastjson.Value) any {
	t, err := time.Parse(time.RFC3339, string(v.GetStringBytes()))
	if err != nil {
		return nil
	}
	return t.UTC()
}

func (mapKind) sql() string { return "MAP(VARCHAR, VARCHAR)" }

// value keeps the top level as a map; what is nested in it is JSON text, as in
// the Lake. Of a key that comes twice the last counts, as with jq.
func (mapKind) value(v *fastjson.Value) any {
	object, err := v.Object()
	if err != nil {
		return nil
	}
	var m duckdb.OrderedMap
	object.Visit(func(key []byte, v *fastjson.Value) {
		if v.Type() == fastjson.TypeNull {
			m.Set(clean(key), nil)
			return
		}
		m.Set(clean(key), text.value(v))
	})
	return m
}

func (s structKind) sql() string { return "STRUCT(" + definitions(s) + ")" }

func (s structKind) value(v *fastjson.Value) any {
	if v.Type() != fastjson.TypeObject {
		return nil
	}
	out := make(map[string]any, len(s))
	for _, f := range s {
		out[f.name] = f.of(v)
	}
	return out
}

func (l listKind) sql() string { return l.of.sql() + "[]" }

func (l listKind) value(v *fastjson.Value) any {
	elements, err := v.Array()
	if err != nil {
		return nil
	}
	out := make([]any, 0, len(elements))
	for _, e := range elements {
		out = append(out, l.of.value(e))
	}
	return out
}

// clean is text that DuckDB takes: valid UTF-8.
func clean(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
}
