package lake

import "time"

// Period is the half-open span [From, To) that a question asks about, in UTC.
type Period struct {
	From, To time.Time
	// Heard is what the period was understood from, as the asker or Alexa put
	// it ("2023-07-10", "2023-W28", "PT2H"): for logs, never for a query.
	Heard string
}

// Contains reports whether t lies in the period: From is inside, To is not.
func (p Period) Contains(t time.Time) bool {
	return !t.Before(p.From) && t.Before(p.To)
}

// Length is the time between the period's two ends.
func (p Period) Length() time.Duration { return p.To.Sub(p.From) }
