package ask_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pudding/ask"
)

const intent = `{
  "version": "1.0",
  "somethingNew": {"deep": [1, 2, {"x": null}]},
  "session": {
    "new": false, "sessionId": "amzn1.echo-api.session.1",
    "application": {"applicationId": "amzn1.ask.skill.1"},
    "attributes": {"version": 1},
    "user": {"userId": "amzn1.ask.account.U", "permissions": {"scopes": {"alexa::x": {"status": "GRANTED"}}}}
  },
  "context": {
    "Viewports": [{"type": "APL"}],
    "System": {
      "application": {"applicationId": "amzn1.ask.skill.1"},
      "user": {"userId": "amzn1.ask.account.U"},
      "person": {"personId": "amzn1.ask.person.P"},
      "device": {"deviceId": "amzn1.ask.device.D", "supportedInterfaces": {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}},
      "apiEndpoint": "https://api.eu.amazonalexa.com",
      "apiAccessToken": "token"
    }
  },
  "request": {
    "type": "IntentRequest", "requestId": "amzn1.echo-api.request.R", "timestamp": "2026-11-22T09:30:00Z", "locale": "en-GB",
    "dialogState": "STARTED",
    "intent": {
      "name": "WhoUsedBucketIntent", "confirmationStatus": "NONE",
      "slots": {
        "bucket": {"name": "bucket", "value": "config", "confirmationStatus": "NONE", "source": "USER"},
        "action": {"name": "action", "value": "ate", "confirmationStatus": "NONE", "resolutions": {"resolutionsPerAuthority": [
          {"authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.1.BUCKET_ACTION", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": "deleted", "id": "deleted"}}]},
          {"authority": "amzn1.er-authority.echo-sdk.dynamic.amzn1.ask.skill.1.BUCKET_ACTION", "status": {"code": "ER_SUCCESS_NO_MATCH"}}
        ]}},
        "user": {"name": "user", "value": "jonas", "confirmationStatus": "NONE", "resolutions": {"resolutionsPerAuthority": [
          {"authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.1.USER", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": "Jonas", "id": "static"}}]},
          {"authority": "amzn1.er-authority.echo-sdk.dynamic.amzn1.ask.skill.1.USER", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": "jonas", "id": "dynamic"}}]}
        ]}},
        "role": {"name": "role", "value": "backup", "confirmationStatus": "NONE", "resolutions": {"resolutionsPerAuthority": [
          {"authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.1.ROLE", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": "backup role", "id": "c9a1fdac6e082dd89e7173244f34d7b3"}}]}
        ]}},
        "object": {"name": "object", "confirmationStatus": "NONE", "slotValue": {"type": "List", "values": [{"type": "Simple", "value": "vanilla"}, {"type": "Simple", "value": "caramel"}]}},
        "date": {"name": "date", "confirmationStatus": "NONE"}
      }
    }
  }
}`

func TestDecodeKeepsWhatAlexaGoLoses(t *testing.T) {
	r, err := ask.Decode([]byte(intent))
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"type":     {r.Type(), "IntentRequest"},
		"id":       {r.ID(), "amzn1.echo-api.request.R"},
		"locale":   {r.Locale(), "en-GB"},
		"intent":   {r.IntentName(), "WhoUsedBucketIntent"},
		"endpoint": {r.APIEndpoint(), "https://api.eu.amazonalexa.com"},
		"token":    {r.APIAccessToken(), "token"},
		"device":   {r.DeviceID(), "amzn1.ask.device.D"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %q, want %q", what, pair[0], pair[1])
		}
	}
	if !r.Time().Equal(time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)) || r.Attributes()["version"] != float64(1) {
		t.Errorf("got time %s, attributes %v", r.Time(), r.Attributes())
	}
}

