/**
 * Advice for a finding that uses what the template contains: which parameter to pass, which condition to look at, which
 * key of the template to use. Only where none of these helps does it suggest a key to write.
 */
import type { Judgment, Policy, Remediation } from '../decision/index.js';
import { asCall, isRawMap, memberOf, showPath } from '../template/index.js';
import { constructPathOf } from './configuration.js';
import { dependenciesOf } from './dependencies.js';
import { adviseOnExpression, type ExpressionContext } from './expression-advice.js';
import type { WrittenKey } from './fix/key.js';
import { keyInYaml } from './fix/key.js';
import { keyOfTemplate } from './template-key.js';

export interface Advice extends Remediation {
  /** The key to write into the template; undefined where the advice is something else. */
  readonly key?: WrittenKey | undefined;
}

export interface AdviceContext extends ExpressionContext {
  readonly policy: Policy;
  /** Whether KMS's answer about a known key is missing, and why: it was not asked, or it did not answer. */
  readonly missingAnswer: 'unasked' | 'unanswered' | undefined;
}

/** @returns undefined where the judgment's own remediation is enough */
export function adviseOn(judgment: Judgment, context: AdviceContext): Advice | undefined {
  if (judgment.verdict === 'undetermined') return adviseOnUnknown(judgment, context);
  if (judgment.verdict !== 'nonCompliant') return undefined;
  const constructPath = constructPathOf(context.view);
  if (constructPath !== undefined) return adviseOnConstruct(constructPath, judgment);
  if (judgment.reason !== 'keyAbsent') return undefined;
  const properties = memberOf(context.view.raw, 'Properties');
  const written = memberOf(properties, 'KmsKeyId');
  const call = asCall(properties);
  if (call) return adviseOnBranches(call, judgment, context);
  const sample = judgment.steps.additions[0]?.value ?? 'alias/my-key';
  const words = adviseOnExpression(written, sample, context);
  return words === undefined ? adviseToWrite(judgment, context) : { words, additions: [] };
}

/** Names the construct instead of lines, since the next synthesis would overwrite any change of the template. */
export function adviseOnConstruct(path: string, { steps: { additions } }: Judgment): Remediation {
  const names = additions.map(({ path: [first, ...rest] }) =>
    [lowerCamel(first), ...rest].map(String).join('.'),
  );
  const set = names.length > 0 ? names.join(', ') : 'kmsKeyId';
  return {
    words: `Set ${set} on the construct ${path} (CfnEndpointConfig), for example kmsKeyId: key.keyArn with key = new kms.Key(...).`,
    additions: [],
  };
}

const lowerCamel = (name: string | number | undefined): string =>
  String(name).replace(/^[A-Z]/, (letter) => letter.toLowerCase());

/** A function writes `Properties` as a whole, so each of its branches needs the key. */
function adviseOnBranches(
  { name, argument }: { readonly name: string; readonly argument: unknown },
  { steps: { additions } }: Judgment,
  { view }: AdviceContext,
): Advice {
  const place = showPath([...view.path, 'Properties', name]);
  const value = additions[0]?.value ?? 'alias/my-key';
  const branches = name === 'Fn::If' && Array.isArray(argument) ? [1, 2] : [];
  const bare = branches.filter((index) => {
    const branch = (argument as unknown[])[index];
    return isRawMap(branch) && !asCall(branch) && !Object.hasOwn(branch, 'KmsKeyId');
  });
  if (bare.length === 0) {
    return {
      words: `Properties is written by ${name}: add KmsKeyId: ${value} to the map that it returns (${place}).`,
      additions: [],
    };
  }
  const where = bare.map((index) => `${place}[${index}]`).join(' and ');
  const noun = bare.length === 1 ? 'branch' : 'branches';
  return {
    words: `Properties is written by Fn::If: add KmsKeyId: ${value} to the ${noun} at ${where}.`,
    additions: [],
  };
}

/** Advice where the template has no key: use the template's own KMS key, else an example to replace. */
function adviseToWrite({ steps }: Judgment, { template, view, policy }: AdviceContext): Advice {
  const { words, additions } = steps;
  const sample = additions.find(({ path }) => path.length === 1);
  const own = keyOfTemplate(template, view, policy);
  if (own) {
    const written = { value: keyInYaml(own), note: 'the KMS key of this template' };
    return {
      words: `Use the KMS key ${own.name} of this template. ${words}`,
      additions: additions.map((each) => ({ ...each, ...written })),
      key: own,
    };
  }
  if (!sample) return { words, additions };
  return {
    words: words.replace(/:$/, ` (${sample.value} stands for ${sample.note}):`),
    additions,
    key: { kind: 'literal', value: sample.value },
  };
}

/** Names the parameter values that would make the verdict known. */
function adviseOnUnknown({ steps }: Judgment, context: AdviceContext): Advice | undefined {
  const { template, values, missingAnswer, nestedIn } = context;
  const names = [...dependenciesOf(relevantParts(context), template).parameters].filter(
    (name) => !Object.hasOwn(values, name) && memberOf(template.parameters[name], 'Default') === undefined,
  );
  if (names.length === 0) return missingAnswer && adviceToAsk[missingAnswer];
  const options = names.map((name) => `--parameter ${name}=…`).join(' ');
  const how =
    nestedIn === undefined
      ? `Pass ${options}`
      : `${nestedIn} passes ${names.join(', ')}: pass known values there, or values for the parameters that it uses,`;
  return { ...steps, words: `${how} to get a verdict here. ${steps.words}` };
}

/** Advice where the key is known, but not what KMS says of it. The CDK plugin and the library give it too. */
const adviceToAsk = {
  unasked: {
    words: 'Run `kms-guard check` with --verify-keys to ask KMS about the key. The hook asks KMS itself.',
    additions: [],
  },
  unanswered: {
    words: 'Make sure that the check can look up the key, and run it again. The hook asks KMS itself.',
    additions: [],
  },
} satisfies Record<string, Advice>;

/** The parts of a resource that affect its verdict. */
function relevantParts({ view, policy }: AdviceContext): readonly unknown[] {
  const properties = memberOf(view.raw, 'Properties');
  const condition = { Condition: memberOf(view.raw, 'Condition') };
  if (asCall(properties)) return [condition, properties];
  const variants = ['ProductionVariants', 'ShadowProductionVariants'].map((name) =>
    memberOf(properties, name),
  );
  return [condition, memberOf(properties, 'KmsKeyId'), ...(policy.localStorage === 'exempt' ? variants : [])];
}
