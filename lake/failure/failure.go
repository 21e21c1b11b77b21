// Package failure gives the errors of AWS's SDK their codes.
package failure

import (
	"context"
	"errors"
	"net"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"pudding/lake"
)

// codes are the errors that the API documents (AWS CloudTrail API Reference,
// StartQuery, GetQueryResults, LookupEvents and "Common Errors"), and those that
// IAM and KMS answer in its name. Throttling errors are the SDK's own list.
var codes = map[string]lake.Code{
	"AccessDenied":                          lake.AccessDenied,
	"AccessDeniedException":                 lake.AccessDenied,
	"UnauthorizedOperation":                 lake.AccessDenied,
	"NotAuthorized":                         lake.AccessDenied,
	"UnrecognizedClientException":           lake.AccessDenied,
	"InvalidClientTokenId":                  lake.AccessDenied,
	"InvalidSignatureException":             lake.AccessDenied,
	"ExpiredTokenException":                 lake.AccessDenied,
	"ExpiredToken":                          lake.AccessDenied,
	"IncompleteSignature":                   lake.AccessDenied,
	"MissingAuthenticationToken":            lake.AccessDenied,
	"MissingAuthenticationTokenException":   lake.AccessDenied,
	"OptInRequired":                         lake.NotPermitted,
	"OperationNotPermittedException":        lake.NotPermitted,
	"UnsupportedOperationException":         lake.NotPermitted,
	"NoManagementAccountSLRExistsException": lake.NotPermitted,
	"EventDataStoreARNInvalidException":     lake.StoreNotFound,
	"EventDataStoreNotFoundException":       lake.StoreNotFound,
	"InactiveEventDataStoreException":       lake.StoreInactive,
	"InsufficientEncryptionPolicyException": lake.KeyUnusable,
	"KmsException":                          lake.KeyUnusable,
	"KmsKeyDisabledException":               lake.KeyUnusable,
	"KmsKeyNotFoundException":               lake.KeyUnusable,
	"MaxConcurrentQueriesException":         lake.TooManyQueries,
	"InvalidQueryStatementException":        lake.QueryRefused,
	"InvalidParameterException":             lake.QueryRefused,
	"ValidationException":                   lake.QueryRefused,
	"ValidationError":                       lake.QueryRefused,
	"InvalidMaxResultsException":            lake.QueryRefused,
	"InvalidEventCategoryException":         lake.QueryRefused,
	"InvalidLookupAttributesException":      lake.QueryRefused,
	"InvalidTimeRangeException":             lake.QueryRefused,
	"InvalidNextTokenException":             lake.QueryUnknown,
	"QueryIdNotFoundException":              lake.QueryUnknown,
	"InactiveQueryException":                lake.QueryUnknown,
	"ServiceUnavailable":                    lake.Unreachable,
	"ServiceUnavailableException":           lake.Unreachable,
	"InternalFailure":                       lake.Unreachable,
	"InternalServerError":                   lake.Unreachable,
	"InternalServiceErrorException":         lake.Unreachable,
}

// Of gives an error of CloudTrail's client its code, as an *lake.Error.
// What was being done, to what, is for the log.
func Of(ctx context.Context, doing string, err error) error {
	return &lake.Error{Code: codeOf(ctx, err), Message: doing, Err: err}
}

func codeOf(ctx context.Context, err error) lake.Code {
	var api smithy.APIError
	if errors.As(err, &api) {
		if _, throttled := retry.DefaultThrottleErrorCodes[api.ErrorCode()]; throttled {
			return lake.Throttled
		}
		if code, known := codes[api.ErrorCode()]; known {
			return code
		}
		if api.ErrorFault() == smithy.FaultServer {
			return lake.Unreachable
		}
		return lake.Internal
	}
	if ctx.Err() != nil {
		return lake.TooSlow
	}
	var network net.Error
	var send *smithy.OperationError
	if errors.As(err, &network) || errors.As(err, &send) {
		return lake.Unreachable
	}
	return lake.Internal
}
