package doctor_test

import (
	"slices"
	"testing"
	"time"

	"pudding/doctor"
	"pudding/internal/accounttest"
	"pudding/lake/local"
	"pudding/nlu/names"
)

func TestTheEmbeddedLakeIsExaminedWithoutAnAccount(t *testing.T) {
	t.Parallel()
	fake, environment, account := deployment(t)
	fake.Callers[accounttest.FunctionKey] = accounttest.Role{{Action: "cloudtrail:*", Resource: "*"}}
	fake.Key = ""
	var all []doctor.Finding
	worst := doctor.ExamineEmbedded(t.Context(), read(environment), account, doctor.Events{
		Count: 2, First: time.Now().AddDate(0, 0, -2), Last: time.Now(), Known: []names.Known{{Kind: "bucket", Name: "crumb-and-spoon-fridge"}},
	}, func(f doctor.Finding) { all = append(all, f) })
	for _, want := range []doctor.Finding{
		{Grade: doctor.Fine, Item: "cloudtrail:StartQuery", Found: "may be called"},
		{Grade: doctor.Fine, Item: "nickname pudding", Found: "is the bucket crumb-and-spoon-fridge"},
		{Grade: doctor.Odd, Item: "nickname nobody", Found: "is the user nobody, which no event names", Remedy: "correct NICKNAMES, or load the logs that name it"},
	} {
		if !slices.Contains(all, want) {
			t.Errorf("%+v is missing among %+v", want, all)
		}
	}
	if worst != doctor.Odd {
		t.Errorf("%s: %+v", worst, all)
	}
}

func TestAnEmptyEmbeddedLakePromisesNothing(t *testing.T) {
	t.Parallel()
	_, environment, account := deploymentOf(t, local.Description{})
	for name, c := range map[string]struct {
		events doctor.Events
		grade  doctor.Grade
		found  string
	}{
		"none": {doctor.Events{}, doctor.Broken, "are none: nothing can be answered"},
		"old ones": {doctor.Events{Count: 7, First: time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC), Last: time.Date(2023, 7, 12, 0, 0, 0, 0, time.UTC)}, doctor.Odd,
			"are 7, from 2023-07-10 to 2023-07-12: none of the last 24 hours, which is what a question means that doesn't say when"},
	} {
		var all []doctor.Finding
		worst := doctor.ExamineEmbedded(t.Context(), read(environment), account, c.events, func(f doctor.Finding) { all = append(all, f) })
		if all[0].Item != "events" || all[0].Grade != c.grade || all[0].Found != c.found || all[0].Remedy == "" || worst < c.grade {
			t.Errorf("%s: %+v", name, all)
		}
		if promised := fate(all, ofSignIns); c.grade == doctor.Broken && promised != "" {
			t.Errorf("%s: %s", name, promised)
		}
	}
}
