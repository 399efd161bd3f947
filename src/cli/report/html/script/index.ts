/**
 * The page's script: it fills, sorts and filters the table. Every text goes in as text, never as markup, and only
 * some rows are in the document at a time, so that ten thousand of them stay quick.
 */
import { csvLine } from '../../../audit/csv.js';
import { printable } from '../../../terminal/printable.js';
import { filters } from './filters.js';
import { printing } from './printing.js';
import { rows } from './rows.js';

// The two functions are the program's own, by their source: what is exported and shown here is what the program writes.
export const script = `(() => {
'use strict';
const table = document.getElementById('table');
if (table === null) return;
const csvLine = ${csvLine};
const printable = ${printable};
const data = JSON.parse(document.getElementById('data').textContent);
const { columns, verdicts, consoles } = data;
const at = Object.fromEntries([...columns, 'end', 'members', 'known', 'origin'].map((name, index) => [name, index]));
${rows}
${filters}
${printing}
read();
select();
})();`;
