// A skill that welcomes, and a loop over Lambda's Runtime API, as Node's own
// runtime has one.
import { CloudTrailClient, GetEventDataStoreCommand } from '@aws-sdk/client-cloudtrail';
import { SkillBuilders } from 'ask-sdk-core';

const client = new CloudTrailClient({});
const warm = client.send(new GetEventDataStoreCommand({ EventDataStore: process.env.EVENT_DATA_STORE }));

const handler = SkillBuilders.custom()
  .addRequestHandlers({
    canHandle: ({ requestEnvelope }) => requestEnvelope.request.type === 'LaunchRequest',
    handle: ({ responseBuilder }) => responseBuilder.speak('Pudding detective here.').reprompt('What would you like to know?').getResponse(),
  })
  .withSkillId(process.env.SKILL_ID)
  .create();

const runtime = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;

async function serve() {
  await warm;
  for (;;) {
    const next = await fetch(`${runtime}/next`);
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const response = await handler.invoke(await next.json(), {});
    await fetch(`${runtime}/${id}/response`, { method: 'POST', body: JSON.stringify(response) });
  }
}

serve();
