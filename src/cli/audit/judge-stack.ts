/** One stack's endpoint configurations, judged with the parameter values that the stack has. */

import { placeOfStack, type StackSource, type StackSummary } from '../../aws/index.js';
import { declaredIn, type Finding } from '../../check/index.js';
import {
  type Configuration,
  type Judgment,
  judge,
  notApplicable,
  type Policy,
  rule,
  type Subject,
} from '../../decision/index.js';
import { locate, memberOf, type ResourceView, readTemplate, type Template } from '../../template/index.js';
import { nameOfStack } from './finding.js';
import { settle } from './settle.js';

/**
 * Judges every endpoint configuration that a stack's template declares or that the stack holds, as the hook would
 * at the next deployment: the hook sees no Metadata, so a suppression there does not count.
 *
 * @param held logical ids of the configurations that the stack holds now
 * @throws TemplateError where the template cannot be read
 */
export async function judgeStack(
  stack: StackSummary,
  held: readonly string[],
  source: StackSource,
  policy: Policy,
  now: Date,
): Promise<Finding[]> {
  const place = placeOfStack(stack);
  const written = await readTemplate(source.template, rule.resourceType);
  const { template, values } = settle(written, source);
  const declared = declaredIn(template, {
    parameters: { values, useDefaults: true },
    pseudo: { accountId: place.account, region: place.region, stackName: stack.name, stackId: stack.id },
  });
  const file = nameOfStack(place);
  const present = new Set(held);

  const findings = declared.map(({ view, configuration }): Finding => {
    const { logicalId } = view;
    const judgment = present.has(logicalId) ? judgeHeld(configuration, policy, now) : missing(configuration);
    const { path, ...said } = judgment;
    const constructPath = memberOf(view.metadata, 'aws:cdk:path');
    return {
      file,
      ...whereIs(template, view, path),
      logicalId,
      ...place,
      ...said,
      constructPath: typeof constructPath === 'string' ? constructPath : undefined,
    };
  });
  const known = new Set(declared.map(({ view }) => view.logicalId));
  const left = [...present].filter((logicalId) => !known.has(logicalId));
  return [
    ...findings,
    ...left.map((logicalId): Finding => {
      const { path: _, ...said } = leftOver({ ...place, resource: logicalId });
      return { file, line: 1, column: 1, logicalId, ...place, ...said };
    }),
  ];
}

/** The stack holds it, so its condition is true: only the ways in which it exists count. */
function judgeHeld(configuration: Configuration, policy: Policy, now: Date): Judgment {
  const judgment = judge(whereItExists(configuration), policy, { now });
  return judgment.verdict === 'nonCompliant'
    ? { ...judgment, message: `${judgment.message} It would be blocked at its next replacement.` }
    : judgment;
}

function whereItExists(configuration: Configuration): Configuration {
  return { ...configuration, alternatives: (members) => existing(configuration.alternatives(members)) };
}

function* existing<T extends { readonly exists: boolean }>(alternatives: Iterable<T>): Generator<T> {
  for (const alternative of alternatives) if (alternative.exists) yield alternative;
}

function missing({ subject, alternatives }: Configuration): Judgment {
  for (const _ of existing(alternatives({}))) {
    const message = `The endpoint configuration ${subject.resource} is in the stack's template and not among its resources.`;
    return { ...notApplicable('deleted', { subject }), message };
  }
  return notApplicable('conditionFalse', { subject });
}

/** An update took it out of the template, and its deletion failed or is still to come. */
function leftOver(subject: Subject): Judgment {
  const message = `The endpoint configuration ${subject.resource} is among the stack's resources and no longer in its template: nothing will replace it.`;
  return { ...notApplicable('deleted', { subject }), message };
}

function whereIs(template: Template, view: ResourceView, path: Judgment['path']) {
  const place = locate(template, [...view.path, 'Properties', ...path]);
  return place ?? { line: 1, column: 1 };
}
