/**
 * Which instance families of SageMaker hosting have local storage. Source: every ProductionVariantInstanceType of the
 * API model (botocore 1.44.8), and the instance store columns of EC2's instance type pages.
 */

/** Families with NVMe or SSD instance storage on every size. KmsKeyId does not encrypt it. */
export const localFamilies: ReadonlySet<string> = new Set(
  (
    'c5d c6gd dl1 g4dn g5 g6 g6e g7 g7e m5d m6gd p4d p4de p5 p5e p5en p6-b200 p6-b300 r5d r6gd r7gd trn1 trn1n trn2 ' +
    // EC2 has these; the API model of SageMaker hosting does not list them yet.
    'c6id c7gd c8gd d3 d3en f2 g6f gr6 gr6f i3 i3en i4g i4i i7i i7ie i8g i8ge im4gn is4gen m6id m7gd m8gd m8id m8idb ' +
    'p3dn r6id r8gd r8id r8idb trn2u x2gd x2idn x2iedn x8aedz'
  ).split(' '),
);

/** Counted as local storage although no source states it for every size. */
export const unverifiedLocalFamilies: ReadonlySet<string> = new Set(['p6e-gb200']);

/** Families with EBS storage only. */
export const volumeFamilies: ReadonlySet<string> = new Set(
  'c4 c5 c6g c6gn c6i c6in c7g c7i c8g inf1 inf2 m4 m5 m6g m6i m7i m8g p2 p3 r5 r6g r6i r7i r8g t2'.split(
    ' ',
  ),
);

/**
 * How EC2 names families with instance storage: a generation, then letters that end in `d`, or in `dn` for more network
 * bandwidth. It matches only the family, since the `d` of `t2.medium` belongs to the size.
 */
const namedLocal = /^[a-z]+[0-9]+[a-z]*dn?$/;

/** `g5` for `ml.g5.xlarge`, and also for ` g5.xlarge `. */
export function familyOf(instanceType: string): string {
  const type = instanceType.trim();
  const start = type.startsWith('ml.') ? 3 : 0;
  const end = type.indexOf('.', start);
  return type.slice(start, end < 0 ? type.length : end);
}

/** Whether instances of a family have local storage. @param added the policy's families, as `ml.x9d` or `x9d` */
export function isLocalFamily(family: string, added: readonly string[]): boolean {
  if (localFamilies.has(family) || unverifiedLocalFamilies.has(family)) return true;
  if (added.some((name) => familyOf(name) === family)) return true;
  return !volumeFamilies.has(family) && namedLocal.test(family);
}
