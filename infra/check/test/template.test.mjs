// Each planted fault must be reported, and the template itself pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allFaults, templateFaults } from '../judges.mjs';
import { readTemplate } from '../template.mjs';
import { textFaults } from '../text.mjs';

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
  ['a public table', (t) => { properties(t, 'Cases').ResourcePolicy = { PolicyDocument: {} }; }, /ResourcePolicy is not known to be needed/],
  ['a way to pay that is none', (t) => { properties(t, 'Cases').BillingMode = 'PAY_PER_USE'; }, /PAY_PER_USE.* is not one of/],
  ['a managed policy', (t) => { properties(t, 'Role').ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess']; }, /ManagedPolicyArns is not known to be needed/],

  ['a permission without the skill id', (t) => { delete properties(t, 'AlexaMayCall').EventSourceToken; }, /EventSourceToken must be the skill id/],
  ['a permission for smart homes', (t) => { properties(t, 'AlexaMayCall').Principal = 'alexa-connectedhome.amazon.com'; }, /Principal must be alexa-appkit/],
  ['no permission', (t) => { delete t.Resources.AlexaMayCall; }, /nobody may call/],
  ['a store nobody asked for', (t) => { delete t.Resources.EventDataStore.Condition; }, /only when asked for/],
  ['a store made by default', (t) => { t.Parameters.CreateEventDataStore.Default = 'yes'; }, /CreateEventDataStore: must default to "no"/],
  ['a store that goes with the stack', (t) => { delete t.Resources.EventDataStore.DeletionPolicy; }, /must be retained/],
  ['a log kept for ever', (t) => { delete properties(t, 'LogGroup').RetentionInDays; }, /not for ever/],
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
  ['questions without a bound', (t) => { t.Parameters.QuestionsPerMinute.Default = '1000'; }, /QuestionsPerMinute: must default to "20"/],
  ['a bound that the function refuses', (t) => { t.Parameters.QuestionsPerMinute.AllowedPattern = '^[0-9]{1,4}$'; }, /QuestionsPerMinute: must refuse "0"/],
  ['a bound nobody hears of', (t) => { delete variables(t).QUESTIONS_PER_MINUTE; }, /QUESTIONS_PER_MINUTE is not set/],
  ['a voice that need not be known', (t) => { variables(t).NEEDS_VOICE = ''; }, /NEEDS_VOICE must be NeedsVoice/],
  ['proof of something else', (t) => { t.Parameters.NeedsVoice.AllowedValues.push('everybody'); }, /NeedsVoice: must take , people and nothing else/],
  ['a PIN nobody asks for', (t) => { delete variables(t).NEEDS_PIN; }, /NEEDS_PIN is not set/],
  ['everything said aloud by default', (t) => { t.Parameters.SpokenDetail.Default = 'full'; }, /SpokenDetail: must default to "no-ids"/],
  ['a detail that is none', (t) => { t.Parameters.SpokenDetail.AllowedValues.push('all'); }, /SpokenDetail: must take full, no-ids, counts and nothing else/],
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

  ['a permission for calls by address', (t) => { properties(t, 'AlexaMayCall').FunctionUrlAuthType = 'NONE'; }, /FunctionUrlAuthType is not known to be needed/],
  ['a permission for one account', (t) => { properties(t, 'AlexaMayCall').SourceAccount = '111122223333'; }, /SourceAccount is not known to be needed/],
  ['a permission only where there is a store', (t) => { t.Resources.AlexaMayCall.Condition = 'HasStore'; }, /AlexaMayCall: Condition is not known to be needed/],
  ['an address of the function', (t) => { t.Resources.Url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM', TargetFunctionArn: { Ref: 'Function' } } }; }, /Url is not known to be needed/],
  ['a policy beside the role', (t) => { t.Resources.More = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'more', Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::fridge/*' }] } } }; }, /More is not known to be needed/],
  ['a user with a key', (t) => { t.Resources.User = { Type: 'AWS::IAM::User' }; t.Resources.Key = { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } }; }, /Key is not known to be needed/],
  ['an open bucket', (t) => { t.Resources.Bucket = { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: false } } }; }, /Bucket is not known to be needed/],
  ['a second table', (t) => { t.Resources.Others = structuredClone(t.Resources.Cases); }, /Others is not known to be needed/],
  ['a schedule that calls the function', (t) => { t.Resources.Often = { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'f', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }] } }; }, /Often is not known to be needed/],
  ['settings for all functions', (t) => { t.Globals = { Function: { FunctionUrlConfig: { AuthType: 'NONE' } } }; }, /Globals is not known to be needed/],
  ['a macro of somebody else\'s', (t) => { t.Transform = [t.Transform, 'Macro']; }, /Transform: must be AWS::Serverless/],
  ['no transform', (t) => { delete t.Transform; }, /Transform: must be AWS::Serverless/],
  ['a section that is misspelt', (t) => { t.Output = t.Outputs; delete t.Outputs; }, /Output is not known to be needed/],
  ['an output for other stacks', (t) => { t.Outputs.FunctionArn.Export = { Name: 'pudding' }; }, /Export is not known to be needed/],
  ['a rule that is never looked at', (t) => { t.Rules.WhereAlexaCalls.RuleCondition = { 'Fn::Equals': ['a', 'b'] }; }, /RuleCondition is not known to be needed/],
  ['a rule without a reason', (t) => { delete t.Rules.OneEventDataStore.Assertions[0].AssertDescription; }, /refuses without a reason/],
  ['a key of no store', (t) => { delete t.Rules.KeyOfAStore; }, /with a key and no store: must be refused/],

  ['a denial', (t) => { statement(t, CASES).Effect = 'Deny'; }, /keep-its-cases: must allow/],
  ['a statement that never holds', (t) => { statement(t, CASES).Condition = { Bool: { 'aws:SecureTransport': 'false' } }; }, /Condition is not known to be needed/],
  ['a boundary of all there is', (t) => { properties(t, 'Role').PermissionsBoundary = 'arn:aws:iam::aws:policy/AdministratorAccess'; }, /PermissionsBoundary is not known to be needed/],
  ['two policies of one name', (t) => { policyOf(properties(t, 'Role').Policies[index(t, LOG)]).PolicyName = CASES; }, /has two policies of one name/],
  ['a role by its name', (t) => { properties(t, 'Function').Role = { Ref: 'Role' }; }, /must have the role of this template/],
  ['another log beside the role\'s', (t) => { t.Resources.Second = structuredClone(t.Resources.LogGroup); properties(t, 'Function').LoggingConfig.LogGroup = { Ref: 'Second' }; }, /must write the log of this template/],
  ['a log that says less', (t) => { properties(t, 'Function').LoggingConfig.ApplicationLogLevel = 'FATAL'; }, /must write the log of this template/],
  ['a layer of somebody else\'s', (t) => { properties(t, 'Function').Layers = ['arn:aws:lambda:eu-west-1:999999999999:layer:x:1']; }, /Layers is not known to be needed/],
  ['a function that is switched off', (t) => { properties(t, 'Function').ReservedConcurrentExecutions = 0; }, /ReservedConcurrentExecutions is not known to be needed/],
  ['a timeout before the answer', (t) => { properties(t, 'Function').Timeout = 3; }, /must have the time for the longest turn/],
  ['memory beyond what it gains by', (t) => { properties(t, 'Function').MemorySize = 10240; }, /gains nothing above 1769/],
  ['a runtime of something else', (t) => { properties(t, 'Function').Runtime = 'python3.12'; }, /must run on provided\.al2023/],
  ['tags as a list', (t) => { properties(t, 'Function').Tags = [{ Key: 'owner', Value: 'us' }]; }, /Function\.Tags\[0\]\.Value|Tags.*is not of type/],
  ['a way around Alexa\'s hosts', (t) => { variables(t).ALEXA_LOOPBACK = '127.0.0.1:80'; }, /ALEXA_LOOPBACK is not known to be needed/],
  ['a variable that Lambda keeps for itself', (t) => { variables(t).AWS_REGION = 'eu-west-1'; }, /AWS_REGION is not known to be needed/],
  ['a wrapper', (t) => { variables(t).AWS_LAMBDA_EXEC_WRAPPER = '/tmp/x'; }, /AWS_LAMBDA_EXEC_WRAPPER is not known to be needed/],

  ['a table with another\'s key', (t) => { properties(t, 'Cases').SSESpecification.KMSMasterKeyId = 'arn:aws:kms:eu-west-1:999999999999:key/x'; }, /with the key that DynamoDB has/],
  ['a stream of all that is asked', (t) => { properties(t, 'Cases').StreamSpecification = { StreamViewType: 'NEW_IMAGE' }; }, /StreamSpecification is not known to be needed/],
  ['a table that is paid by the hour', (t) => { properties(t, 'Cases').BillingMode = 'PROVISIONED'; }, /must be paid by the request/],
  ['backups that outlive the cases', (t) => { properties(t, 'Cases').PointInTimeRecoverySpecification.RecoveryPeriodInDays = 35; }, /can not be restored for as long as cases are kept, and no longer/],
  ['a class of log without metrics', (t) => { properties(t, 'LogGroup').LogGroupClass = 'INFREQUENT_ACCESS'; }, /LogGroupClass is not known to be needed/],
  ['a log of another name', (t) => { properties(t, 'LogGroup').LogGroupName = '/aws/lambda/others'; }, /must be called after the stack/],

  ['an alarm in a unit that is never written', (t) => { properties(t, 'ErrorsAlarm').Unit = 'Seconds'; }, /ErrorsAlarm: Unit is not known to be needed/],
  ['an alarm only where there is a topic', (t) => { t.Resources.ErrorsAlarm.Condition = 'HasAlarmTopic'; }, /ErrorsAlarm: Condition is not known to be needed/],
  ['an alarm that tells somebody else', (t) => { properties(t, 'ErrorsAlarm').OKActions = ['arn:aws:sns:eu-west-1:999999999999:x']; }, /OKActions is not known to be needed/],
  ['an alarm for more points than are looked at', (t) => { properties(t, 'ErrorsAlarm').DatapointsToAlarm = 3; }, /DatapointsToAlarm is not known to be needed/],
  ['a widget that calls a function', (t) => drawn(t, '"type": "metric"', '"type": "custom"'), /draws a widget of the type custom/],
  ['a widget without a place', (t) => drawn(t, '"x": 12', '"x": 20'), /has no place/],
  ['a widget of another account', (t) => drawn(t, '"view": "timeSeries"', '"accountId": "999999999999", "view": "timeSeries"'), /accountId of .* is not known to be needed/],
  ['a dashboard of a fixed name', (t) => { properties(t, 'Dashboard').DashboardName = 'pudding'; }, /must have the name of the stack/],

  ['a skill of another form', (t) => { t.Parameters.SkillId.AllowedPattern = t.Parameters.SkillId.AllowedPattern.replaceAll('\\.', '.'); }, /SkillId: must refuse "amzn1/],
  ['a skill in capitals', (t) => { t.Parameters.SkillId.AllowedPattern = t.Parameters.SkillId.AllowedPattern.replaceAll('a-f', 'a-fA-F'); }, /SkillId: must refuse/],
  ['an id of any length', (t) => { t.Parameters.SkillId.AllowedPattern = '^amzn1\\.ask\\.skill\\.[0-9a-f-]+$'; }, /SkillId: must refuse/],
  ['a pattern of a part', (t) => { t.Parameters.SkillId.AllowedPattern = t.Parameters.SkillId.AllowedPattern.slice(0, -1); }, /SkillId: has a pattern that is not of the whole/],
  ['a number for a text', (t) => { t.Parameters.SkillId.Type = 'Number'; }, /SkillId: must be of the type String/],
  ['a trail for a store', (t) => { t.Parameters.EventDataStoreArn.AllowedPattern = t.Parameters.EventDataStoreArn.AllowedPattern.replace('eventdatastore', '(eventdatastore|trail)'); }, /EventDataStoreArn: must refuse/],
  ['any account', (t) => { t.Parameters.EventDataStoreArn.AllowedPattern = t.Parameters.EventDataStoreArn.AllowedPattern.replace('[0-9]{12}', '[0-9*]+'); }, /EventDataStoreArn: must refuse/],
  ['an alias for a key', (t) => { t.Parameters.KmsKeyArn.AllowedPattern = t.Parameters.KmsKeyArn.AllowedPattern.replace(':key', ':(key|alias)'); }, /KmsKeyArn: must refuse/],
  ['a fingerprint that is too short', (t) => { t.Parameters.Askers.AllowedPattern = t.Parameters.Askers.AllowedPattern.replaceAll('{16}', '{1,16}'); }, /Askers: must refuse/],
  ['everyone', (t) => { t.Parameters.Askers.AllowedPattern = t.Parameters.Askers.AllowedPattern.replace('anyone', 'anyone|everyone'); }, /Askers: must refuse "everyone"/],
  ['a period that the function refuses', (t) => { t.Parameters.MaxPeriod.AllowedPattern = '^[1-9][0-9]{0,3}d$'; }, /MaxPeriod: must (refuse|take)/],
  ['nicknames that no function takes', (t) => { t.Parameters.Nicknames.MaxLength = 2000; }, /Nicknames: must refuse/],
  ['regions without an end', (t) => { delete t.Parameters.HistoryRegions.MaxLength; }, /with all that the parameters take: the function's variables have/],
  ['one word more', (t) => { t.Parameters.CreateEventDataStore.AllowedValues.push('force'); }, /CreateEventDataStore: must take no, yes and nothing else/],
  ['a parameter that is hidden', (t) => { t.Parameters.EventDataStoreArn.NoEcho = true; }, /NoEcho is not known to be needed/],

  ['a secret by its name', (t) => { properties(t, 'Cases').Tags = [{ Key: 'api-key', Value: 'hunter2' }, { Key: 'ApiKey', Value: 'hunter2' }]; }, /Tags\.Key: holds a secret/],
  ['a secret in a description', (t) => { t.Description += ' wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'; }, /Description: holds a secret/],
  ['a secret in the metadata', (t) => { t.Metadata = { Notes: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3' }; }, /Metadata\.Notes: holds a secret/],
  ['a secret in an address', (t) => { t.Outputs.FunctionArn.Description = 'postgres://pudding:hunter2@db.example.com/pudding'; }, /holds a secret/],
  ['a secret in an output', (t) => { t.Outputs.Secret = { Value: '{{resolve:secretsmanager:pudding}}' }; }, /shows a secret/],
];

// [what is wrong with the text, how to plant it, the report that must come]
const TEXTS = [
  ['an access key in a comment', (text) => `# AKIAIOSFODNN7EXAMPLE\n${text}`, /line 1: holds a secret/],
  ['a secret key in a comment', (text) => `# wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n${text}`, /line 1: holds a secret/],
  ['a secret in two pieces', (text) => text.replace("Default: ''", "Default: !Join ['', ['AKIAIOSFOD', 'NN7EXAMPLE']]"), /holds a secret/],
  ['a word that is false to others', (text) => text.replace("Default: 'no'", 'Default: no'), /Parameters\.CreateEventDataStore\.Default: means something else in YAML 1\.1/],
];

for (const [name, plant, report] of TEXTS) {
  test(`reported: ${name}`, () => {
    const text = plant(TEXT);
    assert.notEqual(text, TEXT);
    assert.match(textFaults(text).map(({ path, reason }) => `${path}: ${reason}`).join('\n'), report);
  });
}

test('the text passes', () => {
  assert.deepEqual(textFaults(TEXT), []);
});

test('what is no template is refused with a reason', () => {
  for (const [text, reason] of [
    ['', /it has no Resources/], ['a', /it has no Resources/], ['{}', /it has no Resources/], ['Resources: []', /it has no Resources/], ['Resources: {A: null}', /the resource A is none/],
    ['a: [', /./], ['a: 1\na: 2', /unique/], ['Resources: {A: !Reff B}', /Unresolved tag: !Reff/],
  ]) {
    assert.throws(() => readTemplate(text), reason);
  }
});

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
