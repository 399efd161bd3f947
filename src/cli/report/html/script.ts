/**
 * The page's script: it fills, sorts and filters the table. Every text goes in as text, never as markup, and only
 * some rows are in the document at a time, so that ten thousand of them stay quick; printing takes them all.
 */
export const script = `(() => {
'use strict';
const table = document.getElementById('table');
if (table === null) return;
const rows = JSON.parse(document.getElementById('data').textContent);
const names = JSON.parse(table.dataset.verdicts);
const order = Object.keys(names);
const form = document.querySelector('form');
const body = table.tBodies[0];
const more = document.getElementById('more');
const output = form.querySelector('output');
const STEP = 100;
let limit = STEP;
let sorted = { column: -1, ascending: true };
let found = rows;

const collator = new Intl.Collator('en', { numeric: true });

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className !== undefined) made.className = className;
  return made;
}

// Names are long and have no spaces: they may break before a capital and after a hyphen.
function named(text) {
  const cell = element('td');
  for (const part of text.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[-_/.])/)) cell.append(part, element('wbr'));
  return cell;
}

function rowOf([verdict, stack, id, region, account, message, more, todo, lines, place, reason]) {
  const row = element('tr');
  const label = element('td', undefined, verdict);
  const mark = element('i', names[verdict][0]);
  mark.setAttribute('aria-hidden', 'true');
  label.append(mark, ' ' + names[verdict][1]);
  const what = element('td', message);
  const details = element('details');
  details.append(element('summary', verdict === 'nonCompliant' ? 'How to fix it' : 'Details'));
  for (const text of [more, todo]) if (text !== '') details.append(element('p', text));
  if (lines !== '') details.append(element('pre', lines));
  details.append(element('p', reason + ', ' + place, 'place'));
  what.append(details);
  row.append(label, named(stack), named(id), element('td', region), element('td', account), what);
  return row;
}

function show() {
  body.replaceChildren(...found.slice(0, limit).map(rowOf));
  more.hidden = found.length <= limit;
  const count = (number) => number.toLocaleString('en');
  output.textContent = count(found.length) + ' of ' + count(rows.length) +
    (more.hidden ? '' : ', the first ' + count(limit) + ' shown');
}

function compare(a, b) {
  const { column } = sorted;
  return column === 0 ? order.indexOf(a[0]) - order.indexOf(b[0]) : collator.compare(a[column], b[column]);
}

function select() {
  const wanted = new FormData(form);
  const verdicts = new Set(wanted.getAll('verdict'));
  const region = wanted.get('region');
  const account = wanted.get('account');
  const words = wanted.get('text').toLowerCase().split(/\\s+/).filter(Boolean);
  found = rows.filter((row) => {
    if (!verdicts.has(row[0])) return false;
    if (region !== '' && row[3] !== region) return false;
    if (account !== '' && row[4] !== account) return false;
    if (words.length === 0) return true;
    const text = row.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (sorted.column >= 0) found.sort((a, b) => sorted.ascending ? compare(a, b) : compare(b, a));
  limit = STEP;
  show();
}

function sortBy(column) {
  sorted = { column, ascending: sorted.column === column ? !sorted.ascending : true };
  for (const button of table.querySelectorAll('thead button')) {
    const own = Number(button.dataset.column) === column;
    button.parentElement.setAttribute('aria-sort', !own ? 'none' : sorted.ascending ? 'ascending' : 'descending');
  }
  select();
}

for (const [name, column] of [['region', 3], ['account', 4]]) {
  const values = [...new Set(rows.map((row) => row[column]))].filter(Boolean).sort(collator.compare);
  for (const value of values) form.elements[name].append(new Option(value, value));
}
for (const button of table.querySelectorAll('thead button')) {
  button.addEventListener('click', () => sortBy(Number(button.dataset.column)));
}
form.addEventListener('input', select);
form.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => {
  limit += STEP * 5;
  show();
});

let before;
addEventListener('beforeprint', () => {
  before = limit;
  limit = found.length;
  show();
  for (const details of document.querySelectorAll('details')) details.open = true;
});
addEventListener('afterprint', () => {
  limit = before;
  show();
});

select();
})();`;
