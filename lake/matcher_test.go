package lake_test

import (
	"encoding/json"
	"testing"
	"time"

	"pudding/lake"
	"pudding/lake/laketest"
)

func TestMatchingEventsOneByOneFindsWhatTheTemplatesFind(t *testing.T) {
	laketest.Run(t, func(t *testing.T, records []byte) lake.Source {
		var file struct{ Records []json.RawMessage }
		if err := json.Unmarshal(records, &file); err != nil {
			t.Fatal(err)
		}
		return laketest.Memory(file.Records)
	})
}

func TestAMatcherRefusesWhatAStatementRefuses(t *testing.T) {
	for name, q := range map[string]lake.Question{
		"a bucket without a letter":      with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket.Said = "'; --" }),
		"an access key with a wildcard":  with(plain(lake.AccessKeyActivity), func(a *lake.Arguments) { a.AccessKey = "%BCD" }),
		"an event name with a quote":     with(plain(lake.UserActivity), func(a *lake.Arguments) { a.Action.Prefixes = []string{"Get'"} }),
		"a template that isn't there":    {Template: "fortune", Period: july10},
		"an empty period":                {Template: lake.BucketUsers, Period: lake.Period{From: july10.From, To: july10.From}},
		"a user activity without a user": {Template: lake.UserActivity, Period: july10},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := lake.NewMatcher(q); lake.CodeOf(err) != lake.InvalidQuestion {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAMatcherComparesObjectsAsTheyWereNamed(t *testing.T) {
	for _, tc := range []struct {
		name      string
		object    lake.Object
		key, deed string
		want      bool
	}{
		{"by the key, whatever it holds", lake.Object{Key: "it's 100%"}, "it's 100%", "GetObject", true},
		{"by words", lake.Object{Key: "ring txt"}, "archive/Ring.txt", "GetObject", true},
		{"not by a part that isn't words", lake.Object{Key: "ring.txt"}, "archive/ring.txt", "GetObject", false},
		{"by a prefix", lake.Object{Key: "archive/", Prefix: true}, "archive/ring.txt", "GetObject", true},
		{"not by words where a prefix was named", lake.Object{Key: "ring", Prefix: true}, "archive/ring", "GetObject", false},
		{"not by a bulk delete that wasn't asked about", lake.Object{Key: "ring.txt"}, "", "DeleteObjects", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, err := lake.NewMatcher(with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Object = tc.object }))
			if err != nil {
				t.Fatal(err)
			}
			subject, _, ok := m.Match(lake.Event{Name: tc.deed, Time: july10.From, Request: map[string]string{"bucketName": "b", "key": tc.key}, Identity: lake.Identity{UserName: "u"}})
			if ok != tc.want || ok && subject != "b" {
				t.Errorf("got %q, %v", subject, ok)
			}
		})
	}
}

func TestAMatcherTakesAPeriodByWholeSecondsAsAStatementDoes(t *testing.T) {
	q := plain(lake.AccessKeyActivity)
	half := 500 * time.Millisecond
	q.Period = lake.Period{From: july10.From.Add(half), To: july10.To.Add(half)}
	m, err := lake.NewMatcher(q)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]bool{july10.From: true, july10.To: false} {
		if _, _, ok := m.Match(lake.Event{Time: at, AccessKeyID: "AKIAABCD"}); ok != want {
			t.Errorf("%s: got %v", at, ok)
		}
	}
}

func TestParseEventTakesFieldsOfOtherShapes(t *testing.T) {
	e, err := lake.ParseEvent([]byte(`{"eventTime":"2023-07-10T09:00:00+02:00","eventID":"1","errorCode":null,"userIdentity":"nobody",
		"requestParameters":{"bucketName":["a"],"key":7},"resources":[{"ARNPrefix":"arn:aws:s3:::a/"},7,{}],"responseElements":"none"}`))
	if err != nil {
		t.Fatal(err)
	}
	if e.Request["bucketName"] != `["a"]` || e.Request["key"] != "7" || len(e.ResourceARNs) != 1 || e.Identity != (lake.Identity{}) ||
		!e.Time.Equal(time.Date(2023, 7, 10, 7, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", e)
	}
}

// FuzzParseEvent: whatever the record, reading it ends, and so does asking
// about it.
func FuzzParseEvent(f *testing.F) {
	f.Add([]byte(`{"eventTime":"2023-07-10T09:00:00Z","eventName":"GetObject","requestParameters":{"bucketName":"b"}}`))
	f.Add([]byte(`{"eventTime":"2023-07-10T09:00:00Z","userIdentity":{"type":"Root","sessionContext":[]},"resources":{}}`))
	f.Add([]byte(`[]`))
	var matchers []*lake.Matcher
	for _, template := range []lake.Template{lake.BucketUsers, lake.UserActivity, lake.AccessKeyActivity} {
		m, err := lake.NewMatcher(plain(template))
		if err != nil {
			f.Fatal(err)
		}
		matchers = append(matchers, m)
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		e, err := lake.ParseEvent(record)
		if err != nil {
			return
		}
		for _, m := range matchers {
			if _, _, ok := m.Match(e); ok && !july10.Contains(e.Time) {
				t.Errorf("an event of %s is said to lie in the period", e.Time)
			}
		}
	})
}
