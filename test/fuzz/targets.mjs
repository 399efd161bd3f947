// What is fuzzed: four readers, each with its seeds and what it may answer. Any other answer is thrown as an error.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

const root = join(import.meta.dirname, '..', '..');

/**
 * @typedef {object} Target
 * @property {string} bundle where the reader is, in dist/
 * @property {() => string[]} seeds
 * @property {(exports: any) => (text: string) => Promise<void>} reader throws where an input is not answered as it may be
 */

/** @type {Readonly<Record<string, Target>>} */
export const targets = {
  event: {
    bundle: 'lambda/index.js',
    seeds: () => texts(['events/*.json', '!events/*.payload.json']),
    reader({ createHandler }) {
      const payload = JSON.stringify({
        ...JSON.parse(texts(['events/stack-update.fail.payload.json'])[0]),
        ...JSON.parse(texts(['events/changeset-create.fail.payload.json'])[0]),
      });
      const handler = createHandler(environment(() => payload));
      return async (text) => {
        const event = jsonOf(text);
        mustAnswer(await handler(event), event?.clientRequestToken ?? event?.clientRequesttoken);
      };
    },
  },
  payload: {
    bundle: 'lambda/index.js',
    seeds: () => texts(['events/*.payload.json']),
    reader({ createHandler }) {
      let body = '';
      const handler = createHandler(environment(() => body));
      const events = ['stack-create.fail', 'stack-update.fail', 'changeset-update.fail'].map((name) =>
        JSON.parse(texts([`events/${name}.json`])[0]),
      );
      return async (text) => {
        body = text;
        for (const event of events) mustAnswer(await handler(event), event.clientRequestToken);
      };
    },
  },
  template: {
    bundle: 'index.js',
    seeds: () =>
      texts(['test/templates/**/*.{yaml,yml,json}', 'test/integration/neighbours/**/*.{yaml,json}']),
    reader({ checkTemplate, TemplateError, verdicts }) {
      const known = new Set(verdicts);
      const strict = {
        keyPolicy: 'customerManaged',
        allowedKeys: ['alias/*', 'arn:*'],
        localStorage: 'exempt',
      };
      const policies = [{}, { ...strict, alsoRequire: ['dataCapture', 'asyncOutput', 'coreDump'] }];
      /** The verdicts in a line; nothing where there are none, be it that the text is no template. */
      const judge = async (text, policy) => {
        const findings = await checkTemplate(text, { policy }).catch(only(TemplateError));
        for (const { verdict, line, message } of findings ?? [])
          must(known.has(verdict) && line > 0 && message.length > 0, `a finding of another form: ${verdict}`);
        const parts = findings?.map(({ logicalId, verdict, reason }) => `${logicalId} ${verdict} ${reason}`);
        return parts?.toSorted().join() ?? '';
      };
      return async (text) => {
        for (const policy of policies) await judge(text, policy);
        const json = jsonOf(text);
        if (typeof json !== 'object') return;
        // JSON is YAML, and has a reader of its own.
        const [plain, yaml] = [JSON.stringify(json), `# YAML\n${JSON.stringify(json)}`];
        const same = (await judge(plain, policies[1])) === (await judge(yaml, policies[1]));
        must(same, 'JSON that comes to something else as YAML');
      };
    },
  },
  policy: {
    bundle: 'index.js',
    seeds: () =>
      [...readFileSync(join(root, 'docs/policy.md'), 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
        ([, it]) => it,
      ),
    reader({ parsePolicy, evaluate, PolicyError, verdicts }) {
      const known = new Set(verdicts);
      const settings = {
        account: '111122223333',
        region: 'eu-west-1',
        stack: 'legacy-1',
        logicalId: 'Config',
      };
      return async (text) => {
        const policy = await parsePolicy(text, 'policy').catch(only(PolicyError));
        if (policy === undefined) return;
        const { verdict, message } = evaluate(
          { KmsKeyId: 'alias/a' },
          { ...settings, policy, keys: new Map() },
        );
        const open = policy.keyPolicy !== 'verified' && verdict === 'undetermined';
        must(known.has(verdict) && !open && message.length > 0, `a judgment of another shape: ${verdict}`);
      };
    },
  },
};

function texts(patterns) {
  const paths = globSync(patterns, { cwd: root, expandDirectories: false });
  return paths.toSorted().map((path) => readFileSync(join(root, path), 'utf8'));
}

/** Everything that the function takes from outside, without a network and without waiting. */
function environment(payload) {
  const absent = async () => {
    throw Object.assign(new Error('there is none'), { name: 'NotFoundException' });
  };
  return {
    env: {},
    fetch: async () => new Response(payload()),
    now: Date.now,
    clock: () => performance.now(),
    random: () => 0.5,
    sleep: async () => {},
    readObject: absent,
    describeKey: absent,
    write: () => {},
  };
}

/** What is no JSON comes in as the text that it is. */
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const only = (errorClass) => (error) => {
  if (!(error instanceof errorClass)) throw error;
};

function must(holds, complaint) {
  if (!holds) throw new Error(complaint);
}

/** The answer of a hook. Source: "Lambda Hooks" in the CloudFormation Hooks User Guide. */
function mustAnswer({ hookStatus, errorCode, message, annotations = [], ...rest }, token) {
  const errorCodes = hookStatus === 'FAILED' ? ['NonCompliant', 'InternalFailure'] : [undefined];
  must(
    ['SUCCESS', 'FAILED'].includes(hookStatus) && errorCodes.includes(errorCode),
    `${hookStatus}, ${errorCode}`,
  );
  must(isText(message, 4_096), `a message of another shape: ${message}`);
  must(!message.startsWith('Something went wrong inside the guard'), message);
  const { clientRequestToken, ...shape } = rest;
  must(
    clientRequestToken === (typeof token === 'string' ? token : ''),
    `another token: ${clientRequestToken}`,
  );
  must(JSON.stringify(shape) === '{"callbackContext":null,"callbackDelaySeconds":0}', JSON.stringify(shape));
  for (const {
    annotationName,
    status,
    statusMessage,
    remediationMessage,
    remediationLink,
    severityLevel,
  } of annotations)
    must(
      annotationName === 'sagemaker-endpoint-config-kms-key-id' &&
        ['PASSED', 'FAILED', 'SKIPPED'].includes(status) &&
        [statusMessage, remediationMessage, remediationLink].every((text) => isText(text, 16_384)) &&
        severityLevel === 'MEDIUM',
      'an annotation of another shape',
    );
}

function isText(value, limit) {
  return typeof value === 'string' && value.length > 0 && value.length <= limit;
}
