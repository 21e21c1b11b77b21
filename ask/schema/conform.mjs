// Does a value conform to one of Amazon's types? Failures as {path, reason}.
import Ajv from 'ajv';
import { schemas } from './derive.mjs';

const ajv = new Ajv({
  discriminator: true,
  allErrors: true,
  strictTypes: false, // Amazon's variants repeat neither type…
  strictRequired: false, // …nor properties beside a oneOf
  code: { optimize: false }, // optimising takes longer than a folder of files
});
const compiled = new Map();

export async function conform(kind, value) {
  if (!compiled.has(kind)) compiled.set(kind, ajv.compile((await schemas())[kind]));
  const validate = compiled.get(kind);
  if (validate(value)) return [];
  return validate.errors.map((error) => ({ path: jsonPath(error.instancePath), reason: reason(error) }));
}

// "/response/directives/0/type" → "$.response.directives[0].type"
function jsonPath(pointer) {
  return pointer.split('/').slice(1).reduce((path, part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (/^\d+$/.test(key)) return `${path}[${key}]`;
    return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
  }, '$');
}

function reason({ keyword, params, message }) {
  switch (keyword) {
    case 'additionalProperties':
      return `unknown property ${JSON.stringify(params.additionalProperty)}`;
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'discriminator':
      return params.error === 'mapping'
        ? `unknown ${params.tag} ${JSON.stringify(params.tagValue)}`
        : `${params.tag} must be a string`;
    default:
      return message;
  }
}
