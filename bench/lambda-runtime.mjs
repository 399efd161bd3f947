// Measures the function in AWS's own runtime (the interface client in the emulator, on Node 24) beside a handler that
// does nothing. Part of `npm run bench`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installLambdaRuntime, installNode, installTools } from '../test/integration/install.mjs';
import { fromTests } from './from-tests.mjs';
import { inTurn, row } from './measure.mjs';

const trivial = "exports.handler = async () => ({ hookStatus: 'SUCCESS' });";
const coldLimit = 1.35;
const warmLimit = 1.25;

/** @returns {Promise<boolean[]>} whether each row holds */
export async function lambdaRuntimeRows(folder) {
  console.log("\nRESOURCE in AWS's runtime, beside a handler that does nothing");
  if (process.platform !== 'linux') {
    console.log("  not measured: AWS's emulator is for Linux alone");
    return [];
  }
  const venvBin = installTools();
  const node = installNode(24);
  const tools = { ...installLambdaRuntime(venvBin, node), node };
  const { startLambdaRuntime } = await fromTests(folder, 'integration/lambda-runtime');
  const event = JSON.parse(
    readFileSync(new URL('../events/resource-create.fail.json', import.meta.url), 'utf8'),
  );
  const floor = join(folder, 'trivial');
  mkdirSync(floor);
  writeFileSync(join(floor, 'index.js'), trivial);
  const start = {
    guard: () => startLambdaRuntime(tools, join(import.meta.dirname, '../dist/lambda')),
    trivial: () => startLambdaRuntime(tools, floor),
  };
  return [
    show('the first event, the start of the function included', await cold(start, event), coldLimit),
    show('each event after it', await warm(start, event), warmLimit),
  ];
}

/** Starts an emulator for each call beforehand. The function itself starts with its first event. */
async function cold(start, event) {
  const waiting = { guard: [], trivial: [] };
  const rounds = 15;
  for (let round = 0; round <= rounds; round++) {
    for (const name of Object.keys(start)) waiting[name].push(await start[name]());
  }
  const all = Object.values(waiting).flat();
  const next = (name) => async () => {
    const runtime = waiting[name].shift();
    await runtime.invoke(event);
    await runtime.stop();
  };
  try {
    return await inTurn({ guard: next('guard'), trivial: next('trivial') }, rounds);
  } finally {
    await Promise.all(all.map((runtime) => runtime.stop()));
  }
}

async function warm(start, event) {
  const guard = await start.guard();
  const trivial = await start.trivial();
  const once = (runtime) => () => runtime.invoke(event);
  const calls = { guard: once(guard), trivial: once(trivial) };
  try {
    await inTurn(calls, 200);
    return await inTurn(calls, 500);
  } finally {
    await Promise.all([guard.stop(), trivial.stop()]);
  }
}

function show(what, { guard, trivial }, limit) {
  const ratio = guard / trivial;
  const figure = `${ratio.toFixed(2)} x (${guard.toFixed(1)} ms, ${trivial.toFixed(1)} ms)`;
  return row(what, figure, `at most ${limit.toFixed(2)} x`, ratio <= limit);
}
