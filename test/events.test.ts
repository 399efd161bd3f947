import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/hook/guard.js';
import { fakeEnvironment, readEvent } from './hook/fixtures.js';

/** Every event of events/: status, error code, and verdict and reason of each target. */
const expected: Record<string, readonly [status: string, code: string | undefined, ...verdicts: string[]]> = {
  'resource-create.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'resource-create.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.blank-key': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.invalid-key': ['FAILED', 'NonCompliant', 'nonCompliant keyInvalid'],
  'resource-create.no-properties': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.local-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.local-storage-with-key': ['SUCCESS', undefined, 'compliant keyOnLocalStorage'],
  'resource-create.mixed-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.serverless': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.dynamic-reference': ['SUCCESS', undefined, 'compliant keyPresent'],
  'resource-create.aws-managed-key': ['FAILED', 'NonCompliant', 'nonCompliant keyAwsManaged'],
  'resource-create.exempt': ['SUCCESS', undefined, 'exempt exemption'],
  'resource-create.expired-exemption': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.malformed-policy': ['FAILED', 'InternalFailure'],
  'resource-create.malformed': ['FAILED', 'InternalFailure'],
  'resource-create.odd-members': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-create.other-type': ['SUCCESS', undefined],
  'resource-create.contract-test': ['SUCCESS', undefined, 'compliant keyPresent'],
  'resource-create.other-spellings': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-update.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'resource-update.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-update.local-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'resource-update.tags-only': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'resource-delete.pass': ['SUCCESS', undefined, 'notApplicable deleted'],
  'resource-delete.empty': ['SUCCESS', undefined, 'notApplicable deleted'],
  'cloudcontrol-create.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'cloudcontrol-create.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'cloudcontrol-create.local-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'cloudcontrol-create.mixed-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'cloudcontrol-update.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'cloudcontrol-update.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'cloudcontrol-update.tags-only': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'cloudcontrol-delete.pass': ['SUCCESS', undefined, 'notApplicable deleted'],
  'stack-create.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'stack-create.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-create.fail-json': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-create.local-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-create.mixed-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-create.undetermined': ['SUCCESS', undefined, 'undetermined dependsOnParameters'],
  'stack-create.condition-false': ['SUCCESS', undefined, 'notApplicable conditionFalse'],
  'stack-create.no-endpoint': ['SUCCESS', undefined],
  'stack-create.unreadable': ['FAILED', 'InternalFailure'],
  'stack-create.same-previous-template': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-update.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'stack-update.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'stack-update.unchanged': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'stack-update.identical': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'stack-update.unreadable-previous': ['SUCCESS', undefined, 'compliant keyPresent'],
  'stack-update.tags-only': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'stack-update.unchanged-but-for-parameters': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'stack-update.previous-template': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'stack-delete.pass': ['SUCCESS', undefined],
  'changeset-create.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'changeset-create.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.known-after-apply': ['SUCCESS', undefined, 'compliant keyPresent'],
  'changeset-create.local-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.mixed-storage': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.undetermined': ['SUCCESS', undefined, 'undetermined storageUnknown'],
  'changeset-create.no-context': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.no-endpoint': ['SUCCESS', undefined],
  'changeset-create.malformed-context': ['FAILED', 'InternalFailure'],
  'changeset-create.as-documented': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.no-changes': ['SUCCESS', undefined],
  'changeset-create.incomplete-change': ['SUCCESS', undefined, 'compliant keyPresent'],
  'changeset-create.empty-context': ['SUCCESS', undefined, 'compliant keyPresent'],
  'changeset-create.object-context': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-create.properties-known-after-apply': ['SUCCESS', undefined, 'undetermined keyUnknown'],
  'changeset-update.pass': ['SUCCESS', undefined, 'compliant keyPresent'],
  'changeset-update.fail': ['FAILED', 'NonCompliant', 'nonCompliant keyAbsent'],
  'changeset-update.unchanged': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'changeset-update.tags-only': ['SUCCESS', undefined, 'notApplicable unchanged'],
  'changeset-delete.pass': ['SUCCESS', undefined, 'notApplicable deleted'],
};

const events = readdirSync('events')
  .filter((file) => file.endsWith('.json') && !file.endsWith('.payload.json'))
  .map((file) => basename(file, '.json'));

/** The answer to an event, its payload taken from beside it; the log goes to `lines`. */
function answerTo(name: string, lines: string[] = [], event: unknown = readEvent(name)) {
  const payload = `events/${name}.payload.json`;
  const served = existsSync(payload)
    ? { fetch: () => Promise.resolve(new Response(readFileSync(payload, 'utf8'))) }
    : {};
  const { environment } = fakeEnvironment({ ...served, write: (line) => lines.push(line) });
  return createHandler(environment)(event);
}

describe('the events', () => {
  it('are all named here', () => {
    expect(events.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(events)('%s', async (name) => {
    const lines: string[] = [];
    const answer = await answerTo(name, lines);
    const event = readEvent(name);
    const verdicts = lines
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'verdict')
      .map(({ verdict, reason }) => `${verdict} ${reason}`);
    expect([answer.hookStatus, answer.errorCode, ...verdicts]).toEqual(expected[name]);
    expect(answer.clientRequestToken).toBe(event.clientRequestToken ?? event.clientRequesttoken);
    expect(answer.annotations?.length ?? 0).toBe(verdicts.length);
    expect(answer.message.length).toBeLessThanOrEqual(name.startsWith('cloudcontrol') ? 1_024 : 4_096);
  });

  it.each(events)('%s is answered alike, whatever its other members are', async (name) => {
    const event = readEvent(name);
    const expected = await answerTo(name);
    for (const odd of [undefined, null, 5, true, 'odd', [1], { a: 1 }]) {
      const members = { changeSetId: odd, hookTypeName: odd, hookTypeVersion: odd, requestContext: odd };
      expect(await answerTo(name, [], { ...event, ...members, laterMember: odd })).toEqual(expected);
    }
  });

  it.each([
    ['resource-create.fail', ['EndpointConfig', 'KmsKeyId:']],
    ['resource-create.expired-exemption', ['expired', '2020-01-31', 'Load test without customer data']],
    ['resource-create.malformed-policy', ['hookModel', 'keyPolicy', 'allowedKey']],
    ['resource-create.malformed', ['actionInvocationPoint', 'requestData.targetModel']],
    ['cloudcontrol-create.fail', ['EndpointConfig', '"KmsKeyId":']],
    ['resource-update.tags-only', ['EndpointConfig is untouched']],
    ['changeset-update.tags-only', ['EndpointConfig is untouched']],
    ['stack-update.tags-only', ['EndpointConfig is untouched']],
    ['stack-update.identical', ['EndpointConfig is untouched']],
    // Its parameter may have another value than before.
    ['stack-update.unchanged-but-for-parameters', ['the same in the previous template', 'parameter value']],
  ])('%s is answered with a message to act on', async (name, parts) => {
    const { message } = await answerTo(name);
    for (const part of parts) expect(message).toContain(part);
  });

  it('tells why and until when an exemption applied', async () => {
    const { annotations } = await answerTo('resource-create.exempt');
    expect(annotations?.[0]?.statusMessage).toMatch(/until 2099-12-31 .*Load test without customer data/);
  });
});
