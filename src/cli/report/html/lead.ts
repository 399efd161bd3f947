/** The top of the page: what could not be read, how much came through CloudFormation, and what runs without a key. */
import type { AuditFailure, AuditReport, AuditRow, Coverage } from '../../audit/audit-report.js';
import { runningWithoutKey } from '../../audit/in-use.js';
import { type Unread, unreadOf } from '../../audit/unread.js';
import { bar, count, escapeHtml, numeral, percent } from './markup.js';

/** Lists what could not be read. It comes first, so that nobody takes the report for complete. */
export function incomplete(failures: readonly AuditFailure[]): string {
  if (failures.length === 0) return '';
  const unread = unreadOf(failures);
  return `<section class="partial" aria-labelledby="partial">
<h2 id="partial">This report is incomplete</h2>
<details${unread.length <= 5 ? ' open' : ''}>
<summary>${placesUnread(failures)} could not be read completely, so there may be more than is shown here</summary>
<ul>${unread.map(unreadItem).join('\n')}</ul>
</details>
</section>`;
}

/** `1 place`, `34 places`. */
export function placesUnread(failures: readonly AuditFailure[]): string {
  return count(new Set(failures.map(nameOf)).size, 'places');
}

/** At most this many places stand before a message; more are in a list to open. */
const PLACES = 3;

function unreadItem({ message, places }: Unread): string {
  const names = places.map(nameOf).filter((name) => name !== '');
  const all = escapeHtml(names.join(', '));
  if (names.length <= PLACES)
    return `<li>${names.length === 0 ? '' : `<strong>${all}</strong> `}${escapeHtml(message)}</li>`;
  return `<li><strong>${count(names.length, 'places')}</strong> ${escapeHtml(message)}
<details><summary>Show the places</summary>${all}</details></li>`;
}

function nameOf({ account, region }: Pick<AuditFailure, 'account' | 'region'>): string {
  return [account, region].filter(Boolean).join(' / ');
}

export function lead(report: AuditReport): string {
  const { rows, coverage, failures } = report;
  const isAsked = coverage !== undefined || rows.some(({ source }) => source === 'sagemaker');
  const inUse = coverage?.inUse ?? rows.filter(({ endpoints }) => endpoints.length > 0).length;
  return [
    coverage === undefined ? unknownCoverage : coverageSection(coverage, failures.length === 0),
    isAsked ? runningSection(report, inUse) : '',
  ].join('\n');
}

const unknownCoverage = `<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
<p>This report does not say how many configurations came through CloudFormation. For that, run the audit with
<code>--source both</code> and without <code>--stack</code>, and allow it to list all configurations and stacks.</p>
</section>`;

function coverageSection(coverage: Coverage, isWhole: boolean): string {
  const { configurations, inStacks, outsideStacks, inUse } = coverage;
  // A stack that could not be read, or that was read before them, may contain configurations that no other stack contains.
  const unknown = configurations - inStacks - outsideStacks;
  const tiles = [
    tile('', configurations, 'exist', 'endpoint configurations in SageMaker'),
    tile('origin=stack', inStacks, 'through CloudFormation', 'the hook sees each change', 'inside'),
    tile('origin=outside', outsideStacks, 'outside CloudFormation', 'no stack contains them', 'outside'),
    unknown > 0 ? tile('origin=unknown', unknown, 'not known', 'a stack may contain them') : '',
    tile('use=yes', inUse, 'in use', 'an endpoint uses them'),
  ];
  return `<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
${configurations === 0 ? `<p class="headline">${isWhole ? 'SageMaker has no endpoint configuration here.' : 'No endpoint configuration was found in what could be read.'}</p>` : share(coverage, unknown, isWhole)}
<ul class="tiles">${tiles.join('\n')}</ul>
</section>`;
}

function share(
  { configurations, inStacks, outsideStacks }: Coverage,
  unknown: number,
  isWhole: boolean,
): string {
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
  return `<p class="headline">${atLeast}<b>${percent(inStacks, configurations)}</b> of the endpoint configurations${isWhole ? '' : ' that could be read'} came through CloudFormation, where the hook sees them.</p>
${bar(parts, said.join(', '))}`;
}

function tile(filter: string, number: number, name: string, meaning: string, color = ''): string {
  return `<li class="${color}"><a href="#${filter}" data-filter><b>${numeral(number)}</b> <span>${name}</span></a> <small>${meaning}</small></li>`;
}

/** At most this many are named; the table has all of them. */
const NAMED = 6;

function runningSection({ rows, failures }: AuditReport, inUse: number): string {
  const running = runningWithoutKey(rows);
  const doubts = doubtsAbout(rows, failures);
  const heading = '<h2 id="running">Running now without an accepted key</h2>';
  const of = `of ${count(inUse, 'configurations')} in use`;
  if (running.length > 0) {
    return `<section class="alarm" aria-labelledby="running">
${heading}
<p class="headline">${failures.length > 0 ? 'At least ' : ''}<b>${numeral(running.length)}</b> ${of}.</p>
${doubts === '' ? '' : `<p>${doubts}</p>`}
<ul class="running">${running.slice(0, NAMED).map(runningItem).join('\n')}</ul>
<p><a href="#verdict=nonCompliant&#38;use=yes" data-filter>Show ${running.length === 1 ? 'it' : `all ${numeral(running.length)}`} in the table</a></p>
</section>`;
  }
  const isKnown = doubts === '';
  return `<section class="${isKnown ? 'calm' : 'partial'}" aria-labelledby="running">
${heading}
<p class="headline"><b>0</b> ${of}${isKnown ? '' : ', as far as is known'}.</p>
<p>${isKnown ? 'Every configuration that an endpoint uses has a key that the policy accepts, or is exempt.' : doubts}</p>
</section>`;
}

/** Why more may run without an accepted key than are counted; empty if nothing says so. */
function doubtsAbout(rows: readonly AuditRow[], failures: readonly AuditFailure[]): string {
  const open = rows.filter(
    ({ verdict, endpoints }) => verdict === 'undetermined' && endpoints.length > 0,
  ).length;
  return [
    open > 0 ? `${count(open, 'configurations')} in use ${open === 1 ? 'is' : 'are'} undetermined.` : '',
    failures.length > 0 ? 'There may be others where the audit could not read everything.' : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
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
