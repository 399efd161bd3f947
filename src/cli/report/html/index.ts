/** One page that needs nothing but itself: totals, a chart, and a table to search, with the fix of each finding. */

import { createHash } from 'node:crypto';
import type { Problem, Results } from '../../../check/index.js';
import { rule, summarize } from '../../../decision/index.js';
import type { Reporter } from '../reporter.js';
import { chart } from './chart.js';
import { count, escapeHtml, jsonInHtml, marked } from './markup.js';
import { pageData } from './page-data.js';
import { script } from './script.js';
import { style } from './style.js';
import { shown, verdictNames } from './verdicts.js';

/**
 * The page. Its policy (CSP) lets it load nothing and run only its own script, so that no name or message from an
 * account can make it do anything, and nothing of an account's ever leaves it.
 */
export const html: Reporter = (results, { version, unit = 'stacks', policyFile }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="kms-guard ${escapeHtml(version)}">
<title>${escapeHtml(titleOf(results))}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>SageMaker endpoint configurations and their KMS keys</h1>
<p>${count(results.findings.length, 'endpoint configurations')} in ${count(results.inspected, unit)}, held against
<a href="${rule.link}" rel="noreferrer">${rule.id}</a> by kms-guard ${escapeHtml(version)}
with ${policyFile === undefined ? 'the default policy' : `the policy ${escapeHtml(policyFile)}`}.
One that “would be blocked” runs on as it is, until its next replacement.</p>
</header>
<main>
${problemsIn(results.problems)}
${totals(results)}
${chart(results.findings)}
${table(results)}
</main>
<script type="application/json" id="data">${jsonInHtml(pageData(results.findings))}</script>
<script>${script}</script>
</body>
</html>
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const contentPolicy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function titleOf({ findings }: Results): string {
  const { nonCompliant } = summarize(findings);
  return nonCompliant === 0
    ? 'KMS audit: none would be blocked'
    : `KMS audit: ${nonCompliant} would be blocked`;
}

function problemsIn(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const items = problems.map(
    ({ file, message }) => `<li><strong>${escapeHtml(file)}</strong> ${escapeHtml(message)}</li>`,
  );
  return `<section class="partial" aria-labelledby="partial">
<h2 id="partial">Partial results</h2>
<details${problems.length <= 5 ? ' open' : ''}>
<summary>${count(problems.length, 'stacks or regions')} could not be read and may hold more</summary>
<ul>${items.join('\n')}</ul>
</details>
</section>`;
}

function totals({ findings }: Results): string {
  const summary = summarize(findings);
  const tiles = shown.map(
    (verdict) =>
      `<li class="${verdict}"><b>${summary[verdict].toLocaleString('en')}</b> <span>${marked(verdict)}</span></li>`,
  );
  return `<section aria-labelledby="totals">
<h2 id="totals">Totals</h2>
<ul class="totals">${tiles.join('')}</ul>
</section>`;
}

function table({ findings }: Results): string {
  if (findings.length === 0)
    return '<p class="empty">There is no endpoint configuration in what was read.</p>';
  const boxes = shown.map(
    (verdict) =>
      `<label class="${verdict}"><input type="checkbox" name="verdict" value="${verdict}" checked> ${marked(verdict)}</label>`,
  );
  const columns = ['Verdict', 'Stack', 'Configuration', 'Region', 'Account'];
  const heads = columns.map(
    (name, column) =>
      `<th scope="col" aria-sort="none"><button type="button" data-column="${column}">${name}</button></th>`,
  );
  return `<section aria-labelledby="findings">
<h2 id="findings">Endpoint configurations</h2>
<form role="search" aria-label="Filter the endpoint configurations">
<label class="text">Search <input type="search" name="text" autocomplete="off" spellcheck="false"
 placeholder="stack, configuration, message …"></label>
<label>Region <select name="region"><option value="">all</option></select></label>
<label>Account <select name="account"><option value="">all</option></select></label>
<fieldset><legend>Verdict</legend>${boxes.join('')}</fieldset>
<output aria-live="polite"></output>
</form>
<noscript><p class="partial">The table is written by the page’s own script, which is turned off here.</p></noscript>
<div class="wide" role="region" aria-label="Table of endpoint configurations" tabindex="0">
<table id="table" data-verdicts="${escapeHtml(JSON.stringify(verdictNames))}">
<thead><tr>${heads.join('')}<th scope="col">What, and how to fix it</th></tr></thead>
<tbody></tbody>
</table>
</div>
<button type="button" id="more" hidden>Show more</button>
</section>`;
}
