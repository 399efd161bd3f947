import { describe, expect, it } from 'vitest';
import {
  familyOf,
  isLocalFamily,
  localFamilies,
  unverifiedLocalFamilies,
  volumeFamilies,
} from '../../src/decision/families.js';

/** Every family of SageMaker's ProductionVariantInstanceType (botocore 1.44.8), by its EC2 instance store. */
const hosted = {
  local:
    'c5d c6gd dl1 g4dn g5 g6 g6e g7 g7e m5d m6gd p4d p4de p5 p5e p5en p6-b200 p6-b300 r5d r6gd r7gd trn1 trn1n trn2',
  unverified: 'p6e-gb200',
  volume: 'c4 c5 c6g c6gn c6i c6in c7g c7i c8g inf1 inf2 m4 m5 m6g m6i m7i m8g p2 p3 r5 r6g r6i r7i r8g t2',
};
/** Families of EC2 with instance store on every size that SageMaker does not host on yet. */
const outside =
  'c6id c7gd c8gd d3 d3en f2 g6f gr6 gr6f i3 i3en i4g i4i i7i i7ie i8g i8ge im4gn is4gen m6id m7gd m8gd m8id m8idb ' +
  'p3dn r6id r8gd r8id r8idb trn2u x2gd x2idn x2iedn x8aedz';

const words = (list: string) => list.split(' ');
const sorted = (list: Iterable<string>) => [...list].sort();

describe('the table of families', () => {
  it('is the one of the API model', () => {
    expect(sorted(localFamilies)).toEqual(sorted(words(`${hosted.local} ${outside}`)));
    expect(sorted(unverifiedLocalFamilies)).toEqual(words(hosted.unverified));
    expect(sorted(volumeFamilies)).toEqual(sorted(words(hosted.volume)));
  });

  it('puts no family on both sides', () => {
    const both = [...localFamilies, ...unverifiedLocalFamilies].filter((family) =>
      volumeFamilies.has(family),
    );
    expect(both).toEqual([]);
  });

  it.each(words(`${hosted.local} ${hosted.unverified} ${outside}`))('%s is local storage', (family) => {
    expect(isLocalFamily(familyOf(`ml.${family}.2xlarge`), [])).toBe(true);
  });

  it.each(words(hosted.volume))('%s is a volume, whatever its size is called', (family) => {
    expect(isLocalFamily(familyOf(`ml.${family}.medium`), [])).toBe(false);
  });
});

describe('a family that the table does not have', () => {
  it.each<[string, boolean]>([
    ['ml.m9gd.large', true],
    ['ml.m9d.large', true],
    ['ml.m9ibd.large', true],
    ['ml.m12dn.large', true],
    ['ml.9d.large', false],
    ['ml.m9dnx.large', false],
    ['ml.m9-d.large', false],
    ['ml.m9-x9d.large', false],
    ['ml..m9d', false],
    ['.m9d', false],
    ['ml.r9idn.large', true],
    ['ml.c9.medium', false],
    ['ml.hpc9id.large', true],
    ['ml.g9.xlarge', false],
    ['ml.d.large', false],
    ['', false],
    ['ml.', false],
    ['constructor', false],
    ['ml.__proto__.large', false],
  ])('%s: by its name', (type, local) => {
    expect(isLocalFamily(familyOf(type), [])).toBe(local);
  });

  it.each(['g9', 'ml.g9', 'ml.g9.xlarge', ' g9 '])('%s: by the policy', (added) => {
    expect(isLocalFamily(familyOf('ml.g9.48xlarge'), [added])).toBe(true);
    expect(isLocalFamily(familyOf('ml.g9e.48xlarge'), [added])).toBe(false);
  });
});
