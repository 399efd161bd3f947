// `npm run fuzz [-- --seconds N --seed N --target NAME --keep]`: fuzzes the readers of events, payloads, templates and
// policies for ten minutes, all at once, from the seeds of targets.mjs and what test/fuzz/corpus/ has. An input that
// breaks a reader, is answered in another shape, or takes longer than it may is written down, and the run fails.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { instrument } from './coverage.mjs';
import { longest } from './mutate.mjs';
import { targets } from './targets.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    target: { type: 'string', multiple: true, default: Object.keys(targets) },
    keep: { type: 'boolean', default: false },
  },
});
/** What one input may take. The longest is a sixtieth of 2 MB, which has 5 s of a core and 400 MB. */
const limit = { milliseconds: 5_000, megabytes: 400 };
const corpus = join(import.meta.dirname, 'corpus');
const faulty = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'fuzz');

const unknown = values.target.find((name) => !Object.hasOwn(targets, name));
if (unknown) throw new Error(`no target ${unknown}; there are ${Object.keys(targets).join(', ')}`);
const bundles = [...new Set(values.target.map((name) => targets[name].bundle))];
const code = Object.fromEntries(bundles.map((bundle) => [bundle, instrument(bundle)]));
console.log(`fuzz: seed ${values.seed}, ${values.seconds} s each`);
const faults = await Promise.all(values.target.map(fuzz));
process.exitCode = faults.some((count) => count > 0) ? 1 : 0;

/** @returns how many faults one reader has */
function fuzz(name) {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const input = new Uint8Array(new SharedArrayBuffer(longest * 3));
  const worker = new Worker(join(import.meta.dirname, 'worker.mjs'), {
    workerData: {
      ...{ name, state, input, code: code[targets[name].bundle], known: corpusOf(name) },
      ...{ seconds: Number(values.seconds), seed: Number(values.seed) },
    },
    resourceLimits: { maxOldGenerationSizeMb: limit.megabytes },
  });
  let count = 0;
  const fault = (why, text) => {
    count++;
    const path = write(join(faulty, name), text);
    console.log(`fuzz: ${name}: ${why}\nfuzz: ${name}: the input is ${relative(process.cwd(), path)}`);
  };
  const current = () => new TextDecoder().decode(input.slice(0, Atomics.load(state, 1)));

  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(state, 0);
      if (now === last && now > 0) {
        fault(`no answer within ${limit.milliseconds} ms`, current());
        worker.terminate();
      }
      last = now;
    }, limit.milliseconds);
    worker.on('message', (message) => {
      if (message.fault !== undefined) return fault(message.fault, message.text);
      report(name, message);
      clearInterval(watch);
    });
    worker.on('error', (error) => fault(error.message, current()));
    worker.on('exit', () => {
      clearInterval(watch);
      resolve(count);
    });
  });
}

function report(name, { inputs, reachedBySeeds, reached, keep }) {
  console.log(
    `fuzz: ${name}: ${inputs} inputs, from ${reachedBySeeds} to ${reached} features, ${keep.length} to keep`,
  );
  if (values.keep) for (const text of keep) write(join(corpus, name), text);
}

function corpusOf(name) {
  const folder = join(corpus, name);
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** A file named by its content. */
function write(folder, text) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.txt`);
  writeFileSync(path, text);
  return path;
}
