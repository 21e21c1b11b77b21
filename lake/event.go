package lake

import (
	"errors"
	"time"

	"github.com/valyala/fastjson"
)

// Event is as much of a CloudTrail record as the templates ask about (AWS
// CloudTrail User Guide, "CloudTrail record contents"). A field that the record
// lacks is empty, as is one of another shape than the record's documentation
// gives it.
type Event struct {
	ID            string
	Time          time.Time // in UTC
	Name          string
	Source        string
	ErrorCode     string // "Failure" for a sign-in that failed
	SourceAddress string
	AccessKeyID   string
	Identity      Identity
	BucketName    string   // of the request
	ObjectKey     string   // of the request
	ResourceARNs  []string // ARNs, or the prefixes that stand in for them
}

// ParseEvent reads one CloudTrail record in JSON. The error is of one that is
// not JSON, or has no time.
func ParseEvent(record []byte) (Event, error) {
	v, err := fastjson.ParseBytes(record)
	if err != nil {
		return Event{}, errors.New("the record is not JSON")
	}
	at, err := time.Parse(time.RFC3339, textOf(v, "eventTime"))
	if err != nil {
		return Event{}, errors.New("the record has no time")
	}
	e := Event{
		ID:            textOf(v, "eventID"),
		Time:          at.UTC(),
		Name:          textOf(v, "eventName"),
		Source:        textOf(v, "eventSource"),
		ErrorCode:     textOf(v, "errorCode"),
		SourceAddress: textOf(v, "sourceIPAddress"),
		AccessKeyID:   textOf(v, "userIdentity", "accessKeyId"),
		Identity:      identityOf(v.Get("userIdentity")),
		BucketName:    textOf(v, "requestParameters", "bucketName"),
		ObjectKey:     textOf(v, "requestParameters", "key"),
		ResourceARNs:  resourcesOf(v),
	}
	if e.ErrorCode == "" && textOf(v, "responseElements", "ConsoleLogin") == "Failure" {
		e.ErrorCode = "Failure"
	}
	return e, nil
}

func identityOf(v *fastjson.Value) Identity {
	return Identity{
		Type:             textOf(v, "type"),
		PrincipalID:      textOf(v, "principalId"),
		ARN:              textOf(v, "arn"),
		AccountID:        textOf(v, "accountId"),
		UserName:         textOf(v, "userName"),
		IssuerType:       textOf(v, "sessionContext", "sessionIssuer", "type"),
		IssuerARN:        textOf(v, "sessionContext", "sessionIssuer", "arn"),
		IssuerUserName:   textOf(v, "sessionContext", "sessionIssuer", "userName"),
		SourceIdentity:   textOf(v, "sessionContext", "sourceIdentity"),
		InvokedBy:        textOf(v, "invokedBy"),
		IdentityProvider: textOf(v, "identityProvider"),
		OnBehalfOf:       textOf(v, "onBehalfOf", "userId"),
	}
}

func resourcesOf(v *fastjson.Value) []string {
	var arns []string
	for _, r := range v.GetArray("resources") {
		arn := textOf(r, "ARN")
		if arn == "" {
			arn = textOf(r, "ARNPrefix")
		}
		if arn != "" {
			arns = append(arns, arn)
		}
	}
	return arns
}

// textOf is the text of a string, and the JSON of anything else, as the Lake
// has it.
func textOf(v *fastjson.Value, path ...string) string {
	v = v.Get(path...)
	switch {
	case v == nil || v.Type() == fastjson.TypeNull:
		return ""
	case v.Type() == fastjson.TypeString:
		return string(v.GetStringBytes())
	}
	return string(v.MarshalTo(nil))
}
