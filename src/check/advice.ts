/**
 * Advice for a finding that uses what the template contains: which parameter to pass, which condition to look at, which
 * key of the template to use. Only where none of these helps does it suggest a key to write.
 */
import type { Judgment, Policy, Remediation } from '../decision/index.js';
import { asCall, isRawMap, memberOf, type ResourceView, showPath, type Template } from '../template/index.js';
import { constructPathOf } from './configuration.js';
import { dependenciesOf } from './dependencies.js';
import type { WrittenKey } from './fix/key.js';
import { keyInYaml } from './fix/key.js';
import { keyOfTemplate } from './template-key.js';

export interface Advice extends Remediation {
  /** The key to write into the template; undefined where the advice is something else. */
  readonly key?: WrittenKey | undefined;
}

export interface AdviceContext {
  readonly template: Template;
  readonly view: ResourceView;
  readonly policy: Policy;
  /** The parameter values that the caller passed. */
  readonly values: Readonly<Record<string, string>>;
  /** The nested stack and its parent template, where the parent passes the parameters. */
  readonly nestedIn?: string | undefined;
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
  return adviseOnExpression(written, context) ?? adviseToWrite(judgment, context);
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

/** Advice for a key that is an expression with an empty value. */
function adviseOnExpression(written: unknown, context: AdviceContext): Advice | undefined {
  const call = asCall(written);
  if (!call || (call.name === 'Ref' && call.argument === 'AWS::NoValue')) return undefined;
  const { template, view } = context;
  const { parameters, conditions } = dependenciesOf(written, template);
  const empty = [...parameters].filter((name) => parameterText(name, context).trim() === '');
  const [parameter] = empty.length > 0 ? empty : [...parameters];
  const [condition] = conditions;
  const lead = condition === undefined ? '' : `${falseBranch(call, condition)} `;
  if (parameter !== undefined)
    return { words: `${lead}${passParameter(parameter, call, context)}`, additions: [] };
  const place = showPath([...view.path, 'Properties', 'KmsKeyId']);
  return {
    words: `${lead}KmsKeyId is written by ${call.name} at ${place}, whose value is empty: write the key there.`,
    additions: [],
  };
}

function falseBranch(
  { name, argument }: { readonly name: string; readonly argument: unknown },
  condition: string,
): string {
  const [, whenTrue] = name === 'Fn::If' && Array.isArray(argument) ? argument : [];
  const isEmptyWhenTrue =
    asCall(whenTrue)?.argument === 'AWS::NoValue' || whenTrue === '' || whenTrue === null;
  return `KmsKeyId is empty because the condition ${condition} is ${isEmptyWhenTrue}.`;
}

function passParameter(name: string, call: { readonly name: string }, context: AdviceContext): string {
  const { nestedIn } = context;
  const option =
    nestedIn === undefined
      ? `--parameter ${name}=alias/my-key`
      : `${name}: alias/my-key in the Parameters of ${nestedIn}`;
  const subject =
    call.name === 'Ref' ? `KmsKeyId is the parameter ${name}` : `It depends on the parameter ${name}`;
  if (Object.hasOwn(context.values, name)) return `${subject}: pass another value for it (${option}).`;
  const declared = memberOf(context.template.parameters[name], 'Default');
  if (declared === undefined) return `${subject}: pass a value for it (${option}).`;
  const what = String(declared).trim() === '' ? 'is empty' : `is "${declared}"`;
  const how =
    nestedIn === undefined
      ? `here ${option}; aws cloudformation deploy --parameter-overrides ${name}=alias/my-key`
      : option;
  return `${subject}, whose default ${what}: pass a key (${how}), or remove the default, so that a value must be passed.`;
}

/** A parameter's value: the one that the caller passed, else its default. */
function parameterText(name: string, { template, values }: AdviceContext): string {
  return Object.hasOwn(values, name)
    ? String(values[name])
    : String(memberOf(template.parameters[name], 'Default') ?? '');
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
