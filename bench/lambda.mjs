// Loads the bundled function as Lambda does, and answers its payload requests from memory.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** @returns {Promise<(event: unknown) => Promise<unknown>>} */
export function loadHandler() {
  const { createHandler, lambdaEnvironment } = require('../dist/lambda/index.js');
  // The function writes its log lines, but they are not shown.
  const handler = createHandler({ ...lambdaEnvironment, fetch: fromMemory, write: () => true });
  return (event) => handler(event, { getRemainingTimeInMillis: () => 25_000 });
}

/** A response body in pieces, as the network delivers it. */
async function* chunksOf(body) {
  for (let start = 0; start < body.length; start += 65_536) yield body.subarray(start, start + 65_536);
}

/** The response body of each payload URL. */
const bodies = new Map();
const fromMemory = async (url) => ({ status: 200, body: chunksOf(bodies.get(String(url))) });

/** A STACK event whose payload is answered from memory. */
export function stackEvent(template, previousTemplate = null) {
  const payload = `https://bucket.s3.eu-west-1.amazonaws.com/${bodies.size}?X-Amz-Signature=x`;
  bodies.set(payload, Buffer.from(JSON.stringify({ template, previousTemplate })));
  return {
    clientRequestToken: 'token',
    awsAccountId: '111122223333',
    stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/models/1',
    hookTypeName: 'Guard::SageMaker::EndpointKms',
    hookTypeVersion: '1',
    hookModel: null,
    actionInvocationPoint: previousTemplate === null ? 'CREATE_PRE_PROVISION' : 'UPDATE_PRE_PROVISION',
    requestData: {
      targetName: 'STACK',
      targetType: 'STACK',
      targetLogicalId: 'models',
      payload,
    },
    requestContext: { invocation: 1, callbackContext: null },
  };
}
