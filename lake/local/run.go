package local

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pudding/lake/local/dialect"
)

// viewOfStore is what an event data store's id stands for in a statement.
const viewOfStore = "event_data_store"

// result is what a query found, as the API hands it out.
type result struct {
	rows [][]map[string]string
}

// lock shuts DuckDB off from files, the network and its own settings, for good.
// Several servers may share a store: the first one locks it.
func (s *Store) lock(ctx context.Context) error {
	s.locking.Lock()
	defer s.locking.Unlock()
	if s.locked {
		return nil
	}
	for _, statement := range []string{
		"SET GLOBAL integer_division = true",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if _, err := s.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("locking DuckDB: %w", err)
		}
	}
	s.locked = true
	return nil
}

// statement is a statement that may be run, and how its result is written.
type statement struct {
	sql       string
	labels    []string
	renderers []renderer
}

// translate turns a statement into DuckDB's, and lets through only what reads
// the event data store.
func (s *Store) translate(ctx context.Context, trino, eventDataStore string, now time.Time) (*statement, error) {
	q, err := dialect.Rewrite(trino, dialect.Target{EventDataStore: eventDataStore, View: viewOfStore, Now: now})
	if err != nil {
		return nil, err
	}
	if err := dialect.Check(ctx, s.db, q.SQL, viewOfStore); err != nil {
		return nil, err
	}
	rows, err := s.db.QueryContext(ctx, "SELECT * FROM ("+q.SQL+") LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	out := statement{sql: q.SQL}
	var names, texts []string
	hasJSON := false
	for i, c := range columns {
		r, err := rendererOf(c.DatabaseTypeName())
		if err != nil {
			return nil, err
		}
		names, out.renderers = append(names, c.Name()), append(out.renderers, r)
		text := fmt.Sprintf("#%d", i+1)
		if c.DatabaseTypeName() == "JSON" {
			text += "::VARCHAR" // the driver would decode it, and lose how it was written
			hasJSON = true
		}
		texts = append(texts, text)
	}
	if hasJSON {
		out.sql = "SELECT " + strings.Join(texts, ", ") + " FROM (" + q.SQL + ")"
	}
	out.labels = q.Labels(names)
	return &out, nil
}

// run runs a statement that translate has let through.
func (s *Store) run(ctx context.Context, q *statement) (result, error) {
	var out result
	rows, err := s.db.QueryContext(ctx, q.sql)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	values, pointers := make([]any, len(q.labels)), make([]any, len(q.labels))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return out, err
		}
		row := make([]map[string]string, len(values))
		for i, v := range values {
			row[i] = map[string]string{q.labels[i]: topLevel(q.renderers[i], v)}
		}
		out.rows = append(out.rows, row)
	}
	return out, rows.Err()
}
