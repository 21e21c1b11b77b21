// Package dynamotest is a DynamoDB of one table in memory, for tests and
// simulations: the calls that Pudding makes, over the service's own protocol,
// with its rules for keys, conditions, sets and expressions. A suite that the
// tests run against it and against another implementation keeps it honest.
package dynamotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Server is the table, and an http.Handler that serves the API for it. Its keys
// are the strings pk and sk. It is safe for use by several clients at once.
type Server struct {
	table string

	mu    sync.Mutex
	items map[key]item
}

type key struct{ pk, sk string }

// item is an item's attributes, by name.
type item map[string]value

// New returns an empty table.
func New(table string) *Server {
	return &Server{table: table, items: map[key]item{}}
}

// The errors of the service.
type apiError struct {
	Code    string
	Message string
	Item    item // of a condition that did not hold
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

func invalid(format string, args ...any) error {
	return &apiError{Code: "com.amazon.coral.validate#ValidationException", Message: fmt.Sprintf(format, args...)}
}

// input is what the operations take, as far as it is used.
type input struct {
	TableName                           string
	Key, Item                           item
	ConditionExpression                 string
	UpdateExpression                    string
	KeyConditionExpression              string
	ExpressionAttributeValues           map[string]value
	ConsistentRead                      bool
	ScanIndexForward                    *bool
	Limit                               int
	ReturnValues                        string
	ReturnValuesOnConditionCheckFailure string
}

type output struct {
	Item       item   `json:",omitempty"`
	Attributes item   `json:",omitempty"`
	Items      []item `json:",omitempty"`
	Count      *int   `json:",omitempty"`
}

// ServeHTTP serves one call: AWS JSON 1.0 at POST /.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		return
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	out, err := s.call(operation, body)
	status := http.StatusOK
	var reply any = out
	if err != nil {
		var known *apiError
		if !errors.As(err, &known) {
			known = &apiError{Code: "com.amazon.coral.service#SerializationException", Message: err.Error()}
		}
		status, reply = http.StatusBadRequest, map[string]any{"__type": known.Code, "message": known.Message, "Item": known.Item}
	}
	b, err := json.Marshal(reply)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("X-Amz-Crc32", strconv.FormatUint(uint64(crc32.ChecksumIEEE(b)), 10))
	w.WriteHeader(status)
	_, _ = w.Write(b)
}

func (s *Server) call(operation string, body []byte) (output, error) {
	var in input
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return output{}, err
	}
	if in.TableName != s.table {
		return output{}, &apiError{Code: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", Message: "Requested resource not found"}
	}
	e, err := parseAll(in)
	if err != nil {
		return output{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch operation {
	case "GetItem":
		k, err := keyOf(in.Key, true)
		return output{Item: maps.Clone(s.items[k])}, err
	case "PutItem":
		return s.put(in, e)
	case "DeleteItem":
		return s.delete(in, e)
	case "UpdateItem":
		return s.update(in, e)
	case "Query":
		return s.query(in, e)
	default:
		return output{}, &apiError{Code: "com.amazon.coral.service#UnknownOperationException", Message: operation}
	}
}

// keyOf reads the primary key, which may be all there is.
func keyOf(i item, only bool) (key, error) {
	pk, sk := i["pk"].S, i["sk"].S
	if pk == nil || sk == nil || *pk == "" || *sk == "" || only && len(i) != 2 {
		return key{}, invalid("The provided key element does not match the schema")
	}
	return key{*pk, *sk}, nil
}

func (s *Server) check(in input, e expressions, k key) error {
	held := s.items[k]
	if e.condition == nil || e.condition(held) {
		return nil
	}
	failed := &apiError{Code: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", Message: "The conditional request failed"}
	if in.ReturnValuesOnConditionCheckFailure == "ALL_OLD" {
		failed.Item = held
	}
	return failed
}

func (s *Server) put(in input, e expressions) (output, error) {
	k, err := keyOf(in.Item, false)
	if err != nil {
		return output{}, err
	}
	for name, v := range in.Item {
		if err := v.check(); err != nil {
			return output{}, invalid("The attribute %s: %v", name, err)
		}
	}
	if err := s.check(in, e, k); err != nil {
		return output{}, err
	}
	s.items[k] = in.Item
	return output{}, nil
}

func (s *Server) delete(in input, e expressions) (output, error) {
	k, err := keyOf(in.Key, true)
	if err != nil {
		return output{}, err
	}
	if err := s.check(in, e, k); err != nil {
		return output{}, err
	}
	old := s.items[k]
	delete(s.items, k)
	if in.ReturnValues == "ALL_OLD" {
		return output{Attributes: old}, nil
	}
	return output{}, nil
}

func (s *Server) update(in input, e expressions) (output, error) {
	k, err := keyOf(in.Key, true)
	if err != nil {
		return output{}, err
	}
	if err := s.check(in, e, k); err != nil {
		return output{}, err
	}
	changed := maps.Clone(s.items[k])
	if changed == nil {
		changed = item{"pk": {S: &k.pk}, "sk": {S: &k.sk}}
	}
	updated := item{}
	for _, c := range e.changes {
		if err := c(s.items[k], changed, updated); err != nil {
			return output{}, err
		}
	}
	s.items[k] = changed
	switch in.ReturnValues {
	case "UPDATED_NEW":
		return output{Attributes: updated}, nil
	case "ALL_NEW":
		return output{Attributes: maps.Clone(changed)}, nil
	default:
		return output{}, nil
	}
}

func (s *Server) query(in input, e expressions) (output, error) {
	if e.key == nil {
		return output{}, invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
	}
	var found []item
	for _, i := range s.items {
		if e.key(i) {
			found = append(found, maps.Clone(i))
		}
	}
	slices.SortFunc(found, func(a, b item) int { return strings.Compare(*a["sk"].S, *b["sk"].S) })
	if in.ScanIndexForward != nil && !*in.ScanIndexForward {
		slices.Reverse(found)
	}
	if in.Limit > 0 {
		found = found[:min(in.Limit, len(found))]
	}
	n := len(found)
	return output{Items: found, Count: &n}, nil
}
