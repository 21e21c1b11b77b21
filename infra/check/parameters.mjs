// Seventh judge: what each parameter takes, as AWS and Alexa give it out, and what
// it refuses before anything is made of it.
import { isDeepStrictEqual } from 'node:util';

const UUID = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';
const ASKER = '0123456789abcdef';
const STORE = `arn:aws:cloudtrail:ap-northeast-1:111122223333:eventdatastore/${UUID}`;
const KEY = `arn:aws:kms:us-east-1:111122223333:key/${UUID}`;
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';

// What takes one of a few words takes only those.
const words = (...takes) => ({ takes, only: takes, refuses: ['', 'other', ...takes.map((word) => ` ${word}`)].filter((word) => !takes.includes(word)) });

// Beside what is said here each refuses whatever has a wrong character in it, but
// for those that may be anywhere.
const PARAMETERS = {
  SkillId: {
    takes: [`amzn1.ask.skill.${UUID}`],
    refuses: ['', 'amzn1.ask.skill.', UUID, `amzn1.ask.skill.${UUID.toUpperCase()}`, 'amzn1.ask.skill.kitchen', 'amzn1.ask.account.A', ...shortened(`amzn1.ask.skill.${UUID}`, 52)],
  },
  EventDataStoreArn: {
    takes: ['', STORE],
    refuses: [UUID, 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/events', ...cut(STORE, ':trail'), ...shortened(STORE, 36), STORE.replace('111122223333', '11112222333')],
  },
  HistoryRegions: { takes: ['', 'eu-west-1', 'eu-west-1,us-gov-east-1'], anywhere: ',', refuses: ['eu-west-1, us-east-1', 'moon', 'eu-west-1,', ',eu-west-1', 'eu-west-1,,us-east-1'] },
  CreateEventDataStore: { ...words('no', 'yes'), usually: 'no' },
  RecordedBuckets: { type: 'CommaDelimitedList', takes: ['', 'fridge.example-bucket'], anywhere: '.', refuses: ['fridge/pudding', 'arn:aws:s3:::fridge', 'f', '-fridge', 'fridge-', 'f'.repeat(64)] },
  RetentionDays: { type: 'Number', usually: 366, takes: [7, 366, 3653], refuses: [6, 3654] },
  TerminationProtection: { ...words('true', 'false'), usually: 'true' },
  KmsKeyArn: {
    takes: ['', KEY, `arn:aws:kms:us-east-1:111122223333:key/mrk-${'0'.repeat(32)}`],
    refuses: ['arn:aws:kms:us-east-1:111122223333:alias/pudding', UUID, 'arn:aws:kms:us-east-1:111122223333:key/pudding', ...cut(KEY, ':alias'), ...shortened(KEY, 36), KEY.replace('111122223333', '11112222333')],
  },
  TimeZone: { takes: ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+9'], anywhere: '/AX', refuses: ['', '../etc/passwd', '/etc/localtime', 'Europe Berlin', 'Europe/', 'a//b'], usually: 'UTC' },
  MaxPeriod: { usually: '366d', takes: ['1d', '99d', '366d', '3653d', '24h', '8784h', '87672h'], refuses: ['', '0d', '3654d', '9999d', '23h', '87673h', '99999h', '100000h', '10000d', '1.5d', 'a year', '366', 'd'] },
  Nicknames: { takes: ['', 'プリン=s3://fridge/pudding/', 'プ'.repeat(800)], anywhere: '*?,.;:@$"\'/ AXé', refuses: ['a\nb', 'a\tb', 'a\u007fb', 'プ'.repeat(801)], usually: '' },
  Askers: {
    takes: ['anyone', 'pairing', ASKER, `${ASKER} ${ASKER}`, Array(20).fill(ASKER).join(' ')], usually: 'pairing',
    refuses: [
      '', 'everyone', 'anybody', `${ASKER}  ${ASKER}`, ` ${ASKER}`, ASKER.toUpperCase(), ASKER.slice(1), `${ASKER}0`, `${ASKER} pairing`, `${ASKER} ${ASKER.slice(1)}`,
      Array(21).fill(ASKER).join(' '), 'amzn1.ask.account.A',
    ],
  },
  NeedsVoice: { ...words('', 'people'), usually: '' },
  NeedsPin: {
    takes: ['', 'WhatDidUserDoIntent', 'WhatDidUserDoIntent LastSeenIntent', 'WhatIntent '.repeat(40).trim().slice(0, 360).replace(/ \w*$/, '')], anywhere: 'AX',
    refuses: ['WhatDidUserDo', 'AMAZON.HelpIntent', 'WhatDidUserDoIntent,LastSeenIntent', 'WhatDidUserDoIntent  LastSeenIntent', `A${'a'.repeat(355)}Intent`], usually: '',
  },
  QuestionsPerMinute: { takes: ['1', '20', '999', '1000'], refuses: ['', '0', '-1', '1001', '1.5', '1e2', '020', 'many'], usually: '20' },
  SpokenDetail: { ...words('full', 'no-ids', 'counts'), usually: 'no-ids' },
  AlarmTopicArn: { takes: ['', TOPIC], anywhere: 'AX', refuses: ['on-call', 'someone@example.com', 'arn:aws:sqs:eu-west-1:111122223333:on-call', 'arn:aws:sns:eu-west-1:1111222233:on-call', ...cut(TOPIC)] },
  LogLevel: { ...words('debug', 'info', 'warn', 'error'), usually: 'info' },
  LogRetentionDays: { type: 'Number', usually: 30, takes: [1, 7, 30, 90, 365], only: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], refuses: [0, 2, 3653] },
};

// An ARN with one of its parts gone, or any, or another.
function cut(arn, ...others) {
  const parts = arn.split(/(?=[:/])/);
  return parts.flatMap((_, i) => ['', ':', ':*', '/*', ...others].map((other) => parts.with(i, other).join('')));
}

// A text without one of its last characters.
function shortened(text, last) {
  return [...text].map((_, i) => text.slice(0, i) + text.slice(i + 1)).slice(-last);
}

const WRONG = [...'*?,.;:@$"\'/ AX', '\n', 'é'];

// What is taken, with a wrong character in it at each place, and in place of each.
function spoilt(value, anywhere) {
  return WRONG.filter((c) => !anywhere.includes(c)).flatMap((c) => [...value, ''].flatMap((_, i) => [value.slice(0, i) + c + value.slice(i), ...(i < value.length && value[i] !== c ? [value.slice(0, i) + c + value.slice(i + 1)] : [])]));
}

export function parameterFaults({ Parameters }) {
  const unknown = Object.keys(Parameters).filter((name) => !PARAMETERS[name]).map((name) => fault(name, 'is not known to be needed'));
  return [...unknown, ...Object.entries(PARAMETERS).flatMap(([name, examples]) => oneFaults(name, Parameters[name], examples))];
}

const KEYS = ['Type', 'Description', 'Default', 'AllowedPattern', 'AllowedValues', 'ConstraintDescription', 'MinValue', 'MaxValue', 'MaxLength'];

function oneFaults(name, parameter, { type = 'String', takes, only, refuses, usually, anywhere = '' }) {
  if (!parameter) return [fault(name, 'is missing')];
  if (parameter.Type !== type) return [fault(name, `must be of the type ${type}`)];
  const wrong = only ? refuses : [...refuses, ...(anywhere.includes('*') ? [] : ['*']), ...takes.filter((value) => typeof value === 'string').flatMap((value) => spoilt(value.slice(0, 100) === value ? value : '', anywhere))];
  const taken = wrong.filter((value) => !takes.includes(value) && accepts(parameter, value));
  const faults = [
    ...Object.keys(parameter).filter((key) => !KEYS.includes(key)).map((key) => fault(name, `${key} is not known to be needed`)),
    ...takes.filter((value) => !accepts(parameter, value)).map((value) => fault(name, `must take ${JSON.stringify(value)}`)),
    ...taken.slice(0, 3).map((value) => fault(name, `must refuse ${JSON.stringify(value)}`)),
  ];
  if (!isDeepStrictEqual(parameter.AllowedValues?.toSorted(), only?.toSorted())) faults.push(fault(name, only ? `must take ${only.join(', ')} and nothing else` : 'must not have AllowedValues'));
  if (!parameter.Description) faults.push(fault(name, 'has no description'));
  if (parameter.AllowedPattern && !/^\^.*\$$/.test(parameter.AllowedPattern)) faults.push(fault(name, 'has a pattern that is not of the whole'));
  if (parameter.AllowedPattern && !parameter.ConstraintDescription) faults.push(fault(name, 'refuses without a reason'));
  // The skill's id is all that an operator must know.
  if ((parameter.Default === undefined) !== (name === 'SkillId')) faults.push(fault(name, name === 'SkillId' ? 'must have no default' : 'must have a default'));
  if (usually !== undefined && parameter.Default !== usually) faults.push(fault(name, `must default to ${JSON.stringify(usually)}`));
  return faults;
}

// As CloudFormation does: a list's pattern is of each of its parts.
function accepts({ Type, AllowedPattern, AllowedValues, MinValue, MaxValue, MaxLength }, value) {
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`, 'u').test(value)) return false;
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(String(value))) return false;
  if (Type === 'Number') return typeof value === 'number' && !(value < MinValue || value > MaxValue);
  return !(value.length > MaxLength);
}

// The longest that each parameter takes, of those that the function is given: regions
// and intents up to their lengths. They need not go together.
export function longest({ Parameters }) {
  const regions = 'ap-northeast-1,'.repeat(100).slice(0, Parameters.HistoryRegions.MaxLength).replace(/,[^,]*$/, '');
  const of = ([name, { takes }]) => [name, takes.toSorted((a, b) => Buffer.byteLength(String(b)) - Buffer.byteLength(String(a)))[0]];
  return { ...Object.fromEntries(Object.entries(PARAMETERS).map(of)), HistoryRegions: regions };
}

function fault(path, reason) {
  return { path, reason };
}
