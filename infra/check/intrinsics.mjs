// CloudFormation's functions inside values.

// Is this a value that only the deployment knows?
export function intrinsic(value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

// What a value can become: both sides of an Fn::If, without AWS::NoValue.
export function branches(value) {
  const choice = value?.['Fn::If'];
  if (choice) return [choice[1], choice[2]].flatMap(branches);
  return value?.Ref === 'AWS::NoValue' ? [] : [value];
}

export function list(value) {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

// A text with its references resolved, each to a stand-in of its own name, or
// undefined where it is none.
export function resolved(value) {
  if (typeof value === 'string') return value;
  if (value?.Ref) return standIn(value.Ref);
  const sub = value?.['Fn::Sub'];
  const [text, variables] = Array.isArray(sub) ? sub : [sub, {}];
  if (typeof text !== 'string') return undefined;
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name) => (name in variables ? resolved(variables[name]) : standIn(name)));
}

export function standIn(name) {
  return `<${name}>`;
}
