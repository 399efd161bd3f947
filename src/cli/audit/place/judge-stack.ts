/** Judges the endpoint configurations of one stack with the stack's parameter values. */

import {
  accountOf,
  configurationKey,
  regionOf,
  type StackResource,
  type StackSource,
  type StackSummary,
} from '../../../aws/index.js';
import { constructPathOf, declaredIn } from '../../../check/index.js';
import {
  type Configuration,
  type Judgment,
  notApplicable,
  type Policy,
  rule,
  type Subject,
} from '../../../decision/index.js';
import { locate, type ResourceView, readTemplate, type Template } from '../../../template/index.js';
import type { AuditRow } from '../audit-report.js';
import { refusedByTemplate } from './in-stack.js';
import type { Judge } from './judge.js';
import type { StackRow } from './place.js';
import { withStackValues } from './stack-values.js';

/**
 * Judges every endpoint configuration that the stack's template declares or that the stack contains, as the hook would
 * at the next deployment. The hook sees no Metadata, so a suppression there does not count.
 *
 * @param held the configurations that the stack contains now
 * @throws TemplateError if the template cannot be read
 */
export async function judgeStack(
  stack: StackSummary,
  held: readonly StackResource[],
  source: StackSource,
  policy: Policy,
  judge: Judge,
): Promise<StackRow[]> {
  const place = { account: accountOf(stack.id), region: regionOf(stack.id), stack: stack.name };
  const written = await readTemplate(source.template, rule.resourceType);
  const { template, values } = withStackValues(written, source);
  const declared = declaredIn(template, {
    parameters: { values, useDefaults: true },
    pseudo: { accountId: place.account, region: place.region, stackName: stack.name, stackId: stack.id },
  });
  const left = new Map(held.map((resource) => [resource.logicalId, resource]));

  const rows: StackRow[] = [];
  for (const { view, configuration } of declared) {
    const { logicalId } = view;
    const resource = left.get(logicalId);
    left.delete(logicalId);
    const judgment = resource ? await judge(whereItExists(configuration), policy) : missing(configuration);
    const more = {
      place: whereIs(template, view, judgment.path),
      constructPath: constructPathOf(view),
    };
    rows.push({ row: toRow(place, logicalId, judgment, more), key: keyOf(resource) });
  }
  for (const [logicalId, resource] of left) {
    const judgment = leftOver({ ...place, resource: logicalId });
    const nowhere = { place: undefined, constructPath: undefined };
    rows.push({ row: toRow(place, logicalId, judgment, nowhere), key: keyOf(resource) });
  }
  return rows;
}

function keyOf(resource: StackResource | undefined): string | undefined {
  return resource?.physicalId === undefined ? undefined : configurationKey(resource.physicalId);
}

function toRow(
  place: Pick<StackRow['row'], 'account' | 'region' | 'stack'>,
  logicalId: string,
  judgment: Judgment,
  more: Pick<AuditRow, 'place' | 'constructPath'>,
): StackRow['row'] {
  const { path: _, ...said } =
    judgment.verdict === 'nonCompliant' ? refusedByTemplate(judgment, more.constructPath) : judgment;
  return {
    ...{ ...place, logicalId, configuration: undefined, isOutside: false, source: 'stack' },
    ...{ endpoints: [], isUnused: false },
    ...said,
    ...more,
    createdAt: undefined,
  };
}

/** The stack contains the configuration, so its condition is true. Only the alternatives in which it exists count. */
function whereItExists(configuration: Configuration): Configuration {
  return {
    ...configuration,
    template: undefined,
    alternatives: (members) => existing(configuration.alternatives(members)),
  };
}

function* existing<T extends { readonly exists: boolean }>(alternatives: Iterable<T>): Generator<T> {
  for (const alternative of alternatives) if (alternative.exists) yield alternative;
}

function missing({ subject, alternatives }: Configuration): Judgment {
  for (const _ of existing(alternatives({}))) {
    const message = `The endpoint configuration ${subject.resource} is in the stack's template, but the stack does not contain it.`;
    return { ...notApplicable('deleted', { subject }), message };
  }
  return notApplicable('conditionFalse', { subject });
}

/** An update removed it from the template, and its deletion failed or has not happened yet. */
function leftOver(subject: Subject): Judgment {
  const message = `The stack contains the endpoint configuration ${subject.resource}, but its template no longer does, so no deployment replaces it.`;
  return { ...notApplicable('deleted', { subject }), message };
}

function whereIs(template: Template, view: ResourceView, path: Judgment['path']): AuditRow['place'] {
  const place = locate(template, [...view.path, 'Properties', ...path]);
  return place && { line: place.line, column: place.column };
}
