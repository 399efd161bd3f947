/** The table of instance families is held against the API model, so that a new hosting family fails here. */
import { expect, test } from 'vitest';
import {
  familyOf,
  localFamilies,
  unverifiedLocalFamilies,
  volumeFamilies,
} from '../../src/decision/families.js';
import { serviceModel } from './botocore.js';

test('every family that SageMaker hosts on is in the table of families', () => {
  const types = serviceModel('sagemaker').enumeration('ProductionVariantInstanceType');
  expect(types).toContain('ml.g7.2xlarge');
  const hosted = new Set(types.map(familyOf));
  const table = new Set([...localFamilies, ...unverifiedLocalFamilies, ...volumeFamilies]);
  expect([...hosted].filter((family) => !table.has(family))).toEqual([]);
  // What is on volumes was looked up for hosting alone, so that a family which is gone shows as well.
  expect([...volumeFamilies].filter((family) => !hosted.has(family))).toEqual([]);
});
