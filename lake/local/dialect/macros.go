package dialect

import (
	"context"
	"database/sql/driver"
	_ "embed"
	"fmt"
)

//go:embed macros.sql
var macros string

// Setup makes the macros that a rewritten statement may use, for one
// connection.
func Setup(conn driver.ExecerContext) error {
	if _, err := conn.ExecContext(context.Background(), macros, nil); err != nil {
		return fmt.Errorf("making the macros of Trino's functions: %w", err)
	}
	return nil
}
