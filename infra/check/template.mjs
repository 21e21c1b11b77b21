// Reads a template into plain objects: !Ref and the others become their long form.
import { parseDocument } from 'yaml';

const FUNCTIONS = [
  'Base64', 'Cidr', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Select', 'Split', 'Sub',
  'Transform', 'And', 'Equals', 'Not', 'Or', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf',
];

// It throws at what is no template at all.
export function readTemplate(text) {
  const template = parseTemplate(text, '1.2');
  const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isMap(template) || !isMap(template.Resources)) throw new Error('it has no Resources');
  for (const [id, resource] of Object.entries(template.Resources)) if (!isMap(resource)) throw new Error(`the resource ${id} is none`);
  return template;
}

// What a version of YAML makes of a text. It throws at what it can't read, and at
// tags that nobody knows.
export function parseTemplate(text, version) {
  const customTags = [...FUNCTIONS.map((name) => [name, `Fn::${name}`]), ['Ref', 'Ref'], ['Condition', 'Condition']].flatMap(tags);
  const read = parseDocument(text, { version, customTags: (known) => [...known, ...customTags] });
  const [problem] = [...read.errors, ...read.warnings];
  if (problem) throw problem;
  return read.toJS();
}

function tags([short, long]) {
  const make = (value) => ({ [long]: long === 'Fn::GetAtt' && typeof value === 'string' ? getAtt(value) : value });
  return [
    { tag: `!${short}`, resolve: (value) => make(value) },
    { tag: `!${short}`, collection: 'seq', resolve: (node) => make(node.toJSON()) },
    { tag: `!${short}`, collection: 'map', resolve: (node) => make(node.toJSON()) },
  ];
}

function getAtt(dotted) {
  const dot = dotted.indexOf('.');
  return [dotted.slice(0, dot), dotted.slice(dot + 1)];
}

// The template as CloudFormation will see it once SAM has transformed it. The
// function brings its own role and log group, so little is left to transform.
export function projected(template) {
  const { Transform, ...rest } = template;
  const resources = Object.entries(template.Resources).map(([id, resource]) =>
    [id, resource.Type === 'AWS::Serverless::Function' ? lambdaFunction(resource) : { Properties: {}, ...resource }]);
  return { ...rest, Resources: Object.fromEntries(resources) };
}

function lambdaFunction({ Type, Properties = {}, ...rest }) {
  const { CodeUri, Tags, ...properties } = Properties;
  const Code = { S3Bucket: 'the-bucket-of-the-deployment', S3Key: CodeUri };
  const tagged = Tags === undefined ? {} : { Tags: Object.entries(Tags).map(([Key, Value]) => ({ Key, Value })) };
  return { Type: 'AWS::Lambda::Function', ...rest, Properties: { ...properties, ...tagged, Code } };
}
