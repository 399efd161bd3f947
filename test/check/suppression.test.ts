import { describe, expect, it } from 'vitest';
import { check, checkJson, folderWith, template } from '../cli/check-support.js';

const run = (meta: string, properties = '', policy = '{}') =>
  checkJson(['a.yaml'], folderWith({ 'a.yaml': template(properties, { meta }), 'kms-guard.yaml': policy }));

describe('a suppression in the template', () => {
  it.each([
    ['with a reason', '{KmsGuard: {ignore: true, reason: public data}}'],
    ['until a day', '{KmsGuard: {ignore: true, reason: public data, expires: 2026-11-24}}'],
    ['until a moment', '{KmsGuard: {ignore: "true", reason: public data, expires: "2026-11-24T12:00:01Z"}}'],
  ])('counts: %s', async (_name, meta) => {
    const { results, code, summary } = await run(meta);
    expect(results[0]).toMatchObject({ verdict: 'exempt', reason: 'suppressed', line: 5, column: 5 });
    expect(results[0]?.message).toContain('public data. This applies to this check only: the hook');
    expect(results[0]?.message).toContain(
      'Without the suppression: The endpoint configuration Config has no KmsKeyId.',
    );
    expect(results[0]?.remediation).toContain('exemption in the policy');
    expect([code, summary['exempt']]).toEqual([0, 1]);
  });

  it.each([
    ['no reason', '{KmsGuard: {ignore: true}}', 'it has no reason'],
    ['a blank reason', '{KmsGuard: {ignore: true, reason: " "}}', 'it has no reason'],
    [
      'expired',
      '{KmsGuard: {ignore: true, reason: trial!, expires: 2026-11-23}}',
      'it expired on 2026-11-23 (its reason was: trial!)',
    ],
    ['no date', '{KmsGuard: {ignore: true, reason: trial, expires: soon}}', 'expires must be a date such as'],
    [
      'a number as date',
      '{KmsGuard: {ignore: true, reason: trial, expires: 2026}}',
      'expires must be a date such as',
    ],
    ['no map', '{KmsGuard: true}', 'it must be a map with ignore, reason'],
    ['something else than true', '{KmsGuard: {ignore: maybe, reason: r}}', 'ignore must be true or false'],
    [
      'a misspelt member',
      '{KmsGuard: {ignore: true, reason: r, expire: 2020-01-01}}',
      'it has the unknown member expire; known are ignore',
    ],
  ])('does not count, and says why: %s', async (_name, meta, flaw) => {
    const { results, code } = await run(meta);
    expect(results[0]).toMatchObject({ verdict: 'nonCompliant', reason: 'keyAbsent' });
    expect(results[0]?.message).toContain(`The suppression in its Metadata.KmsGuard does not count: ${flaw}`);
    expect(code).toBe(1);
  });

  it.each([
    ['ignore: false', '{KmsGuard: {ignore: false, reason: r}}'],
    ['no ignore', '{KmsGuard: {reason: r}}'],
    ['other metadata', '{Other: {ignore: true, reason: r}}'],
  ])('is none: %s', async (_name, meta) => {
    const { results } = await run(meta);
    expect(results[0]?.verdict).toBe('nonCompliant');
    expect(results[0]?.message).not.toContain('Metadata');
  });

  it('leaves alone what needs none', async () => {
    const meta = '{KmsGuard: {ignore: true, reason: r}}';
    const { results } = await run(meta, 'KmsKeyId: alias/a');
    expect(results[0]).toMatchObject({ verdict: 'compliant', reason: 'keyPresent' });
    expect((await run(meta, 'KmsKeyId: !ImportValue k')).results[0]?.reason).toBe('suppressed');
  });

  it('yields to an exemption in the policy, which the hook sees too', async () => {
    const policy = 'exemptions: [{resource: Config, reason: agreed, expires: 2027-01-01}]\n';
    const { results } = await run('{KmsGuard: {ignore: true, reason: r}}', '', policy);
    expect(results[0]).toMatchObject({ verdict: 'exempt', reason: 'exemption' });
  });

  it.each([
    ['pretty', /○ exempt {2}Config {2}a\.yaml:5:5 {2}suppressed/],
    ['json', /"reason": "suppressed"/],
    ['sarif', /"kind": "inSource"/],
    ['junit', /<skipped message="exempt \(suppressed\): Suppressed by/],
    ['github', /^::notice file=a\.yaml,line=5,.*::Suppressed by/],
  ])('is listed in every format: %s', async (format, expected) => {
    const cwd = folderWith({ 'a.yaml': template('', { meta: '{KmsGuard: {ignore: true, reason: r}}' }) });
    expect((await check(['a.yaml', '--format', format], cwd)).stdout).toMatch(expected);
  });
});
