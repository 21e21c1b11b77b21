// Why a statement is not one SELECT of Trino's.
import { TrinoSQL } from '../../build/grammar/parser.mjs';

const parser = new TrinoSQL();

export function faults(sql) {
  const errors = parser.validate(quoted(sql));
  if (errors.length > 0) return errors.map((e) => `line ${e.startLine}, column ${e.startColumn}: ${e.message}`);
  const statements = parser.splitSQLByStatement(quoted(sql)) ?? [];
  if (statements.length !== 1) return [`there are ${statements.length} statements`];
  return [];
}

// The service takes an event data store's bare id for a table, which Trino's
// grammar does not.
function quoted(sql) {
  return sql.replace(/\b(FROM|JOIN)\s+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi, '$1 "$2"');
}
