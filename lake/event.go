package lake

import (
	"errors"
	"strconv"
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
	ErrorMessage  string
	SharedEventID string // what the copies of an event have in common that several accounts get
	SourceAddress string
	UserAgent     string
	AccessKeyID   string
	Identity      Identity
	ResourceARNs  []string // ARNs, or the prefixes that stand in for them

	Type     string // eventType
	Category string // eventCategory
	ReadOnly *bool  // nil where the record doesn't say
	// What was asked and answered: strings as they are, and anything nested as
	// JSON text.
	Request, Response, Additional, ServiceDetails map[string]string
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
		ErrorMessage:  textOf(v, "errorMessage"),
		SharedEventID: textOf(v, "sharedEventID"),
		SourceAddress: textOf(v, "sourceIPAddress"),
		UserAgent:     textOf(v, "userAgent"),
		AccessKeyID:   textOf(v, "userIdentity", "accessKeyId"),
		Identity:      identityOf(v.Get("userIdentity")),
		ResourceARNs:  resourcesOf(v),

		Type:           textOf(v, "eventType"),
		Category:       textOf(v, "eventCategory"),
		Request:        textsOf(v, "requestParameters"),
		Response:       textsOf(v, "responseElements"),
		Additional:     textsOf(v, "additionalEventData"),
		ServiceDetails: textsOf(v, "serviceEventDetails"),
	}
	if readOnly, err := strconv.ParseBool(textOf(v, "readOnly")); err == nil {
		e.ReadOnly = &readOnly
	}
	if e.ErrorCode == "" && (e.Response["ConsoleLogin"] == "Failure" || e.ServiceDetails["UserAuthentication"] == "Failure") {
		e.ErrorCode = "Failure"
	}
	return e, nil
}

// IssuedKeyID is the id of the access key that the event issued, if it did.
func (e Event) IssuedKeyID() string {
	for _, element := range []string{"credentials", "accessKey"} {
		if nested, err := fastjson.Parse(e.Response[element]); err == nil {
			if id := textOf(nested, "accessKeyId"); id != "" {
				return id
			}
		}
	}
	return ""
}

// textsOf are the texts of an object's properties; a null is none.
func textsOf(v *fastjson.Value, name string) map[string]string {
	object := v.GetObject(name)
	if object == nil {
		return nil
	}
	texts := map[string]string{}
	object.Visit(func(key []byte, value *fastjson.Value) {
		if value.Type() != fastjson.TypeNull {
			texts[string(key)] = textOf(value)
		}
	})
	return texts
}

func identityOf(v *fastjson.Value) Identity {
	created, _ := time.Parse(time.RFC3339, textOf(v, "sessionContext", "attributes", "creationDate"))
	return Identity{
		KeyEnd:           end(textOf(v, "accessKeyId"), 8),
		SessionCreated:   created,
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
		EC2RoleDelivery:  textOf(v, "sessionContext", "ec2RoleDelivery"),
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

// end is the last n bytes of a text.
func end(s string, n int) string { return s[max(0, len(s)-n):] }

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
