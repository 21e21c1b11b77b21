// The parser, of the dialect that CloudTrail Lake speaks. It is published for
// bundlers: Node can't resolve its imports.
export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
