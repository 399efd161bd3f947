/** The table of configurations, and the form to filter, sort and export it. The page's script fills the table. */
import type { AuditReport } from '../../audit/audit-report.js';
import { severity } from '../verdicts.js';
import { marked } from './markup.js';

/** The columns of the table by which it can be sorted: their names in the data, and their headings. */
const sortable = {
  verdict: 'Verdict',
  configuration: 'Configuration',
  stack: 'Stack',
  endpoints: 'Endpoints',
  region: 'Region',
  account: 'Account',
} as const;

export function findingsSection({ rows }: AuditReport): string {
  if (rows.length === 0) return '<p class="empty">The audit found no endpoint configuration.</p>';
  const heads = Object.entries(sortable).map(
    ([column, name]) =>
      `<th role="columnheader" scope="col" aria-sort="none"><button type="button" data-column="${column}">${name}</button></th>`,
  );
  return `<section aria-labelledby="findings">
<h2 id="findings" tabindex="-1">Endpoint configurations</h2>
${form(rows.some(({ source }) => source === 'sagemaker'))}
<noscript><p class="partial">The page’s script fills the table, and this browser does not run it.</p></noscript>
<table id="table" role="table" aria-labelledby="findings">
<thead role="rowgroup"><tr role="row">${heads.join('')}<th role="columnheader" scope="col">Finding and fix</th></tr></thead>
<tbody role="rowgroup"></tbody>
</table>
<div id="none" class="empty" hidden>
<p>No endpoint configuration matches these filters.</p>
<button type="button" data-reset>Reset the filters</button>
</div>
<button type="button" id="more" hidden>Show more</button>
<div id="print"></div>
</section>`;
}

function form(isAsked: boolean): string {
  const boxes = severity.map(
    (verdict) =>
      `<label class="${verdict}"><input type="checkbox" name="verdict" value="${verdict}" checked> ${marked(verdict)}</label>`,
  );
  const orders = Object.entries(sortable).flatMap(([column, name]) => [
    `<option value="${column}">${name}</option>`,
    `<option value="-${column}">${name}, descending</option>`,
  ]);
  const existing = isAsked
    ? `<label>Origin <select name="origin"><option value="">all</option><option value="stack">through CloudFormation</option>
<option value="outside">outside CloudFormation</option><option value="unknown">not known</option></select></label>
<label>Use <select name="use"><option value="">all</option><option value="yes">in use</option><option value="no">not in use</option><option value="unknown">not known</option></select></label>`
    : '';
  return `<form role="search" aria-label="Filter the endpoint configurations">
<label class="text">Search <input type="search" name="text" autocomplete="off" spellcheck="false"
 placeholder="configuration, stack, endpoint, message …"></label>
<label>Region <select name="region"><option value="">all</option></select></label>
<label>Account <select name="account"><option value="">all</option></select></label>
${existing}
<label class="narrow">Sort by <select name="sort"><option value="">the most severe first</option>${orders.join('')}</select></label>
<fieldset><legend>Verdict</legend>${boxes.join('')}</fieldset>
<div class="bottom"><output aria-live="polite"></output>
<button type="button" data-reset hidden>Reset the filters</button>
<button type="button" id="export">Export as CSV</button></div>
</form>`;
}
