// What must agree between the parts of a skill package: the models among
// themselves, and the manifest with them. Failures as {path, reason}.
import { isDeepStrictEqual } from 'node:util';
import { languageOf } from './languages.mjs';

// models: {locale: model}; the first locale is the measure of the others.
export function agreementFaults(models) {
  const [[first, measure], ...others] = Object.entries(models);
  const faults = [];
  for (const [locale, model] of others) {
    const differing = [
      ...differences(slotsByIntent(measure), slotsByIntent(model), 'intent'),
      ...differences(idsByType(measure), idsByType(model), 'slot type'),
    ];
    faults.push(...differing.map((reason) => ({ locale, path: '$.interactionModel', reason: `${reason}, measured by ${first}` })));
  }
  return [...faults, ...englishFaults(models)];
}

// One source makes all the English models.
function englishFaults(models) {
  const [[first, measure] = [], ...others] = Object.entries(models).filter(([locale]) => locale.startsWith('en-'));
  return others
    .filter(([, model]) => !isDeepStrictEqual(model.interactionModel, measure.interactionModel))
    .map(([locale]) => ({ locale, path: '$.interactionModel', reason: `is not the same as ${first}'s` }));
}

function differences(measure, other, noun) {
  const reasons = [];
  for (const [name, parts] of Object.entries(measure)) {
    if (!(name in other)) reasons.push(`${noun} ${name} is missing`);
    else if (parts !== other[name]) reasons.push(`${noun} ${name} has [${other[name]}], not [${parts}]`);
  }
  for (const name of Object.keys(other)) if (!(name in measure)) reasons.push(`${noun} ${name} is one too many`);
  return reasons;
}

function slotsByIntent(model) {
  return Object.fromEntries(model.interactionModel.languageModel.intents.map((intent) =>
    [intent.name, (intent.slots ?? []).map((slot) => `${slot.name}:${slot.type}`).sort().join(' ')]));
}

// The skill reads ids, not words: they can't depend on the language.
function idsByType(model) {
  return Object.fromEntries((model.interactionModel.languageModel.types ?? []).map((type) =>
    [type.name, (type.values ?? []).map((value) => value.id).filter(Boolean).sort().join(' ')]));
}

const FLAGS = ['allowsPurchases', 'usesPersonalInfo', 'isChildDirected', 'isExportCompliant', 'containsAds'];
const STORE_TEXTS = ['summary', 'description', 'examplePhrases'];

export function manifestFaults({ manifest }, models) {
  if (!manifest) return [fault('$', 'has no manifest')];
  const faults = [];
  const locales = manifest.publishingInformation?.locales ?? {};
  if (manifest.manifestVersion !== '1.0') faults.push(fault('$.manifest.manifestVersion', 'must be "1.0"'));
  if (!manifest.apis?.custom) faults.push(fault('$.manifest.apis', 'has no custom skill'));
  for (const locale of Object.keys(models)) {
    if (!locales[locale]) faults.push(fault('$.manifest.publishingInformation.locales', `${locale} has a model and no entry`));
  }
  for (const [locale, texts] of Object.entries(locales)) {
    const at = `$.manifest.publishingInformation.locales["${locale}"]`;
    if (!models[locale]) faults.push(fault(at, 'has no interaction model'));
    for (const text of STORE_TEXTS) if (!texts[text]?.length) faults.push(fault(at, `has no ${text}`));
    faults.push(...phraseFaults(texts.examplePhrases ?? [], locale, models[locale], at));
  }
  for (const flag of FLAGS) {
    if (manifest.privacyAndCompliance?.[flag] === undefined) faults.push(fault('$.manifest.privacyAndCompliance', `${flag} is not said`));
  }
  return [...faults, ...urlFaults(manifest.privacyAndCompliance?.locales ?? {})];
}

// The store shows three, and certification says the first one aloud.
function phraseFaults(phrases, locale, model, at) {
  const faults = [];
  const language = languageOf(locale);
  if (phrases.length > 3) faults.push(fault(`${at}.examplePhrases`, `${phrases.length} phrases, the store takes 3`));
  if (!phrases[0] || !model || !language) return faults;
  const spoken = language.spelt(phrases[0]);
  const name = model.interactionModel.languageModel.invocationName;
  if (!spoken.startsWith(language.spelt(language.wakeWord))) faults.push(fault(`${at}.examplePhrases[0]`, `doesn't begin with the wake word ${language.wakeWord}`));
  if (!spoken.includes(language.spelt(name))) faults.push(fault(`${at}.examplePhrases[0]`, `doesn't hold the invocation name ${JSON.stringify(name)}`));
  return faults;
}

function urlFaults(locales) {
  return Object.entries(locales).flatMap(([locale, urls]) => Object.entries(urls)
    .filter(([, url]) => !URL.canParse(url) || /amazon|aws|alexa/i.test(new URL(url).hostname))
    .map(([key, url]) => fault(`$.manifest.privacyAndCompliance.locales["${locale}"].${key}`, `${url}: must be a URL whose domain holds no name of Amazon's`)));
}

function fault(path, reason) {
  return { path, reason };
}
