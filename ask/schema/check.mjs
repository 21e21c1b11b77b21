// node check.mjs DIR: checks what the skill accepts and emits.
//
//   NAME.request.json                         a request envelope
//   NAME.response.json                        the answer to it
//   NAME.directive.json, NAME.1.directive.json …   progressive directives sent meanwhile
//
// The request of the same name, where there is one, tells an answer's locale
// and whether it may speak at all.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { conform } from './conform.mjs';
import { directiveFaults, responseFaults } from './lawful.mjs';

const KIND = /^(.*)\.(request|response|directive)\.json$/;

const dir = process.argv[2];
if (process.argv.length !== 3 || !isFolder(dir)) wrongUse('usage: node check.mjs DIR');
const files = jsonFiles(dir);
if (files.length === 0) wrongUse(`no JSON files in ${dir}`);

let failed = 0;
for (const file of files) {
  const faults = await faultsOf(file);
  for (const { path, reason } of faults) console.log(`${relative(dir, file)}: ${path}: ${reason}`);
  if (faults.length > 0) failed++;
}
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function faultsOf(file) {
  const [, name, kind] = KIND.exec(file) ?? [];
  if (!kind) return [{ path: '$', reason: 'is neither a .request, a .response nor a .directive .json' }];
  let text, value;
  try {
    text = read(file);
    value = JSON.parse(text);
  } catch (error) {
    return [{ path: '$', reason: `is not JSON: ${error.message}` }];
  }
  const faults = await conform(kind, value);
  if (faults.length > 0 || kind === 'request') return faults;
  const request = requestOf(name) ?? (kind === 'directive' ? requestOf(name.replace(/\.\d+$/, '')) : undefined);
  if (!request) console.log(`note: ${relative(dir, file)} has no lawful request beside it, judged alone`);
  const lawful = kind === 'response' ? responseFaults : directiveFaults;
  return lawful({ value, request, bytes: emittedBytes(text) });
}

function requestOf(name) {
  try {
    const request = JSON.parse(read(`${name}.request.json`));
    return typeof request.request?.type === 'string' ? request : undefined;
  } catch {
    return undefined;
  }
}

function read(file) {
  return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
}

// Files may be indented for reading; the wire is not, but keeps its escapes.
function emittedBytes(text) {
  return Buffer.byteLength(text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1'));
}

function jsonFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? jsonFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((file) => file.endsWith('.json'))
    .sort();
}

function isFolder(path) {
  return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function wrongUse(message) {
  console.error(message);
  process.exit(2);
}
