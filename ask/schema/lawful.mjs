// What Alexa demands of an answer beyond its types. Failures as {path, reason}.
import { ssmlFaults } from './ssml.mjs';

const SPEECH = 8000; // characters, the whole SSML string
const CARD = 8000; // characters of a card in all, its URLs too
const IMAGE_URL = 2000;
const RESPONSE = 24 * 1024; // bytes; newer sources say 120 KB
const ENTITIES = 100; // values and synonyms of dynamic entities
const PROGRESSIVE = 600; // characters

// Requests nobody listens to an answer of: only an empty response is lawful.
const UNHEARD = /^(SessionEndedRequest|System\.ExceptionEncountered|CanFulfillIntentRequest|(AlexaSkillEvent|AlexaHouseholdListEvent|Reminders|Messaging)\..*)$/;
// The player's own requests may be answered with its directives, not in words.
const PLAYER = /^(AudioPlayer|PlaybackController)\./;

export async function responseFaults({ value, bytes, request }) {
  const { response } = value;
  const locale = request?.request.locale;
  const type = request?.request.type ?? '';
  return [
    ...envelopeFaults(value, bytes),
    ...(await speechFaults('$.response.outputSpeech', response.outputSpeech, locale)),
    ...(await speechFaults('$.response.reprompt.outputSpeech', response.reprompt?.outputSpeech, locale)),
    ...cardFaults(response.card),
    ...sessionFaults(response),
    ...silenceFaults(type, response),
    ...teachingFaults(response),
  ];
}

export async function directiveFaults({ value, request }) {
  const { header, directive } = value;
  const faults = [];
  if (header.requestId === '') faults.push(fault('$.header.requestId', 'is empty'));
  if (request && header.requestId !== request.request.requestId) {
    faults.push(fault('$.header.requestId', "is not the request's own"));
  }
  if (!directive.speech) return [...faults, fault('$.directive.speech', 'says nothing')];
  if (directive.speech.length > PROGRESSIVE) {
    faults.push(fault('$.directive.speech', `${directive.speech.length} characters, Alexa takes ${PROGRESSIVE}`));
  }
  return [...faults, ...(await ssmlAt('$.directive.speech', directive.speech, request?.request.locale))];
}

// What is taught is counted in values and synonyms, and not together with a question
// for a slot.
function teachingFaults(response) {
  const directives = response.directives ?? [];
  const taught = directives.filter((directive) => directive.type === 'Dialog.UpdateDynamicEntities');
  const count = taught.flatMap((directive) => directive.types ?? []).flatMap((type) => type.values ?? [])
    .reduce((sum, value) => sum + 1 + (value.name?.synonyms?.length ?? 0), 0);
  const faults = [];
  if (count > ENTITIES) faults.push(fault('$.response.directives', `${count} values and synonyms, Alexa learns ${ENTITIES}`));
  if (taught.length > 0 && directives.some((directive) => directive.type === 'Dialog.ElicitSlot')) {
    faults.push(fault('$.response.directives', 'teaches and asks for a slot at once'));
  }
  return faults;
}

function envelopeFaults(value, bytes) {
  const faults = [];
  if (value.version !== '1.0') faults.push(fault('$.version', 'must be "1.0"'));
  if (bytes > RESPONSE) faults.push(fault('$', `${bytes} bytes, at most ${RESPONSE} are safe`));
  return faults;
}

async function speechFaults(path, speech, locale) {
  if (!speech) return [];
  const member = speech.type === 'SSML' ? 'ssml' : 'text';
  const faults = [];
  if (speech[member].length > SPEECH) {
    faults.push(fault(`${path}.${member}`, `${speech[member].length} characters, Alexa takes ${SPEECH}`));
  }
  if (member === 'text') return faults;
  return [...faults, ...(await ssmlAt(`${path}.ssml`, speech.ssml, locale))];
}

async function ssmlAt(path, ssml, locale) {
  return (await ssmlFaults(ssml, locale)).map((reason) => fault(path, reason));
}

function cardFaults(card) {
  if (!card) return [];
  const faults = [];
  const urls = Object.values(card.image ?? {});
  const size = [card.title, card.content, card.text, ...urls].reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (size > CARD) faults.push(fault('$.response.card', `${size} characters in all, Alexa takes ${CARD}`));
  for (const url of urls) {
    if (url.length > IMAGE_URL) faults.push(fault('$.response.card.image', `URL of ${url.length} characters, Alexa takes ${IMAGE_URL}`));
    if (!url.startsWith('https://')) faults.push(fault('$.response.card.image', 'URL must be https'));
  }
  return faults;
}

function sessionFaults(response) {
  const path = '$.response.shouldEndSession';
  const faults = [];
  const types = (response.directives ?? []).map((directive) => directive.type);
  const delegated = types.some((type) => type.startsWith('Dialog.Delegate'));
  const dialog = types.find((type) => type.startsWith('Dialog.'));
  const handover = types.find((type) => type === 'Connections.StartConnection' || type === 'VideoApp.Launch');
  // A delegated turn is asked, and asked again, by Alexa from the model's prompts.
  if (response.shouldEndSession === false && !response.reprompt?.outputSpeech && !delegated) {
    faults.push(fault(path, 'is false without a reprompt: an open session has asked something'));
  }
  if (dialog && response.shouldEndSession !== false) faults.push(fault(path, `must be false beside ${dialog}`));
  if (handover && response.shouldEndSession !== undefined) faults.push(fault(path, `must be absent beside ${handover}`));
  return faults;
}

function silenceFaults(type, response) {
  const forbidden = UNHEARD.test(type)
    ? ['outputSpeech', 'card', 'reprompt', 'directives']
    : PLAYER.test(type) ? ['outputSpeech', 'card', 'reprompt'] : [];
  return forbidden
    .filter((member) => response[member] !== undefined)
    .map((member) => fault(`$.response.${member}`, `a reply to ${type} carries none`));
}

function fault(path, reason) {
  return { path, reason };
}
