// Things Amazon would take, made anew for each test to spoil.

export function intentRequest(locale = 'en-US') {
  return {
    version: '1.0',
    session: {
      new: true,
      sessionId: 'amzn1.echo-api.session.1',
      application: { applicationId: 'amzn1.ask.skill.1' },
      attributes: { turn: 1 },
      user: { userId: 'amzn1.ask.account.1' },
    },
    context: {
      System: {
        application: { applicationId: 'amzn1.ask.skill.1' },
        user: { userId: 'amzn1.ask.account.1' },
        device: { deviceId: 'amzn1.ask.device.1', supportedInterfaces: {} },
        apiEndpoint: 'https://api.amazonalexa.com',
        apiAccessToken: 'token',
      },
    },
    request: {
      type: 'IntentRequest',
      requestId: 'amzn1.echo-api.request.1',
      timestamp: '2026-11-22T10:00:00Z',
      locale,
      dialogState: 'COMPLETED',
      intent: {
        name: 'WhoUsedBucketIntent',
        confirmationStatus: 'NONE',
        slots: { bucket: { name: 'bucket', value: 'my pudding', confirmationStatus: 'NONE' } },
      },
    },
  };
}

export function sessionEnded() {
  const envelope = intentRequest();
  envelope.request = {
    type: 'SessionEndedRequest',
    requestId: 'amzn1.echo-api.request.2',
    timestamp: '2026-11-22T10:00:00Z',
    locale: 'en-US',
    reason: 'USER_INITIATED',
  };
  return envelope;
}

export function answer() {
  return {
    version: '1.0',
    sessionAttributes: { question: { template: 'bucket_users' } },
    response: {
      outputSpeech: { type: 'SSML', ssml: '<speak>Bert &amp; Ernie ate it, <break time="200ms"/> twice.</speak>' },
      card: { type: 'Simple', title: 'Who ate my pudding', content: 'bert 2' },
      reprompt: { outputSpeech: { type: 'SSML', ssml: '<speak>Who else?</speak>' } },
      shouldEndSession: false,
    },
  };
}

export function progressive() {
  return {
    header: { requestId: 'amzn1.echo-api.request.1' },
    directive: { type: 'VoicePlayer.Speak', speech: '<speak>Let me look.</speak>' },
  };
}

export function dynamicEntities() {
  return {
    type: 'Dialog.UpdateDynamicEntities',
    updateBehavior: 'REPLACE',
    types: [{ name: 'Bucket', values: [{ id: 'pudding', name: { value: 'my pudding', synonyms: ['the pudding'] } }] }],
  };
}

const BUILT_IN = ['Help', 'Stop', 'Cancel', 'NavigateHome', 'Fallback'];

export function model(locale = 'en-US') {
  const [invocationName, samples, values] = locale === 'ja-JP'
    ? ['プリン 探偵', ['{bucket} を 食べた の は 誰'], ['プリン']]
    : ['pudding detective', ['who used {bucket}', "who's been in {bucket}"], ['pudding']];
  return {
    interactionModel: {
      languageModel: {
        invocationName,
        intents: [
          ...BUILT_IN.map((name) => ({ name: `AMAZON.${name}Intent`, samples: [] })),
          { name: 'WhoUsedBucketIntent', slots: [{ name: 'bucket', type: 'Bucket' }, { name: 'date', type: 'AMAZON.DATE' }], samples },
        ],
        types: [{ name: 'Bucket', values: values.map((value) => ({ id: 'pudding', name: { value } })) }],
      },
      dialog: {
        delegationStrategy: 'SKILL_RESPONSE',
        intents: [{
          name: 'WhoUsedBucketIntent',
          confirmationRequired: false,
          slots: [{
            name: 'bucket',
            type: 'Bucket',
            elicitationRequired: true,
            prompts: { elicitation: 'Which' },
            validations: [{ type: 'hasEntityResolutionMatch', prompt: 'Which' }],
          }],
        }],
      },
      prompts: [{ id: 'Which', variations: [{ type: 'PlainText', value: 'Which?' }] }],
    },
  };
}

export function models() {
  return { 'en-US': model(), 'en-GB': model(), 'ja-JP': model('ja-JP') };
}

export function manifest() {
  const texts = (phrase) => ({ name: 'Pudding', summary: 'Who did it', description: 'Who did it, aloud', examplePhrases: [phrase], keywords: ['audit'] });
  return {
    manifest: {
      manifestVersion: '1.0',
      publishingInformation: {
        locales: {
          'en-US': texts('Alexa, ask pudding detective who ate my pudding'),
          'en-GB': texts('Alexa, ask Pudding Detective who ate my pudding'),
          'ja-JP': texts('アレクサ、プリン探偵で誰が食べたか聞いて'),
        },
      },
      privacyAndCompliance: {
        allowsPurchases: false,
        usesPersonalInfo: false,
        isChildDirected: false,
        isExportCompliant: true,
        containsAds: false,
        locales: { 'en-US': { privacyPolicyUrl: 'https://example.com/privacy' } },
      },
      apis: {
        custom: {
          endpoint: { uri: 'arn:aws:lambda:us-east-1:111122223333:function:pudding' },
          interfaces: [{ type: 'ALEXA_PRESENTATION_APL' }],
        },
      },
    },
  };
}
