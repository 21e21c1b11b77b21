// node check.mjs [TEMPLATE]: validates the SAM template offline.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allFaults } from './judges.mjs';
import { readTemplate } from './template.mjs';
import { textFaults } from './text.mjs';

const file = process.argv[2] ?? fileURLToPath(new URL('../template.yaml', import.meta.url));
if (process.argv.length > 3) {
  console.error('usage: node check.mjs [TEMPLATE]');
  process.exit(2);
}

const faults = await faultsOf(file);
for (const { judge, path, reason } of faults) console.log(`${path}: ${reason} [${judge}]`);
console.log(faults.length === 0 ? 'template passed' : `template failed: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function faultsOf(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const template = readTemplate(text);
    return [...textFaults(text).map((fault) => ({ judge: 'text', ...fault })), ...(await allFaults(template))];
  } catch (error) {
    return [{ judge: 'YAML', path: file, reason: `can not be read: ${error.message}` }];
  }
}
