import { isMap, member, type Path, Unknown, type Value, type ValueMap } from '../template/index.js';
import { isAbsent, read } from './content.js';
import { classifyPresence } from './key.js';
import type { Policy } from './policy.js';
import { variantsOf } from './variants.js';

/** A key for objects in S3 that the policy requires and that is missing or unknown. */
export interface FeatureKey {
  readonly reason: 'dataCaptureKeyAbsent' | 'asyncOutputKeyAbsent' | 'coreDumpKeyAbsent';
  /** Where the key belongs, inside the properties. */
  readonly path: Path;
  /** Why it is unknown; `undefined` where the key is certainly missing. */
  readonly unknown: Unknown | undefined;
}

/** The keys required by `alsoRequire` that are missing or unknown, for features that the configuration uses. */
export function findFeatureKeys(properties: ValueMap, policy: Policy): FeatureKey[] {
  const findings: FeatureKey[] = [];
  for (const feature of policy.alsoRequire) {
    for (const finding of finders[feature](properties)) if (finding) findings.push(finding);
  }
  return findings;
}

type Finder = (properties: ValueMap) => (FeatureKey | undefined)[];

const finders = {
  dataCapture: (properties) => {
    const config = read(properties, 'DataCaptureConfig', []);
    const capture = isMap(config) ? read(config, 'EnableCapture', ['DataCaptureConfig']) : undefined;
    if (isOff(capture)) return [];
    const finding = keyIn(config, ['DataCaptureConfig'], 'dataCaptureKeyAbsent');
    // If it is unknown whether the capture is on, it is unknown whether the key is required.
    return [
      finding && capture instanceof Unknown ? { ...finding, unknown: finding.unknown ?? capture } : finding,
    ];
  },
  asyncOutput: (properties) => {
    const config = read(properties, 'AsyncInferenceConfig', []);
    const path = ['AsyncInferenceConfig', 'OutputConfig'];
    if (isAbsent(config)) return [];
    const output = isMap(config) ? read(config, 'OutputConfig', ['AsyncInferenceConfig']) : config;
    return [keyIn(isAbsent(output) ? {} : output, path, 'asyncOutputKeyAbsent')];
  },
  coreDump: (properties) =>
    variantsOf(properties).map(({ value, path }) => {
      const config = isMap(value) ? read(value, 'CoreDumpConfig', path) : value;
      return keyIn(config, [...path, 'CoreDumpConfig'], 'coreDumpKeyAbsent');
    }),
} satisfies Record<Policy['alsoRequire'][number], Finder>;

/** What is wrong with the key inside a feature's configuration; undefined where the feature is not used. */
function keyIn(config: Value | undefined, at: Path, reason: FeatureKey['reason']): FeatureKey | undefined {
  if (isAbsent(config)) return undefined;
  const path = [...at, 'KmsKeyId'];
  if (config instanceof Unknown) return { reason, path, unknown: config };
  const key = classifyPresence(isMap(config) ? member(config, 'KmsKeyId') : undefined);
  if (key.state === 'present') return undefined;
  return { reason, path, unknown: key.state === 'unknown' ? key.unknown : undefined };
}

/** Whether a value is `false`, or the text "false": change sets and quoted values in templates have that. */
function isOff(value: Value | undefined): boolean {
  return value === false || (typeof value === 'string' && value.trim().toLowerCase() === 'false');
}
