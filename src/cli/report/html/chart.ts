/** The chart: a bar for each account and region, its parts in the colours of the verdicts, the numbers beside it. */

import { compare, type Finding } from '../../../check/index.js';
import type { Verdict } from '../../../decision/index.js';
import { escapeHtml, marked } from './markup.js';
import { shown, verdictNames } from './verdicts.js';

interface Group {
  readonly account: string;
  readonly region: string;
  readonly counts: Record<Verdict, number>;
  total: number;
}

export function chart(findings: readonly Finding[]): string {
  const groups = grouped(findings);
  if (groups.length === 0) return '';
  const longest = Math.max(...groups.map(({ total }) => total));
  const legend = shown.map((verdict) => `<li class="${verdict}">${marked(verdict)}</li>`);
  return `<section aria-labelledby="chart">
<h2 id="chart">By account and region</h2>
<ul class="legend" aria-hidden="true">${legend.join('')}</ul>
<div class="wide" role="region" aria-label="Chart by account and region" tabindex="0">
<table class="chart">
<thead><tr><th scope="col">Account</th><th scope="col">Region</th><th scope="col">Configurations</th>
<th scope="col" class="number">Would be blocked</th><th scope="col" class="number">All</th></tr></thead>
<tbody>${groups.map((group) => row(group, longest)).join('\n')}</tbody>
</table>
</div>
</section>`;
}

function grouped(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { account = '', region = '', verdict } of findings) {
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

/** Length of the longest bar, in the units of its own drawing. */
const WIDTH = 1000;

function row({ account, region, counts, total }: Group, longest: number): string {
  let x = 0;
  const parts = shown.map((verdict) => {
    const width = (counts[verdict] / longest) * WIDTH;
    const part = `<rect class="${verdict}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="16"/>`;
    x += width;
    return counts[verdict] === 0 ? '' : part;
  });
  const said = shown
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdictNames[verdict][1]}`)
    .join(', ');
  const bar = `<svg viewBox="0 0 ${WIDTH} 16" preserveAspectRatio="none" role="img" aria-label="${said}"><title>${said}</title>${parts.join('')}</svg>`;
  return `<tr><td>${escapeHtml(account)}</td><th scope="row">${escapeHtml(region)}</th><td class="bar">${bar}</td>
<td class="number">${counts.nonCompliant}</td><td class="number">${total}</td></tr>`;
}
