// node check.mjs FOLDER: parses every statement there, a file each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from './faults.mjs';

const [folder, ...more] = process.argv.slice(2);
if (!folder || more.length > 0) {
  console.error('usage: node check.mjs FOLDER');
  process.exit(2);
}

const files = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
const report = files.flatMap((name) => faults(readFileSync(join(folder, name), 'utf8')).map((fault) => `${name}: ${fault}`));
if (files.length === 0) report.push(`${folder} has no statements`);
for (const line of report) console.log(line);
console.log(report.length === 0 ? `${files.length} statements parsed` : `the grammar refused statements: ${report.length} faults`);
process.exitCode = report.length > 0 ? 1 : 0;
