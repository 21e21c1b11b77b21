package doctor_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pudding/doctor"
)

func TestAWrongVariableIsAnItemAndTheRestIsExamined(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	environment["SKILL_ID"], environment["TIME_ZONE"], environment["ASKERS"] = "pudding", "Mars/Olympus", "me"
	worst, all := examined(t, environment, account, doctor.Function{})
	var items []string
	for _, f := range broken(all) {
		items = append(items, f.Item)
	}
	if diff := cmp.Diff([]string{"SKILL_ID", "TIME_ZONE", "ASKERS"}, items); worst != doctor.Broken || diff != "" {
		t.Error(diff)
	}
	for _, f := range all {
		if slices.Contains([]string{"skill", "time zone", "askers"}, f.Item) || f.Item == "answers" && f.Grade == doctor.Fine {
			t.Errorf("%+v", f)
		}
	}
	if !slices.Contains(all, doctor.Finding{Grade: doctor.Fine, Item: "dynamodb:PutItem", Found: "may be called"}) {
		t.Errorf("%+v", all)
	}
}

func TestWhileNobodyIsPairedNobodyIsAnswered(t *testing.T) {
	t.Parallel()
	_, environment, account := deployment(t)
	environment["ASKERS"] = "pairing"
	_, all := examined(t, environment, account, doctor.Function{})
	if !slices.ContainsFunc(all, func(f doctor.Finding) bool {
		return f.Grade == doctor.Odd && f.Item == "askers" && f.Found == "are none as yet: nobody is answered" && f.Remedy != ""
	}) {
		t.Errorf("%+v", all)
	}
}
