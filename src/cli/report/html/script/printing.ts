/**
 * The part of the page's script that writes the list for printing: a compact table of the configurations that need
 * attention, and only the names of the others.
 */
export const printing = `
const printed = document.getElementById('print');

function printedRow(row) {
  const made = element('tr');
  const [first] = sentencesOf(row);
  const [words] = fixOf(row);
  const names = [row[at.configuration] || row[at.logicalId], row[at.stack] || noStack(row), row[at.endpoints] || noEndpoint(row)];
  const where = element('td');
  where.append(element('div', row[at.account]), element('div', row[at.region]));
  const what = element('td', first);
  what.append(element('div', words + ' ' + row[at.members], 'fix'));
  const verdict = element('td');
  verdict.append(marked(row[at.verdict]));
  made.append(verdict, ...names.map((name) => named('td', name)), where, what);
  return made;
}

function printedTable(rows) {
  const made = element('table');
  const head = element('tr');
  for (const name of ['Verdict', 'Configuration', 'Stack', 'Endpoints', 'Account, Region', 'Finding and fix']) {
    head.append(element('th', name));
  }
  made.createTHead().append(head);
  made.createTBody().append(...rows.map(printedRow));
  return made;
}

function printedNames(verdict) {
  const rows = found.filter((row) => row[at.verdict] === verdict);
  if (rows.length === 0) return [];
  const heading = element('h3');
  heading.append(marked(verdict), ' (' + rows.length.toLocaleString('en') + ')');
  const places = new Map();
  for (const row of rows) {
    const place = row[at.account] + ' ' + row[at.region];
    const owner = row[at.stack] === '' ? '' : row[at.stack] + '/';
    const name = row[at.configuration] || owner + row[at.logicalId];
    if (places.has(place)) places.get(place).push(name);
    else places.set(place, [name]);
  }
  return [heading, ...[...places].map(([place, names]) => element('p', place + ': ' + names.join(', ')))];
}

addEventListener('beforeprint', () => {
  const open = ['nonCompliant', 'undetermined'];
  const graver = found.filter((row) => open.includes(row[at.verdict]));
  const filter = [...new URLSearchParams(location.hash.slice(1))].map((pair) => pair.join('=')).join('&');
  const all = form.querySelector('output').textContent.split(',')[0];
  printed.replaceChildren(
    element('p', filter === '' ? all : all + ', filtered by ' + filter),
    ...(graver.length > 0 ? [printedTable(graver)] : []),
    ...order.filter((verdict) => !open.includes(verdict)).flatMap(printedNames),
  );
  for (const details of document.querySelectorAll('.partial > details')) details.open = true;
});
addEventListener('afterprint', () => printed.replaceChildren());
`;
