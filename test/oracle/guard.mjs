// The guard's side: the built Lambda and the built library, asked as CloudFormation and a program would ask them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createHandler, lambdaEnvironment } = require('../../dist/lambda/index.js');
const { checkTemplate } = require('../../dist/index.js');

const account = '111122223333';
const region = 'eu-west-1';
const stack = 'inference';
const type = 'AWS::SageMaker::EndpointConfig';
const origin = 'http://127.0.0.1:9';

/** The guard under one setting of the policy's `localStorage`. */
export function createGuard(localStorage) {
  const policy = { localStorage };
  let payload = '';
  let lines = [];
  const handler = createHandler({
    ...lambdaEnvironment,
    env: { GUARD_POLICY: JSON.stringify(policy), GUARD_PAYLOAD_ORIGINS: origin },
    fetch: async () => new Response(payload),
    write: (line) => lines.push(JSON.parse(line)),
  });

  /** Verdicts by logical id, from the log; the answer itself has to say the same. */
  async function invoke(requestData) {
    lines = [];
    const answer = await handler({
      clientRequestToken: 'token',
      awsAccountId: account,
      stackId: `arn:aws:cloudformation:${region}:${account}:stack/${stack}/2f0c9d10-6b5e-11f1-9c1a-0a58a9feac02`,
      hookTypeName: 'Guard::SageMaker::EndpointKms',
      actionInvocationPoint: 'CREATE_PRE_PROVISION',
      requestData,
    });
    if (answer.errorCode === 'InternalFailure') throw new Error(answer.message);
    const verdicts = lines.filter(({ message }) => message === 'verdict').map(toFinding);
    const blocked = verdicts.some(({ verdict }) => verdict === 'nonCompliant');
    if (blocked !== (answer.hookStatus === 'FAILED')) throw new Error(`answered ${answer.hookStatus}`);
    return verdicts;
  }

  return {
    /** A STACK invocation, which sees no parameter values. */
    stack(template) {
      payload = JSON.stringify({ template, previousTemplate: null });
      const payloadAddress = `${origin}/payload`;
      return invoke({
        targetName: 'STACK',
        targetType: 'STACK',
        targetLogicalId: stack,
        payload: payloadAddress,
      });
    },
    /** A RESOURCE invocation. */
    async resource(resourceProperties) {
      const targetModel = { resourceProperties, previousResourceProperties: null };
      const target = { targetName: type, targetType: type, targetLogicalId: 'Config', targetModel };
      const [finding] = await invoke(target);
      return finding?.verdict;
    },
    /** The template with the values of its parameters. */
    async template(text, parameters) {
      const findings = await checkTemplate(text, { policy, parameters, account, region, stack });
      return findings.map(toFinding);
    },
  };
}

function toFinding({ logicalId, verdict, reason }) {
  return { logicalId, verdict, reason };
}
