/** `hook register`: the guard as a hook type of the account's own, from schema.json. Experimental. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Members } from '../../aws/hook-configuration.js';
import type { HookPackage } from '../../aws/hook-package.js';
import { putPackage, registeredVersion, registerType, setDefaultVersion } from '../../aws/registration.js';
import { findHook, send } from '../../aws/registry.js';
import { parseArguments } from '../arguments.js';
import { type Io, UsageError } from '../command.js';
import { carryOut } from './change.js';
import { noOperands } from './options.js';
import { type Plan, planOf, type RegisterRequest, registerOptions } from './register-plan.js';
import type { Outside, Subcommand } from './subcommand.js';

const experimental =
  'experimental: AWS documents Java and Python for hooks of this kind, and may refuse this package; ' +
  '`kms-guard hook activate` is the supported way\n';

export const register: Subcommand = {
  help: `Usage: kms-guard hook register --bucket NAME [options]

Packs schema.json, its settings and the bundle, uploads the package, registers it, waits until CloudFormation
has taken it, makes it the default version and configures it. Run it in a checkout, after \`npm run build\`.

EXPERIMENTAL: AWS documents Java and Python as the languages of such hooks. It may refuse this package; the
supported way is \`kms-guard hook activate\`.

  --bucket NAME       the S3 bucket for the package, in the hook's region
  --role ARN          the execution role that the handler runs under
  --log-role ARN      the role by which CloudFormation writes the handler's log
  --mode FAIL|WARN    what a non-compliant configuration meets (default: WARN)
  --policy FILE       the policy document, which becomes the hook's configuration
  --schema FILE       (default: schema.json)
  --code FILE         the Lambda bundle (default: dist/lambda/index.js)
  --output FILE       where a dry run writes the package (default: NAME-OF-THE-TYPE.zip)
  --region NAME       the AWS region (default: AWS_REGION, or the profile's)
  --dry-run           write the package, print the exact requests as JSON, call nothing
  -y, --yes           do not ask

Examples:
  kms-guard hook register --bucket my-artifacts --dry-run
  kms-guard hook register --bucket my-artifacts --policy policy.yaml --mode WARN --yes
`,
  async run(argv, io, outside) {
    const { values, positionals } = parseArguments(argv, registerOptions);
    noOperands('register', positionals);
    const plan = await planOf(values, io);
    io.stderr.write(experimental);
    const change = {
      alias: plan.hook.typeName,
      before: undefined,
      after: plan.configuration,
      requests: plan.requests,
      done: 'is registered and configured',
    };
    if (values['dry-run'] === true) {
      await writePackage(plan.hook, values.output, io);
      return carryOut([change], values, io, async () => undefined);
    }
    const client = await outside.cloudFormation({ region: values.region });
    const before = await presentConfiguration(client, plan.hook.typeName);
    const sending = sender(plan, client, await outside.s3({ region: values.region }), io, outside);
    return carryOut([{ ...change, before }], values, io, sending);
  },
};

async function writePackage(
  { typeName, zip }: HookPackage,
  output: string | undefined,
  io: Io,
): Promise<void> {
  const file = output ?? `${typeName.toLowerCase().replaceAll('::', '-')}.zip`;
  try {
    await writeFile(resolve(io.cwd, file), zip);
  } catch (cause) {
    throw new UsageError(`${file} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  io.stderr.write(`wrote ${file}, ${zip.length} bytes\n`);
}

/** @throws UsageError where the name is taken by an activated hook. */
async function presentConfiguration(
  client: CloudFormationClient,
  typeName: string,
): Promise<Members | undefined> {
  const present = await findHook(client, typeName);
  if (present?.activated === true) {
    throw new UsageError(
      `${typeName} is the alias of an activated hook: \`kms-guard hook deactivate --alias ${typeName}\` first`,
    );
  }
  return present?.configuration;
}

/** Sends one request after the other; the version's ARN is known only once the registration is complete. */
function sender({ hook }: Plan, client: CloudFormationClient, bucket: S3Client, io: Io, { wait }: Outside) {
  let token = '';
  return async (request: RegisterRequest): Promise<void> => {
    switch (request.operation) {
      case 'PutObject':
        return putPackage(bucket, request.input, hook.zip);
      case 'RegisterType':
        token = await registerType(client, request.input);
        return;
      case 'SetTypeDefaultVersion':
        io.stderr.write('waiting for the registration ...\n');
        return setDefaultVersion(client, await registeredVersion(client, token, wait));
      default:
        return send(client, request);
    }
  };
}
