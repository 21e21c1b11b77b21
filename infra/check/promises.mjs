// What this template promises that no general tool can know.
import { branches, list } from './intrinsics.mjs';
import { statements } from './iam.mjs';

const LAKE_ACTIONS = ['CancelQuery', 'DescribeQuery', 'GetEventDataStore', 'GetQueryResults', 'ListQueries', 'StartQuery'].map((name) => `cloudtrail:${name}`);
const HISTORY_ACTIONS = ['cloudtrail:LookupEvents'];
const USERS_ACTIONS = ['GenerateServiceLastAccessedDetails', 'GetAccessKeyLastUsed', 'GetUser', 'ListAccessKeys'].map((name) => `iam:${name}`);
const REPORT_ACTIONS = ['iam:GetServiceLastAccessedDetails'];
const LIST_ACTIONS = ['iam:ListUsers', 'iam:ListRoles', 's3:ListAllMyBuckets'];
const CASES_ACTIONS = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `dynamodb:${name}`);
const VARIABLES = ['CASES_TABLE', 'LOG_LEVEL', 'MAX_PERIOD', 'NICKNAMES', 'SKILL_ID', 'SOURCES', 'TIME_ZONE'];

export function promiseFaults(template) {
  return [permissionFaults, storeFaults, casesFaults, roleFaults, logFaults, functionFaults, parameterFaults].flatMap((rule) => rule(template));
}

// Only Alexa may call the function, and only for this skill.
function permissionFaults(template) {
  const permissions = ofType(template, 'AWS::Lambda::Permission');
  if (permissions.length === 0) return [fault('Resources', 'nobody may call the function')];
  return permissions.flatMap(([id, { Properties }]) => [
    ...unless(Properties.Principal === 'alexa-appkit.amazon.com', id, 'Principal must be alexa-appkit.amazon.com'),
    ...unless(Properties.EventSourceToken?.Ref === 'SkillId', id, 'EventSourceToken must be the skill id'),
  ]);
}

// Made only when asked for, and never lost with the stack.
function storeFaults(template) {
  return ofType(template, 'AWS::CloudTrail::EventDataStore').flatMap(([id, store]) => [
    ...unless(store.Condition === 'CreatesStore', id, 'must be created only when asked for'),
    ...unless(store.DeletionPolicy === 'Retain' && store.UpdateReplacePolicy === 'Retain', id, 'must be retained'),
    ...unless(template.Parameters.CreateEventDataStore?.Default === 'no', 'CreateEventDataStore', 'must default to no'),
  ]);
}

// Who asked what is for nobody else, and not for ever.
function casesFaults(template) {
  return ofType(template, 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) => [
    ...unless(String(Properties.SSESpecification?.SSEEnabled) === 'true', id, 'must be encrypted'),
    ...unless(Properties.TimeToLiveSpecification?.AttributeName === 'expires', id, 'keeps cases for ever'),
    ...unless(Properties.ResourcePolicy === undefined, id, 'opens itself to others'),
    ...unless(String(Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled) === 'true', id, 'can not be restored'),
  ]);
}

// The least it can do with, each on the one thing it is for.
function roleFaults(template) {
  const faults = [];
  const actions = statements(template).flatMap(({ statement }) => list(statement.Action));
  for (const action of [...LAKE_ACTIONS, ...HISTORY_ACTIONS, ...USERS_ACTIONS, ...REPORT_ACTIONS, ...LIST_ACTIONS, ...CASES_ACTIONS]) faults.push(...unless(actions.includes(action), 'Role', `${action} is missing`));
  for (const { path, statement } of statements(template)) {
    for (const action of list(statement.Action)) {
      const reason = surplus(action, list(statement.Resource).flatMap(branches));
      if (reason) faults.push(fault(path, `${action} ${reason}`));
    }
  }
  const bare = structuredClone(template);
  for (const [, role] of ofType(bare, 'AWS::IAM::Role')) {
    faults.push(...unless(!role.Properties.ManagedPolicyArns, 'Role', 'takes no managed policies'));
    // What is left when no key is given.
    role.Properties.Policies = list(role.Properties.Policies).filter((policy) => policy['Fn::If']?.[0] !== 'HasKey');
  }
  const always = statements(bare).flatMap(({ statement }) => list(statement.Action));
  return [...faults, ...unless(!always.some((action) => action.startsWith('kms:')), 'Role', 'may use a key only where one is given')];
}

function surplus(action, resources) {
  const isStore = (resource) => resource.Ref === 'EventDataStoreArn' || resource['Fn::GetAtt']?.join('.') === 'EventDataStore.EventDataStoreArn';
  // The actions that no resource can be named for.
  if ([...HISTORY_ACTIONS, ...REPORT_ACTIONS, ...LIST_ACTIONS].includes(action)) return undefined;
  const allowed = {
    cloudtrail: [LAKE_ACTIONS, isStore],
    iam: [USERS_ACTIONS, (resource) => resource['Fn::Sub'] === 'arn:aws:iam::${AWS::AccountId}:user/*'],
    dynamodb: [CASES_ACTIONS, (resource) => resource['Fn::GetAtt']?.join('.') === 'Cases.Arn'],
    logs: [['logs:CreateLogStream', 'logs:PutLogEvents'], (resource) => resource['Fn::GetAtt']?.join('.') === 'LogGroup.Arn'],
    kms: [['kms:Decrypt', 'kms:GenerateDataKey'], (resource) => resource.Ref === 'KmsKeyArn'],
  }[action.split(':')[0]];
  if (!allowed?.[0].includes(action)) return 'is more than the function needs';
  return resources.every(allowed[1]) ? undefined : 'reaches beyond its own resource';
}

function logFaults(template) {
  return ofType(template, 'AWS::Logs::LogGroup')
    .flatMap(([id, { Properties }]) => unless(Properties.RetentionInDays !== undefined, id, 'is kept for ever'));
}

function functionFaults(template) {
  return ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => [
    ...unless(Properties.Timeout <= 8, id, 'must not outlive the eight seconds Alexa waits'),
    ...unless(Properties.MemorySize >= 256, id, 'starts slowly below 256 MB'),
    ...VARIABLES.flatMap((name) => unless(name in (Properties.Environment?.Variables ?? {}), id, `${name} is not set`)),
  ]);
}

function parameterFaults(template) {
  return Object.entries(template.Parameters).flatMap(([id, parameter]) => [
    ...unless(parameter.Description, id, 'has no description'),
    ...unless(parameter.Type !== 'String' || parameter.AllowedPattern || parameter.AllowedValues, id, 'takes any string'),
  ]);
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
