/** Judges a configuration: decides each case, joins the cases, and puts the outcome into words. */
import type { Members, Path, ValueMap } from '../template/index.js';
import type { Configuration } from './configuration.js';
import { type Case, decide, join, type Outcome, type Reason, type Turn } from './decision.js';
import { findExemptions } from './exemption.js';
import { findFeatureKeys } from './feature-keys.js';
import type { Details, Judgment } from './judgment.js';
import { classifyKey, type Key, type KeyContext } from './key.js';
import { explain } from './message.js';
import type { Policy } from './policy.js';
import { classifyStorage, type Storage, storageOverall } from './storage.js';

export interface JudgeOptions extends Pick<KeyContext, 'keys'> {
  /** The time at which exemptions are checked for expiry. */
  readonly now: Date;
}

/**
 * Judges one endpoint configuration over all its alternatives.
 *
 * @param options `keys` holds KMS's answers about the configuration's keys (see `keysIn`); only `keyPolicy: verified`
 *   needs them
 */
export function judge(configuration: Configuration, policy: Policy, { now, keys }: JudgeOptions): Judgment {
  const { subject, template } = configuration;
  const outcome = join(turnsOf(configuration, policy, { keys, region: subject.region, template }));
  const isRefusable = outcome.verdict === 'nonCompliant' || outcome.verdict === 'undetermined';
  const exemptions = isRefusable
    ? findExemptions(policy.exemptions, subject, now)
    : { holds: undefined, expired: [] };
  const details = detailsOf(configuration, policy);
  return explain(remarked(outcome, details), { configuration, policy, exemptions, details });
}

/** The known keys of all alternatives, as texts. Under `keyPolicy: verified` the caller asks KMS about them. */
export function keysIn(configuration: Configuration, policy: Policy): ReadonlySet<string> {
  const texts = new Set<string>();
  const ask: Policy = { ...policy, keyPolicy: 'customerManaged', allowedKeys: [] };
  for (const { exists, properties } of configuration.alternatives({ KmsKeyId: true })) {
    const key: Key | undefined = exists ? classifyKey(properties, ask, {}) : undefined;
    if (key?.state === 'present' && key.text !== undefined) texts.add(key.text);
  }
  return texts;
}

function* turnsOf(configuration: Configuration, policy: Policy, context: KeyContext): Generator<Turn> {
  for (const { exists, properties, assuming } of configuration.alternatives(membersFor(policy))) {
    yield exists ? { ...judgeCase(properties, policy, context), assuming } : { exists, assuming };
  }
}

/** Judges one case: first the endpoint's own key by the table, then the S3 keys that the policy requires. */
function judgeCase(properties: ValueMap, policy: Policy, context: KeyContext): Omit<Case, 'assuming'> {
  const key = classifyKey(properties, policy, context);
  const storage = classifyStorage(properties, policy);
  const featureKeys = findFeatureKeys(properties, policy);
  const own = decide(key, storage.kind, policy);
  const facts = { properties, key, storage, featureKeys, own };
  const first = featureKeys.find(({ unknown }) => !unknown) ?? featureKeys[0];
  const isOutranked = own.verdict === 'nonCompliant' || (own.verdict === 'undetermined' && first?.unknown);
  if (!first || isOutranked) return { ...own, ...facts, path: placeOf(own.reason, key, storage) };
  if (first.unknown) return { verdict: 'undetermined', reason: 'keyUnknown', ...facts, path: first.path };
  return { verdict: 'nonCompliant', reason: first.reason, ...facts, path: first.path };
}

/** The place that a message about the endpoint's own key points at; `[]` where the key is missing. */
function placeOf(reason: Reason, key: Key, { unknown }: Storage): Path {
  if (reason === 'storageUnknown' && unknown) return unknown.path;
  return key.state === 'absent' && key.found === 'missing' ? [] : ['KmsKeyId'];
}

const variant = {
  VariantName: true,
  InstanceType: true,
  InstancePools: true,
  ServerlessConfig: true,
  CoreDumpConfig: true,
} as const;
const variants = { ProductionVariants: variant, ShadowProductionVariants: variant } as const;
const featureMembers = {
  dataCapture: { DataCaptureConfig: true },
  asyncOutput: { AsyncInferenceConfig: true },
  coreDump: variants,
} as const satisfies Record<Policy['alsoRequire'][number], Members>;

/** The properties that affect the verdict, so that conditions which affect only other properties create no cases. */
function membersFor({ localStorage, alsoRequire }: Policy): Members {
  const wanted = [
    localStorage === 'exempt' ? variants : {},
    ...alsoRequire.map((feature) => featureMembers[feature]),
  ];
  return Object.assign({ KmsKeyId: true }, ...wanted);
}

/** How many alternatives `detailsOf` reads at most. */
const MAX_DETAILS = 16;

/** Details for the message from properties that do not affect the verdict. */
function detailsOf(configuration: Configuration, policy: Policy): Details {
  const members = { ...variants, DataCaptureConfig: true, AsyncInferenceConfig: true } as const;
  const properties: ValueMap[] = [];
  for (const alternative of configuration.alternatives(members)) {
    if (alternative.exists) properties.push(alternative.properties);
    if (properties.length === MAX_DETAILS) break;
  }
  const storage = storageOverall(properties.map((each) => classifyStorage(each, policy)));
  return { storage, properties: properties[0] ?? {} };
}

/** A key on local storage passes too, with the remark that it does not encrypt that storage. */
function remarked(outcome: Outcome, { storage }: Details): Outcome {
  return outcome.reason === 'keyPresent' && storage.local.length > 0
    ? { ...outcome, reason: 'keyOnLocalStorage' }
    : outcome;
}
