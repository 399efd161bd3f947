/** The part of the page's script that makes a row of the table. */
export const rows = `
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = printable(text);
  if (className !== undefined) made.className = className;
  return made;
}

// Long names without spaces may break before a capital letter and after a hyphen.
function named(name, text, className) {
  const made = element(name, undefined, className);
  for (const part of printable(text).split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[-_/.])/)) made.append(part, element('wbr'));
  return made;
}

function cell(label, ...content) {
  const made = element('td');
  made.setAttribute('role', 'cell');
  made.dataset.label = label;
  made.append(...content);
  return made;
}

function marked(verdict) {
  const [mark, name] = verdicts[verdict];
  const made = element('span', undefined, verdict);
  const icon = element('i', mark);
  icon.setAttribute('aria-hidden', 'true');
  made.append(icon, ' ' + name);
  return made;
}

// A link into the AWS console of the row's Region; plain text if no console is known.
function inConsole(text, region, path) {
  if (!Object.hasOwn(consoles, region)) return named('span', text);
  const link = named('a', text);
  link.href = consoles[region] + path;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}

function configurationOf(row) {
  const [name, id, region] = [row[at.configuration], row[at.logicalId], row[at.region]];
  if (name === '') return [named('strong', id)];
  const path = '/sagemaker/home?region=' + region + '#/endpointConfig/' + encodeURIComponent(name);
  const strong = element('strong');
  strong.append(inConsole(name, region, path));
  return id === '' ? [strong] : [strong, named('small', id)];
}

// "Not known" means that not everything was read, or that SageMaker was not asked.
const noStack = (row) => (row[at.origin] === 'outside' ? 'outside CloudFormation' : 'not known');
const noEndpoint = (row) => (row[at.use] === 'no' ? 'none' : 'not known');

function stackOf(row) {
  const [stack, region] = [row[at.stack], row[at.region]];
  if (stack === '') return element('em', noStack(row));
  const path = '/cloudformation/home?region=' + region + '#/stacks/stackinfo?stackId=' + encodeURIComponent(stack);
  return inConsole(stack, region, path);
}

function endpointsOf(row) {
  const names = row[at.endpoints].split(' ').filter(Boolean);
  if (names.length === 0) return [element('em', noEndpoint(row))];
  const first = names.slice(0, 3).map((name) => named('div', name));
  return names.length > 3 ? [...first, element('em', 'and ' + (names.length - 3) + ' more')] : first;
}

function sentencesOf(row) {
  const [first, ...others] = row[at.message].split(/(?<=\\.) (?=[A-Z])/);
  return [first, others.join(' ')];
}

function fixOf(row) {
  const remediation = row[at.remediation];
  const end = row[at.end];
  return [remediation.slice(0, end), remediation.slice(end + 2).split('\\n')];
}

function whatOf(row) {
  const [first, others] = sentencesOf(row);
  const [words, lines] = fixOf(row);
  const details = element('details');
  details.append(element('summary', row[at.verdict] === 'nonCompliant' ? 'How to fix it' : 'Details'));
  for (const text of [others, words]) if (text !== '') details.append(element('p', text));
  if (lines[0] !== '') {
    const code = element('pre');
    code.append(lines.map(printable).join('\\n'));
    details.append(code);
  }
  details.append(element('p', row[at.known], 'place'));
  return [element('p', first), details];
}

function rowOf(row) {
  const made = element('tr');
  made.setAttribute('role', 'row');
  made.append(
    cell('Verdict', marked(row[at.verdict])),
    cell('Configuration', ...configurationOf(row)),
    cell('Stack', stackOf(row)),
    cell('Endpoints', ...endpointsOf(row)),
    cell('Region', printable(row[at.region])),
    cell('Account', printable(row[at.account])),
    cell('What', ...whatOf(row)),
  );
  return made;
}
`;
