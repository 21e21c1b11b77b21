// What a template's text holds beside what it means: secrets, also in comments, and
// words that CloudFormation and the SAM CLI read otherwise than these judges.
import { isDeepStrictEqual } from 'node:util';
import { parseTemplate } from './template.mjs';

// Secrets by their shape: those of AWS, Amazon and others who give theirs one, and
// whatever looks drawn by lot.
const SECRETS = [
  /\bA(KIA|SIA)[A-Z2-7]{16}\b/,
  /amzn1\.oa2-cs\./,
  /\bAtz[ar]\|/,
  /-----BEGIN /,
  /LS0tLS1CRUdJTi/, // the same in base64
  /\beyJ[\w-]{8,}\.[\w-]{8,}/, // a JSON Web Token
  /\bgh[pousr]_\w{36}/,
  /\b(github_pat_|glpat-|npm_|xox[a-z]-|sk-|[rs]k_(live|test)_|AIza|SG\.)[\w.-]{16,}/,
  /hooks\.slack\.com\/services\//,
  /:\/\/[^/\s:@]*:[^/\s:@]+@/, // a password in an address
  /\b(Bearer|Basic)\s+[\w+/=.-]{12,}/i,
  /\b(AccountKey|SharedAccessSignature|password|passwd|pwd|secret|api[-_ ]?key)\s*=\s*[^\s;]+/i,
  /\b[0-9a-f]{32,}\b/i,
  /(?<![\w+/=.-])(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])(?=[\w+/]*[0-9])[\w+/]{20,}/,
];

export function textFaults(text) {
  return [...secretsIn(text).map((line) => ({ path: `line ${line}`, reason: 'holds a secret' })), ...readOtherwise(text)];
}

export function hasSecret(text) {
  return SECRETS.some((shape) => shape.test(text));
}

// Also what was cut in pieces, as Fn::Join would put together.
function secretsIn(text) {
  const together = (line) => line.replaceAll(/['"]\s*,\s*['"]/g, '');
  return text.split('\n').flatMap((line, i) => (hasSecret(line) || hasSecret(together(line)) ? [i + 1] : []));
}

// "no" is a word to YAML 1.2, and false to YAML 1.1, which AWS's tools read.
function readOtherwise(text) {
  const [now, before] = ['1.2', '1.1'].map((version) => parseTemplate(text, version));
  return isDeepStrictEqual(now, before) ? [] : [{ path: differing(now, before), reason: 'means something else in YAML 1.1: quote it' }];
}

function differing(a, b, path = '') {
  if (a === null || typeof a !== 'object' || b === null || typeof b !== 'object') return path;
  const key = Object.keys({ ...a, ...b }).find((name) => !isDeepStrictEqual(a[name], b[name]));
  return differing(a[key], b[key], path ? `${path}.${key}` : key);
}
