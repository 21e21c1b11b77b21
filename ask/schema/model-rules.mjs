// What Alexa demands of one interaction model beyond its schema.
// Failures as {path, reason}; conforming models only.
import { BUILT_IN_INTENTS, BUILT_IN_TYPES, REQUIRED_INTENTS } from './built-in.mjs';
import { invocationFaults } from './languages.mjs';
import { ssmlFaults } from './ssml.mjs';

const VALUE = 140; // characters of a slot value or synonym
const VALUES = 50_000; // slot values of a model
const MODEL = 1_500_000; // bytes
const NAME = /^[A-Za-z][A-Za-z_]*$/;

export async function modelFaults(value, locale, bytes = 0) {
  const { languageModel, dialog, prompts = [] } = value.interactionModel;
  const path = '$.interactionModel.languageModel';
  const types = new Set((languageModel.types ?? []).map((type) => type.name));
  return [
    ...(bytes > MODEL ? [fault('$', `${bytes} bytes, Alexa takes ${MODEL}`)] : []),
    ...invocationFaults(languageModel.invocationName, locale).map((reason) => fault(`${path}.invocationName`, reason)),
    ...intentFaults(languageModel.intents, types, path),
    ...sampleFaults(languageModel.intents, path),
    ...typeFaults(languageModel.types ?? [], path),
    ...dialogFaults(dialog, prompts, languageModel.intents),
    ...(await promptFaults(prompts, locale)),
  ];
}

function intentFaults(intents, types, path) {
  const faults = [];
  const names = intents.map((intent) => intent.name);
  for (const required of REQUIRED_INTENTS) {
    if (!names.includes(required)) faults.push(fault(`${path}.intents`, `${required} is missing`));
  }
  for (const name of repeated(names)) faults.push(fault(`${path}.intents`, `${name} is declared twice`));
  intents.forEach((intent, i) => {
    const at = `${path}.intents[${i}]`;
    if (intent.name.startsWith('AMAZON.')) {
      if (!BUILT_IN_INTENTS.has(intent.name)) faults.push(fault(at, `${intent.name} is not a built-in intent`));
    } else {
      if (!NAME.test(intent.name)) faults.push(fault(at, `${intent.name}: names take letters and underscores`));
      if (!intent.samples?.length) faults.push(fault(at, `${intent.name} has no samples`));
    }
    faults.push(...slotFaults(intent, types, at));
  });
  return faults;
}

function slotFaults(intent, types, at) {
  const slots = intent.slots ?? [];
  const faults = repeated(slots.map((slot) => slot.name))
    .map((name) => fault(at, `${intent.name} declares the slot ${name} twice`));
  slots.forEach((slot, i) => {
    const where = `${at}.slots[${i}]`;
    if (!NAME.test(slot.name)) faults.push(fault(where, `${slot.name}: names take letters and underscores`));
    if (!slot.type) faults.push(fault(where, `slot ${slot.name} has no type`));
    else if (slot.type.startsWith('AMAZON.') ? !BUILT_IN_TYPES.has(slot.type) && !types.has(slot.type) : !types.has(slot.type)) {
      faults.push(fault(where, `slot type ${slot.type} is not declared`));
    }
  });
  return faults;
}

function sampleFaults(intents, path) {
  const faults = [];
  const heard = new Map(); // the sample as it is heard → where
  intents.forEach((intent, i) => {
    const slots = new Map((intent.slots ?? []).map((slot) => [slot.name, slot.type]));
    for (const { sample, at } of samplesOf(intent, `${path}.intents[${i}]`)) {
      faults.push(...phraseFaults(sample, slots).map((reason) => fault(at, `${JSON.stringify(sample)}: ${reason}`)));
    }
    (intent.samples ?? []).forEach((sample, j) => {
      const key = sample.trim().replace(/\s+/g, ' ');
      if (heard.has(key)) faults.push(fault(`${path}.intents[${i}].samples[${j}]`, `${JSON.stringify(sample)} is already a sample of ${heard.get(key)}`));
      heard.set(key, intent.name);
    });
  });
  return faults;
}

function samplesOf(intent, at) {
  const own = (intent.samples ?? []).map((sample, j) => ({ sample, at: `${at}.samples[${j}]` }));
  const ofSlots = (intent.slots ?? []).flatMap((slot, s) =>
    (slot.samples ?? []).map((sample, j) => ({ sample, at: `${at}.slots[${s}].samples[${j}]` })));
  return [...own, ...ofSlots];
}

