// Second judge: AWS's specification of resource types, as the CDK ships it.
// Unknown and missing properties, wrong types, values that aren't allowed.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { branches, intrinsic } from './intrinsics.mjs';

const spec = loadAwsServiceSpecSync();

export function propertyFaults(template) {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const [type] = spec.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
    if (!type) return [{ path: id, reason: `${resource.Type} is not a resource type` }];
    return objectFaults(resource.Properties ?? {}, type.properties, id);
  });
}

function objectFaults(object, properties, path) {
  const faults = [];
  for (const [name, property] of Object.entries(properties)) {
    if (property.required && object[name] === undefined) faults.push({ path, reason: `${name} is missing` });
  }
  for (const [name, value] of Object.entries(object)) {
    if (!properties[name]) faults.push({ path, reason: `${name} is not a property` });
    else faults.push(...valueFaults(value, properties[name].type, `${path}.${name}`));
  }
  return faults;
}

function valueFaults(value, type, path) {
  return branches(value).flatMap((branch) => (intrinsic(branch) ? [] : plainFaults(branch, type, path)));
}

function plainFaults(value, type, path) {
  const wrong = (what) => [{ path, reason: `${JSON.stringify(value)} is not ${what}` }];
  switch (type.type) {
    case 'string':
      if (typeof value === 'object') return wrong('a string');
      if (type.allowedValues && !type.allowedValues.includes(value)) return wrong(`one of ${type.allowedValues.join(', ')}`);
      return [];
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : wrong('a boolean');
    case 'integer':
    case 'number':
      return typeof value !== 'object' && Number.isFinite(Number(value)) ? [] : wrong('a number');
    case 'array':
      if (!Array.isArray(value)) return wrong('a list');
      return value.flatMap((item, i) => valueFaults(item, type.element, `${path}[${i}]`));
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return wrong('a map');
      return Object.entries(value).flatMap(([key, item]) => valueFaults(item, type.element, `${path}.${key}`));
    case 'ref':
      if (typeof value !== 'object' || Array.isArray(value)) return wrong('an object');
      return objectFaults(value, spec.get('typeDefinition', type.reference.$ref).properties, path);
    case 'union': {
      const attempts = type.types.map((one) => plainFaults(value, one, path));
      return attempts.find((faults) => faults.length === 0) ?? attempts[0];
    }
    default: // json, date-time, tag …: nothing to hold it against
      return [];
  }
}
