package cases

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"pudding/lake"
)

// Memory is a Store for one process.
type Memory struct {
	mu       sync.Mutex
	claims   map[string]claim
	searches map[string]*search
	cases    map[string]map[string]Case // by asker and id
	pending  map[string]Pending         // by token
	forgot   time.Time
}

type claim struct {
	id    string
	until time.Time
}

type search struct {
	Search
	waiting map[string]bool
}

// NewMemory returns a Store with nothing in it.
func NewMemory() *Memory {
	return &Memory{claims: map[string]claim{}, searches: map[string]*search{}, cases: map[string]map[string]Case{}, pending: map[string]Pending{}}
}

// Claim implements Store.
func (m *Memory) Claim(_ context.Context, key, id string, now, until time.Time, replacing string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if held, ok := m.claims[key]; ok && held.until.After(now) && held.id != replacing {
		return held.id, nil
	}
	m.claims[key] = claim{id, until}
	return id, nil
}

// Unclaim implements Store.
func (m *Memory) Unclaim(_ context.Context, key, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.claims[key].id == id {
		delete(m.claims, key)
	}
	return nil
}

// Create implements Store. It is also when what is past its time is forgotten.
func (m *Memory) Create(_ context.Context, s Search, asker string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.Asked.Sub(m.forgot) > forgetEvery {
		m.forget(s.Asked.Add(-Kept))
		m.forgot = s.Asked
	}
	m.searches[s.ID] = &search{s, map[string]bool{asker: true}}
	return nil
}

// forgetEvery is how often what has expired is looked for, which takes longer the
// more there is.
const forgetEvery = time.Hour

func (m *Memory) forget(before time.Time) {
	for id, s := range m.searches {
		if s.Asked.Before(before) {
			delete(m.searches, id)
		}
	}
	for key, c := range m.claims {
		if c.until.Before(before) {
			delete(m.claims, key)
		}
	}
	for asker, open := range m.cases {
		for id, c := range open {
			if c.Asked.Before(before) {
				delete(open, id)
			}
		}
		if len(open) == 0 {
			delete(m.cases, asker)
		}
	}
}

// Search implements Store.
func (m *Memory) Search(_ context.Context, id string) (Search, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.searches[id]; ok {
		return s.Search, nil
	}
	return Search{}, ErrNotFound
}

// Begin implements Store.
func (m *Memory) Begin(_ context.Context, id string, now, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok {
		return ErrNotFound
	}
	s.Begun, s.Attempted, s.Starting = true, now, until
	return nil
}

// Delete implements Store.
func (m *Memory) Delete(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.searches, id)
	return nil
}

// Reserve implements Store.
func (m *Memory) Reserve(_ context.Context, id string, now, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok || !s.Ticket.IsZero() || s.Abandoned || s.Starting.After(now) {
		return false, nil
	}
	s.Starting = until
	return true, nil
}

// Attempt implements Store.
func (m *Memory) Attempt(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok {
		return ErrNotFound
	}
	s.Attempted = at
	return nil
}

// Release implements Store.
func (m *Memory) Release(_ context.Context, id string, nothingStarted bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok {
		return nil
	}
	s.Starting = time.Time{}
	if nothingStarted {
		s.Attempted = time.Time{}
	}
	return nil
}

// Started implements Store.
func (m *Memory) Started(_ context.Context, id string, t lake.Ticket) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok {
		return false, ErrNotFound
	}
	s.Ticket = t
	return s.Abandoned, nil
}

// Join implements Store.
func (m *Memory) Join(_ context.Context, id, asker string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok {
		return ErrNotFound
	}
	s.waiting[asker], s.Abandoned = true, false
	return nil
}

// Leave implements Store.
func (m *Memory) Leave(_ context.Context, id, asker string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.searches[id]; ok {
		delete(s.waiting, asker)
	}
	return nil
}

// Abandon implements Store.
func (m *Memory) Abandon(_ context.Context, id string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.searches[id]
	if !ok || s.Abandoned || len(s.waiting) > 0 {
		return false, nil
	}
	s.Abandoned = true
	return true, nil
}

// Open implements Store.
func (m *Memory) Open(_ context.Context, c Case) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cases[c.Asker] == nil {
		m.cases[c.Asker] = map[string]Case{}
	}
	m.cases[c.Asker][c.ID] = c
	return nil
}

// Waiting implements Store.
func (m *Memory) Waiting(_ context.Context, asker string, now time.Time) ([]Case, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var open []Case
	for _, c := range m.cases[asker] {
		if now.Sub(c.Asked) < Kept {
			open = append(open, c)
		}
	}
	slices.SortFunc(open, func(a, b Case) int { return cmp.Or(b.Asked.Compare(a.Asked), cmp.Compare(b.ID, a.ID)) })
	return open[:min(maxWaiting, len(open))], nil
}

// Close implements Store.
func (m *Memory) Close(_ context.Context, asker, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.cases[asker], id)
	return nil
}
