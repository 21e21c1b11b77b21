// TypeScript types → closed JSON Schemas.
import { createGenerator } from 'ts-json-schema-generator';

const ENTRY = new URL('./amazon-types.ts', import.meta.url).pathname;

export function schemaOfType(type) {
  const generator = createGenerator({
    path: ENTRY,
    type,
    skipTypeCheck: true, // the package needs Node's typings only for its service clients
    additionalProperties: false,
    encodeRefs: false,
  });
  const schema = generator.createSchema(type);
  tagUnions(schema, schema.definitions);
  return schema;
}

// A union of objects that differ by a constant `type` becomes a oneOf with a
// discriminator, so that a wrong directive is reported against its own type
// and not once for each of the thirty-six.
function tagUnions(node, definitions) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node.anyOf) && node.anyOf.every((branch) => constantType(branch, definitions))) {
    node.oneOf = node.anyOf;
    delete node.anyOf;
    node.type = 'object';
    node.required = ['type'];
    node.discriminator = { propertyName: 'type' };
  }
  Object.values(node).forEach((child) => tagUnions(child, definitions));
}

function constantType(branch, definitions) {
  const object = branch.$ref ? definitions[branch.$ref.replace('#/definitions/', '')] : branch;
  return object?.properties?.type?.const !== undefined && object.required?.includes('type');
}
