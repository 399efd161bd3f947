/** The scope of the report: when it was made, by which version and policy, and what was read. */
import { defaultPolicy, type Policy, rule } from '../../../decision/index.js';
import type { AuditReport, AuditScope } from '../../audit/audit-report.js';
import { severity, verdictMeanings } from '../verdicts.js';
import { placesUnread } from './lead.js';
import { count, escapeHtml, marked } from './markup.js';

/** `24 November 2026, 12:00 UTC`. */
function timeOf(at: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return `${format.format(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

/** The scope in one sentence, for the head of the page. */
export function scopeLine({ scope, rows, failures }: AuditReport, version: string): string {
  const { accounts, regions, at, policy } = scope;
  const differing = differingMembers(policy).length;
  const whole = failures.length === 0 ? '' : ' (not all of them could be read)';
  const differs = differing === 0 ? '' : ` (${count(differing, 'members')} not at the default)`;
  return `Made on <time datetime="${at.toISOString()}">${timeOf(at)}</time> by kms-guard ${escapeHtml(version)}:
${count(rows.length, 'endpoint configurations')} in ${count(accounts.length, 'accounts')} and ${count(regions.length, 'Regions')}${whole}, judged by ${policyName(scope)}${differs}.`;
}

export function scopeSection(report: AuditReport, version: string): string {
  const { scope, stacks, failures } = report;
  const unread =
    failures.length === 0
      ? 'Everything that was requested.'
      : `Not everything: ${placesUnread(failures)} could not be read completely; the top of the page names them.`;
  const entries: readonly (readonly [string, string])[] = [
    ['Made', `${timeOf(scope.at)}, by kms-guard ${escapeHtml(version)}`],
    ['Rule', `<a href="${rule.link}" rel="noreferrer">${rule.id}</a>`],
    ['Policy', policyText(scope)],
    ['Accounts', listed(accountsRead(report))],
    ['Regions', listed(regionsRead(report))],
    ['Stacks', count(stacks, 'stacks')],
    ['Read', unread],
    ['Verdicts', glossary],
  ];
  return `<section aria-labelledby="scope">
<h2 id="scope">Scope and policy</h2>
<dl>${entries.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('\n')}</dl>
</section>`;
}

function policyName({ from }: AuditScope): string {
  return from === 'defaults' ? 'the default policy' : `the policy ${escapeHtml(from)}`;
}

/** The members of the policy that differ from the default policy. */
function differingMembers(policy: Policy): readonly (keyof Policy)[] {
  const names = Object.keys(defaultPolicy) as (keyof Policy)[];
  return names.filter((name) => JSON.stringify(policy[name]) !== JSON.stringify(defaultPolicy[name]));
}

function policyText(scope: AuditScope): string {
  const { policy } = scope;
  const members = differingMembers(policy);
  const file = scope.from === 'defaults' ? 'The defaults: there is no policy file' : escapeHtml(scope.from);
  if (members.length === 0) return `${file}. Every member has its default value.`;
  const items = members.map((name) => `<li><code>${name}: ${escapeHtml(textOf(policy[name]))}</code></li>`);
  return `${file}. These members differ from the default:<ul>${items.join('')}</ul>`;
}

function textOf(value: Policy[keyof Policy]): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll(/([:,])"/g, '$1 "');
}

/** Up to this many Regions of an account are named. */
const IN_NOTE = 3;

/** The accounts. Those that were not read completely come first. */
function accountsRead({ scope, failures, rows }: AuditReport): readonly string[] {
  const named = scope.accounts.map((account) => {
    const own = failures.filter((failure) => failure.account === account);
    const regions = [...new Set(own.map(({ region }) => region ?? ''))].filter(Boolean).sort();
    if (own.length === 0) return { account, note: '' };
    if (regions.length > IN_NOTE)
      return { account, note: ` (${regions.length} Regions not read completely)` };
    if (regions.length > 0) return { account, note: ` (not all of ${regions.join(', ')})` };
    return { account, note: rows.some((row) => row.account === account) ? ' (not all)' : ' (not read)' };
  });
  const isWhole = ({ note }: { note: string }) => note === '';
  const ordered = [...named.filter((each) => !isWhole(each)), ...named.filter(isWhole)];
  return ordered.map(({ account, note }) => account + note);
}

/** The Regions, marked if a failure names only the Region and no account. */
function regionsRead({ scope, failures }: AuditReport): readonly string[] {
  const lacking = new Set(
    failures.filter(({ account }) => account === undefined).map(({ region }) => region),
  );
  return scope.regions.map((region) => (lacking.has(region) ? `${region} (not all)` : region));
}

/** Up to this many names are in the text; more are in a list to open. */
const IN_TEXT = 20;

function listed(names: readonly string[]): string {
  const text = escapeHtml(names.join(', '));
  if (names.length === 0) return 'none';
  return names.length <= IN_TEXT
    ? text
    : `<details><summary>${names.length.toLocaleString('en')}</summary>${text}</details>`;
}

const glossary = `<ul class="glossary">${severity
  .map(
    (verdict) => `<li class="${verdict}"><span>${marked(verdict)}</span>: ${verdictMeanings[verdict]}</li>`,
  )
  .join('')}</ul>`;
