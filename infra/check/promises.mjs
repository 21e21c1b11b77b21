// What this template promises that no general tool can know.
import { isDeepStrictEqual } from 'node:util';
import { branches, list, resolved, standIn } from './intrinsics.mjs';
import { statements } from './iam.mjs';
import { hasSecret } from './text.mjs';

const LAKE_ACTIONS = ['CancelQuery', 'DescribeQuery', 'GetEventDataStore', 'GetQueryResults', 'ListQueries', 'StartQuery'].map((name) => `cloudtrail:${name}`);
const HISTORY_ACTIONS = ['cloudtrail:LookupEvents'];
const USERS_ACTIONS = ['GenerateServiceLastAccessedDetails', 'GetAccessKeyLastUsed', 'GetUser', 'ListAccessKeys'].map((name) => `iam:${name}`);
const REPORT_ACTIONS = ['iam:GetServiceLastAccessedDetails'];
const LIST_ACTIONS = ['iam:ListUsers', 'iam:ListRoles', 's3:ListAllMyBuckets'];
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];
const CASES_ACTIONS = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `dynamodb:${name}`);
const EVERY_ACTION = [...LAKE_ACTIONS, ...HISTORY_ACTIONS, ...USERS_ACTIONS, ...REPORT_ACTIONS, ...LIST_ACTIONS, ...CASES_ACTIONS, ...LOG_ACTIONS, ...KEY_ACTIONS];

// The environment, and what each of its variables is taken from.
const VARIABLES = {
  SOURCES: undefined, // made of several
  CASES_TABLE: 'Cases',
  SKILL_ID: 'SkillId',
  TIME_ZONE: 'TimeZone',
  MAX_PERIOD: 'MaxPeriod',
  NICKNAMES: 'Nicknames',
  ASKERS: 'Askers',
  NEEDS_VOICE: 'NeedsVoice',
  NEEDS_PIN: 'NeedsPin',
  QUESTIONS_PER_MINUTE: 'QuestionsPerMinute',
  SPOKEN_DETAIL: 'SpokenDetail',
  LOG_LEVEL: 'LogLevel',
};

// The metrics that the function writes into its log.
const METRICS = ['AnsweredInTurn', 'BytesScanned', 'Cases', 'Errors', 'RefusedAskers', 'SourceTime', 'Throttled', 'TurnTime'];
const AT_LEAST = 'GreaterThanOrEqualToThreshold';
const ALARMS = {
  'Pudding Errors': { Statistic: 'Sum', ComparisonOperator: AT_LEAST, Threshold: 1 },
  'Pudding TurnTime': { ExtendedStatistic: 'p99', ComparisonOperator: 'GreaterThanThreshold', Threshold: 6800, Unit: 'Milliseconds' },
  'Pudding Throttled': { Statistic: 'Sum', ComparisonOperator: AT_LEAST, Threshold: 5 },
  'Pudding RefusedAskers': { Statistic: 'Sum', ComparisonOperator: AT_LEAST, Threshold: 5 },
  'AWS/Lambda Errors': { Statistic: 'Sum', ComparisonOperator: AT_LEAST, Threshold: 1 },
};
const EVERY_ALARM = { Period: 300, EvaluationPeriods: 1, TreatMissingData: 'notBreaching' };
const TOLD = { 'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }] };

const RULES = [
  permissionFaults, regionFaults, storeFaults, casesFaults, roleFaults, trustFaults, logFaults, functionFaults,
  alarmFaults, dashboardFaults, secretFaults,
];

export function promiseFaults(template) {
  return RULES.flatMap((rule) => rule(template));
}

// Only Alexa may call the function, and only for this skill.
function permissionFaults(template) {
  const permissions = ofType(template, 'AWS::Lambda::Permission');
  if (permissions.length === 0) return [fault('Resources', 'nobody may call the function')];
  return permissions.flatMap(([id, { Properties }]) => [
    ...unless(Properties.Principal === 'alexa-appkit.amazon.com', id, 'Principal must be alexa-appkit.amazon.com'),
    ...unless(Properties.EventSourceToken?.Ref === 'SkillId', id, 'EventSourceToken must be the skill id'),
    ...unless(Properties.Action === 'lambda:InvokeFunction', id, 'Action must be lambda:InvokeFunction'),
    ...unless([{ 'Fn::GetAtt': ['Function', 'Arn'] }, { Ref: 'Function' }].some((one) => isDeepStrictEqual(Properties.FunctionName, one)), id, 'FunctionName must be the function'),
  ]);
}

// A function elsewhere would be deployed and never called.
function regionFaults(template) {
  const [regions] = template.Rules?.WhereAlexaCalls?.Assertions?.[0]?.Assert?.['Fn::Contains'] ?? [];
  const called = ['ap-northeast-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
  return unless(isDeepStrictEqual([...(regions ?? [])].sort(), called), 'Rules WhereAlexaCalls', `must be ${called.join(', ')}`);
}

// Made only when asked for, and never lost with the stack.
function storeFaults(template) {
  return ofType(template, 'AWS::CloudTrail::EventDataStore').flatMap(([id, store]) => [
    ...unless(store.Condition === 'CreatesStore', id, 'must be created only when asked for'),
    ...unless(store.DeletionPolicy === 'Retain' && store.UpdateReplacePolicy === 'Retain', id, 'must be retained'),
  ]);
}

const KEYS = [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }];
const KEY_TYPES = ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

// Who asked what is for nobody else, and not for ever.
function casesFaults(template) {
  return ofType(template, 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) => [
    ...unless(same(Properties.SSESpecification, { SSEEnabled: true }), id, 'must be encrypted, with the key that DynamoDB has for the account'),
    ...unless(Properties.BillingMode === 'PAY_PER_REQUEST', id, 'must be paid by the request'),
    ...unless(isDeepStrictEqual(Properties.TimeToLiveSpecification, { AttributeName: 'expires', Enabled: true }), id, 'keeps cases for ever'),
    ...unless(isDeepStrictEqual(Properties.KeySchema, KEYS) && isDeepStrictEqual(byName(Properties.AttributeDefinitions), KEY_TYPES), id, 'has not the keys pk and sk'),
    ...unless(same(Properties.PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 }), id, 'can not be restored for as long as cases are kept, and no longer'),
  ]);
}

