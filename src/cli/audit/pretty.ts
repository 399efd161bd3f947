/** An audit for people: the findings in the form of `check`, then the coverage and what is in use without a key. */

import { pretty as findings } from '../report/pretty.js';
import type { ReportContext } from '../report/reporter.js';
import { createColors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { columnsOf, wrap } from '../terminal/wrap.js';
import { asResults, unitOf } from './as-results.js';
import type { AuditReport, Coverage } from './audit-report.js';
import { firstOf, runningWithoutKey } from './in-use.js';
import { placeOfFailure, unreadOf } from './unread.js';

/** At most this many endpoints, or places that could not be read, are named. */
const NAMED = 5;

export function pretty(report: AuditReport, context: ReportContext): string {
  const problems = unreadOf(report.failures).map(({ places, message }) => ({
    file: firstOf(places.map(placeOfFailure), NAMED),
    message,
  }));
  const colors = createColors(context.color);
  const columns = Math.min(columnsOf(context), 100);
  const end = [coverageOf(report.coverage), runningOf(report)]
    .filter((text) => text !== undefined)
    .flatMap((text) => wrap(printable(text), columns, '  ').map(colors.bold));
  return [
    findings({ ...asResults(report), problems }, { ...context, unit: unitOf(report) }),
    ...end.map((line) => `${line}\n`),
  ].join('');
}

function coverageOf(coverage: Coverage | undefined): string | undefined {
  if (coverage === undefined) return undefined;
  const { configurations, inStacks, outsideStacks, inUse } = coverage;
  const unknown = configurations - inStacks - outsideStacks;
  const parts = [
    `${inStacks} in stacks`,
    `${outsideStacks} outside of stacks`,
    ...(unknown > 0 ? [`${unknown} not known`] : []),
    `${inUse} in use`,
  ];
  const exist = configurations === 1 ? '1 configuration exists' : `${configurations} configurations exist`;
  return `coverage: ${exist}, ${parts.join(', ')}`;
}

function runningOf({ rows }: AuditReport): string | undefined {
  const running = runningWithoutKey(rows);
  if (running.length === 0) return undefined;
  const endpoints = [...new Set(running.flatMap((row) => row.endpoints))];
  return `non-compliant and in use now: ${running.length}, by the endpoints ${firstOf(endpoints, NAMED)}`;
}
