package local

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// apiError is an error as the service answers it: HTTP 400, and the error's
// name in the body (AWS CloudTrail API Reference, each action's "Errors").
type apiError struct {
	Name    string `json:"__type"`
	Message string `json:"message"`
}

func (e *apiError) Error() string { return e.Name + ": " + e.Message }

func failure(name, format string, args ...any) error {
	return &apiError{name, fmt.Sprintf(format, args...)}
}

func (e *apiError) write(w http.ResponseWriter) {
	status := http.StatusBadRequest
	if e.Name == internalFailure {
		status = http.StatusInternalServerError
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(e)
}

// The errors' names.
const (
	arnInvalid            = "EventDataStoreARNInvalidException"
	storeNotFound         = "EventDataStoreNotFoundException"
	inactiveQuery         = "InactiveQueryException"
	internalFailure       = "InternalFailure"
	invalidDateRange      = "InvalidDateRangeException"
	invalidEventCategory  = "InvalidEventCategoryException"
	invalidLookup         = "InvalidLookupAttributesException"
	invalidMaxResults     = "InvalidMaxResultsException"
	invalidNextToken      = "InvalidNextTokenException"
	invalidParameter      = "InvalidParameterException"
	invalidQueryStatement = "InvalidQueryStatementException"
	invalidQueryStatus    = "InvalidQueryStatusException"
	invalidTimeRange      = "InvalidTimeRangeException"
	maxConcurrentQueries  = "MaxConcurrentQueriesException"
	queryIDNotFound       = "QueryIdNotFoundException"
	serialization         = "SerializationException"
	throttling            = "ThrottlingException"
	unknownOperation      = "UnknownOperationException"
	unsupportedOperation  = "UnsupportedOperationException"
)