const byName = (definitions) => list(definitions).toSorted((a, b) => String(a.AttributeName).localeCompare(String(b.AttributeName)));

// CloudFormation takes numbers and booleans as texts as well.
function same(a, b) {
  const asTexts = (value) => Object.fromEntries(Object.entries(value ?? {}).map(([name, item]) => [name, typeof item === 'object' ? item : String(item)]));
  return isDeepStrictEqual(asTexts(a), asTexts(b));
}

// That of before knows no policy variables.
const VERSION = '2012-10-17';

// The least it can do with, each on the one thing it is for.
function roleFaults(template) {
  const faults = [];
  const actions = statements(template).flatMap(({ statement }) => list(statement.Action));
  for (const action of EVERY_ACTION) faults.push(...unless(actions.includes(action), 'Role', `${action} is missing`));
  for (const { path, statement } of statements(template)) {
    faults.push(...unless(statement.Effect === 'Allow', path, 'must allow'));
    for (const action of list(statement.Action)) {
      const reason = surplus(action, list(statement.Resource).flatMap(branches));
      if (reason) faults.push(fault(path, `${action} ${reason}`));
    }
  }
  const bare = structuredClone(template);
  for (const [, role] of ofType(bare, 'AWS::IAM::Role')) {
    faults.push(...unless(role.Properties.AssumeRolePolicyDocument?.Version === VERSION && list(role.Properties.Policies).flatMap(branches).every((policy) => policy.PolicyDocument?.Version === VERSION), 'Role', `has a policy that is not of version ${VERSION}`));
    const names = list(role.Properties.Policies).flatMap(branches).map((policy) => policy.PolicyName);
    faults.push(...unless(new Set(names).size === names.length, 'Role', 'has two policies of one name'));
    // What is left when no key is given.
    role.Properties.Policies = list(role.Properties.Policies).filter((policy) => policy['Fn::If']?.[0] !== 'HasKey');
  }
  const always = statements(bare).flatMap(({ statement }) => list(statement.Action));
  return [...faults, ...unless(!always.some((action) => action.startsWith('kms:')), 'Role', 'may use a key only where one is given')];
}

// Nobody but the service that runs the function takes its role.
function trustFaults(template) {
  const lambda = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  return ofType(template, 'AWS::IAM::Role')
    .flatMap(([id, { Properties }]) => unless(isDeepStrictEqual(Properties.AssumeRolePolicyDocument?.Statement, lambda), id, 'may be assumed by others than Lambda'));
}

