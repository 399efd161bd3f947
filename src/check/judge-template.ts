import {
  type Configuration,
  type Judgment,
  judge,
  type KeyRecords,
  keysIn,
  type Policy,
  textOfSteps,
  withLines,
} from '../decision/index.js';
import {
  locate,
  loopsAround,
  memberOf,
  type Pseudo,
  type ResourceView,
  type Template,
} from '../template/index.js';
import { type AdviceContext, adviseOn } from './advice.js';
import { constructPathOf, type Declared, declaredIn } from './configuration.js';
import { dependenciesOf } from './dependencies.js';
import type { Finding } from './finding.js';
import { suggesterFor } from './fix/suggest.js';
import { possibleExemption } from './possible-exemption.js';
import { suppress } from './suppression.js';

/** The input for judging a template, besides the template itself. */
export interface Circumstances {
  readonly policy: Policy;
  readonly now: Date;
  /** The parameter values that the caller passed. A parameter without one has its default. */
  readonly values: Readonly<Record<string, string>>;
  readonly pseudo: Pseudo;
  /** The nested stack and its parent template, where the parent passes the parameters. */
  readonly nestedIn?: string | undefined;
  /** KMS's answers about the template's keys; undefined where it was not asked. */
  readonly keys?: KeyRecords | undefined;
}

/**
 * The findings of a template, one for each endpoint configuration, in the order of the template.
 *
 * @throws TemplateError where the template contradicts itself
 */
export function judgeTemplate(template: Template, file: string, circumstances: Circumstances): Finding[] {
  const { values, pseudo } = circumstances;
  const declared = declaredIn(template, { parameters: { values, useDefaults: true }, pseudo });
  let withoutDefaults: readonly Declared[] | undefined;
  const suggest = suggesterFor(template);
  return declared.map((each, index) => {
    const { view } = each;
    const judgment = judgeDeclared(each, circumstances);
    const defaults = [...new Set([...view.defaults, ...loopDefaults(template, view, values)])].sort();
    let restsOnDefaults: readonly string[] | undefined;
    if (defaults.length > 0) {
      withoutDefaults ??= declaredIn(template, { parameters: { values, useDefaults: false }, pseudo });
      const bare = withoutDefaults[index];
      // A loop over a parameter may create other resources. Then every verdict depends on its default.
      const same =
        bare?.view.logicalId === view.logicalId &&
        judgeDeclared(bare, circumstances).verdict === judgment.verdict;
      if (!same) restsOnDefaults = defaults;
    }
    const finding = toFinding(template, view, judgment, file, circumstances, restsOnDefaults);
    const missingAnswer = missingAnswerOf(each, circumstances);
    return advised(finding, judgment, { template, view, ...circumstances, missingAnswer }, suggest);
  });
}

/** The known keys of a template, as texts. The caller asks KMS about them before judging. */
export function keysOfTemplate(
  template: Template,
  { policy, values, pseudo }: Omit<Circumstances, 'now' | 'keys'>,
): ReadonlySet<string> {
  const declared = declaredIn(template, { parameters: { values, useDefaults: true }, pseudo });
  return new Set(declared.flatMap(({ configuration }) => [...keysIn(configuration, policy)]));
}

/**
 * With KMS's answers under a policy that compares texts, a key must pass both: the policy by its text, and
 * `keyPolicy: verified`, which would compare `allowedKeys` with its ARN.
 */
function judgeByPolicy(configuration: Configuration, { policy, now, keys }: Circumstances): Judgment {
  const judgment = judge(configuration, policy, { now, keys });
  if (!keys || policy.keyPolicy === 'verified' || judgment.verdict !== 'compliant') return judgment;
  return judge(configuration, { ...policy, keyPolicy: 'verified', allowedKeys: [] }, { now, keys });
}

function missingAnswerOf(
  { configuration }: Declared,
  { policy, keys }: Circumstances,
): AdviceContext['missingAnswer'] {
  if (policy.keyPolicy !== 'verified' && !keys) return undefined;
  const texts = [...keysIn(configuration, policy)];
  if (texts.every((text) => keys?.has(text))) return undefined;
  return keys ? 'unanswered' : 'unasked';
}

/** The parameters whose defaults the loops around a resource use. */
function loopDefaults(template: Template, { path }: ResourceView, values: Circumstances['values']): string[] {
  return loopsAround(template.root, path).flatMap((list) =>
    [...dependenciesOf(list, template).parameters].filter(
      (name) => !Object.hasOwn(values, name) && memberOf(template.parameters[name], 'Default') !== undefined,
    ),
  );
}

function judgeDeclared({ view, configuration }: Declared, circumstances: Circumstances): Judgment {
  const { policy, now } = circumstances;
  const judgment = suppress(judgeByPolicy(configuration, circumstances), view.metadata, now);
  if (judgment.verdict !== 'nonCompliant' && judgment.verdict !== 'undetermined') return judgment;
  const exemption = possibleExemption(policy.exemptions, configuration.subject, now);
  return exemption ? { ...judgment, message: `${judgment.message} ${exemption}` } : judgment;
}

/** The finding, with the advice in place of the rule's own remediation. */
function advised(
  finding: Finding,
  judgment: Judgment,
  context: AdviceContext,
  suggest: ReturnType<typeof suggesterFor>,
): Finding {
  const advice = adviseOn(judgment, context);
  if (!advice) return finding;
  const target = { subject: { resource: finding.logicalId }, lines: 'yaml' } as const;
  const edit = advice.key && judgment.steps.additions.length === 1 ? suggest(finding, advice.key) : undefined;
  const steps = withLines(advice, target);
  return { ...finding, remediation: textOfSteps(steps), steps, edit };
}

/** The place where no part of the path exists in the text. */
const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };

function toFinding(
  template: Template,
  { path, logicalId, metadata }: ResourceView,
  judgment: Judgment,
  file: string,
  { pseudo }: Circumstances,
  restsOnDefaults: readonly string[] | undefined,
): Finding {
  const { path: inside, ...judged } = judgment;
  return {
    file,
    ...(locate(template, [...path, 'Properties', ...inside]) ?? start),
    logicalId,
    ...judged,
    constructPath: constructPathOf({ metadata }),
    restsOnDefaults,
    account: pseudo.accountId,
    region: pseudo.region,
    stack: pseudo.stackName,
    source: template.text,
  };
}
