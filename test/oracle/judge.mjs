// One share of the work: reads cases from the Python side, asks the guard, and reports what does not agree.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compareExact, compareOpen } from './compare.mjs';
import { createGuard } from './guard.mjs';

const settings = ['require', 'exempt'];
const guards = Object.fromEntries(settings.map((setting) => [setting, createGuard(setting)]));
const [first, count] = process.argv.slice(2);
const totals = { templates: 0, long: 0, assignments: 0, resources: 0 };
const stack = { targets: 0, decided: 0, decidable: 0, decidedOfDecidable: 0 };

const python = spawn(
  process.env.PYTHON || 'python3',
  ['-B', join(import.meta.dirname, 'main.py'), first, count],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const ended = new Promise((resolve) => python.once('close', resolve));
for await (const line of createInterface({ input: python.stdout })) await judge(JSON.parse(line));
const status = await ended;
if (status !== 0) throw new Error(`the resolver ended with ${status}`);
process.send({ totals, stack });

/** Holds one template against all of its scenarios. */
async function judge({ seed, text, runs }) {
  totals.templates++;
  if (text.length > 64 * 1024) totals.long++;
  const outcomes = runs.flatMap((run) => run.outcomes);
  for (const setting of settings) {
    const guard = guards[setting];
    const report = (complaints, view, parameters) => {
      for (const each of complaints)
        process.send({ violation: { seed, setting, view, parameters, text, ...each } });
    };
    if (outcomes.length === 0) continue;
    try {
      const { complaints, counts } = compareOpen(await guard.stack(text), outcomes, setting);
      report(complaints, 'STACK');
      for (const name of Object.keys(stack)) stack[name] += counts[name];
    } catch (error) {
      report([{ ours: error.message, right: 'a verdict' }], 'STACK');
    }
    for (const run of runs)
      report(await withParameters(guard, setting, text, run), 'parameters', run.parameters);
    for (const [json, right] of resolvedProperties(outcomes, setting)) {
      totals.resources++;
      const ours = await guard.resource(JSON.parse(json)).catch((error) => error.message);
      if (ours !== right) report([{ ours, right, properties: json }], 'RESOURCE');
    }
  }
}

async function withParameters(guard, setting, text, { parameters, exact, outcomes }) {
  if (outcomes.length === 0) return [];
  totals.assignments++;
  try {
    const findings = await guard.template(text, parameters);
    return exact
      ? compareExact(findings, outcomes[0], setting)
      : compareOpen(findings, outcomes, setting).complaints;
  } catch (error) {
    return [{ ours: error.message, right: 'a verdict' }];
  }
}

/** Every set of properties that a configuration comes to, once, with its verdict. */
function resolvedProperties(outcomes, setting) {
  return new Map(
    outcomes
      .flatMap((outcome) => Object.values(outcome))
      .filter((one) => one !== null)
      .map(({ properties, verdicts }) => [JSON.stringify(properties), verdicts[setting]]),
  );
}