function surplus(action, resources) {
  const isStore = (resource) => resource.Ref === 'EventDataStoreArn' || resource['Fn::GetAtt']?.join('.') === 'EventDataStore.EventDataStoreArn';
  // The actions that no resource can be named for.
  if ([...HISTORY_ACTIONS, ...REPORT_ACTIONS, ...LIST_ACTIONS].includes(action)) return undefined;
  const allowed = {
    cloudtrail: [LAKE_ACTIONS, isStore],
    iam: [USERS_ACTIONS, (resource) => resource['Fn::Sub'] === 'arn:aws:iam::${AWS::AccountId}:user/*'],
    dynamodb: [CASES_ACTIONS, (resource) => resource['Fn::GetAtt']?.join('.') === 'Cases.Arn'],
    logs: [LOG_ACTIONS, (resource) => resource['Fn::GetAtt']?.join('.') === 'LogGroup.Arn'],
    kms: [KEY_ACTIONS, (resource) => resource.Ref === 'KmsKeyArn'],
  }[action.split(':')[0]];
  if (!allowed?.[0].includes(action)) return 'is more than the function needs';
  return resources.every(allowed[1]) ? undefined : 'reaches beyond its own resource';
}

const LOG_NAME = { 'Fn::Sub': '/aws/lambda/${AWS::StackName}' };

function logFaults(template) {
  return ofType(template, 'AWS::Logs::LogGroup')
    .flatMap(([id, { Properties }]) => [
      ...unless(Properties.RetentionInDays?.Ref === 'LogRetentionDays', id, 'must be kept for LogRetentionDays, not for ever'),
      ...unless(isDeepStrictEqual(Properties.LogGroupName, LOG_NAME), id, 'must be called after the stack'),
    ]);
}

function functionFaults(template) {
  return ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => [
    ...unless(Properties.Timeout <= 8, id, 'must not outlive the eight seconds Alexa waits'),
    ...unless(Properties.Timeout >= 7, id, 'must have the time for the longest turn'),
    ...unless(Properties.MemorySize >= 512 && Properties.MemorySize <= 1769, id, 'starts slowly below 512 MB, and gains nothing above 1769'),
    ...unless(Properties.Runtime === 'provided.al2023', id, 'must run on provided.al2023'),
    ...unless(Properties.Code?.S3Key === '../build/pudding.zip' && Properties.Handler === 'bootstrap', id, 'must be what make package packs'),
    ...unless(isDeepStrictEqual(Properties.Architectures, ['arm64']), id, 'must be of the architecture that is packaged'),
    ...unless(isDeepStrictEqual(Properties.Role, { 'Fn::GetAtt': ['Role', 'Arn'] }), id, 'must have the role of this template'),
    ...unless(isDeepStrictEqual(Properties.LoggingConfig, { LogGroup: { Ref: 'LogGroup' } }), id, 'must write the log of this template'),
    ...Object.keys(Properties.Environment?.Variables ?? {}).flatMap((name) => unless(name in VARIABLES, id, `the variable ${name} is not known to be needed`)),
    ...Object.entries(VARIABLES).flatMap(([name, from]) => variableFaults(Properties.Environment?.Variables?.[name], name, from, id)),
  ]);
}

function variableFaults(value, name, from, id) {
  if (value === undefined) return [fault(id, `${name} is not set`)];
  return unless(from === undefined || value.Ref === from, id, `${name} must be ${from}`);
}

