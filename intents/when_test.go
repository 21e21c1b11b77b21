package intents_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pudding/lake"
)

// asking is a question about the kitchen bucket with slots that say when.
func asking(slots map[string]string) []byte {
	all := map[string]any{"bucket": map[string]string{"name": "bucket", "value": "kitchen"}}
	for name, value := range slots {
		all[name] = map[string]string{"name": name, "value": value}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return envelope(`"type":"IntentRequest","intent":{"name":"WhoUsedBucketIntent","confirmationStatus":"NONE","slots":` + string(raw) + `}`)
}

func TestAPeriodThatIsTooLongDoesNotComeBackWithTheReply(t *testing.T) {
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) {
		t.Error("the source was asked")
		return &lake.Result{}, nil
	})
	s.MaxPeriod = 31 * 24 * time.Hour
	out, err := s.Invoke(t.Context(), asking(map[string]string{"date": "2026-07-01", "endDate": "2026-09", "duration": ""}))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Response struct {
			OutputSpeech struct{ SSML string }
			Directives   []struct {
				SlotToElicit  string
				UpdatedIntent struct {
					Slots map[string]struct{ Value string }
				}
			}
		}
	}
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(r.Response.OutputSpeech.SSML, "31 days") || len(r.Response.Directives) != 1 {
		t.Fatalf("%s", out)
	}
	d := r.Response.Directives[0]
	if d.SlotToElicit != "date" || d.UpdatedIntent.Slots["bucket"].Value != "kitchen" || d.UpdatedIntent.Slots["endDate"].Value != "" {
		t.Errorf("%+v", d)
	}
}

func TestSinceIsUntilNow(t *testing.T) {
	var asked lake.Period
	s, _ := skillWith(func(_ context.Context, q lake.Question) (*lake.Result, error) {
		asked = q.Period
		return &lake.Result{}, nil
	})
	invoke(t, s, asking(map[string]string{"since": "since", "date": "2026-11-16", "time": "MO"}))
	if want := time.Date(2026, 11, 16, 5, 0, 0, 0, time.UTC); !asked.From.Equal(want) || !asked.To.Equal(now) {
		t.Errorf("%s to %s", asked.From, asked.To)
	}
}

// TestTheFunctionsZoneRefusesNothing holds that what lies ahead where the
// function is may have begun where the asker is: that is known a moment later.
func TestTheFunctionsZoneRefusesNothing(t *testing.T) {
	s, _ := skillWith(func(context.Context, lake.Question) (*lake.Result, error) { return &lake.Result{}, nil })
	s.Now = func() time.Time { return time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC) }
	s.Zone = time.FixedZone("west", -11*60*60)
	if r := invoke(t, s, asking(map[string]string{"date": "2027"})); r.elicits() != "date" {
		t.Errorf("a year to come was not asked back: %+v", r)
	}
	s.Zone = time.FixedZone("east", 12*60*60)
	if r := invoke(t, s, asking(map[string]string{"date": "2027"})); r.elicits() != "" || !strings.Contains(r.Response.OutputSpeech.SSML, "in 2027") {
		t.Errorf("this year was not understood: %s", r.Response.OutputSpeech.SSML)
	}
}
