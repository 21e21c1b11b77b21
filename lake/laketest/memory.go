package laketest

import (
	"context"
	"encoding/json"

	"pudding/lake"
)

// Memory is the plainest Source: it looks at each of its records, which are
// CloudTrail's JSON.
type Memory []json.RawMessage

// Ask implements lake.Source.
func (m Memory) Ask(ctx context.Context, q lake.Question) (*lake.Result, error) {
	matcher, err := lake.NewMatcher(q)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, &lake.Error{Code: lake.TooSlow, Message: "looking at records", Err: ctx.Err()}
	}
	var tally lake.Tally
	for _, record := range m {
		e, err := lake.ParseEvent(record)
		if err != nil {
			return nil, &lake.Error{Code: lake.Internal, Message: "looking at records", Err: err}
		}
		if subject, detail, ok := matcher.Match(e); ok {
			tally.Add(subject, detail, e)
		}
	}
	findings, truncated := tally.Findings()
	return &lake.Result{Findings: findings, Truncated: truncated}, nil
}
