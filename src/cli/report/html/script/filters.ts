/**
 * The part of the page's script that filters, sorts and exports. The form holds the filters. The address repeats them
 * after the #, so that a link shows the same rows.
 */
export const filters = `
const STEP = 100;
const form = document.querySelector('form');
const more = document.getElementById('more');
const resets = document.querySelectorAll('[data-reset]');
const selects = ['region', 'account', 'origin', 'use', 'sort'].filter((name) => form.elements[name] !== undefined);
const boxes = [...form.elements.verdict];
const order = Object.keys(verdicts);
const collator = new Intl.Collator('en', { numeric: true });
let texts;
let found = data.rows;
let limit = STEP;

for (const name of ['region', 'account']) {
  const values = [...new Set(data.rows.map((row) => row[at[name]]))].filter(Boolean).sort(collator.compare);
  for (const value of values) form.elements[name].append(new Option(printable(value), value));
}

function read() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  form.elements.text.value = wanted.get('text') ?? '';
  for (const name of selects) {
    form.elements[name].value = wanted.get(name) ?? '';
    if (form.elements[name].selectedIndex < 0) form.elements[name].value = '';
  }
  const chosen = wanted.get('verdict')?.split(',');
  for (const box of boxes) box.checked = chosen?.includes(box.value) ?? true;
}

function write() {
  const wanted = new URLSearchParams();
  for (const name of ['text', ...selects]) {
    if (form.elements[name].value !== '') wanted.set(name, form.elements[name].value);
  }
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  if (chosen.length < boxes.length) wanted.set('verdict', chosen.join(','));
  const address = wanted.toString().replaceAll('%2C', ',');
  history.replaceState(null, '', '#' + address);
}

// All cells but the remediation, because many rows have the same one.
function textOf(row) {
  return [...row.slice(0, at.remediation), row[at.known], noStack(row)].join(' ').toLowerCase();
}

function select() {
  const { text, region, account, origin, use, sort } = Object.fromEntries(new FormData(form));
  const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const words = text.toLowerCase().split(/\\s+/).filter(Boolean);
  if (words.length > 0) texts ??= new Map(data.rows.map((row) => [row, textOf(row)]));
  found = data.rows.filter((row) =>
    chosen.has(row[at.verdict]) &&
    (!region || row[at.region] === region) &&
    (!account || row[at.account] === account) &&
    (!origin || row[at.origin] === origin) &&
    (!use || row[at.use] === use) &&
    words.every((word) => texts.get(row).includes(word)));
  sortBy(sort);
  limit = STEP;
  const isWhole = text === '' && !region && !account && !origin && !use && chosen.size === boxes.length;
  resets[0].hidden = isWhole;
  show();
}

function sortBy(sort) {
  const column = sort.replace('-', '');
  const direction = sort.startsWith('-') ? -1 : 1;
  const compare = column === 'verdict'
    ? (a, b) => order.indexOf(a[at.verdict]) - order.indexOf(b[at.verdict])
    : (a, b) => collator.compare(nameIn(a, column), nameIn(b, column));
  if (column !== '') found.sort((a, b) => direction * compare(a, b));
  for (const button of table.querySelectorAll('thead button')) {
    const own = button.dataset.column === column;
    button.parentElement.setAttribute('aria-sort', !own ? 'none' : direction > 0 ? 'ascending' : 'descending');
  }
}

// A configuration that does not exist in SageMaker is shown by its logical id.
function nameIn(row, column) {
  return row[at[column]] || (column === 'configuration' ? row[at.logicalId] : '');
}

// Rows that are already shown stay as they are, with the details that are open.
function show(shown = 0) {
  const rows = found.slice(shown, limit).map(rowOf);
  if (shown === 0) table.tBodies[0].replaceChildren(...rows);
  else table.tBodies[0].append(...rows);
  table.hidden = found.length === 0;
  document.getElementById('none').hidden = found.length > 0;
  more.hidden = found.length <= limit;
  const count = (number) => number.toLocaleString('en');
  form.querySelector('output').textContent = count(found.length) + ' of ' + count(data.rows.length) +
    (more.hidden ? '' : ', the first ' + count(limit) + ' shown');
}

function change() {
  write();
  select();
}

function download() {
  const cells = [columns, ...found.map((row) => row.slice(0, columns.length)), ...data.unread];
  const link = element('a');
  link.href = URL.createObjectURL(new Blob(cells.map(csvLine), { type: 'text/csv;charset=utf-8' }));
  link.download = data.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const button of table.querySelectorAll('thead button')) {
  button.addEventListener('click', () => {
    const { column } = button.dataset;
    form.elements.sort.value = form.elements.sort.value === column ? '-' + column : column;
    change();
  });
}
for (const button of resets) {
  button.addEventListener('click', () => {
    form.reset();
    change();
    form.elements.text.focus();
  });
}
for (const link of document.querySelectorAll('[data-filter]')) {
  link.addEventListener('click', () => {
    const heading = document.getElementById('findings');
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
}
form.addEventListener('input', change);
form.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => {
  const shown = limit;
  limit += STEP * 5;
  show(shown);
  table.tBodies[0].rows[shown].querySelector('summary').focus();
});
document.getElementById('export').addEventListener('click', download);
addEventListener('hashchange', () => {
  read();
  select();
});
`;
