// Derives the schemas once into .cache and loads them from there after that.
// Run by itself it derives them anew.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const HERE = new URL('./', import.meta.url);
const CACHE = new URL('./.cache/', HERE);

// What the schemas depend on: the locked packages and the code that derives.
const SOURCES = ['package-lock.json', 'amazon-types.ts', 'from-types.mjs', 'from-swagger.mjs', 'derive.mjs'];

const TYPES = { request: 'SkillRequest', response: 'SkillResponse', directive: 'ProgressiveDirective' };
const DEFINITIONS = {
  model: 'v1.skill.interactionModel.InteractionModelData',
  manifest: 'v1.skill.Manifest.SkillManifestEnvelope',
};

export async function schemas() {
  const file = new URL(`${fingerprint()}.json`, CACHE);
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    // Written aside and renamed: two runs at once must not read half a file.
    const draft = new URL(`${process.pid}.draft`, CACHE);
    writeFileSync(draft, JSON.stringify(await derive()));
    renameSync(draft, file);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function derive() {
  // Loaded only here: the TypeScript compiler takes a second by itself.
  const { schemaOfType } = await import('./from-types.mjs');
  const { schemaOfDefinition } = await import('./from-swagger.mjs');
  const derived = {};
  for (const [name, type] of Object.entries(TYPES)) derived[name] = schemaOfType(type);
  for (const [name, root] of Object.entries(DEFINITIONS)) derived[name] = schemaOfDefinition(root);
  return derived;
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) hash.update(readFileSync(new URL(source, HERE)));
  return hash.digest('hex').slice(0, 16);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync(CACHE, { recursive: true, force: true });
  const derived = await schemas();
  for (const [name, schema] of Object.entries(derived)) {
    console.log(`${name}: ${Object.keys(schema.definitions).length} definitions`);
  }
}
