import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { AwsFailure, explain } from '../../src/aws/failure.js';
import { missingProfile } from '../../src/aws/profile.js';

const folder = mkdtempSync(join(tmpdir(), 'aws-'));
const files = {
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
};
writeFileSync(
  files.AWS_CONFIG_FILE,
  '[default]\nregion = eu-west-1\n[profile prod-audit]\n[profile "ml team"]\n[ profile spaced ]\n# [profile gone]\n[sso-session s]\n',
);
writeFileSync(files.AWS_SHARED_CREDENTIALS_FILE, '[default]\n[keys]\naws_access_key_id = [x]\n');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

it.each([['default'], ['prod-audit'], ['ml team'], ['spaced'], ['keys'], [''], [undefined]])(
  'the profile %j is there, or none is named',
  (AWS_PROFILE) => {
    expect(missingProfile({ ...files, AWS_PROFILE })).toBeUndefined();
  },
);

it.each([
  ['prod-audti', ': did you mean prod-audit?'],
  ['gone', ' ('],
  ['x', ' ('],
])('the profile %s is not', (AWS_PROFILE, near) => {
  const message = missingProfile({ ...files, AWS_PROFILE });
  expect(message).toContain(
    `AWS_PROFILE names the profile "${AWS_PROFILE}", which is not in ${files.AWS_CONFIG_FILE} or `,
  );
  expect(message).toContain(`${files.AWS_SHARED_CREDENTIALS_FILE}${near}`);
});

it('is missed where there are no such files', () => {
  expect(
    missingProfile({ AWS_CONFIG_FILE: '/no/file', AWS_SHARED_CREDENTIALS_FILE: '/none', AWS_PROFILE: 'a' }),
  ).toContain('in /no/file or /none (');
});

it.each([
  ['CredentialsProviderError', 'Could not load credentials from any providers'],
  ['Error', 'Region is missing'],
])('names the failure, whatever the SDK misses first: %s', (name, message) => {
  const error = Object.assign(new Error(message), { name });
  for (const [variable, value] of Object.entries({ ...files, AWS_PROFILE: 'gone' }))
    vi.stubEnv(variable, value);
  const failure = explain(error, 'sts:AssumeRole');
  expect(failure).toBeInstanceOf(AwsFailure);
  expect(failure).toMatchObject({
    code: 'credentials',
    message: expect.stringContaining('AWS_PROFILE names the profile "gone"'),
  });
  vi.stubEnv('AWS_PROFILE', 'keys');
  expect((explain(error, 'sts:AssumeRole') as Error).message).not.toContain('profile "');
});
