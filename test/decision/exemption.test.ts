import { describe, expect, it } from 'vitest';
import { findExemptions, possibleExemptions } from '../../src/decision/exemption.js';
import { endOf } from '../../src/decision/expiry.js';
import type { Exemption, Subject } from '../../src/decision/index.js';
import { now, subject } from './support.js';

const exemption = (members: Partial<Exemption> = {}): Exemption => ({
  reason: 'r',
  expires: '2027-01-01',
  ...members,
});

describe('the end of an exemption', () => {
  it.each([
    ['2026-12-31', '2027-01-01T00:00:00.000Z'],
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
    ['2026-12-31T10:00', '2026-12-31T10:00:00.000Z'],
    ['2026-12-31T10:00:30.5Z', '2026-12-31T10:00:30.500Z'],
    ['2026-12-31T10:00:00+02:00', '2026-12-31T08:00:00.000Z'],
  ])('%s is %s', (expires, expected) => {
    expect(new Date(endOf(expires) ?? 0).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'never',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '31.12.2026',
    '2026-12-31T25:00',
    '2026-06-31T10:00Z',
    ' 2026-12-31',
  ])('%j has none', (expires) => {
    expect(endOf(expires)).toBeUndefined();
  });
});

describe('an exemption', () => {
  it.each<[Partial<Exemption>, Partial<Subject>, boolean]>([
    [{}, {}, true],
    [{ account: '123456789012' }, {}, true],
    [{ account: '1234*', region: 'eu-*', stack: 'ml-????', resource: 'Config' }, {}, true],
    [{ account: '1234*', region: 'us-*' }, {}, false],
    [{ resource: 'config' }, {}, false],
    [{ stack: 'ml-*' }, { stack: undefined }, false],
    [{ stack: '*' }, { stack: undefined }, true],
    [{ stack: '?*' }, { stack: undefined }, false],
  ])('%j on %j: %j', (members, place, fits) => {
    const one = exemption(members);
    const found = findExemptions([one], { ...subject, ...place }, now);
    expect(found).toEqual({ holds: fits ? one : undefined, expired: [] });
  });

  it.each([
    ['2026-11-24', '2026-11-24T23:59:59.999Z', true],
    ['2026-11-24', '2026-11-25T00:00:00Z', false],
    ['2026-11-24T12:00Z', '2026-11-24T11:59:59Z', true],
    ['2026-11-24T12:00Z', '2026-11-24T12:00:00Z', false],
    ['no date', '2026-11-24T12:00:00Z', false],
  ])('until %s holds at %s: %j', (expires, at, holds) => {
    const one = exemption({ expires });
    const found = findExemptions([one], subject, new Date(at));
    expect(found).toEqual(holds ? { holds: one, expired: [] } : { holds: undefined, expired: [one] });
  });

  it('that fits and holds is found behind one that has expired', () => {
    const over = exemption({ expires: '2020-01-01' });
    const elsewhere = exemption({ region: 'us-east-1' });
    expect(findExemptions([elsewhere, over, exemption()], subject, now)).toEqual({
      holds: exemption(),
      expired: [over],
    });
  });
});

describe('an exemption that may hold', () => {
  it.each<[Partial<Exemption>, Partial<Subject>, boolean]>([
    [{}, {}, true],
    [{ stack: 'ml-*' }, {}, true],
    [{ stack: 'other' }, {}, false],
    [{ stack: 'other' }, { stack: undefined }, true],
    [{ stack: 'other', region: 'us-*' }, { stack: undefined }, false],
    [
      { account: '1', region: 'x', stack: 'y' },
      { account: undefined, region: undefined, stack: undefined },
      true,
    ],
    [{ expires: '2026-11-01' }, {}, false],
    [{ expires: '2026-11-01', stack: 'other' }, { stack: undefined }, false],
  ])('%j on %j: %j', (members, place, may) => {
    const one = exemption(members);
    expect(possibleExemptions([one], { ...subject, ...place }, now)).toEqual(may ? [one] : []);
  });
});
