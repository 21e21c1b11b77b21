// What the skill must never emit is refused with the right reason, and what it
// may emit passes. The first block of faults is what the alexa-go library makes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conform } from '../conform.mjs';
import { directiveFaults, responseFaults } from '../lawful.mjs';
import { answer, dynamicEntities, intentRequest, progressive, sessionEnded } from './good.mjs';

const elicit = { type: 'Dialog.ElicitSlot', slotToElicit: 'bucket' };
const speech = (ssml) => ({ type: 'SSML', ssml });
const skillEvent = () => {
  const envelope = intentRequest();
  delete envelope.session;
  envelope.request = { type: 'AlexaSkillEvent.SkillDisabled', requestId: 'r', timestamp: '2026-11-22T10:00:00Z', locale: 'en-US' };
  return envelope;
};
const exception = () => {
  const envelope = intentRequest();
  delete envelope.session;
  envelope.request = {
    type: 'System.ExceptionEncountered', requestId: 'r', timestamp: '2026-11-22T10:00:00Z', locale: 'en-US',
    error: { type: 'INVALID_RESPONSE', message: 'x' }, cause: { requestId: 'q' },
  };
  return envelope;
};

// [what is wrong, how to spoil a good answer, the reason, the request where it matters]
const FAULTS = [
  ['an image in speech', (r) => { r.response.outputSpeech.image = {}; }, /outputSpeech: unknown property "image"/],
  ['an image in a Simple card', (r) => { r.response.card.image = {}; }, /card: unknown property "image"/],
  ['an image in the reprompt', (r) => { r.response.reprompt.outputSpeech.image = {}; }, /reprompt\.outputSpeech: unknown property "image"/],
  ['a capital UpdatedIntent', (r) => { r.response.directives = [{ ...elicit, UpdatedIntent: { name: 'X' } }]; }, /directives\[0\]: unknown property "UpdatedIntent"/],
  ['audioItem on a dialog directive', (r) => { r.response.directives = [{ ...elicit, audioItem: { stream: {} } }]; }, /directives\[0\]: unknown property "audioItem"/],
  ['an audio stream without offset', (r) => { r.response.directives = [{ type: 'AudioPlayer.Play', playBehavior: 'ENQUEUE', audioItem: { stream: { token: 't', url: 'https://x' } } }]; }, /required property 'offsetInMilliseconds'/],
  ['an empty version', (r) => { r.version = ''; }, /\$\.version: must be "1\.0"/],
  ['a consent card without permissions', (r) => { r.response.card = { type: 'AskForPermissionsConsent' }; }, /required property 'permissions'/],

  ['an unknown directive', (r) => { r.response.directives = [{ type: 'Dialog.Guess' }]; }, /directives\[0\]: unknown type "Dialog\.Guess"/],
  ['a directive without type', (r) => { r.response.directives = [{ slotToElicit: 'bucket' }]; }, /directives\[0\]: (type must be a string|must have required property 'type')/],
  ['an unknown property', (r) => { r.response.speech = 'x'; }, /\$\.response: unknown property "speech"/],
  ['an unknown property of the envelope', (r) => { r.attributes = {}; }, /\$: unknown property "attributes"/],
  ['null where nothing is meant', (r) => { r.response.card = null; }, /\$\.response\.card: must be object/],
  ['SSML without ssml', (r) => { r.response.outputSpeech = { type: 'SSML', text: 'x' }; }, /required property 'ssml'/],
  ['an unknown playBehavior', (r) => { r.response.outputSpeech.playBehavior = 'NOW'; }, /must be one of .*ENQUEUE/],
  ['an unknown update behaviour', (r) => { r.response.directives = [{ ...dynamicEntities(), updateBehavior: 'ADD' }]; }, /updateBehavior: must be one of/],

  ['a raw &', (r) => { r.response.outputSpeech = speech('<speak>Bert & Ernie</speak>'); }, /not well-formed XML/],
  ['a raw <', (r) => { r.response.outputSpeech = speech('<speak>2 < 3</speak>'); }, /not well-formed XML/],
  ['a raw < in an attribute', (r) => { r.response.outputSpeech = speech('<speak><sub alias="a < b">x</sub></speak>'); }, /not well-formed XML/],
  ['a tag left open', (r) => { r.response.outputSpeech = speech('<speak><s>one</speak>'); }, /not well-formed XML/],
  ['a control character', (r) => { r.response.outputSpeech = speech('<speak>a\u0007b</speak>'); }, /not well-formed XML/],
  ['half a character', (r) => { r.response.outputSpeech = speech('<speak>\ud83c</speak>'); }, /not well-formed XML/],
  ['words outside <speak>', (r) => { r.response.outputSpeech = speech('<speak>a</speak> b'); }, /not well-formed XML/],
  ['no <speak>', (r) => { r.response.outputSpeech = speech('<p>a</p>'); }, /one <speak>, not <p>/],
  ['no tags at all', (r) => { r.response.outputSpeech = speech('hello'); }, /not well-formed XML/],
  ['two <speak>', (r) => { r.response.outputSpeech = speech('<speak><speak>a</speak></speak>'); }, /another is inside/],
  ["a tag of HTML's", (r) => { r.response.outputSpeech = speech('<speak><b>a</b></speak>'); }, /<b> is not one of Alexa's tags/],
  ["a tag of Polly's", (r) => { r.response.outputSpeech = speech('<speak><mark name="a"/>a</speak>'); }, /<mark> is not one of Alexa's tags/],
  ['a break too long', (r) => { r.response.outputSpeech = speech('<speak><break time="11s"/></speak>'); }, /<break> can't have time="11s"/],
  ['a bad reprompt', (r) => { r.response.reprompt.outputSpeech = speech('<speak>a & b</speak>'); }, /reprompt\.outputSpeech\.ssml: SSML is not well-formed/],
  ['an emotion that is not spoken in a locale', (r) => { r.response.outputSpeech = speech('<speak><amazon:emotion name="excited" intensity="low">a</amazon:emotion></speak>'); }, /not spoken in en-IN/, () => intentRequest('en-IN')],

  ['8,001 characters of SSML', (r) => { r.response.outputSpeech = speech(`<speak>${'a'.repeat(8001 - 15)}</speak>`); }, /8001 characters, Alexa takes 8000/],
  ['8,001 characters of text', (r) => { r.response.outputSpeech = { type: 'PlainText', text: 'a'.repeat(8001) }; }, /8001 characters/],
  ['a card of 8,001', (r) => { r.response.card = { type: 'Simple', title: 'a', content: 'a'.repeat(8000) }; }, /card: 8001 characters in all/],
  ['a picture that is not https', (r) => { r.response.card = { type: 'Standard', title: 'a', text: 'b', image: { smallImageUrl: 'http://x/a.png' } }; }, /URL must be https/],
  ['more than 24 KB', (r) => { r.sessionAttributes.pad = 'a'.repeat(24 * 1024); }, /bytes, at most 24576/],

  ['an open session that asks nothing', (r) => { delete r.response.reprompt; }, /is false without a reprompt/],
  ['a dialog that closes', (r) => { r.response.directives = [elicit]; r.response.shouldEndSession = true; }, /must be false beside Dialog\.ElicitSlot/],
  ['a dialog that leaves it open', (r) => { r.response.directives = [dynamicEntities()]; delete r.response.shouldEndSession; }, /must be false beside Dialog\.UpdateDynamicEntities/],
  ['a handover with shouldEndSession', (r) => { r.response.directives = [{ type: 'Connections.StartConnection', uri: 'connection://AMAZON.VerifyPerson/2', input: {} }]; }, /must be absent beside Connections\.StartConnection/],
  ['speech when the session has ended', () => {}, /outputSpeech: a reply to SessionEndedRequest carries none/, sessionEnded],
  ['a card when the session has ended', (r) => { r.response = { card: r.response.card }; }, /card: a reply to SessionEndedRequest carries none/, sessionEnded],
  ['directives after an exception', (r) => { r.response = { directives: [dynamicEntities()], shouldEndSession: false }; }, /directives: a reply to System\.ExceptionEncountered carries none/, exception],
  ['a reprompt to a skill event', (r) => { r.response = { reprompt: r.response.reprompt }; }, /reprompt: a reply to AlexaSkillEvent\.SkillDisabled carries none/, skillEvent],
];

for (const [name, spoil, reason, request = intentRequest] of FAULTS) {
  test(`refused: ${name}`, async () => {
    const response = answer();
    spoil(response);
    assert.match((await judgeResponse(response, request())).join('\n'), reason);
  });
}

const LAWFUL = [
  ['an answer that asks on', () => {}],
  ['an answer that ends', (r) => { delete r.response.reprompt; r.response.shouldEndSession = true; }],
  ['an answer that leaves the session alone', (r) => { delete r.response.reprompt; delete r.response.shouldEndSession; }],
  ['an empty reply to SessionEndedRequest', (r) => { r.response = {}; }, sessionEnded],
  ['an empty reply to a skill event', (r) => { r.response = {}; }, skillEvent],
  ['exactly 8,000 characters', (r) => { r.response.outputSpeech = speech(`<speak>${'a'.repeat(8000 - 15)}</speak>`); }],
  ['dynamic entities', (r) => { r.response.directives = [dynamicEntities()]; }],
  ['a delegated dialog without reprompt', (r) => { r.response = { directives: [{ type: 'Dialog.Delegate', updatedIntent: { name: 'X', confirmationStatus: 'NONE', slots: {} } }], shouldEndSession: false }; }],
  ['a PIN', (r) => { r.response = { directives: [{ type: 'Connections.StartConnection', uri: 'connection://AMAZON.VerifyPerson/2', input: {}, token: 't' }] }; }],
  ['an APL screen', (r) => { r.response.directives = [{ type: 'Alexa.Presentation.APL.RenderDocument', token: 't', document: { type: 'APL' }, datasources: {} }]; }],
  ['a Standard card', (r) => { r.response.card = { type: 'Standard', title: 'a', text: 'b', image: { smallImageUrl: 'https://example.com/a.png' } }; }],
  ['a break without attributes', (r) => { r.response.outputSpeech = speech('<speak>a<break/>b</speak>'); }],
  ['an escaped name', (r) => { r.response.outputSpeech = speech('<speak>&lt;bert&gt; &#38; &quot;ernie&quot;</speak>'); }],
  ["Alexa's own tags", (r) => { r.response.outputSpeech = speech('<speak><amazon:effect name="whispered">a</amazon:effect><say-as interpret-as="spell-out">s3</say-as></speak>'); }],
  ['an emotion in Japanese', (r) => { r.response.outputSpeech = speech('<speak><amazon:emotion name="excited" intensity="low">はい</amazon:emotion></speak>'); }, () => intentRequest('ja-JP')],
];

for (const [name, alter, request = intentRequest] of LAWFUL) {
  test(`passes: ${name}`, async () => {
    const response = answer();
    alter(response);
    assert.deepEqual(await judgeResponse(response, request()), []);
  });
}

const DIRECTIVE_FAULTS = [
  ['another type', (d) => { d.directive.type = 'VoicePlayer.Shout'; }, /must be "VoicePlayer\.Speak"/],
  ['no header', (d) => { delete d.header; }, /required property 'header'/],
  ['the token beside it', (d) => { d.token = 't'; }, /unknown property "token"/],
  ['601 characters', (d) => { d.directive.speech = `<speak>${'a'.repeat(601 - 15)}</speak>`; }, /601 characters, Alexa takes 600/],
  ['plain words', (d) => { d.directive.speech = 'Let me look.'; }, /not well-formed XML/],
  ['nothing to say', (d) => { delete d.directive.speech; }, /says nothing/],
  ["another request's id", (d) => { d.header.requestId = 'x'; }, /is not the request's own/],
];

for (const [name, spoil, reason] of DIRECTIVE_FAULTS) {
  test(`refused as a progressive response: ${name}`, async () => {
    const directive = progressive();
    spoil(directive);
    const faults = await conform('directive', directive);
    const all = faults.length > 0 ? faults : await directiveFaults({ value: directive, request: intentRequest() });
    assert.match(lines(all).join('\n'), reason);
  });
}

const REQUEST_FAULTS = [
  ['an unknown request type', (r) => { r.request.type = 'Pudding.Eaten'; }, /unknown type "Pudding\.Eaten"/],
  ['no apiEndpoint', (r) => { delete r.context.System.apiEndpoint; }, /required property 'apiEndpoint'/],
  ['an unknown slot status', (r) => { r.request.intent.slots.bucket.confirmationStatus = 'MAYBE'; }, /must be one of/],
  ['no context', (r) => { delete r.context; }, /required property 'context'/],
];

for (const [name, spoil, reason] of REQUEST_FAULTS) {
  test(`refused as a request: ${name}`, async () => {
    const request = intentRequest();
    spoil(request);
    assert.match(lines(await conform('request', request)).join('\n'), reason);
  });
}

test('one wrong directive is one failure, not one for each type there is', async () => {
  const response = answer();
  response.response.directives = [{ ...elicit, UpdatedIntent: {} }];
  assert.equal((await conform('response', response)).length, 1);
});

test('the good requests and directives pass', async () => {
  for (const request of [intentRequest(), sessionEnded(), skillEvent(), exception()]) {
    assert.deepEqual(await conform('request', request), []);
  }
  assert.deepEqual(await conform('directive', progressive()), []);
  assert.deepEqual(await directiveFaults({ value: progressive(), request: intentRequest() }), []);
});

async function judgeResponse(response, request) {
  assert.deepEqual(await conform('request', request), [], 'the request of the test must itself conform');
  const faults = await conform('response', response);
  if (faults.length > 0) return lines(faults);
  return lines(await responseFaults({ value: response, request, bytes: Buffer.byteLength(JSON.stringify(response)) }));
}

function lines(faults) {
  return faults.map(({ path, reason }) => `${path}: ${reason}`);
}
