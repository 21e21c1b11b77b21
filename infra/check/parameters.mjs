// Seventh judge: what each parameter takes, as AWS and Alexa give it out, and what
// it refuses before anything is made of it.

const UUID = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f';
const ASKER = '0123456789abcdef';
const STORE = 'arn:aws:cloudtrail:ap-northeast-1:111122223333:eventdatastore/';

const PARAMETERS = {
  SkillId: { takes: [`amzn1.ask.skill.${UUID}`], refuses: ['', 'amzn1.ask.skill.', UUID, ` amzn1.ask.skill.${UUID}`] },
  EventDataStoreArn: { takes: ['', STORE + UUID], refuses: [UUID, STORE, `${STORE}*`] },
  HistoryRegions: { takes: ['', 'eu-west-1', 'eu-west-1,us-gov-east-1'], refuses: ['eu-west-1, us-east-1', 'moon', '*'] },
  CreateEventDataStore: { takes: ['yes', 'no'], refuses: ['', 'maybe'], usually: 'no' },
  RecordedBuckets: { takes: ['', 'fridge.example-bucket'], refuses: ['fridge/pudding', 'arn:aws:s3:::fridge', '*'] },
  RetentionDays: { takes: [7, 366, 3653], refuses: [6, 3654] },
  TerminationProtection: { takes: ['true', 'false'], refuses: ['', 'yes'], usually: 'true' },
  KmsKeyArn: {
    takes: ['', `arn:aws:kms:us-east-1:111122223333:key/${UUID}`, `arn:aws:kms:us-east-1:111122223333:key/mrk-${'0'.repeat(32)}`],
    refuses: ['arn:aws:kms:us-east-1:111122223333:alias/pudding', '*'],
  },
  TimeZone: { takes: ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+9'], refuses: ['', '../etc/passwd', 'Europe Berlin'], usually: 'UTC' },
  MaxPeriod: { takes: ['1d', '366d', '8784h'], refuses: ['', '0d', 'a year', '366'] },
  Nicknames: { takes: ['', 'プリン=s3://fridge/pudding/'], refuses: ['a\nb', 'a'.repeat(2001)], usually: '' },
  Askers: {
    takes: ['anyone', 'pairing', ASKER, Array(20).fill(ASKER).join(' ')], usually: 'pairing',
    refuses: ['', `${ASKER}  ${ASKER}`, ASKER.toUpperCase(), `${ASKER} pairing`, Array(21).fill(ASKER).join(' '), 'amzn1.ask.account.A'],
  },
  NeedsVoice: { takes: ['', 'people'], refuses: ['everybody'], usually: '' },
  NeedsPin: { takes: ['', 'WhatDidUserDoIntent', 'WhatDidUserDoIntent LastSeenIntent'], refuses: ['WhatDidUserDo', 'AMAZON.HelpIntent', 'A,B'], usually: '' },
  QuestionsPerMinute: { takes: [1, 20, 1000], refuses: [0, 1001], usually: 20 },
  SpokenDetail: { takes: ['full', 'no-ids', 'counts'], refuses: ['', 'all'], usually: 'no-ids' },
  AlarmTopicArn: { takes: ['', 'arn:aws:sns:eu-west-1:111122223333:on-call'], refuses: ['on-call', '*'] },
  LogLevel: { takes: ['debug', 'info', 'warn', 'error'], refuses: ['', 'verbose'], usually: 'info' },
  LogRetentionDays: { takes: [1, 7, 30, 90, 365], refuses: [0, 2, 3653] },
};

export function parameterFaults({ Parameters }) {
  const unknown = Object.keys(Parameters).filter((name) => !PARAMETERS[name]).map((name) => fault(name, 'is not known to be needed'));
  return [...unknown, ...Object.entries(PARAMETERS).flatMap(([name, examples]) => oneFaults(name, Parameters[name], examples))];
}

function oneFaults(name, parameter, { takes, refuses, usually }) {
  if (!parameter) return [fault(name, 'is missing')];
  const faults = [
    ...takes.filter((value) => !accepts(parameter, value)).map((value) => fault(name, `must take ${JSON.stringify(value)}`)),
    ...refuses.filter((value) => accepts(parameter, value)).map((value) => fault(name, `must refuse ${JSON.stringify(value)}`)),
  ];
  if (!parameter.Description) faults.push(fault(name, 'has no description'));
  if (parameter.AllowedPattern && !parameter.ConstraintDescription) faults.push(fault(name, 'refuses without a reason'));
  // The skill's id is all that an operator must know.
  if ((parameter.Default === undefined) !== (name === 'SkillId')) faults.push(fault(name, name === 'SkillId' ? 'must have no default' : 'must have a default'));
  if (usually !== undefined && parameter.Default !== usually) faults.push(fault(name, `must default to ${JSON.stringify(usually)}`));
  return faults;
}

// As CloudFormation does: a list's pattern is of each of its parts.
function accepts({ AllowedPattern, AllowedValues, MinValue, MaxValue, MaxLength }, value) {
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`, 'u').test(value)) return false;
  if (AllowedValues !== undefined && !AllowedValues.map(String).includes(String(value))) return false;
  if (typeof value === 'number') return !(value < MinValue || value > MaxValue);
  return !(value.length > MaxLength);
}

function fault(path, reason) {
  return { path, reason };
}
