/** The chart: a bar for each account and Region, divided by verdict, with the numbers beside it. */

import { compare } from '../../../check/index.js';
import { summarize, type Verdict } from '../../../decision/index.js';
import type { AuditRow } from '../../audit/audit-report.js';
import { severity, verdictNames } from '../verdicts.js';
import { bar, escapeHtml, marked, numeral } from './markup.js';

interface Group {
  readonly account: string;
  readonly region: string;
  readonly counts: Record<Verdict, number>;
  total: number;
}

/** At most this many bars are shown at first; the others are in a list to open. */
const AT_ONCE = 12;

export function chart(rows: readonly AuditRow[]): string {
  const groups = grouped(rows);
  if (groups.length === 0) return '';
  const longest = Math.max(...groups.map(({ total }) => total));
  const drawn = groups.map((group) => drawnRow(group, longest));
  const rest = drawn.slice(AT_ONCE);
  const more =
    rest.length === 0
      ? ''
      : `<details><summary>${numeral(rest.length)} more</summary>${table(rest)}</details>`;
  return `<section aria-labelledby="chart">
<h2 id="chart">Verdicts by account and Region</h2>
${legend(rows)}
${table(drawn.slice(0, AT_ONCE))}
${more}
</section>`;
}

function legend(rows: readonly AuditRow[]): string {
  const summary = summarize(rows);
  const items = severity.map(
    (verdict) =>
      `<li class="${verdict}"><b>${numeral(summary[verdict])}</b> <span>${marked(verdict)}</span></li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function table(rows: readonly string[]): string {
  return `<table class="chart" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Account</th><th role="columnheader" scope="col">Region</th>
<th role="columnheader" scope="col">Configurations</th><th role="columnheader" scope="col" class="number">Non-compliant</th>
<th role="columnheader" scope="col" class="number">All</th></tr></thead>
<tbody role="rowgroup">${rows.join('\n')}</tbody>
</table>`;
}

function grouped(rows: readonly AuditRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { account, region, verdict } of rows) {
    const key = `${account}\n${region}`;
    const counts = { nonCompliant: 0, undetermined: 0, exempt: 0, compliant: 0, notApplicable: 0 };
    const group = groups.get(key) ?? { account, region, counts, total: 0 };
    groups.set(key, group);
    group.counts[verdict]++;
    group.total++;
  }
  return [...groups.values()].sort(
    (a, b) =>
      b.counts.nonCompliant - a.counts.nonCompliant ||
      compare(a.account, b.account) ||
      compare(a.region, b.region),
  );
}

function drawnRow({ account, region, counts, total }: Group, longest: number): string {
  const parts = severity.map((verdict) => [verdict, counts[verdict] / longest] as const);
  const said = severity
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${numeral(counts[verdict])} ${verdictNames[verdict][1]}`)
    .join(', ');
  return `<tr role="row"><td role="cell">${escapeHtml(account)}</td><th role="rowheader" scope="row">${escapeHtml(region)}</th>
<td role="cell" class="bar">${bar(parts, said)}</td>
<td role="cell" class="number">${numeral(counts.nonCompliant)}<span class="narrow"> non-compliant of</span></td>
<td role="cell" class="number">${numeral(total)}</td></tr>`;
}
