// `npm run test:oracle [-- --seed N --count N]`: an independent resolver of CloudFormation's semantics (the Python
// files beside this one) against the built guard. Without a seed it takes a fixed one and then a random one.
// Each template has a seed of its own: `--seed N --count 1` makes a failing one again, and prints it.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string', default: '2000' } },
});
const count = Number(values.count);
const seeds = values.seed === undefined ? [1, Math.floor(Math.random() * 1e9)] : [Number(values.seed)];
/** Of what could be decided on STACK, the least share that has to be. */
const leastDecided = 0.8;

let failed = false;
for (const seed of seeds) failed = !(await runSeed(seed)) || failed;
process.exitCode = failed ? 1 : 0;

async function runSeed(seed) {
  const started = performance.now();
  const violations = [];
  const shares = Math.min(availableParallelism(), count);
  const bounds = Array.from({ length: shares + 1 }, (_, share) => Math.floor((count * share) / shares));
  const results = await Promise.all(
    bounds.slice(1).map((end, share) => runShare(seed + bounds[share], end - bounds[share], violations)),
  );
  const totals = sum(results.map((result) => result.totals));
  const stack = sum(results.map((result) => result.stack));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const share = stack.decidedOfDecidable / stack.decidable;
  console.log(
    `oracle: seed ${seed}: ${totals.templates} templates (${totals.long} over 64 KB), ${totals.assignments} assignments, ` +
      `${totals.resources} resources, ${seconds} s: ${violations.length} violations`,
  );
  console.log(
    `oracle: STACK decided ${stack.decided} of ${stack.targets} verdicts; of the ${stack.decidable} that no scenario ` +
      `leaves open ${percent(share)}, at least ${percent(leastDecided)} needed`,
  );
  for (const violation of shortestOfEachKind(violations)) show(violation);
  return violations.length === 0 && (share >= leastDecided || count < 200);
}

function runShare(first, count, violations) {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'judge.mjs'), [String(first), String(count)]);
    let result;
    child.on('message', (message) => {
      if (message.violation) violations.push(message.violation);
      else result = message;
    });
    child.once('exit', () =>
      result ? resolve(result) : reject(new Error('a share of the work ended early')),
    );
  });
}

function sum(rows) {
  return rows.reduce((total, row) =>
    Object.fromEntries(Object.keys(row).map((name) => [name, total[name] + row[name]])),
  );
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

/** One violation to a kind, in the shortest template that has it. */
function shortestOfEachKind(violations) {
  const kinds = new Map();
  for (const violation of violations.sort((a, b) => a.text.length - b.text.length)) {
    const kind = [violation.view, violation.ours, violation.right].join();
    const known = kinds.get(kind);
    if (known) known.times++;
    else kinds.set(kind, { ...violation, times: 1 });
  }
  return kinds.values();
}

function show({ times, seed, setting, view, parameters, logicalId, ours, right, properties, text }) {
  console.log(`\n--- seed ${seed}, localStorage: ${setting}, ${view} ${JSON.stringify(parameters) ?? ''}`);
  console.log(`${logicalId ?? ''}, ${times} like it: the guard says ${ours}; right is ${right}`);
  console.log(properties ?? (text.length < 5_000 ? text : `(${text.length} characters)`));
}
