package simulation

import (
	"testing"
)

// turns are few, for the tests' sake; make simulate takes more.
const turns = 400

func TestNothingHappensThatMustNot(t *testing.T) {
	r, err := Run(t.Context(), Options{Turns: turns, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Healthy() || r.Turns != turns || r.InTurn == 0 || r.Leads == 0 || r.Cases == 0 || r.Delivered == 0 || r.Faults == 0 {
		t.Errorf("%+v", r)
	}
}

func TestEveryBugShowsInTheReport(t *testing.T) {
	for _, c := range []struct {
		bug   bug
		shows func(Report) bool
	}{
		{answersLate, func(r Report) bool { return r.Late > 0 && r.SlowestMS > 7000 && !r.Healthy() }},
		{forgetsCases, func(r Report) bool { return r.Lost > 0 && !r.Healthy() }},
		{mixesUpPeople, func(r Report) bool { return r.WrongPerson > 0 && !r.Healthy() }},
		{startsTwice, func(r Report) bool { return r.DoubleScans > 0 && !r.Healthy() }},
		{ignoresBudget, func(r Report) bool { return r.MaxCallsPerS > 10 && !r.Healthy() }},
		{tooManyAtOnce, func(r Report) bool { return r.MaxConcurrent > 10 && !r.Healthy() }},
		{speaksTooLate, func(r Report) bool { return r.RuleBreaks > 0 && !r.Healthy() }},
		{neverInTurn, func(r Report) bool { return r.InTurn == 0 && r.Cases > 0 }},
		{neverLeads, func(r Report) bool { return r.Leads == 0 && r.Cases > 0 }},
		{fineWeatherOnly, func(r Report) bool { return r.Faults == 0 && r.InTurn > 0 }},
	} {
		t.Run(string(c.bug), func(t *testing.T) {
			t.Parallel()
			r, err := Run(t.Context(), Options{Turns: turns, Seed: 7, bug: c.bug})
			if err != nil {
				t.Fatal(err)
			}
			if !c.shows(r) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestNoNameIsPartOfAnother(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range append(append([]string{}, buckets...), names...) {
		if seen[name] || len(name) != 8 {
			t.Errorf("%s is no name of its own", name)
		}
		seen[name] = true
	}
}
