// Package local is an embedded CloudTrail Lake: it loads CloudTrail's own log
// files into DuckDB and serves Lake's query API over HTTP, with the service's
// limits and errors, so that an AWS client cannot tell by what it may do.
package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/google/uuid"

	"pudding/lake/local/dialect"
)

// Store holds events: in a file, or in memory. It is safe for use by several
// queries at once.
type Store struct {
	db             *sql.DB
	connector      *duckdb.Connector
	eventDataStore string

	locking sync.Mutex
	locked  bool
}

// layout is raised whenever the tables change: a store of another layout is
// refused, not misread.
const layout = 1

// Open opens the store in the file at path, which it makes if it isn't there,
// for loading and asking. With an empty path the store is in memory.
func Open(ctx context.Context, path string) (*Store, error) {
	dsn := path
	if path != "" {
		dsn += "?memory_limit=" + loadMemory
	}
	s, err := connect(dsn)
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", name(path), err)
	}
	if err := s.prepare(ctx); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("opening the store %s: %w", name(path), err)
	}
	return s, nil
}

// OpenReadOnly opens a store that Open has made, for asking only: several
// processes may do so at once.
func OpenReadOnly(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	s, err := connect(path + "?access_mode=READ_ONLY")
	if err != nil {
		return nil, fmt.Errorf("opening the store %s: %w", path, err)
	}
	if err := s.identify(ctx); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("opening the store %s: %w", path, err)
	}
	return s, nil
}

// loadMemory is what DuckDB may take while a file is loaded into: it would
// otherwise keep most of what it writes.
const loadMemory = "1GB"

func name(path string) string {
	if path == "" {
		return "in memory"
	}
	return path
}

func connect(dsn string) (*Store, error) {
	connector, err := duckdb.NewConnector(dsn, dialect.Setup)
	if err != nil {
		return nil, err
	}
	return &Store{db: sql.OpenDB(connector), connector: connector}, nil
}

// Close closes the store.
func (s *Store) Close() error {
	return errors.Join(s.db.Close(), s.connector.Close())
}

// prepare makes the tables of a new store, and checks those of an old one.
func (s *Store) prepare(ctx context.Context) error {
	var tables int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'store'").Scan(&tables); err != nil {
		return err
	}
	if tables == 0 {
		for _, statement := range []string{
			"CREATE TABLE store (layout INTEGER, event_data_store VARCHAR)",
			fmt.Sprintf("INSERT INTO store VALUES (%d, '%s')", layout, uuid.NewString()),
			eventsTable,
			eventsView,
			"CREATE TABLE log_files (number BIGINT, path VARCHAR, size BIGINT, modified TIMESTAMP, event_bytes BIGINT)",
		} {
			if _, err := s.db.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
	}
	return s.identify(ctx)
}

// identify reads what store this is.
func (s *Store) identify(ctx context.Context) error {
	var found int
	err := s.db.QueryRowContext(ctx, "SELECT layout, event_data_store FROM store").Scan(&found, &s.eventDataStore)
	if err != nil {
		return fmt.Errorf("it is not a store of pudding's: %w", err)
	}
	if found != layout {
		return fmt.Errorf("it was made by another version of pudding (layout %d, not %d): load the logs into a new one", found, layout)
	}
	return nil
}
