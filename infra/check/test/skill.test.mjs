// The other way to make the skill, in docs/deploy.md, is a template as well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloudformationFaults } from '../cloudformation.mjs';
import { iamFaults } from '../iam.mjs';
import { propertyFaults } from '../properties.mjs';
import { readTemplate } from '../template.mjs';

const [, YAML] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8'));

async function faults(template) {
  return [...cloudformationFaults(template), ...propertyFaults(template), ...(await iamFaults(template))];
}

test('the stack that makes the skill is in order', async () => {
  assert.deepEqual(await faults(readTemplate(YAML)), []);
});

test('faults in it are reported', async () => {
  for (const [plant, report] of [
    [(r) => { delete r.Skill.Properties.VendorId; }, /VendorId/],
    [(r) => { r.Skill.Properties.SkillPackage.Bucket = 'x'; }, /Bucket is not a property/],
    [(r) => { r.ReadsThePackage.Properties.Policies[0].PolicyDocument.Statement[0].Action = 's3:GetObjekt'; }, /not an IAM action/],
    [(r) => { r.ReadsThePackage.Properties.Policies[0].PolicyDocument.Statement[0].Resource = '*'; }, /allowed on every resource/],
  ]) {
    const template = readTemplate(YAML);
    plant(template.Resources);
    assert.match((await faults(template)).map(({ reason }) => reason).join('\n'), report);
  }
});
