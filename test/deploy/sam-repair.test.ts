import { describe, expect, it } from 'vitest';
import { createHandler } from '../../src/handler.js';
import { answering, fakeEnvironment, resourceEvent, stackEvent } from '../hook/fixtures.js';
import { alarmOf, CloudWatch, metric, Resources, resolve } from './sam-account.js';
import type { Json } from './sam-template.js';

interface Version {
  readonly number: string;
  readonly policy: string;
  readonly event?: Record<string, unknown>;
  /** Does not come as far as an answer: out of memory, a bundle that does not load. */
  readonly crashes?: boolean;
}

/** @returns the error code that it answers, if it answers */
async function invoke(version: Version, account: CloudWatch): Promise<string | undefined> {
  const lambda = { FunctionName: 'GuardFunction', Resource: 'GuardFunction:live' };
  if (version.crashes) {
    account.add(metric('AWS/Lambda', 'Errors', lambda));
    account.add(metric('AWS/Lambda', 'Errors', { ...lambda, ExecutedVersion: version.number }));
    return undefined;
  }
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_LAMBDA_FUNCTION_NAME: 'GuardFunction',
    AWS_LAMBDA_FUNCTION_VERSION: version.number,
    GUARD_POLICY: version.policy,
  };
  const fetch = answering({ template: 'Resources: {', previousTemplate: null });
  const write = (line: string) => account.read(line);
  const { environment } = fakeEnvironment({ env, fetch, write });
  const { errorCode } = await createHandler(environment)(version.event ?? resourceEvent());
  return errorCode;
}

const operatorAlarms = ['ErrorsAlarm', 'ThrottlesAlarm', 'InternalFailureAlarm'];
const broken: Version = { number: '1', policy: 'keyPolicy: nonsense' };

/** The alarms of the deployment group. */
function deploymentAlarms(): Json {
  const { AlarmConfiguration } = Resources.GuardFunctionDeploymentGroup?.Properties ?? {};
  return (AlarmConfiguration as { Alarms: Json }).Alarms;
}

/** Version 1 fails whoever asks it; then the stack is updated, and CodeDeploy shifts the traffic to version 2. */
async function update(next: Version, alarms = deploymentAlarms(), named = resolve): Promise<string> {
  const account = new CloudWatch();
  const put = (version: string) => {
    for (const id of Object.keys(Resources)) {
      const alarm = alarmOf(id, version);
      if (alarm) account.put(alarm);
    }
  };
  put(broken.number);
  await invoke(broken, account);
  account.minutePasses();
  expect(account.isOn('InternalFailureAlarm')).toBe(true);

  put(next.number);
  const watched = named(alarms, next.number) as { Name: string }[];
  const anyOn = () => watched.some(({ Name }) => account.isOn(Name));
  if (anyOn()) return 'stopped at once';
  // Canary10Percent5Minutes: for five minutes one invocation in ten meets the new version.
  let code: string | undefined;
  for (let minute = 0; minute < 5; minute += 1) {
    for (let call = 0; call < 9; call += 1) await invoke(broken, account);
    code = await invoke(next, account);
    account.minutePasses();
    if (anyOn()) return `rolled back after ${code}`;
  }
  return `succeeded after ${code}`;
}

describe('a broken guard', () => {
  const repaired: Version = { number: '2', policy: '{}' };

  it.each<[string, Version, string]>([
    ['is repaired by an update', repaired, 'succeeded after NonCompliant'],
    [
      'is repaired while users send templates that cannot be read',
      { ...repaired, event: stackEvent() },
      'succeeded after InternalFailure',
    ],
    [
      'is repaired while something sends events that are none',
      { ...repaired, event: {} },
      'succeeded after InternalFailure',
    ],
    [
      'stays as it is where the update is broken too',
      { ...repaired, policy: 'keyPolicy: no' },
      'rolled back after InternalFailure',
    ],
    [
      'stays as it is where the update does not come as far as an answer',
      { ...repaired, crashes: true },
      'rolled back after undefined',
    ],
  ])('%s', async (_, next, outcome) => {
    expect(await update(next)).toBe(outcome);
  });

  it('could not be repaired under alarms that see every version', async () => {
    const alarms = operatorAlarms.map((Ref) => ({ Name: { Ref } }));
    expect(await update(repaired, alarms)).toBe('stopped at once');
  });

  it('could not be repaired under alarms that are on for the version before', async () => {
    const ofTheVersionBefore = (value: Json) => resolve(value, broken.number);
    expect(await update(repaired, undefined, ofTheVersionBefore)).toBe('stopped at once');
  });
});
