package doctor

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"pudding/lake"
	"pudding/lake/failure"
)

// isAnswer reports whether an error is one of those that a service has for who may
// make the call.
func isAnswer(err error, codes []string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}

// What services say to credentials that were good once, and to those that they don't
// know, as a region doesn't that the account hasn't enabled (AWS General Reference,
// "Common error codes"; Amazon S3 API Reference, "Error responses"; AWS Account
// Management, "Enable or disable AWS Regions in your account").
var (
	expired = []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
	unknown = []string{
		"UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken",
		"InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
	}
)

// network is the remedy where nobody answers.
const network = "see whether this network lets it through, and AWS_ENDPOINT_URL is right, if it is set"

// fails tells why a call failed, and what to do about it.
func (e *examination) fails(ctx context.Context, a attempt, err error) {
	region := cmp.Or(a.region, e.account.Region)
	code := lake.CodeOf(failure.Of(ctx, "", err))
	switch {
	case isAnswer(err, expired):
		e.ends("", "credentials", "have expired", "sign in again, and run doctor again")
	case isAnswer(err, unknown):
		e.ends(e.endpoint(a), e.endpoint(a), "doesn't know these credentials", "enable "+region+" for the account, if it isn't; or else sign in again")
	case a.service() == "DynamoDB" && isAnswer(err, []string{"ResourceNotFoundException"}):
		e.ends(a.resource, "table", "is not there: "+region+" has none that is called "+e.config.Table, "correct CASES_TABLE")
	case a.service() == "DynamoDB" && isAnswer(err, []string{"ValidationException"}):
		e.ends(a.resource, "table", "has other keys than the function's: "+short(err), "give CASES_TABLE a table with the string keys pk and sk")
	case code == lake.StoreNotFound:
		e.ends(a.resource, "event data store", "is not there: there is no such event data store in "+region, "correct SOURCES: the id, or its region")
	case code == lake.StoreInactive:
		e.ends(a.resource, "event data store", "can't be asked: it is being deleted, or only being made", "restore it in CloudTrail's console, or give SOURCES another")
	case code == lake.Throttled:
		e.say(Odd, a.action, "can't be told"+a.where()+": the account is making too many calls", "run doctor again in a moment")
	case code == lake.TooManyQueries:
		e.say(Odd, a.action, "can't be told"+a.where()+": as many queries are running as the account may have at once", "run doctor again in a moment")
	case code == lake.AccessDenied:
		e.lacks(a.action, "is refused"+a.where(), allow(a.permission))
	case code == lake.KeyUnusable:
		e.lacksKey(a)
	case code == lake.NotPermitted:
		e.say(Broken, a.action, "is not permitted"+a.where()+": "+short(err), "see whether the account, or its organization, lets "+a.service()+" be used so")
	case code == lake.TooSlow:
		e.ends(e.endpoint(a), e.endpoint(a), "can't be reached: it gave no answer in "+patience.String(), network)
	case code == lake.Unreachable:
		e.ends(e.endpoint(a), e.endpoint(a), "can't be reached: "+short(err), network)
	default:
		e.say(Broken, a.action, "fails"+a.where()+": "+short(err), "see whether AWS_ENDPOINT_URL is right, if it is set")
	}
}

// ends tells why something can't be asked at all, once.
func (e *examination) ends(what, item, found, remedy string) {
	e.over[what] = true
	e.say(Broken, item, found, remedy)
}

// lacks tells of a refusal, which is the function's own where the credentials are
// its role's.
func (e *examination) lacks(item, found, remedy string) {
	if e.function.Role != "" {
		e.say(Odd, item, found+" to these credentials", "see what is told of the function's role")
		return
	}
	e.say(Broken, item, found, remedy)
}

// lacksKey tells once that the event data store's key is refused, whichever calls
// need it.
func (e *examination) lacksKey(a attempt) {
	if !e.keyTold {
		e.lacks(a.action, "is refused the event data store's key", allow(keyNeeds(cmp.Or(e.key, "that key"))...))
	}
	e.keyTold = true
}

// maxShort is about the longest that is told of an error, in bytes.
const maxShort = 200

// short is the part of an error that tells most: what a service says, what the
// network says, or else the end of it, where the cause is.
func short(err error) string {
	var api smithy.APIError
	var network *url.Error
	switch {
	case errors.As(err, &api):
		said := api.ErrorCode() + ": " + api.ErrorMessage()
		return shortened(said, said[:min(len(said), maxShort)]+"…")
	case errors.As(err, &network):
		err = network.Err
	}
	said := err.Error()
	end := said[max(0, len(said)-maxShort):]
	if _, causes, ok := strings.Cut(end, ": "); ok {
		end = causes
	}
	return shortened(said, end)
}

// shortened is what is said on one line, or its shorter form if it is too long.
func shortened(said, shorter string) string {
	if len(said) > maxShort {
		said = shorter
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(said), " "), "")
}
