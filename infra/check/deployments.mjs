// Sixth judge: some deployments, and what CloudFormation must make of them. Where
// others see what could be, this one sees what is.
import { isDeepStrictEqual } from 'node:util';
import { list } from './intrinsics.mjs';
import { made } from './made.mjs';
import { longest } from './parameters.mjs';

const UUID = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';
const SKILL = { SkillId: `amzn1.ask.skill.${UUID}` };
const GIVEN = `arn:aws:cloudtrail:us-west-2:111122223333:eventdatastore/${UUID}`;
const CREATED = `arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/${UUID}`;
const KEY = `arn:aws:kms:eu-west-1:111122223333:key/${UUID}`;
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';

const selector = (Name, ...fields) => ({ Name, FieldSelectors: fields });
const MANAGEMENT = selector('management events', { Field: 'eventCategory', Equals: ['Management'] });
const OBJECTS = selector('events of objects in the named buckets',
  { Field: 'eventCategory', Equals: ['Data'] },
  { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
  { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::fridge/', 'arn:aws:s3:::pantry/'] });
const STORE = {
  Name: 'pudding-0a1b2c3d4e5f', BillingMode: 'EXTENDABLE_RETENTION_PRICING', MultiRegionEnabled: true, RetentionPeriod: 366,
  TerminationProtectionEnabled: 'true', AdvancedEventSelectors: [MANAGEMENT],
};

const DEPLOYMENTS = [
  {
    name: 'with nothing but the id of the skill', parameters: SKILL,
    comesTo: { sources: 'history://eu-west-1', asks: [], decrypts: [], store: undefined, tells: [], outputs: { FunctionArn: '<Function.Arn>' } },
  },
  {
    name: 'with an encrypted store', parameters: { ...SKILL, EventDataStoreArn: GIVEN, KmsKeyArn: KEY, HistoryRegions: 'eu-west-1,us-east-1' },
    comesTo: { sources: `lake://${UUID}?region=us-west-2 history://eu-west-1,us-east-1`, asks: [GIVEN], decrypts: [KEY], store: undefined, tells: [], outputs: { FunctionArn: '<Function.Arn>', EventDataStoreId: UUID } },
  },
  {
    name: 'that makes a store', parameters: { ...SKILL, CreateEventDataStore: 'yes' },
    comesTo: { sources: `lake://${UUID}?region=eu-west-1 history://eu-west-1`, asks: [CREATED], decrypts: [], store: STORE, tells: [], outputs: { FunctionArn: '<Function.Arn>', EventDataStoreId: UUID } },
  },
  {
    name: 'that makes a store, with all that one may give',
    parameters: { ...SKILL, CreateEventDataStore: 'yes', RecordedBuckets: 'fridge,pantry', RetentionDays: 90, TerminationProtection: 'false', KmsKeyArn: KEY, AlarmTopicArn: TOPIC },
    comesTo: {
      sources: `lake://${UUID}?region=eu-west-1 history://eu-west-1`, asks: [CREATED], decrypts: [KEY], tells: [TOPIC], outputs: { FunctionArn: '<Function.Arn>', EventDataStoreId: UUID },
      store: { ...STORE, RetentionPeriod: 90, TerminationProtectionEnabled: 'false', KmsKeyId: KEY, AdvancedEventSelectors: [MANAGEMENT, OBJECTS] },
    },
  },
];

// What can't be deployed at all.
const REFUSED = [
  { name: 'with a key and no store', parameters: { ...SKILL, KmsKeyArn: KEY }, region: 'eu-west-1' },
  { name: 'where Alexa calls nothing', parameters: SKILL, region: 'eu-central-1' },
  { name: 'with a store and another that it makes', parameters: { ...SKILL, EventDataStoreArn: GIVEN, CreateEventDataStore: 'yes' }, region: 'eu-west-1' },
];

export function deploymentFaults(template) {
  return [
    ...DEPLOYMENTS.flatMap((d) => oneFaults(template, d)),
    ...REFUSED.flatMap((d) => refusalFaults(template, d)),
    ...fullestFaults(template),
  ];
}

// How many bytes a function's variables may have (AWS Lambda Developer Guide,
// "Lambda quotas"): names and values.
const MOST = 4096;

// Whatever the parameters take, the function takes as well.
function fullestFaults(template) {
  const name = 'with all that the parameters take';
  try {
    const { Resources } = deploy(template, longest(template), 'ap-northeast-1');
    const variables = Resources.Function.Properties.Environment.Variables;
    const size = Buffer.byteLength(Object.entries(variables).flat().join(''));
    return size <= MOST ? [] : [fault(name, `the function's variables have ${size} bytes, more than ${MOST}`)];
  } catch (error) {
    return [fault(name, `can not be made: ${error.message}`)];
  }
}

function oneFaults(template, { name, parameters, comesTo }) {
  try {
    const stack = deploy(template, parameters, 'eu-west-1');
    const is = summary(stack);
    const refused = stack.broken.map((rule) => fault(name, `${rule} refuses it`));
    return [...refused, ...Object.keys(comesTo)
      .filter((what) => !isDeepStrictEqual(is[what], comesTo[what]))
      .map((what) => fault(name, `${what} must be ${JSON.stringify(comesTo[what])}, and are ${JSON.stringify(is[what])}`))];
  } catch (error) {
    return [fault(name, `can not be made: ${error.message}`)];
  }
}

function refusalFaults(template, { name, parameters, region }) {
  try {
    return deploy(template, parameters, region).broken.length > 0 ? [] : [fault(name, 'must be refused by a rule')];
  } catch (error) {
    return [fault(name, `can not be made: ${error.message}`)];
  }
}

function deploy(template, parameters, region) {
  return made(template, parameters, {
    'AWS::Region': region, 'AWS::AccountId': '111122223333', 'AWS::StackName': 'pudding',
    'AWS::StackId': `arn:aws:cloudformation:${region}:111122223333:stack/pudding/${UUID}`, 'EventDataStore.EventDataStoreArn': CREATED,
  });
}

function summary({ Resources, Outputs }) {
  const all = Object.values(Resources);
  const allowed = (action) => all.filter(({ Type }) => Type === 'AWS::IAM::Role')
    .flatMap(({ Properties }) => Properties.Policies).flatMap((policy) => policy.PolicyDocument.Statement)
    .filter((statement) => list(statement.Action).includes(action)).flatMap(({ Resource }) => list(Resource));
  return {
    sources: Resources.Function.Properties.Environment.Variables.SOURCES,
    asks: allowed('cloudtrail:StartQuery'),
    decrypts: allowed('kms:Decrypt'),
    store: Resources.EventDataStore?.Properties,
    tells: [...new Set(all.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').flatMap(({ Properties }) => list(Properties.AlarmActions)))],
    outputs: Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, Value])),
  };
}

function fault(name, reason) {
  return { path: `a deployment ${name}`, reason };
}
