// Each planted fault must be reported, and the template itself pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allFaults, templateFaults } from '../judges.mjs';
import { readTemplate } from '../template.mjs';

const TEXT = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');
const properties = (t, id) => t.Resources[id].Properties;
const policyOf = (policy) => policy['Fn::If']?.[1] ?? policy;
const sources = (t) => variables(t).SOURCES['Fn::Join'][1];
const index = (t, name) => properties(t, 'Role').Policies.findIndex((policy) => policyOf(policy).PolicyName === name);
const statement = (t, name) => policyOf(properties(t, 'Role').Policies[index(t, name)]).PolicyDocument.Statement[0];
const LAKE = 'ask-the-event-data-store';
const LOG = 'write-its-own-log';
const CASES = 'keep-its-cases';
const USERS = 'see-when-users-were-last-seen';
const KEY = 'read-what-the-key-encrypts';
const variables = (t) => properties(t, 'Function').Environment.Variables;
const drawn = (t, from, to) => { properties(t, 'Dashboard').DashboardBody['Fn::Sub'] = properties(t, 'Dashboard').DashboardBody['Fn::Sub'].replaceAll(from, to); };

test('the template passes', async () => {
  assert.deepEqual(await allFaults(readTemplate(TEXT)), []);
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
  ['a store made by default', (t) => { t.Parameters.CreateEventDataStore.Default = 'yes'; }, /CreateEventDataStore: must default to "no"/],
  ['a store that goes with the stack', (t) => { delete t.Resources.EventDataStore.DeletionPolicy; }, /must be retained/],
  ['a log kept for ever', (t) => { delete properties(t, 'LogGroup').RetentionInDays; }, /kept for ever/],
  ['a timeout beyond Alexa\'s', (t) => { properties(t, 'Function').Timeout = 30; }, /must not outlive/],
  ['a variable not set', (t) => { delete properties(t, 'Function').Environment.Variables.SOURCES; }, /SOURCES is not set/],
  ['a parameter without a pattern', (t) => { delete t.Parameters.SkillId.AllowedPattern; }, /SkillId: must refuse/],

  ['a permission for anybody', (t) => { properties(t, 'AlexaMayCall').Principal = '*'; }, /Principal must be alexa-appkit/],
  ['a permission to change the function', (t) => { properties(t, 'AlexaMayCall').Action = 'lambda:UpdateFunctionCode'; }, /Action must be lambda:InvokeFunction/],
  ['a permission for another function', (t) => { properties(t, 'AlexaMayCall').FunctionName = 'pudding'; }, /FunctionName must be the function/],
  ['a permission with a fixed skill id', (t) => { properties(t, 'AlexaMayCall').EventSourceToken = 'amzn1.ask.skill.1'; }, /EventSourceToken must be the skill id/],
  ['a second permission, for anybody', (t) => { t.Resources.Second = { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: '*' } }; }, /Second: Principal must be alexa-appkit/],
  ['a public address', (t) => { properties(t, 'Function').FunctionUrlConfig = { AuthType: 'NONE' }; }, /FunctionUrlConfig is not a property/],
  ['a role that anybody takes', (t) => { properties(t, 'Role').AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' }; }, /may be assumed by others/],
  ['a role that another service takes', (t) => { properties(t, 'Role').AssumeRolePolicyDocument.Statement[0].Principal.Service = 'ec2.amazonaws.com'; }, /may be assumed by others/],
  ['a role from elsewhere', (t) => { properties(t, 'Function').Role = 'arn:aws:iam::111122223333:role/admin'; }, /must have the role of this template/],
  ['a log from elsewhere', (t) => { delete properties(t, 'Function').LoggingConfig; }, /must write the log of this template/],
  ['everything but', (t) => { const s = statement(t, CASES); s.NotAction = s.Action; delete s.Action; }, /dynamodb:GetItem is missing/],
  ['a misspelt service', (t) => { statement(t, CASES).Action[0] = 'dynamo:GetItem'; }, /dynamo:GetItem is not an IAM action/],
  ['a wildcard in an action', (t) => { statement(t, USERS).Action = ['iam:Get*']; }, /iam:Get\* allows more than it names/],
  ['a statement of no resource', (t) => { delete statement(t, LOG).Resource; }, /logs:PutLogEvents names no resource/],
  ['any key', (t) => { policyOf(properties(t, 'Role').Policies[index(t, KEY)]).PolicyDocument.Statement[0].Resource = '*'; }, /kms:Decrypt is allowed on every resource/],
  ['an x86 function', (t) => { properties(t, 'Function').Architectures = ['x86_64']; }, /architecture that is packaged/],
  ['a timeout in words', (t) => { properties(t, 'Function').Timeout = 'eight'; }, /eight.* is not (a number|of type 'integer')/],
  ['too little memory', (t) => { properties(t, 'Function').MemorySize = 128; }, /starts slowly/],
  ['a table without its key', (t) => { properties(t, 'Cases').KeySchema.pop(); }, /has not the keys pk and sk/],
  ['a key of another type', (t) => { properties(t, 'Cases').AttributeDefinitions[0].AttributeType = 'T'; }, /"?'?T'?"? is not one of/],
  ['an expiry that is switched off', (t) => { properties(t, 'Cases').TimeToLiveSpecification.Enabled = false; }, /keeps cases for ever/],
  ['no encryption at all', (t) => { delete properties(t, 'Cases').SSESpecification; }, /must be encrypted/],
  ['a region where Alexa calls nothing', (t) => { t.Rules.WhereAlexaCalls.Assertions[0].Assert['Fn::Contains'][0].push('eu-central-1'); }, /must be ap-northeast-1, eu-west-1/],

  ['a secret in the environment', (t) => { variables(t).CLIENT_SECRET = 'hunter2hunter2'; }, /CLIENT_SECRET: holds a secret/],
  ['an access key in the clear', (t) => { variables(t).NICKNAMES = 'AKIAIOSFODNN7EXAMPLE'; }, /NICKNAMES: holds a secret/],
  ['a refresh token of the developer\'s', (t) => { t.Parameters.Nicknames.Default = 'Atzr|IwEBIexample'; }, /Nicknames.*Default: holds a secret/],
  ['a secret that the console shows', (t) => { t.Parameters.ClientSecret = { Type: 'String', Description: 'A secret.', AllowedPattern: '.*' }; }, /ClientSecret: shows a secret/],

  ['anybody may ask', (t) => { t.Parameters.Askers.Default = 'anyone'; }, /Askers: must default to "pairing"/],
  ['askers nobody hears of', (t) => { delete variables(t).ASKERS; }, /ASKERS is not set/],
  ['askers from another parameter', (t) => { variables(t).ASKERS = { Ref: 'Nicknames' }; }, /ASKERS must be Askers/],
  ['askers of any shape', (t) => { delete t.Parameters.Askers.AllowedPattern; }, /Askers: must refuse/],
  ['a default that its pattern refuses', (t) => { t.Parameters.Askers.AllowedPattern = '^[0-9a-f]{16}$'; }, /Askers.*pairing|pairing.*Askers/],
  ['questions without a bound', (t) => { t.Parameters.QuestionsPerMinute.Default = 1000; }, /QuestionsPerMinute: must default to 20/],
  ['a bound that the function refuses', (t) => { delete t.Parameters.QuestionsPerMinute.MinValue; }, /QuestionsPerMinute: must refuse 0/],
  ['a bound nobody hears of', (t) => { delete variables(t).QUESTIONS_PER_MINUTE; }, /QUESTIONS_PER_MINUTE is not set/],
  ['a voice that need not be known', (t) => { variables(t).NEEDS_VOICE = ''; }, /NEEDS_VOICE must be NeedsVoice/],
  ['proof of something else', (t) => { t.Parameters.NeedsVoice.AllowedValues.push('everybody'); }, /NeedsVoice: must refuse "everybody"/],
  ['a PIN nobody asks for', (t) => { delete variables(t).NEEDS_PIN; }, /NEEDS_PIN is not set/],
  ['everything said aloud by default', (t) => { t.Parameters.SpokenDetail.Default = 'full'; }, /SpokenDetail: must default to "no-ids"/],
  ['a detail that is none', (t) => { t.Parameters.SpokenDetail.AllowedValues.push('all'); }, /SpokenDetail: must refuse "all"/],
  ['a detail nobody hears of', (t) => { delete variables(t).SPOKEN_DETAIL; }, /SPOKEN_DETAIL is not set/],
  ['a default that is not allowed', (t) => { t.Parameters.LogLevel.Default = 'verbose'; }, /verbose/],

  ['an alarm without a threshold', (t) => { delete properties(t, 'ErrorsAlarm').Threshold; }, /ErrorsAlarm: Threshold must be 1/],
  ['an alarm that sounds too late', (t) => { properties(t, 'TurnTimeAlarm').Threshold = 8000; }, /TurnTimeAlarm: Threshold must be 6800/],
  ['an alarm in seconds', (t) => { properties(t, 'TurnTimeAlarm').Unit = 'Seconds'; }, /Unit must be "Milliseconds"/],
  ['an alarm in a unit that is none', (t) => { properties(t, 'TurnTimeAlarm').Unit = 'ms'; }, /"?'?ms'?"? is not one of/],
  ['an alarm on the mean', (t) => { delete properties(t, 'TurnTimeAlarm').ExtendedStatistic; properties(t, 'TurnTimeAlarm').Statistic = 'Average'; }, /ExtendedStatistic must be "p99"/],
  ['an alarm on another namespace', (t) => { properties(t, 'ThrottledAlarm').Namespace = 'Puding'; }, /Puding Throttled is written by nobody/],
  ['an alarm on a metric that is none', (t) => { properties(t, 'RefusedAskersAlarm').MetricName = 'RefusedAsker'; }, /no alarm watches Pudding RefusedAskers/],
  ['an alarm on every function', (t) => { delete properties(t, 'FunctionErrorsAlarm').Dimensions; }, /FunctionErrorsAlarm: Dimensions must be/],
  ['an alarm on another dimension', (t) => { properties(t, 'ErrorsAlarm').Dimensions[0].Name = 'FunctionName'; }, /ErrorsAlarm: Dimensions must be/],
  ['an alarm the wrong way round', (t) => { properties(t, 'ErrorsAlarm').ComparisonOperator = 'LessThanThreshold'; }, /ComparisonOperator must be/],
  ['a comparison that is none', (t) => { properties(t, 'ErrorsAlarm').ComparisonOperator = 'GreaterOrEqual'; }, /GreaterOrEqual.* is not one of/],
  ['an alarm where nobody asks', (t) => { properties(t, 'ErrorsAlarm').TreatMissingData = 'breaching'; }, /TreatMissingData must be "notBreaching"/],
  ['an alarm over an hour', (t) => { properties(t, 'ThrottledAlarm').Period = 3600; }, /Period must be 300/],
  ['an alarm that tells nobody', (t) => { delete properties(t, 'ErrorsAlarm').AlarmActions; }, /must tell the topic where one is given/],
  ['an alarm that tells an empty topic', (t) => { properties(t, 'ErrorsAlarm').AlarmActions = [{ Ref: 'AlarmTopicArn' }]; }, /must tell the topic where one is given/],
  ['an alarm that is switched off', (t) => { properties(t, 'ErrorsAlarm').ActionsEnabled = false; }, /has its actions switched off/],
  ['a topic that counts when it is none', (t) => { t.Conditions.HasAlarmTopic = { 'Fn::Equals': [{ Ref: 'AlarmTopicArn' }, ''] }; }, /must be whether there is a topic/],
  ['no alarm on the function itself', (t) => { delete t.Resources.FunctionErrorsAlarm; }, /no alarm watches AWS\/Lambda Errors/],

  ['no dashboard', (t) => { delete t.Resources.Dashboard; }, /there is no dashboard/],
  ['a dashboard that is no JSON', (t) => drawn(t, '"widgets": [', '"widgets": [,'), /DashboardBody is not JSON/],
  ['a dashboard without a body', (t) => { delete properties(t, 'Dashboard').DashboardBody; }, /DashboardBody is not JSON/],
  ['a metric that is not drawn', (t) => drawn(t, '"BytesScanned"', '"Bytes"'), /BytesScanned is not drawn/],
  ['a metric of another namespace', (t) => drawn(t, '"Pudding", "Cases"', '"AWS/Lambda", "Cases"'), /AWS\/Lambda Cases is written by nobody/],
  ['a metric of another function', (t) => drawn(t, '"TurnTime", "Function", "${Function}"', '"TurnTime", "Function", "pudding"'), /TurnTime is drawn of something else/],
  ['a percentile that is not drawn', (t) => drawn(t, 'p99', 'p90'), /TurnTime has no p99/],
  ['a dashboard of another region', (t) => drawn(t, '${AWS::Region}', 'us-east-1'), /draws another region/],
  ['a dashboard of a resource that is none', (t) => drawn(t, '${Function}', '${Functions}'), /Functions/],
  ['a pattern that takes all', (t) => { t.Parameters.EventDataStoreArn.AllowedPattern = '^.*$'; }, /EventDataStoreArn: must refuse "/],
  ['a parameter that must be given', (t) => { delete t.Parameters.TimeZone.Default; }, /TimeZone: must have a default/],
  ['a parameter that nobody knows', (t) => { t.Parameters.Debug = { Type: 'String', Default: '', AllowedValues: [''], Description: 'Debug.' }; }, /Debug: is not known to be needed/],
  ['a store that is kept for a day', (t) => { t.Parameters.RetentionDays.MinValue = 1; }, /RetentionDays: must refuse 6/],
  ['a store that anybody deletes', (t) => { t.Parameters.TerminationProtection.Default = 'false'; }, /TerminationProtection: must default to "true"/],
  ['a condition turned round', (t) => { t.Conditions.CreatesStore['Fn::Equals'][1] = 'no'; }, /nothing but the id of the skill: store must be/],
  ['a condition on another parameter', (t) => { t.Conditions.HasKey['Fn::Not'][0]['Fn::Equals'][0].Ref = 'AlarmTopicArn'; }, /with an encrypted store: decrypts must be/],
  ['a condition that there is not', (t) => { delete t.Conditions.RecordsBuckets; }, /there is no condition RecordsBuckets/],
  ['two stores at once', (t) => { t.Rules.OneEventDataStore.Assertions[0].Assert['Fn::Or'][0]['Fn::Equals'][1] = 'yes'; }, /a store and another that it makes: must be refused/],
  ['a rule that is not there', (t) => { delete t.Rules.WhereAlexaCalls; }, /where Alexa calls nothing: must be refused/],
  ['another place to ask in', (t) => { sources(t)[0]['Fn::If'][1]['Fn::Sub'][1].Region['Fn::Select'][0] = 4; }, /with an encrypted store: sources must be/],
  ['a source of another form', (t) => { sources(t)[1]['Fn::Sub'][0] = 'events://${Regions}'; }, /sources must be "history:/],
  ['sources that run together', (t) => { variables(t).SOURCES['Fn::Join'][0] = ','; }, /sources must be/],
  ['a store of one region', (t) => { properties(t, 'EventDataStore').MultiRegionEnabled = false; }, /that makes a store: store must be/],
  ['a store that costs more', (t) => { delete properties(t, 'EventDataStore').BillingMode; }, /that makes a store: store must be/],
  ['a store without management events', (t) => { properties(t, 'EventDataStore').AdvancedEventSelectors.shift(); }, /that makes a store: store must be/],
  ['events of every bucket', (t) => { properties(t, 'EventDataStore').AdvancedEventSelectors[1]['Fn::If'][1].FieldSelectors.pop(); }, /all that one may give: store must be/],
  ['a log that can not be written', (t) => { statement(t, LOG).Action.pop(); }, /logs:PutLogEvents is missing/],
  ['a key that decrypts nothing', (t) => { policyOf(properties(t, 'Role').Policies[index(t, KEY)]).PolicyDocument.Statement[0].Action.shift(); }, /kms:Decrypt is missing/],
  ['a policy of before', (t) => { delete policyOf(properties(t, 'Role').Policies[index(t, LOG)]).PolicyDocument.Version; }, /not of version 2012-10-17/],
  ['a program of another name', (t) => { properties(t, 'Function').Handler = 'main'; }, /must be what make package packs/],
  ['a program that nobody packs', (t) => { properties(t, 'Function').CodeUri = '../lambda'; }, /must be what make package packs/],
  ['keys the wrong way round', (t) => { properties(t, 'Cases').KeySchema.reverse(); }, /has not the keys pk and sk/],
  ['a role of nothing', (t) => { delete t.Resources.Role.Properties; }, /dynamodb:GetItem is missing/],
  ['an id that is another part of the ARN', (t) => { t.Outputs.EventDataStoreId.Value['Fn::If'][2]['Fn::Select'][0] = 0; }, /with an encrypted store: outputs must be/],
  ['a policy that is cut short', (t) => { properties(t, 'Role').Policies[0]['Fn::If'].pop(); }, /can not be read|can not be made/],
];

const THE_LEAST = 0.95;
let reported = 0;

for (const [name, plant, report] of FAULTS) {
  test(`reported: ${name}`, async () => {
    const template = readTemplate(TEXT);
    plant(template);
    const faults = await templateFaults(template);
    assert.match(faults.map(({ judge, path, reason }) => `${path}: ${reason} [${judge}]`).join('\n'), report);
    reported += 1;
  });
}

test(`of at least 40 faults ${THE_LEAST * 100} % are reported`, (t) => {
  t.diagnostic(`${reported} of ${FAULTS.length} planted faults were reported`);
  assert.ok(FAULTS.length >= 40);
  assert.ok(reported >= THE_LEAST * FAULTS.length);
});
