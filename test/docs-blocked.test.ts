import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Reason } from '../src/decision/decision.js';

/** The compiler asks for every member of the union here; the test asks for each of them in the page. */
const reasons = {
  keyPresent: true,
  keyOnLocalStorage: true,
  passesInEveryCase: true,
  keyAbsent: true,
  keyInvalid: true,
  keyMalformed: true,
  keyDeferred: true,
  keyNotFound: true,
  keyDisabled: true,
  keyPendingDeletion: true,
  keyAwsManaged: true,
  keyUnusable: true,
  keyInOtherRegion: true,
  keyNotAllowed: true,
  keyNotVerifiable: true,
  dataCaptureKeyAbsent: true,
  asyncOutputKeyAbsent: true,
  coreDumpKeyAbsent: true,
  localStorage: true,
  exemption: true,
  suppressed: true,
  keyUnknown: true,
  storageUnknown: true,
  dependsOnParameters: true,
  conditionFalse: true,
  unchanged: true,
  deleted: true,
} satisfies Record<Reason, true>;

it('docs/blocked.md has one row for every reason, and no other', () => {
  const rows = [...readFileSync('docs/blocked.md', 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(([, id]) => id);
  expect(rows.toSorted()).toEqual(Object.keys(reasons).toSorted());
});
