// What CloudFormation makes of a template and its parameters.

const NOTHING = Symbol('AWS::NoValue');

// made gives the resources and outputs there will be, with their values, and the
// rules that the parameters break. names has what only the deployment knows, such
// as AWS::Region; any other such value is <its name>. It throws at what it can't
// make anything of.
export function made(template, parameters, names) {
  const stack = { template, values: { ...defaults(template), ...parameters }, names };
  return {
    Resources: there(template.Resources, stack),
    Outputs: there(template.Outputs ?? {}, stack),
    broken: Object.entries(template.Rules ?? {})
      .filter(([, { Assertions }]) => Assertions.some(({ Assert }) => value(Assert, stack) !== true)).map(([name]) => name),
  };
}

function defaults({ Parameters }) {
  return Object.fromEntries(Object.entries(Parameters).filter(([, { Default }]) => Default !== undefined).map(([name, { Default }]) => [name, Default]));
}

function there(entries, stack) {
  return Object.fromEntries(Object.entries(entries)
    .filter(([, { Condition }]) => Condition === undefined || condition(Condition, stack))
    .map(([name, { Condition, ...rest }]) => [name, value(rest, stack)]));
}

function condition(name, stack) {
  const made = value(needed(stack.template.Conditions?.[name], `condition ${name}`), stack);
  if (typeof made !== 'boolean') throw new Error(`condition ${name} is neither true nor false`);
  return made;
}

const FUNCTIONS = {
  Ref: (name, stack) => reference(name, stack),
  Condition: (name, stack) => condition(name, stack),
  'Fn::GetAtt': (path, stack) => attribute(path.join('.'), stack),
  'Fn::Sub': (text, stack) => substituted(text, stack),
  'Fn::Join': ([by, parts], stack) => value(parts, stack).join(by),
  'Fn::Split': ([at, text], stack) => string(value(text, stack)).split(at),
  'Fn::Select': ([which, from], stack) => needed(value(from, stack)[which], `part ${which}`),
  'Fn::If': ([name, then, otherwise], stack) => value(condition(name, stack) ? then : otherwise, stack),
  'Fn::Equals': (pair, stack) => same(value(pair, stack)),
  'Fn::Not': ([one], stack) => !value(one, stack),
  'Fn::And': (all, stack) => value(all, stack).every(Boolean),
  'Fn::Or': (all, stack) => value(all, stack).some(Boolean),
  'Fn::Contains': ([all, one], stack) => value(all, stack).includes(value(one, stack)),
};

function value(of, stack) {
  if (of === undefined) throw new Error('something is missing');
  if (of === null || typeof of !== 'object') return of;
  if (Array.isArray(of)) return of.map((item) => value(item, stack)).filter((item) => item !== NOTHING);
  const [name, ...more] = Object.keys(of);
  if (more.length === 0 && FUNCTIONS[name]) return FUNCTIONS[name](of[name], stack);
  return Object.fromEntries(Object.entries(of).map(([key, item]) => [key, value(item, stack)]).filter(([, item]) => item !== NOTHING));
}

function reference(name, stack) {
  if (name === 'AWS::NoValue') return NOTHING;
  const parameter = stack.template.Parameters[name];
  if (!parameter) return attribute(name, stack);
  const given = needed(stack.values[name], `parameter ${name}`);
  return parameter.Type === 'CommaDelimitedList' ? given.split(',') : given;
}

function attribute(name, { template, names }) {
  if (name in names) return names[name];
  const [resource] = name.split('.');
  if (!resource.startsWith('AWS::')) needed(template.Resources[resource], resource);
  return `<${name}>`;
}

function substituted(sub, stack) {
  const [text, variables] = Array.isArray(sub) ? sub : [sub, {}];
  return string(text).replace(/\$\{([^!}][^}]*)\}/g, (_, name) => {
    if (name in variables) return value(variables[name], stack);
    return name.includes('.') ? attribute(name, stack) : reference(name, stack);
  });
}

function same([a, b]) {
  return needed(a, 'one of two values') === needed(b, 'one of two values');
}

function string(of) {
  if (typeof of !== 'string') throw new Error(`${JSON.stringify(of)} is no text`);
  return of;
}

function needed(of, what) {
  if (of === undefined) throw new Error(`there is no ${what}`);
  return of;
}
