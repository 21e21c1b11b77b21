package history_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pudding/lake"
	"pudding/lake/history"
)

func TestWhatEventHistoryCanNotSeeIsKnownWithoutAsking(t *testing.T) {
	before := lake.Period{From: now.AddDate(0, 0, -91), To: now}
	for name, tc := range map[string]struct {
		q    lake.Question
		want []lake.Unseen
	}{
		"nothing of sign-ins":             {lake.Question{Template: lake.SignIns, Period: today}, nil},
		"what is no management event":     {did("alice"), []lake.Unseen{{Limit: lake.ManagementOnly}}},
		"what was before 90 days":         {lake.Question{Template: lake.SignIns, Period: before}, []lake.Unseen{{Limit: lake.Retention}}},
		"both":                            {lake.Question{Template: lake.UserActivity, Period: before}, []lake.Unseen{{Limit: lake.ManagementOnly}, {Limit: lake.Retention}}},
		"nothing of exactly 90 days back": {lake.Question{Template: lake.SignIns, Period: lake.Period{From: now.AddDate(0, 0, -90), To: now}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, history.Unseen(tc.q, now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheRegionOfGlobalEventsIsAmongThoseThatAreAsked(t *testing.T) {
	for name, tc := range map[string]struct {
		wanted []string
		want   []history.Region
	}{
		"none, where none is wanted":  {nil, nil},
		"for those alone":             {[]string{"eu-west-1"}, []history.Region{{Name: "eu-west-1"}, {Name: "us-east-1", GlobalOnly: true}}},
		"for all, where it is wanted": {[]string{"us-east-1", "eu-west-1"}, []history.Region{{Name: "us-east-1"}, {Name: "eu-west-1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, history.RegionsFor(tc.wanted)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