function phraseFaults(sample, slots) {
  const faults = [];
  const used = [...sample.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]);
  const words = sample.replace(/\{[^{}]*\}/g, ' ');
  if (sample.trim() === '') return ['is empty'];
  if (/\p{N}/u.test(words)) faults.push('holds a digit, numbers are spelt out');
  if (/\p{Lu}/u.test(words)) faults.push('is not lower-case');
  const odd = /[^\p{L}\p{M}\p{N}\s'’.\-_]/u.exec(words)?.[0];
  if (odd) faults.push(`${JSON.stringify(odd)} is not taken in a sample`);
  for (const name of new Set(used)) if (!slots.has(name)) faults.push(`slot ${name} is not declared`);
  for (const name of repeated(used)) faults.push(`slot ${name} is used twice`);
  if (used.some((name) => slots.get(name) === 'AMAZON.SearchQuery')) {
    if (used.length > 1) faults.push('AMAZON.SearchQuery takes no other slot beside it');
    if (words.trim() === '') faults.push('AMAZON.SearchQuery needs a carrier phrase');
  }
  return faults;
}

function typeFaults(types, path) {
  const faults = repeated(types.map((type) => type.name)).map((name) => fault(`${path}.types`, `${name} is declared twice`));
  let total = 0;
  types.forEach((type, i) => {
    const at = `${path}.types[${i}]`;
    const values = type.values ?? [];
    total += values.length;
    if (!type.name.startsWith('AMAZON.') && !NAME.test(type.name)) faults.push(fault(at, `${type.name}: names take letters and underscores`));
    if (values.length === 0 && !type.valueSupplier) faults.push(fault(at, `${type.name} has no values`));
    for (const name of repeated(values.map((value) => value.name.value.toLowerCase()))) faults.push(fault(at, `${type.name} has the value ${JSON.stringify(name)} twice`));
    for (const id of repeated(values.map((value) => value.id).filter(Boolean))) faults.push(fault(at, `${type.name} has the id ${JSON.stringify(id)} twice`));
    for (const text of values.flatMap((value) => [value.name.value, ...(value.name.synonyms ?? [])])) {
      if (text.trim() === '') faults.push(fault(at, `${type.name} has an empty value`));
      if (text.length > VALUE) faults.push(fault(at, `${type.name} has a value of ${text.length} characters, Alexa takes ${VALUE}`));
    }
  });
  if (total > VALUES) faults.push(fault(`${path}.types`, `${total} values, Alexa takes ${VALUES}`));
  return faults;
}

function dialogFaults(dialog, prompts, intents) {
  const faults = [];
  const ids = new Set(prompts.map((prompt) => prompt.id));
  const prompt = (at, id) => {
    if (id && !ids.has(id)) faults.push(fault(at, `prompt ${id} is not declared`));
  };
  (dialog?.intents ?? []).forEach((entry, i) => {
    const at = `$.interactionModel.dialog.intents[${i}]`;
    const intent = intents.find((candidate) => candidate.name === entry.name);
    if (!intent) {
      faults.push(fault(at, `intent ${entry.name} is not declared`));
      return;
    }
    prompt(at, entry.prompts?.elicitation);
    prompt(at, entry.prompts?.confirmation);
    for (const slot of entry.slots ?? []) {
      const declared = intent.slots?.find((candidate) => candidate.name === slot.name);
      if (declared?.type !== slot.type) faults.push(fault(at, `slot ${slot.name} of type ${slot.type} is not declared in ${entry.name}`));
      prompt(at, slot.prompts.elicitation);
      prompt(at, slot.prompts.confirmation);
      for (const validation of slot.validations ?? []) prompt(at, validation.prompt);
    }
  });
  return faults;
}

async function promptFaults(prompts, locale) {
  const faults = [];
  for (const prompt of prompts) {
    for (const variation of prompt.variations) {
      if (variation.type !== 'SSML') continue;
      for (const reason of await ssmlFaults(variation.value, locale)) faults.push(fault(`prompt ${prompt.id}`, reason));
    }
  }
  return faults;
}

function repeated(names) {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

function fault(path, reason) {
  return { path, reason };
}
