// The Skill Management API's Swagger definitions → closed JSON Schemas.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SPEC = createRequire(import.meta.url).resolve('ask-smapi-model/spec.json');
const PREFIX = '#/definitions/';

export function schemaOfDefinition(root) {
  const spec = JSON.parse(readFileSync(SPEC, 'utf8')).definitions;
  const definitions = {};
  for (const name of reachable(root, spec)) definitions[name] = closed(name, spec);
  loosen(definitions);
  return { $ref: PREFIX + root, definitions };
}

// Everything the root refers to; a base type brings its variants, which refer
// to it and not the other way round.
function reachable(root, spec) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    refs(spec[name]).forEach(visit);
    if (spec[name].discriminator) variants(name, spec).forEach(visit);
  };
  visit(root);
  return seen;
}

function refs(node) {
  if (node === null || typeof node !== 'object') return [];
  const own = typeof node.$ref === 'string' ? [node.$ref.replace(PREFIX, '')] : [];
  return own.concat(...Object.values(node).map(refs));
}

function variants(base, spec) {
  return Object.keys(spec).filter((name) => bases(name, spec).includes(base));
}

function bases(name, spec) {
  return (spec[name].allOf ?? []).filter((part) => part.$ref).map((part) => part.$ref.replace(PREFIX, ''));
}

function closed(name, spec) {
  const definition = spec[name];
  if (definition.discriminator && variants(name, spec).length > 0) {
    return {
      type: 'object',
      required: [definition.discriminator],
      discriminator: { propertyName: definition.discriminator },
      oneOf: variants(name, spec).map((variant) => ({ $ref: PREFIX + variant })),
    };
  }
  return plain(merged(name, spec));
}

// A variant spelt out: its base's properties, its own, and the constant that
// tells it from the others. (JSON Schema's allOf can't be closed.)
function merged(name, spec) {
  const own = spec[name];
  const object = {
    ...own,
    properties: { ...own.properties },
    required: [...(own.required ?? [])],
  };
  delete object.allOf;
  delete object.discriminator;
  for (const part of own.allOf ?? []) {
    const parent = part.$ref ? merged(part.$ref.replace(PREFIX, ''), spec) : part;
    object.type = parent.type ?? object.type;
    object.properties = { ...parent.properties, ...object.properties };
    object.required.push(...(parent.required ?? []));
  }
  const tag = bases(name, spec).map((base) => spec[base].discriminator).find(Boolean);
  if (tag) {
    object.properties[tag] = { const: own['x-discriminator-value'] };
    object.required.push(tag);
  }
  object.required = [...new Set(object.required)];
  return object;
}

// Swagger's own words go, objects with properties are closed.
function plain(node, inProperties = false) {
  if (Array.isArray(node)) return node.map((item) => plain(item));
  if (node === null || typeof node !== 'object') return node;
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (!inProperties && (key.startsWith('x-') || key === 'format' || key === 'example')) continue;
    out[key] = plain(value, key === 'properties' && !inProperties);
  }
  if (inProperties) return out;
  if (out.properties && Object.keys(out.properties).length === 0) delete out.properties;
  if (out.properties && out.additionalProperties === undefined) out.additionalProperties = false;
  if (out.required?.length === 0) delete out.required;
  return out;
}

// Where the Swagger is stricter than the service, which takes and exports
// slot values that have no synonyms.
function loosen(definitions) {
  const value = definitions['v1.skill.interactionModel.TypeValueObject'];
  if (!value) return;
  value.required = ['value'];
  delete value.properties.synonyms.minItems;
}
