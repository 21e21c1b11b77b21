// What the stack is made of, and nothing else: whoever adds to it says so here, and
// a reviewer sees it. Read before SAM transforms it, for that adds what nobody wrote.
import { isDeepStrictEqual } from 'node:util';
import { branches, list } from './intrinsics.mjs';

const TOP = {
  AWSTemplateFormatVersion: '2010-09-09',
  Transform: 'AWS::Serverless-2016-10-31',
  Description: undefined, // anything
  Metadata: undefined,
  Parameters: undefined,
  Rules: undefined,
  Conditions: undefined,
  Resources: undefined,
  Outputs: undefined,
};

const ALARM = [
  'ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'ComparisonOperator', 'Dimensions', 'EvaluationPeriods', 'MetricName', 'Namespace',
  'Period', 'Statistic', 'Threshold', 'TreatMissingData',
];

// By id: the type, and the properties that it may have.
const RESOURCES = {
  Function: ['AWS::Serverless::Function', 'Architectures', 'CodeUri', 'Description', 'Environment', 'Handler', 'LoggingConfig', 'MemorySize', 'Role', 'Runtime', 'Timeout'],
  Role: ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 'Description', 'Policies'],
  LogGroup: ['AWS::Logs::LogGroup', 'LogGroupName', 'RetentionInDays'],
  Cases: ['AWS::DynamoDB::Table', 'AttributeDefinitions', 'BillingMode', 'DeletionProtectionEnabled', 'KeySchema', 'PointInTimeRecoverySpecification', 'SSESpecification', 'TimeToLiveSpecification'],
  AlexaMayCall: ['AWS::Lambda::Permission', 'Action', 'EventSourceToken', 'FunctionName', 'Principal'],
  ErrorsAlarm: ['AWS::CloudWatch::Alarm', ...ALARM],
  TurnTimeAlarm: ['AWS::CloudWatch::Alarm', ...ALARM, 'ExtendedStatistic', 'Unit'],
  ThrottledAlarm: ['AWS::CloudWatch::Alarm', ...ALARM],
  RefusedAskersAlarm: ['AWS::CloudWatch::Alarm', ...ALARM],
  FunctionErrorsAlarm: ['AWS::CloudWatch::Alarm', ...ALARM],
  Dashboard: ['AWS::CloudWatch::Dashboard', 'DashboardBody', 'DashboardName'],
  EventDataStore: [
    'AWS::CloudTrail::EventDataStore', 'AdvancedEventSelectors', 'BillingMode', 'IngestionEnabled', 'KmsKeyId', 'MultiRegionEnabled', 'Name', 'RetentionPeriod',
    'TerminationProtectionEnabled',
  ],
};
const CONDITIONAL = ['EventDataStore'];
const UNTAGGED = ['AlexaMayCall', 'Dashboard'];
const ATTRIBUTES = ['Type', 'Properties', 'DeletionPolicy', 'UpdateReplacePolicy', 'DependsOn', 'Metadata'];

const OUTPUTS = { FunctionArn: [], EventDataStoreId: ['Condition'] };
const RULES = ['KeyOfAStore', 'OneEventDataStore', 'WhereAlexaCalls'];

export function inventoryFaults(template) {
  return [...topFaults(template), ...resourcesFaults(template), ...outputFaults(template), ...ruleFaults(template)];
}

function topFaults(template) {
  return [
    ...surplus(template, Object.keys(TOP), 'the template'),
    ...Object.entries(TOP).filter(([name, value]) => value !== undefined && !isDeepStrictEqual(template[name], value)).map(([name, value]) => fault(name, `must be ${value}`)),
  ];
}

function resourcesFaults({ Resources }) {
  return [
    ...surplus(Resources, Object.keys(RESOURCES), 'the stack'),
    ...Object.keys(RESOURCES).filter((id) => !Resources[id]).map((id) => fault(id, 'is missing')),
    ...Object.entries(Resources).filter(([id]) => RESOURCES[id]).flatMap(([id, resource]) => resourceFaults(id, resource)),
  ];
}

function resourceFaults(id, resource) {
  const [type, ...properties] = RESOURCES[id];
  if (resource.Type !== type) return [fault(id, `must be of the type ${type}`)];
  return [
    ...surplus(resource, CONDITIONAL.includes(id) ? [...ATTRIBUTES, 'Condition'] : ATTRIBUTES, id),
    ...surplus(resource.Properties ?? {}, UNTAGGED.includes(id) ? properties : [...properties, 'Tags'], id),
    ...list(resource.Properties?.Policies).flatMap(branches).flatMap((policy) => policyFaults(policy, `${id} ${policy.PolicyName}`)),
  ];
}

// A statement that says less than it seems to, or the opposite.
function policyFaults(policy, path) {
  return [
    ...surplus(policy, ['PolicyName', 'PolicyDocument'], path),
    ...list(policy.PolicyDocument?.Statement).flatMap((statement) => surplus(statement, ['Sid', 'Effect', 'Action', 'Resource'], path)),
  ];
}

function outputFaults({ Outputs }) {
  return [
    ...surplus(Outputs, Object.keys(OUTPUTS), 'the outputs'),
    ...Object.entries(OUTPUTS).flatMap(([name, more]) => surplus(Outputs?.[name] ?? {}, ['Description', 'Value', ...more], `output ${name}`)),
  ];
}

function ruleFaults({ Rules }) {
  return [
    ...surplus(Rules, RULES, 'the rules'),
    ...RULES.filter((name) => !Rules?.[name]).map((name) => fault(`rule ${name}`, 'is missing')),
    ...Object.entries(Rules ?? {}).flatMap(([name, rule]) => [
      ...surplus(rule, ['Assertions'], `rule ${name}`),
      ...list(rule.Assertions).flatMap((assertion) => [
        ...surplus(assertion, ['Assert', 'AssertDescription'], `rule ${name}`),
        ...(assertion.AssertDescription ? [] : [fault(`rule ${name}`, 'refuses without a reason')]),
      ]),
    ]),
  ];
}

// What is there beyond what is known to be needed.
function surplus(of, known, path) {
  return Object.keys(of ?? {}).filter((name) => !known.includes(name)).map((name) => fault(path, `${name} is not known to be needed`));
}

function fault(path, reason) {
  return { path, reason };
}
