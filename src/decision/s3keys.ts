import { isMap, member, type Path, Unknown, type Value, type ValueMap } from '../template/value.js';
import type { Policy } from './document.js';
import { classifyPresence } from './key.js';
import { variantsOf } from './variants.js';
import type { Reason } from './verdict.js';
import { isAbsent, read, type View } from './view.js';

/** A key for objects in S3 that the policy asks for and that is missing, or cannot be told. */
export interface S3Finding {
  readonly reason: Extract<Reason, 'dataCaptureKeyAbsent' | 'asyncOutputKeyAbsent' | 'coreDumpKeyAbsent'>;
  /** Where the key belongs, inside the properties. */
  readonly path: Path;
  /** What cannot be told; `undefined` where the key is certainly missing. */
  readonly unknown: Unknown | undefined;
}

/** The S3-side keys of `alsoRequire` that are not certainly there, where their feature is used. */
export function findS3Keys(properties: ValueMap, policy: Policy, view: View): S3Finding[] {
  const findings: S3Finding[] = [];
  for (const feature of policy.alsoRequire) {
    for (const finding of finders[feature](properties, view)) if (finding) findings.push(finding);
  }
  return findings;
}

type Finder = (properties: ValueMap, view: View) => (S3Finding | undefined)[];

const finders = {
  dataCapture: (properties, view) => {
    const config = read(properties, 'DataCaptureConfig', [], view);
    const capture = isMap(config) ? read(config, 'EnableCapture', ['DataCaptureConfig'], view) : undefined;
    if (isOff(capture)) return [];
    const finding = keyIn(config, ['DataCaptureConfig'], 'dataCaptureKeyAbsent');
    // A key that is missing matters only if the capture is on, and that is not known.
    return [
      finding && capture instanceof Unknown ? { ...finding, unknown: finding.unknown ?? capture } : finding,
    ];
  },
  asyncOutput: (properties, view) => {
    const config = read(properties, 'AsyncInferenceConfig', [], view);
    const path = ['AsyncInferenceConfig', 'OutputConfig'];
    if (isAbsent(config)) return [];
    const output = isMap(config) ? read(config, 'OutputConfig', ['AsyncInferenceConfig'], view) : config;
    return [keyIn(isAbsent(output) ? {} : output, path, 'asyncOutputKeyAbsent')];
  },
  coreDump: (properties, view) =>
    variantsOf(properties, view).map(({ value, path }) => {
      const config = isMap(value) ? read(value, 'CoreDumpConfig', path, view) : value;
      return keyIn(config, [...path, 'CoreDumpConfig'], 'coreDumpKeyAbsent');
    }),
} satisfies Record<Policy['alsoRequire'][number], Finder>;

/** What is wrong with the key inside a feature's configuration; nothing where the feature is not used. */
function keyIn(config: Value | undefined, at: Path, reason: S3Finding['reason']): S3Finding | undefined {
  if (isAbsent(config)) return undefined;
  const path = [...at, 'KmsKeyId'];
  if (config instanceof Unknown) return { reason, path, unknown: config };
  const key = classifyPresence(isMap(config) ? member(config, 'KmsKeyId') : undefined);
  if (key.state === 'present') return undefined;
  return { reason, path, unknown: key.state === 'unknown' ? key.unknown : undefined };
}

/** `false` as JSON has it, or as text, as a change set's context and a quoted template have it. */
function isOff(value: Value | undefined): boolean {
  return value === false || (typeof value === 'string' && value.trim().toLowerCase() === 'false');
}