func TestSlot(t *testing.T) {
	r, err := ask.Decode([]byte(intent))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, slot string
		want       ask.Slot
	}{
		{"a value without resolutions", "bucket", ask.Slot{Value: "config"}},
		{"a value that the model matched", "action", ask.Slot{Value: "ate", ID: "deleted", Name: "deleted"}},
		{"a dynamic match comes before a static one", "user", ask.Slot{Value: "jonas", ID: "dynamic", Name: "jonas"}},
		{"an id that Alexa made up is none", "role", ask.Slot{Value: "backup", Name: "backup role"}},
		{"the first of several values", "object", ask.Slot{Value: "vanilla"}},
		{"a slot that was not filled", "date", ask.Slot{}},
		{"a slot that is not there", "time", ask.Slot{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := r.Slot(tc.slot); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestDecodeTakesRequestsOfOddShape(t *testing.T) {
	for name, envelope := range map[string]string{
		"no session":                    `{"request":{"type":"AlexaSkillEvent.SkillEnabled","body":{"x":1}},"context":{"System":{"application":{"applicationId":"a"}}}}`,
		"a null session":                `{"session":null,"request":{"type":"LaunchRequest"}}`,
		"a type nobody knows":           `{"request":{"type":"Alexa.Future.Thing","intent":"not an object"}}`,
		"a timestamp that is a number":  `{"request":{"type":"LaunchRequest","timestamp":1700000000}}`,
		"an error of a failed response": `{"request":{"type":"System.ExceptionEncountered","error":{"type":"INVALID_RESPONSE","message":"m"},"cause":{"requestId":"r"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			r, err := ask.Decode([]byte(envelope))
			if err != nil || r.Type() == "" {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Alexa names the skill and the account in the session and in the context: a forged
// envelope may do otherwise.
func TestWhoAsksWhatSkillIsSaidInOneWayOrNotAtAll(t *testing.T) {
	const both = `{"session":{"application":{"applicationId":"ours"},"user":{"userId":"u"}},"context":{"System":{"application":{"applicationId":"ours"},"user":{"userId":"u"},"person":{"personId":"p"}}},"request":{"type":"LaunchRequest"}}`
	for name, tc := range map[string]struct {
		old, new string
		refused  bool // as no envelope at all
		ours     bool
	}{
		"in both places":                        {"", "", false, true},
		"another skill in the session":          {`"session":{"application":{"applicationId":"ours"}`, `"session":{"application":{"applicationId":"theirs"}`, false, false},
		"another skill in the context":          {`"System":{"application":{"applicationId":"ours"}`, `"System":{"application":{"applicationId":"theirs"}`, false, false},
		"the skill in the context alone":        {`"session":{"application":{"applicationId":"ours"},`, `"session":{`, false, true},
		"the skill nowhere":                     {`"applicationId":"ours"`, `"x":1`, false, false},
		"a skill that is a number":              {`"System":{"application":{"applicationId":"ours"}`, `"System":{"application":{"applicationId":1}`, true, false},
		"another account in the session":        {`"user":{"userId":"u"}},"context"`, `"user":{"userId":"v"}},"context"`, true, false},
		"an account that is a list":             {`"user":{"userId":"u"},"person"`, `"user":{"userId":["u"]},"person"`, true, false},
		"a person who is twice there":           {`"person":{"personId":"p"}`, `"person":{"personId":"q"},"person":{"personId":"p"}`, true, false},
		"a second context":                      {`"request":{`, `"context":{"System":{}},"request":{`, true, false},
		"a second account, in capitals":         {`"user":{"userId":"u"},"person"`, `"user":{"userId":"u"},"USER":{"userId":"v"},"person"`, true, false},
		"the account in capitals":               {`"user":{"userId":"u"},"person"`, `"USER":{"USERID":"u"},"person"`, true, false},
		"what Amazon may add, as it likes":      {`"request":{`, `"news":{"type":1,"Type":2,"a":{"b":1,"B":2}},"request":{`, false, true},
		"what a screen has, as it likes":        {`"context":{`, `"context":{"Alexa.Presentation.APL":{"token":"a","Token":"b"},`, false, true},
		"a list before the account in capitals": {`"context":{"System":{`, `"context":{"System":{"new":[{"x":[1,{"y":2}]},3],"USER":{"userId":"v"},`, true, false},
		"a letter that only looks like another": {`"user":{"userId":"u"},"person"`, `"u\u017fer":{"userId":"u"},"person"`, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			envelope := strings.ReplaceAll(both, tc.old, tc.new)
			if tc.old == "" {
				envelope = both
			}
			r, err := ask.Decode([]byte(envelope))
			if (err != nil) != tc.refused {
				t.Fatalf("got %v", err)
			}
			if err == nil && r.IsFor("ours") != tc.ours {
				t.Errorf("for this skill: %v", !tc.ours)
			}
		})
	}
}

func TestWhatNobodySaysIsNotHeard(t *testing.T) {
	long := strings.Repeat("a", 2000)
	r, err := ask.Decode([]byte(strings.Replace(intent, `"value": "config"`, `"value": "`+long+`"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Slot("bucket"); s != (ask.Slot{}) {
		t.Errorf("%d bytes were heard", len(s.Value))
	}
	response, err := ask.Encode(&ask.Response{Version: "1.0", Body: ask.ResponseBody{Directives: []any{ask.Elicit(r, "user")}}})
	if err != nil || strings.Contains(string(response), long) {
		t.Errorf("it is sent back: %v", err)
	}
	slots := strings.Builder{}
	for n := range 17 {
		fmt.Fprintf(&slots, `"s%d":{"name":"s%d"},`, n, n)
	}
	many := strings.Replace(intent, `"slots": {`, `"slots": {`+slots.String(), 1)
	if _, err := ask.Decode([]byte(many)); many == intent || err == nil {
		t.Error("an intent with too many slots is taken")
	}
}

func TestDecodeRefusesWhatIsNoEnvelope(t *testing.T) {
	for name, payload := range map[string]string{
		"nothing":          "",
		"cut short":        intent[:len(intent)/2],
		"another document": `{"Records":[]}`,
		"a list":           `[]`,
		"null":             `null`,
		"far too long":     `{"x":"` + strings.Repeat("a", 300<<10) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ask.Decode([]byte(payload)); err == nil {
				t.Error("no error")
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(intent))
	f.Add([]byte(`{"request":{"type":"LaunchRequest"}}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		r, err := ask.Decode(payload)
		if err != nil {
			return
		}
		r.Slot("bucket")
		if _, err := ask.Encode(&ask.Response{Version: "1.0", Body: ask.ResponseBody{Directives: []any{ask.Elicit(r, "bucket")}}}); err != nil {
			t.Error(err)
		}
	})
}
