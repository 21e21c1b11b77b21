// Each planted fault must be reported, and the template itself pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { templateFaults } from '../judges.mjs';
import { readTemplate } from '../template.mjs';

const TEXT = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');
const properties = (t, id) => t.Resources[id].Properties;
const policyOf = (policy) => policy['Fn::If']?.[1] ?? policy;
const index = (t, name) => properties(t, 'Role').Policies.findIndex((policy) => policyOf(policy).PolicyName === name);
const statement = (t, name) => policyOf(properties(t, 'Role').Policies[index(t, name)]).PolicyDocument.Statement[0];
const LAKE = 'ask-the-event-data-store';
const LOG = 'write-its-own-log';
const CASES = 'keep-its-cases';
const USERS = 'see-when-users-were-last-seen';
const KEY = 'read-what-the-key-encrypts';

test('the template passes', async () => {
  assert.deepEqual(await templateFaults(readTemplate(TEXT)), []);
});

// [what is wrong, how to plant it, the report that must come, from whom]
const FAULTS = [
  ['a misspelt property', (t) => { properties(t, 'EventDataStore').Retention = 366; }, /Retention is not a property \[service spec\]/],
  ['a misspelt property, to the validator', (t) => { properties(t, 'EventDataStore').Retention = 366; }, /'Retention' was unexpected.*\[cloudformation-validate\]/],
  ['a misspelt nested property', (t) => { properties(t, 'EventDataStore').AdvancedEventSelectors[0].FieldSelectors[0].Equal = ['a']; }, /Equal is not a property/],
  ['a misspelt property of the function', (t) => { properties(t, 'Function').MemorySise = 512; }, /MemorySise.*\[cloudformation-validate/],
  ['a missing property', (t) => { delete properties(t, 'AlexaMayCall').Action; }, /Action is missing|'Action' is a required property/],
  ['a wrong architecture', (t) => { properties(t, 'Function').Architectures = ['arm']; }, /'arm' is not one of|"arm" is not one of/],
  ['a wrong runtime', (t) => { properties(t, 'Function').Runtime = 'provided.al2024'; }, /provided\.al2024.* is not one of/],
  ['a retention CloudWatch has not', (t) => { properties(t, 'LogGroup').RetentionInDays = 31; }, /31 is not one of/],
  ['a string for a list', (t) => { properties(t, 'EventDataStore').AdvancedEventSelectors = 'all'; }, /"all" is not a list/],
  ['an unknown resource type', (t) => { t.Resources.LogGroup.Type = 'AWS::Log::LogGroup'; }, /AWS::Log::LogGroup is not a resource type/],
  ['a reference to nothing', (t) => { properties(t, 'Function').LoggingConfig.LogGroup = { Ref: 'Log' }; }, /LoggingConfig\.LogGroup: 'Log' is not one of .*\[cloudformation-validate\]/],
  ['an attribute that is none', (t) => { properties(t, 'Function').Role = { 'Fn::GetAtt': ['Role', 'ARN'] }; }, /'ARN' is not one of .*\[cloudformation-validate\]/],
  ['an unknown condition', (t) => { t.Resources.EventDataStore.Condition = 'CreateStore'; }, /Condition 'CreateStore' .* is not defined/],
  ['a variable of Fn::Sub that is none', (t) => { properties(t, 'Function').Environment.Variables.SOURCES['Fn::Join'][1][1]['Fn::Sub'][0] = 'history://${Store}'; }, /'\$\{Store\}' does not reference/],
  ['an output of nothing', (t) => { t.Outputs.FunctionArn.Value = { 'Fn::GetAtt': ['Functon', 'Arn'] }; }, /'Functon\.Arn' references a resource that does not exist/],

  ['an unknown IAM action', (t) => statement(t, LAKE).Action.push('cloudtrail:RunQuery'), /cloudtrail:RunQuery is not an IAM action \[IAM data\]/],
  ['all actions of a service', (t) => { statement(t, LAKE).Action = 'cloudtrail:*'; }, /cloudtrail:\* allows more than it names/],
  ['Resource: "*"', (t) => { statement(t, LAKE).Resource = '*'; }, /cloudtrail:StartQuery is allowed on every resource/],
  ["every store's ARN", (t) => { statement(t, LAKE).Resource = { 'Fn::Sub': 'arn:aws:cloudtrail:*:${AWS::AccountId}:eventdatastore/*' }; }, /cloudtrail:StartQuery reaches beyond its own resource/],
  ['every log group', (t) => { statement(t, LOG).Resource = 'arn:aws:logs:*:*:*'; }, /logs:PutLogEvents reaches beyond/],
  ['a needless action', (t) => statement(t, LAKE).Action.push('cloudtrail:DeleteEventDataStore'), /DeleteEventDataStore is more than the function needs/],
  ['a missing action', (t) => { statement(t, LAKE).Action.pop(); }, /cloudtrail:GetEventDataStore is missing/],
  ['a key where none is given', (t) => { const i = index(t, KEY); properties(t, 'Role').Policies[i] = policyOf(properties(t, 'Role').Policies[i]); }, /only where one is given/],
  ["every table's ARN", (t) => { statement(t, CASES).Resource = { 'Fn::Sub': 'arn:aws:dynamodb:*:${AWS::AccountId}:table/*' }; }, /dynamodb:GetItem reaches beyond its own resource/],
  ["every account's users", (t) => { statement(t, USERS).Resource = 'arn:aws:iam::*:user/*'; }, /iam:GetUser reaches beyond its own resource/],
  ['keys of anybody and anything', (t) => { statement(t, USERS).Resource = '*'; }, /iam:GetAccessKeyLastUsed is allowed on every resource/],
  ['users that are changed', (t) => statement(t, USERS).Action.push('iam:UpdateAccessKey'), /iam:UpdateAccessKey is more than the function needs/],
  ['names that are not listed', (t) => { properties(t, 'Role').Policies = properties(t, 'Role').Policies.filter((p) => p.PolicyName !== 'list-the-names-that-exist'); }, /iam:ListUsers is missing/],
  ['a report that is asked for and never read', (t) => { policyOf(properties(t, 'Role').Policies[index(t, USERS)]).PolicyDocument.Statement.pop(); }, /iam:GetServiceLastAccessedDetails is missing/],
  ['a table that is read whole', (t) => statement(t, CASES).Action.push('dynamodb:Scan'), /dynamodb:Scan is more than the function needs/],
  ['cases that are kept for ever', (t) => { delete properties(t, 'Cases').TimeToLiveSpecification; }, /keeps cases for ever/],
  ['cases in the clear', (t) => { properties(t, 'Cases').SSESpecification.SSEEnabled = false; }, /must be encrypted/],
  ['cases without a way back', (t) => { delete properties(t, 'Cases').PointInTimeRecoverySpecification; }, /can not be restored/],
  ['a public table', (t) => { properties(t, 'Cases').ResourcePolicy = { PolicyDocument: {} }; }, /opens itself to others/],
  ['a way to pay that is none', (t) => { properties(t, 'Cases').BillingMode = 'PAY_PER_USE'; }, /PAY_PER_USE.* is not one of/],
  ['a managed policy', (t) => { properties(t, 'Role').ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess']; }, /no managed policies/],

  ['a permission without the skill id', (t) => { delete properties(t, 'AlexaMayCall').EventSourceToken; }, /EventSourceToken must be the skill id/],
  ['a permission for smart homes', (t) => { properties(t, 'AlexaMayCall').Principal = 'alexa-connectedhome.amazon.com'; }, /Principal must be alexa-appkit/],
  ['no permission', (t) => { delete t.Resources.AlexaMayCall; }, /nobody may call/],
  ['a store nobody asked for', (t) => { delete t.Resources.EventDataStore.Condition; }, /only when asked for/],
  ['a store made by default', (t) => { t.Parameters.CreateEventDataStore.Default = 'yes'; }, /must default to no/],
  ['a store that goes with the stack', (t) => { delete t.Resources.EventDataStore.DeletionPolicy; }, /must be retained/],
  ['a log kept for ever', (t) => { delete properties(t, 'LogGroup').RetentionInDays; }, /kept for ever/],
  ['a timeout beyond Alexa\'s', (t) => { properties(t, 'Function').Timeout = 30; }, /must not outlive/],
  ['a variable not set', (t) => { delete properties(t, 'Function').Environment.Variables.SOURCES; }, /SOURCES is not set/],
  ['a parameter without a pattern', (t) => { delete t.Parameters.SkillId.AllowedPattern; }, /SkillId: takes any string/],
];

for (const [name, plant, report] of FAULTS) {
  test(`reported: ${name}`, async () => {
    const template = readTemplate(TEXT);
    plant(template);
    const faults = await templateFaults(template);
    assert.match(faults.map(({ judge, path, reason }) => `${path}: ${reason} [${judge}]`).join('\n'), report);
  });
}

// The patterns of the parameters take what AWS and Alexa give out.
const UUID = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';
const PATTERNS = [
  ['SkillId', `amzn1.ask.skill.${UUID}`, true],
  ['SkillId', 'amzn1.ask.skill.', false],
  ['EventDataStoreArn', '', true],
  ['EventDataStoreArn', `arn:aws:cloudtrail:ap-northeast-1:111122223333:eventdatastore/${UUID}`, true],
  ['EventDataStoreArn', UUID, false],
  ['HistoryRegions', '', true],
  ['HistoryRegions', 'eu-west-1,us-gov-east-1', true],
  ['HistoryRegions', 'eu-west-1, us-east-1', false],
  ['KmsKeyArn', '', true],
  ['KmsKeyArn', `arn:aws:kms:us-east-1:111122223333:key/mrk-${'0'.repeat(32)}`, true],
  ['KmsKeyArn', 'arn:aws:kms:us-east-1:111122223333:alias/pudding', false],
  ['TimeZone', 'America/Argentina/Buenos_Aires', true],
  ['TimeZone', 'Etc/GMT+9', true],
  ['TimeZone', '../etc/passwd', false],
  ['MaxPeriod', '366d', true],
  ['MaxPeriod', '8784h', true],
  ['MaxPeriod', '0d', false],
  ['MaxPeriod', 'a year', false],
  ['RecordedBuckets', '', true],
  ['RecordedBuckets', 'fridge.example-bucket', true],
  ['RecordedBuckets', 'fridge/pudding', false],
  ['Nicknames', 'プリン=s3://fridge/pudding/', true],
  ['Nicknames', 'a\nb', false],
];

for (const [parameter, value, taken] of PATTERNS) {
  test(`${parameter} ${taken ? 'takes' : 'refuses'} ${JSON.stringify(value)}`, () => {
    const { AllowedPattern } = readTemplate(TEXT).Parameters[parameter];
    assert.equal(new RegExp(AllowedPattern, 'u').test(value), taken);
  });
}
