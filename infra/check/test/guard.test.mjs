// The rules of AWS Control Tower report what is planted for them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { guardFaults } from '../guard.mjs';
import { projected, readTemplate } from '../template.mjs';

const TEXT = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');

const FAULTS = [
  ['a table in the clear', ({ Cases }) => { Cases.Properties.SSESpecification.SSEEnabled = false; }, /^Cases: is against CT\.DYNAMODB\.PR\.2/],
  ['a table without a way back', ({ Cases }) => { delete Cases.Properties.PointInTimeRecoverySpecification; }, /^Cases: is against CT\.DYNAMODB\.PR\.1/],
  ['all that there is', ({ Role }) => { Object.assign(Role.Properties.Policies[1].PolicyDocument.Statement[0], { Action: '*', Resource: '*' }); }, /CT\.IAM\.PR\.1/],
  ['all of a service, where a key is given', ({ Role }) => { Role.Properties.Policies.at(-1)['Fn::If'][1].PolicyDocument.Statement[0].Action = 'kms:*'; }, /CT\.IAM\.PR\.5/],
  ['an alarm that tells nobody', ({ ErrorsAlarm }) => { delete ErrorsAlarm.Properties.AlarmActions; }, /CT\.CLOUDWATCH\.PR\.1/],
  ['an alarm that is switched off', ({ ErrorsAlarm }) => { ErrorsAlarm.Properties.ActionsEnabled = false; }, /CT\.CLOUDWATCH\.PR\.4/],
  ['a store without the key', ({ EventDataStore }) => { delete EventDataStore.Properties.KmsKeyId; }, /^EventDataStore: is against CT\.CLOUDTRAIL\.PR\.4/],
];

for (const [name, plant, report] of FAULTS) {
  test(`cfn-guard reports ${name}`, () => {
    const template = projected(readTemplate(TEXT));
    plant(template.Resources);
    assert.match(guardFaults(template).map(({ path, reason }) => `${path}: ${reason}`).join('\n'), report);
  });
}
