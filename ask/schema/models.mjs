// node models.mjs [PROJECT]: checks the skill package, that is ask-resources.json,
// skill-package/skill.json and skill-package/interactionModels/custom/*.json.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conform } from './conform.mjs';
import { modelFaults } from './model-rules.mjs';
import { agreementFaults, manifestFaults } from './package-rules.mjs';
import { resourcesFaults } from './resources-rules.mjs';

const project = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const folder = join(project, 'skill-package/interactionModels/custom');
const modelFiles = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')).sort() : [];
if (process.argv.length > 3 || modelFiles.length === 0) {
  console.error(`usage: node models.mjs [PROJECT]; found no models in ${folder}`);
  process.exit(2);
}

const faults = []; // {file, path, reason}
const models = {}; // those that conform, by locale
let checked = 0;

for (const name of modelFiles) {
  const file = `skill-package/interactionModels/custom/${name}`;
  const locale = basename(name, '.json');
  await check(file, 'model', async (model, bytes) => {
    models[locale] = model;
    return modelFaults(model, locale, bytes);
  });
}
if (Object.keys(models).length > 0) {
  faults.push(...agreementFaults(models).map(({ locale, ...rest }) => ({ file: `skill-package/interactionModels/custom/${locale}.json`, ...rest })));
}
await check('skill-package/skill.json', 'manifest', (manifest) => manifestFaults(manifest, models));
await check('ask-resources.json', undefined, (resources) => resourcesFaults(resources, project));

for (const { file, path, reason } of faults) console.log(`${file}: ${path}: ${reason}`);
const failed = new Set(faults.map(({ file }) => file)).size;
console.log(`${checked - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

// First Amazon's schema, and only of what conforms to it the rules beyond.
async function check(file, kind, rules) {
  checked++;
  const report = (list) => faults.push(...list.map((fault) => ({ file, ...fault })));
  let text, value;
  try {
    text = readFileSync(join(project, file), 'utf8');
    value = JSON.parse(text);
  } catch (error) {
    report([{ path: '$', reason: error.code === 'ENOENT' ? 'is missing' : `is not JSON: ${error.message}` }]);
    return;
  }
  const strange = kind ? await conform(kind, value) : [];
  report(strange.length > 0 ? strange : await rules(value, Buffer.byteLength(text)));
}
