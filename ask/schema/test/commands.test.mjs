// The two commands: what they print and how they exit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, intentRequest, manifest, models, progressive, sessionEnded } from './good.mjs';
import { run } from './run.mjs';

const lawful = {
  'asked.request.json': intentRequest(),
  'asked.response.json': answer(),
  'asked.1.directive.json': progressive(),
  'asked.2.directive.json': progressive(),
  'deeper/ended.request.json': sessionEnded(),
  'deeper/ended.response.json': { version: '1.0', response: {} },
};

test('check passes a folder of lawful files', () => {
  const { status, stdout } = run('check.mjs', lawful);
  assert.equal(stdout, '6 passed, 0 failed\n');
  assert.equal(status, 0);
});

test('check names file, path and reason, and pairs an answer with its request', () => {
  const { status, stdout } = run('check.mjs', { ...lawful, 'deeper/ended.response.json': answer() });
  assert.match(stdout, /^deeper\/ended\.response\.json: \$\.response\.outputSpeech: a reply to SessionEndedRequest carries none$/m);
  assert.match(stdout, /5 passed, 1 failed\n$/);
  assert.equal(status, 1);
});

test('check refuses what is cut short or misnamed', () => {
  const { status, stdout } = run('check.mjs', { 'a.request.json': '{"version":', 'b.json': {} });
  assert.match(stdout, /a\.request\.json: \$: is not JSON/);
  assert.match(stdout, /b\.json: \$: is neither/);
  assert.match(stdout, /0 passed, 2 failed\n$/);
  assert.equal(status, 1);
});

test('check says when an answer is judged without its request', () => {
  const { status, stdout } = run('check.mjs', { 'a.response.json': answer() });
  assert.match(stdout, /note: a\.response\.json has no lawful request beside it/);
  assert.equal(status, 0);
});

test('check counts the bytes of the wire, not those of the indentation', () => {
  const indented = JSON.stringify(answer(), null, 1).replaceAll('\n', `\n${' '.repeat(3000)}`);
  assert.ok(indented.length > 24 * 1024);
  assert.equal(run('check.mjs', { ...lawful, 'asked.response.json': indented }).status, 0);
});

test('check exits 2 on wrong use and on an empty folder', () => {
  assert.equal(run('check.mjs', {}).status, 2);
});

const project = () => ({
  ...Object.fromEntries(Object.entries(models()).map(([locale, model]) => [`skill-package/interactionModels/custom/${locale}.json`, model])),
  'skill-package/skill.json': manifest(),
  'ask-resources.json': { askcliResourcesVersion: '2020-03-31', profiles: { default: { skillMetadata: { src: './skill-package' } } } },
});

test('models passes a good skill package', () => {
  const { status, stdout } = run('models.mjs', project());
  assert.equal(stdout, '5 passed, 0 failed\n');
  assert.equal(status, 0);
});

const RESOURCES = [
  [undefined, /ask-resources\.json: \$: is missing/],
  [{ askcliResourcesVersion: '1', profiles: { default: { skillMetadata: { src: './skill-package' } } } }, /must be "2020-03-31"/],
  [{ askcliResourcesVersion: '2020-03-31', profiles: { default: { skillMetadata: { src: './elsewhere' } } } }, /\.\/elsewhere has no skill\.json/],
  [{ askcliResourcesVersion: '2020-03-31', profile: {} }, /unknown property "profile"/],
];

for (const [resources, reason] of RESOURCES) {
  test(`models refuses ask-resources.json: ${reason.source}`, () => {
    const files = project();
    if (resources) files['ask-resources.json'] = resources;
    else delete files['ask-resources.json'];
    const { status, stdout } = run('models.mjs', files);
    assert.match(stdout, reason);
    assert.equal(status, 1);
  });
}

test('models names the file that disagrees', () => {
  const files = project();
  files['skill-package/interactionModels/custom/ja-JP.json'].interactionModel.languageModel.intents.pop();
  delete files['skill-package/interactionModels/custom/ja-JP.json'].interactionModel.dialog;
  const { status, stdout } = run('models.mjs', files);
  assert.match(stdout, /custom\/ja-JP\.json: .*WhoUsedBucketIntent is missing/);
  assert.match(stdout, /4 passed, 1 failed\n$/);
  assert.equal(status, 1);
});

test('models exits 2 where there is no package', () => {
  assert.equal(run('models.mjs', {}).status, 2);
});
