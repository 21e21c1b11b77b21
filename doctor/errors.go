package doctor

import (
	"errors"
	"slices"
	"strings"

	"github.com/aws/smithy-go"
)

// isAnswer reports whether an error is one of those that a service has for who may
// make the call.
func isAnswer(err error, codes []string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}

// maxShort is the longest that is told of an error, in bytes.
const maxShort = 200

// short is what a service says of an error, without the SDK's frame around it.
func short(err error) string {
	said := err.Error()
	var api smithy.APIError
	if errors.As(err, &api) {
		said = api.ErrorCode() + ": " + api.ErrorMessage()
	}
	said = strings.Join(strings.Fields(said), " ")
	return strings.ToValidUTF8(said[:min(len(said), maxShort)], "")
}
