/**
 * The page's script fills, sorts and filters the table. It inserts every text as text, never as markup. Only some rows
 * are in the document at a time, so that the page stays fast with ten thousand rows.
 */
import { csvLine } from '../../../audit/csv.js';
import { printable } from '../../../terminal/printable.js';
import { filters } from './filters.js';
import { printing } from './printing.js';
import { rows } from './rows.js';

// The script contains the source of the program's own two functions, so that it exports and shows the same text.
export const script = `(() => {
'use strict';
const table = document.getElementById('table');
if (table === null) return;
const csvLine = ${csvLine};
const printable = ${printable};
const data = JSON.parse(document.getElementById('data').textContent);
const { columns, verdicts, consoles } = data;
const at = Object.fromEntries([...columns, 'end', 'members', 'known', 'use', 'origin'].map((name, index) => [name, index]));
${rows}
${filters}
${printing}
read();
select();
})();`;
