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
