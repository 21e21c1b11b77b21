// Reads a template into plain objects: !Ref and the others become their long form.
import { parse } from 'yaml';

const FUNCTIONS = [
  'Base64', 'Cidr', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Select', 'Split', 'Sub',
  'Transform', 'And', 'Equals', 'Not', 'Or', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'RefAll', 'ValueOf',
];

export function readTemplate(text) {
  return parse(text, { customTags: [...FUNCTIONS.map((name) => [name, `Fn::${name}`]), ['Ref', 'Ref'], ['Condition', 'Condition']].flatMap(tags) });
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
  const { CodeUri, ...properties } = Properties;
  const Code = { S3Bucket: 'the-bucket-of-the-deployment', S3Key: CodeUri };
  return { Type: 'AWS::Lambda::Function', ...rest, Properties: { ...properties, Code } };
}
