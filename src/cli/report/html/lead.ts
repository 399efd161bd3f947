/** The top of the page: what could not be read, how much came through CloudFormation, and what runs without a key. */
import type { AuditFailure, AuditReport, AuditRow, Coverage } from '../../audit/audit-report.js';
import { runningWithoutKey } from '../../audit/in-use.js';
import { bar, count, escapeHtml, numeral, percent } from './markup.js';

/** Lists what could not be read. It comes first, so that nobody takes the report for complete. */
export function incomplete(failures: readonly AuditFailure[]): string {
  if (failures.length === 0) return '';
  const items = failures.map(({ account, region, message }) => {
    const where = [account, region].filter(Boolean).join(' / ');
    const place = where === '' ? '' : `<strong>${escapeHtml(where)}</strong> `;
    return `<li>${place}${escapeHtml(message)}</li>`;
  });
  return `<section class="partial" aria-labelledby="partial">
<h2 id="partial">This report is incomplete</h2>
<details${failures.length <= 5 ? ' open' : ''}>
<summary>${count(failures.length, 'places')} could not be read, so there may be more configurations than are shown here</summary>
<ul>${items.join('\n')}</ul>
</details>
</section>`;
}

export function lead({ rows, coverage }: AuditReport): string {
  const isAsked = coverage !== undefined || rows.some(({ source }) => source === 'sagemaker');
  const inUse = coverage?.inUse ?? rows.filter(({ endpoints }) => endpoints.length > 0).length;
  return [
    coverage === undefined ? unknownCoverage : coverageSection(coverage),
    isAsked ? runningSection(rows, inUse) : '',
  ].join('\n');
}

const unknownCoverage = `<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
<p>This report does not say how many configurations came through CloudFormation. For that, run the audit with
<code>--source both</code> and without <code>--stack</code>, and allow it to list all configurations and stacks.</p>
</section>`;

function coverageSection(coverage: Coverage): string {
  const { configurations, inStacks, outsideStacks, inUse } = coverage;
  // A stack that could not be read may contain configurations that no other stack contains.
  const unknown = configurations - inStacks - outsideStacks;
  const tiles = [
    tile('', configurations, 'exist', 'endpoint configurations in SageMaker'),
    tile('origin=stack', inStacks, 'through CloudFormation', 'the hook sees each change', 'inside'),
    tile('origin=outside', outsideStacks, 'outside CloudFormation', 'no stack contains them', 'outside'),
    unknown > 0 ? tile('', unknown, 'not known', 'stacks could not be read') : '',
    tile('use=yes', inUse, 'in use', 'an endpoint uses them'),
  ];
  return `<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
${configurations === 0 ? '<p class="headline">SageMaker has no endpoint configuration here.</p>' : share(coverage, unknown)}
<ul class="tiles">${tiles.join('\n')}</ul>
</section>`;
}

function share({ configurations, inStacks, outsideStacks }: Coverage, unknown: number): string {
  const names = [
    ['inside', inStacks, 'through CloudFormation'],
    ['outside', outsideStacks, 'outside'],
    ['notApplicable', unknown, 'not known'],
  ] as const;
  const said = names
    .filter(([, number]) => number > 0)
    .map(([, number, name]) => `${numeral(number)} ${name}`);
  const parts = names.map(([className, number]) => [className, number / configurations] as const);
  const atLeast = unknown > 0 ? 'At least ' : '';
  return `<p class="headline">${atLeast}<b>${percent(inStacks, configurations)}</b> of the endpoint configurations came through CloudFormation, where the hook sees them.</p>
${bar(parts, said.join(', '))}`;
}

function tile(filter: string, number: number, name: string, meaning: string, color = ''): string {
  return `<li class="${color}"><a href="#${filter}" data-filter><b>${numeral(number)}</b> <span>${name}</span></a> <small>${meaning}</small></li>`;
}

/** At most this many are named; the table has all of them. */
const NAMED = 6;

function runningSection(rows: readonly AuditRow[], inUse: number): string {
  const running = runningWithoutKey(rows);
  const heading = '<h2 id="running">Running now without an accepted key</h2>';
  if (running.length === 0) {
    return `<section class="calm" aria-labelledby="running">
${heading}
<p class="headline"><b>0</b> of ${count(inUse, 'configurations')} in use.</p>
<p>Every configuration that an endpoint uses has a key that the policy accepts, is exempt, or is undetermined.</p>
</section>`;
  }
  return `<section class="alarm" aria-labelledby="running">
${heading}
<p class="headline"><b>${numeral(running.length)}</b> of ${count(inUse, 'configurations')} in use.</p>
<ul class="running">${running.slice(0, NAMED).map(runningItem).join('\n')}</ul>
<p><a href="#verdict=nonCompliant&#38;use=yes" data-filter>Show ${running.length === 1 ? 'it' : `all ${numeral(running.length)}`} in the table</a></p>
</section>`;
}

function runningItem({
  configuration,
  logicalId,
  endpoints,
  account,
  region,
  stack,
  isOutside,
}: AuditRow): string {
  const [first = '', ...others] = endpoints;
  const used =
    others.length === 0 ? `endpoint ${first}` : `endpoints ${first} and ${numeral(others.length)} more`;
  const from = stack === undefined ? (isOutside ? 'outside CloudFormation' : '') : `stack ${stack}`;
  const name = configuration ?? logicalId ?? '';
  return `<li><strong>${escapeHtml(name)}</strong> <span>${escapeHtml([used, from, account, region].filter(Boolean).join(' · '))}</span></li>`;
}
