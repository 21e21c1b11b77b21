package lake

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is: what a person can do about it
// depends on it, and one function in package speech turns it into words.
type Code string

// The codes. A failure that is none of these is Internal.
const (
	InvalidQuestion Code = "invalid_question" // an argument that no query may carry
	Throttled       Code = "throttled"        // too many calls a second
	TooManyQueries  Code = "too_many_queries" // as many queries at once as the service allows
	QueryFailed     Code = "query_failed"     // the service ran it and gave up
	QueryTimedOut   Code = "query_timed_out"  // the service's own limit, not the turn's
	QueryCancelled  Code = "query_cancelled"  // somebody stopped it
	QueryRefused    Code = "query_refused"    // the service would not take the statement
	QueryUnknown    Code = "query_unknown"    // a ticket that has expired or never was
	StoreNotFound   Code = "store_not_found"  // no such event data store
	StoreInactive   Code = "store_inactive"   // it is being deleted or was not enabled
	AccessDenied    Code = "access_denied"    // the skill's role may not do this
	KeyUnusable     Code = "key_unusable"     // the store's KMS key is not the role's to use
	NotPermitted    Code = "not_permitted"    // the service's own rules forbid it here
	TooSlow         Code = "too_slow"         // no query could be started in time
	Unreachable     Code = "unreachable"      // the service could not be reached
	// CasesUnreachable: where cases are kept can't be reached, so nothing was
	// begun that nobody could ask after.
	CasesUnreachable Code = "cases_unreachable"
	Internal         Code = "internal" // anything else
)

// Error is a failure with a code for the asker and a message for the log.
type Error struct {
	Code    Code
	Message string // what was being done, to what
	Err     error  // the cause, if there is one
}

func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s (%s)", e.Message, e.Code)
	}
	return fmt.Sprintf("%s (%s): %v", e.Message, e.Code, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first Error in err's chain, Internal when
// there is none, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