// Each says when it sounds, and tells a topic only where there is one.
function alarmFaults(template) {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
  const watched = ({ Properties }) => `${Properties.Namespace} ${Properties.MetricName}`;
  const hasTopic = { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmTopicArn' }, ''] }] };
  return [
    ...unless(isDeepStrictEqual(template.Conditions?.HasAlarmTopic, hasTopic), 'HasAlarmTopic', 'must be whether there is a topic'),
    ...Object.keys(ALARMS).flatMap((metric) => unless(alarms.some(([, alarm]) => watched(alarm) === metric), 'Resources', `no alarm watches ${metric}`)),
    ...alarms.flatMap(([id, alarm]) => oneAlarmFaults(id, alarm.Properties, watched(alarm))),
  ];
}

function oneAlarmFaults(id, properties, metric) {
  if (!ALARMS[metric]) return [fault(id, `${metric} is written by nobody`)];
  const dimension = metric.startsWith('AWS/Lambda') ? 'FunctionName' : 'Function';
  const wanted = { ...EVERY_ALARM, ...ALARMS[metric], Dimensions: [{ Name: dimension, Value: { Ref: 'Function' } }] };
  return [
    ...Object.entries(wanted).flatMap(([name, value]) => unless(isDeepStrictEqual(properties[name], value), id, `${name} must be ${JSON.stringify(value)}`)),
    ...unless(isDeepStrictEqual(properties.AlarmActions, TOLD), id, 'must tell the topic where one is given'),
    ...unless(properties.ActionsEnabled !== false, id, 'has its actions switched off'),
    ...unless(properties.AlarmDescription, id, 'does not say what is wrong'),
  ];
}

// It shows every metric, of this function and in this region.
function dashboardFaults(template) {
  const boards = ofType(template, 'AWS::CloudWatch::Dashboard');
  if (boards.length === 0) return [fault('Resources', 'there is no dashboard')];
  return boards.flatMap(([id, { Properties }]) => {
    let widgets, others;
    try {
      ({ widgets, ...others } = JSON.parse(resolved(Properties.DashboardBody)));
    } catch {
      return [fault(id, 'DashboardBody is not JSON')];
    }
    const named = isDeepStrictEqual(Properties.DashboardName, BOARD_NAME);
    const drawn = list(widgets).flatMap((widget) => list(widget.properties?.metrics));
    return [
      ...unless(named, id, 'must have the name of the stack and its region'),
      ...Object.keys(others).map((name) => fault(id, `${name} of its body is not known to be needed`)),
      ...unless(new Set(list(widgets).map(({ x, y }) => `${x} ${y}`)).size === list(widgets).length, id, 'has two widgets in one place'),
      ...list(widgets).flatMap((widget) => widgetFaults(widget, id)),
      ...METRICS.flatMap((name) => unless(drawn.some((metric) => metric[1] === name), id, `${name} is not drawn`)),
      ...drawn.flatMap((metric) => drawnFaults(metric, id)),
      ...['p50', 'p99'].flatMap((stat) => unless(drawn.some((metric) => metric[1] === 'TurnTime' && metric.at(-1).stat === stat), id, `TurnTime has no ${stat}`)),
      ...list(widgets).flatMap((widget) => unless(widget.properties?.region === standIn('AWS::Region'), id, 'draws another region')),
    ];
  });
}

const BOARD_NAME = { 'Fn::Sub': '${AWS::StackName}-${AWS::Region}' };

// (CloudWatch API Reference, "Dashboard body structure and syntax".)
function widgetFaults({ type, x, y, width, height, properties = {}, ...more }, id) {
  const { title, region, view, period, metrics, ...others } = properties;
  return [
    ...unless(type === 'metric', id, `draws a widget of the type ${type}`),
    ...unless(x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= 24, id, `has no place for ${title}`),
    ...unless(title && view === 'timeSeries' && period >= 60 && period % 60 === 0 && list(metrics).length > 0, id, `can not draw ${title}`),
    ...Object.keys({ ...more, ...others }).map((name) => fault(id, `${name} of ${title} is not known to be needed`)),
  ];
}

function drawnFaults([namespace, name, dimension, value, how], id) {
  return [
    ...unless(namespace === 'Pudding' && METRICS.includes(name), id, `${namespace} ${name} is written by nobody`),
    ...unless(dimension === 'Function' && value === standIn('Function'), id, `${name} is drawn of something else than the function`),
    ...unless(/^(Sum|p\d\d)$/.test(how?.stat), id, `${name} has no statistic`),
  ];
}

// What is written here can be read by all who can see the stack.
const SECRET_NAME = /secret|pass(word|wd|phrase|$)|token|credential|api_?key|private_?key|signing|authorization/i;

function secretFaults(template) {
  const faults = [];
  for (const [path, value] of strings(template)) {
    if (hasSecret(value)) faults.push(fault(path, 'holds a secret'));
    // A name such as ClientSecret, of a property or of a tag.
    const [name] = path.split('.').slice(-1);
    if (path.startsWith('Resources') && SECRET_NAME.test(name === 'Key' ? value : name)) faults.push(fault(path, 'holds a secret'));
    // A reference to one is in the clear again where it leads to.
    if (value.includes('{{resolve:')) faults.push(fault(path, 'shows a secret'));
  }
  for (const [id, parameter] of Object.entries(template.Parameters)) {
    faults.push(...unless(!SECRET_NAME.test(id) || parameter.NoEcho === true, id, 'shows a secret'));
  }
  return faults;
}

// Every text with its path; what a function makes of it has the path of the whole.
function strings(value, path = '') {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object' || value.Ref) return [];
  return Object.entries(value).flatMap(([key, item]) => strings(item, key.startsWith('Fn::') || !Number.isNaN(Number(key)) ? path : `${path}${path && '.'}${key}`));
}

function ofType(template, type) {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

function unless(kept, path, reason) {
  return kept ? [] : [fault(path, reason)];
}

function fault(path, reason) {
  return { path, reason };
}
