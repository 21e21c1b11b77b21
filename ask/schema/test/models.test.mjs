// A skill package with a planted fault is refused with the right reason.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conform } from '../conform.mjs';
import { modelFaults } from '../model-rules.mjs';
import { agreementFaults, manifestFaults } from '../package-rules.mjs';
import { manifest, model, models } from './good.mjs';

const language = (m) => m.interactionModel.languageModel;
const custom = (m) => language(m).intents.at(-1);

const MODEL_FAULTS = [
  ['a sample with a digit', (m) => custom(m).samples.push('who used bucket 7'), /holds a digit/],
  ['a sample in capitals', (m) => custom(m).samples.push('Who used it'), /is not lower-case/],
  ['a sample with a question mark', (m) => custom(m).samples.push('who used it?'), /"\?" is not taken/],
  ['an undeclared slot', (m) => custom(m).samples.push('who used {fridge}'), /slot fridge is not declared/],
  ['a slot twice', (m) => custom(m).samples.push('{bucket} or {bucket}'), /slot bucket is used twice/],
  ['a bracket left open', (m) => custom(m).samples.push('who used {bucket'), /"\{" is not taken/],
  ['a sample twice', (m) => custom(m).samples.push('who used  {bucket}'), /already a sample of WhoUsedBucketIntent/],
  ["another intent's sample", (m) => language(m).intents.unshift({ name: 'Other', samples: ['hello'] }, { name: 'Another', samples: ['hello'] }), /already a sample of Other/],
  ['an undeclared slot type', (m) => { custom(m).slots[0].type = 'Fridge'; }, /slot type Fridge is not declared/],
  ["a misspelt type of Amazon's", (m) => { custom(m).slots[1].type = 'AMAZON.DAET'; }, /AMAZON\.DAET is not declared/],
  ["a misspelt intent of Amazon's", (m) => language(m).intents.push({ name: 'AMAZON.HlepIntent' }), /AMAZON\.HlepIntent is not a built-in/],
  ['a missing intent', (m) => { language(m).intents = language(m).intents.filter(({ name }) => name !== 'AMAZON.FallbackIntent'); }, /AMAZON\.FallbackIntent is missing/],
  ['an intent twice', (m) => language(m).intents.push({ name: 'AMAZON.HelpIntent' }), /AMAZON\.HelpIntent is declared twice/],
  ['an intent without samples', (m) => { custom(m).samples = []; }, /has no samples/],
  ['an intent with a digit', (m) => { custom(m).name = 'Who2'; }, /names take letters/],
  ['a search query beside a slot', (m) => { custom(m).slots[0].type = 'AMAZON.SearchQuery'; custom(m).samples.push('{bucket} on {date}'); }, /takes no other slot/],
  ['a search query alone', (m) => { custom(m).slots[0].type = 'AMAZON.SearchQuery'; custom(m).samples.push('{bucket}'); }, /needs a carrier phrase/],
  ['a one-word invocation name', (m) => { language(m).invocationName = 'pudding'; }, /is one word/],
  ['a capital in the invocation name', (m) => { language(m).invocationName = 'Pudding detective'; }, /has characters en-US doesn't take/],
  ['a digit in the invocation name', (m) => { language(m).invocationName = 'pudding detective 2'; }, /has characters/],
  ['a launch word in the invocation name', (m) => { language(m).invocationName = 'ask pudding detective'; }, /holds "ask"/],
  ['a wake word in the invocation name', (m) => { language(m).invocationName = 'amazon pudding detective'; }, /holds "amazon"/],
  ['an article in the invocation name', (m) => { language(m).invocationName = 'the pudding'; }, /an article or preposition/],
  ['too long an invocation name', (m) => { language(m).invocationName = `pudding ${'d'.repeat(43)}`; }, /51 characters/],
  ['a type without values', (m) => { language(m).types[0].values = []; }, /Bucket has no values/],
  ['a value twice', (m) => language(m).types[0].values.push({ name: { value: 'Pudding' } }), /the value "pudding" twice/],
  ['an id twice', (m) => language(m).types[0].values.push({ id: 'pudding', name: { value: 'jelly' } }), /the id "pudding" twice/],
  ['too long a value', (m) => language(m).types[0].values.push({ name: { value: 'a'.repeat(141) } }), /value of 141 characters/],
  ['a dialog of no intent', (m) => { m.interactionModel.dialog.intents[0].name = 'Nobody'; }, /intent Nobody is not declared/],
  ['a dialog slot of another type', (m) => { m.interactionModel.dialog.intents[0].slots[0].type = 'AMAZON.DATE'; }, /slot bucket of type AMAZON\.DATE is not declared/],
  ['an undeclared prompt', (m) => { m.interactionModel.prompts[0].id = 'Other'; }, /prompt Which is not declared/],
  ['a prompt with a raw &', (m) => { m.interactionModel.prompts[0].variations[0] = { type: 'SSML', value: '<speak>a & b</speak>' }; }, /prompt Which: SSML is not well-formed/],
  // refused by Amazon's own schema
  ['an unknown property', (m) => { language(m).invocation = 'x'; }, /languageModel: unknown property "invocation"/],
  ['an unknown property of a sample slot', (m) => { custom(m).slots[0].required = true; }, /slots\[0\]: unknown property "required"/],
  ['no invocation name', (m) => { delete language(m).invocationName; }, /required property 'invocationName'/],
  ['an unknown validation', (m) => { m.interactionModel.dialog.intents[0].slots[0].validations[0].type = 'isNice'; }, /unknown type "isNice"/],
  ['a validation without its values', (m) => { m.interactionModel.dialog.intents[0].slots[0].validations[0] = { type: 'isInSet', prompt: 'Which' }; }, /required property 'values'/],
  ['an unknown delegation', (m) => { m.interactionModel.dialog.delegationStrategy = 'NEVER'; }, /must be one of ALWAYS/],
  ['an unknown sensitivity', (m) => { language(m).modelConfiguration = { fallbackIntentSensitivity: { level: 'MAX' } }; }, /level: must be one of/],
];

for (const [name, spoil, reason] of MODEL_FAULTS) {
  test(`refused: ${name}`, async () => {
    const spoilt = model();
    spoil(spoilt);
    assert.match((await judge('model', spoilt, (m) => modelFaults(m, 'en-US'))).join('\n'), reason);
  });
}

const JAPANESE = [
  ['プリン 探偵', /^$/],
  ['プリン探偵', /^$/],
  ['プリン', /is one word/],
  ['プリン 探偵 2', /has characters ja-JP doesn't take/],
  ['プリン探偵を開いて', /holds "開いて"/],
  ['プリン スキル', /holds "スキル"/],
];

for (const [name, reason] of JAPANESE) {
  test(`Japanese invocation name ${name}`, async () => {
    const named = model('ja-JP');
    language(named).invocationName = name;
    assert.match((await judge('model', named, (m) => modelFaults(m, 'ja-JP'))).join('\n'), reason);
  });
}

test('refused: a digit in Japanese, full width too', async () => {
  const spoilt = model('ja-JP');
  custom(spoilt).samples.push('バケット７ を 使った の は 誰');
  assert.match((await judge('model', spoilt, (m) => modelFaults(m, 'ja-JP'))).join('\n'), /holds a digit/);
});

const PACKAGE_FAULTS = [
  ['an intent missing in a locale', (all) => language(all['ja-JP']).intents.pop(), /intent WhoUsedBucketIntent is missing, measured by en-US/],
  ['an intent too many in a locale', (all) => language(all['ja-JP']).intents.push({ name: 'Extra', samples: ['あ'] }), /intent Extra is one too many/],
  ['a slot missing in a locale', (all) => custom(all['ja-JP']).slots.pop(), /WhoUsedBucketIntent has \[bucket:Bucket\], not/],
  ['another id in a locale', (all) => { language(all['ja-JP']).types[0].values[0].id = 'purin'; }, /slot type Bucket has \[purin\], not \[pudding\]/],
  ['one English unlike another', (all) => custom(all['en-GB']).samples.pop(), /is not the same as en-US's/],
];

for (const [name, spoil, reason] of PACKAGE_FAULTS) {
  test(`refused: ${name}`, () => {
    const all = models();
    spoil(all);
    assert.match(agreementFaults(all).map((fault) => fault.reason).join('\n'), reason);
  });
}

const info = (m, locale = 'en-US') => m.manifest.publishingInformation.locales[locale];
const MANIFEST_FAULTS = [
  ['no wake word in the first phrase', (m) => { info(m).examplePhrases[0] = 'ask pudding detective who it was'; }, /doesn't begin with the wake word Alexa/],
  ['another name in the first phrase', (m) => { info(m).examplePhrases[0] = 'Alexa, ask custard detective who it was'; }, /doesn't hold the invocation name "pudding detective"/],
  ['another Japanese name in the first phrase', (m) => { info(m, 'ja-JP').examplePhrases[0] = 'アレクサ、ゼリー探偵を開いて'; }, /doesn't hold the invocation name "プリン 探偵"/],
  ['four example phrases', (m) => info(m).examplePhrases.push('a', 'b', 'c'), /4 phrases, the store takes 3/],
  ['a locale without a model', (m) => { m.manifest.publishingInformation.locales['de-DE'] = info(m); }, /de-DE"\]: has no interaction model/],
  ['a model without an entry', (m) => { delete m.manifest.publishingInformation.locales['ja-JP']; }, /ja-JP has a model and no entry/],
  ['no description', (m) => { delete info(m).description; }, /has no description/],
  ['a flag not said', (m) => { delete m.manifest.privacyAndCompliance.containsAds; }, /containsAds is not said/],
  ["Amazon's name in a URL", (m) => { m.manifest.privacyAndCompliance.locales['en-US'].privacyPolicyUrl = 'https://alexa.example.com/'; }, /domain holds no name of Amazon's/],
  // refused by Amazon's own schema
  ['too long a summary', (m) => { info(m).summary = 'a'.repeat(161); }, /summary: must NOT have more than 160/],
  ['31 keywords', (m) => { info(m).keywords = Array(31).fill('a'); }, /keywords: must NOT have more than 30/],
  ['an endpoint over HTTP', (m) => { m.manifest.apis.custom.endpoint.uri = 'http://x'; }, /endpoint\.uri: must match pattern/],
  ['an unknown interface', (m) => { m.manifest.apis.custom.interfaces[0].type = 'PUDDING'; }, /interfaces\[0\]: unknown type "PUDDING"/],
  ['an unknown permission', (m) => { m.manifest.permissions = [{ name: 'alexa::pudding:eat' }]; }, /permissions\[0\]\.name: must be one of/],
  ['an unknown property', (m) => { m.manifest.publishing = {}; }, /manifest: unknown property "publishing"/],
];

for (const [name, spoil, reason] of MANIFEST_FAULTS) {
  test(`refused in the manifest: ${name}`, async () => {
    const spoilt = manifest();
    spoil(spoilt);
    assert.match((await judge('manifest', spoilt, (m) => manifestFaults(m, models()))).join('\n'), reason);
  });
}

test('the good package passes', async () => {
  for (const [locale, good] of Object.entries(models())) {
    assert.deepEqual(await judge('model', good, (m) => modelFaults(m, locale)), []);
  }
  assert.deepEqual(agreementFaults(models()), []);
  assert.deepEqual(await judge('manifest', manifest(), (m) => manifestFaults(m, models())), []);
});

async function judge(kind, value, rules) {
  const strange = await conform(kind, value);
  const faults = strange.length > 0 ? strange : await rules(value);
  return faults.map(({ path, reason }) => `${path}: ${reason}`);
}
