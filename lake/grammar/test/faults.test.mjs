// Planted faults must be reported, and what Trino takes must pass.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { faults } from '../faults.mjs';

const STORE = 'ad85f16b-ed48-4c2b-9b1a-0123456789ab';

const LAWFUL = [
  `SELECT eventName FROM ${STORE} WHERE eventTime > '2023-02-28 00:00:00'`,
  `SELECT element_at(requestParameters, 'key') AS k FROM ${STORE}`,
  `SELECT any_match(resources, r -> regexp_like(coalesce(r.arn, r.arnPrefix), 'x')) AS found FROM ${STORE}`,
  `SELECT ARRAY[a] || coalesce(transform(b, r -> r.arn), ARRAY[]) AS buckets FROM ${STORE}`,
  `SELECT a FROM (SELECT userIdentity.arn AS a FROM ${STORE}) UNION ALL SELECT b FROM ${STORE}`,
];
for (const sql of LAWFUL) {
  test(`taken: ${sql}`, () => assert.deepEqual(faults(sql), []));
}

const FAULTY = [
  ['a bracket too few', `SELECT count(eventID FROM ${STORE}`],
  ['a condition without an end', `SELECT eventName FROM ${STORE} WHERE eventName =`],
  ['words glued together', `SELECT eventName FROM ${STORE} WHERE a = 'b'ORDER BYeventName`],
  ['LIMIT before ORDER BY', `SELECT eventName FROM ${STORE} LIMIT 10 ORDER BY 1`],
  ['a string that does not end', `SELECT eventName FROM ${STORE} WHERE eventName = 'Delete`],
  ['a comma too many', `SELECT eventName, FROM ${STORE}`],
  ['another dialect', `SELECT eventName FROM ${STORE} WHERE eventName ILIKE 'x' QUALIFY true`],
  ['double FROM', `SELECT eventName FROM FROM ${STORE}`],
  ['a parameter that nobody filled in', `SELECT eventName FROM ${STORE} WHERE eventTime >= :from`],
  ['two statements', `SELECT 1; SELECT eventName FROM ${STORE}`],
  ['no statement', '   '],
];
for (const [what, sql] of FAULTY) {
  test(`refused: ${what}`, () => assert.notDeepEqual(faults(sql), []));
}

test('the check fails, and names the statement and the error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grammar-'));
  writeFileSync(join(folder, 'good.sql'), LAWFUL[0]);
  writeFileSync(join(folder, 'planted.sql'), FAULTY[0][1]);
  const check = fileURLToPath(new URL('../check.mjs', import.meta.url));
  assert.throws(() => execFileSync('node', [check, folder], { encoding: 'utf8' }), (error) => {
    assert.equal(error.status, 1);
    assert.match(error.stdout, /^planted\.sql: line 1, column \d+: .+$/m);
    assert.doesNotMatch(error.stdout, /good\.sql/);
    return true;
  });
});
