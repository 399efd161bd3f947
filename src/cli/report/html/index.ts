/** An audit as one self-contained HTML page: coverage, what runs without a key, a chart, and a table to search. */
import { createHash } from 'node:crypto';
import { summarize } from '../../../decision/index.js';
import type { AuditReport } from '../../audit/audit-report.js';
import { runningWithoutKey } from '../../audit/in-use.js';
import { chart } from './chart.js';
import { findingsSection } from './findings.js';
import { incomplete, lead } from './lead.js';
import { count, escapeHtml, jsonInHtml, numeral } from './markup.js';
import { pageData } from './page-data.js';
import { scopeLine, scopeSection } from './scope.js';
import { script } from './script/index.js';
import { style } from './style.js';

/**
 * Writes the page. Its Content-Security-Policy allows only its own script and style, and loads nothing. So a name or a
 * message from an account cannot run code in it, and the page sends none of the account's data anywhere.
 */
export function html(report: AuditReport, { version }: { readonly version: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="kms-guard ${escapeHtml(version)}">
<title>${titleOf(report)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>SageMaker endpoint configurations and their KMS keys</h1>
<p>${scopeLine(report, version)}</p>
</header>
<main>
${incomplete(report.failures)}
${lead(report)}
${chart(report.rows)}
${findingsSection(report)}
${scopeSection(report, version)}
</main>
<script type="application/json" id="data">${jsonInHtml(pageData(report))}</script>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const contentPolicy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function titleOf({ rows, coverage, failures }: AuditReport): string {
  const name = failures.length > 0 ? 'KMS audit (incomplete)' : 'KMS audit';
  if (coverage !== undefined)
    return `${name}: ${numeral(runningWithoutKey(rows).length)} running without an accepted key`;
  return `${name}: ${count(summarize(rows).nonCompliant, 'non-compliant configurations')}`;
}
