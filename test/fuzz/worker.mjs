// Fuzzes one reader: changes inputs that are known, and keeps each that reaches what none before it reached.
import { parentPort, workerData } from 'node:worker_threads';
import { load, takeFeatures } from './coverage.mjs';
import { mutate, randomOf } from './mutate.mjs';
import { targets } from './targets.mjs';

const { name, code, seconds, seed, known, state, input } = workerData;
const target = targets[name];
const { exports, counters } = load(target.bundle, code);
const reader = target.reader(exports);
const random = randomOf(seed);
const seen = new Set();
const corpus = [];
const found = [];
const faults = new Set();
let inputs = 0;

// Whatever a reader has to say, it says in its answer.
let writes = false;
const note = () => {
  writes = true;
};
process.emitWarning = note;
for (const method of ['log', 'info', 'warn', 'error']) console[method] = note;

/** @returns why an input is at fault; undefined where it is answered as it may be */
async function play(text) {
  // For whoever watches, should this input never end.
  const { written } = new TextEncoder().encodeInto(text, input);
  Atomics.store(state, 1, written);
  Atomics.add(state, 0, 1);
  inputs++;
  writes = false;
  try {
    await reader(text);
    return writes ? 'it writes something beside its answer' : undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;
  }
}

/** @returns whether the input reached something new */
async function take(text) {
  const fault = await play(text);
  const fresh = takeFeatures(counters).filter((feature) => !seen.has(feature));
  for (const feature of fresh) seen.add(feature);
  if (fresh.length > 0) corpus.push(text);
  if (fault !== undefined && !faults.has(fault)) {
    faults.add(fault);
    parentPort.postMessage({ fault, text: await reduce(text, fault) });
  }
  return fresh.length > 0;
}

/** The shortest text, by leaving parts out, that has the same fault. */
async function reduce(text, fault) {
  let shortest = text;
  for (let size = text.length >> 1; size > 0; size >>= 1)
    for (let start = 0; start < shortest.length; ) {
      const shorter = shortest.slice(0, start) + shortest.slice(start + size);
      if ((await play(shorter)) === fault) shortest = shorter;
      else start += size;
    }
  takeFeatures(counters);
  return shortest;
}

for (const text of [...target.seeds(), ...known]) await take(text);
if (corpus.length === 0) throw new Error(`no input of ${name} reaches anything`);
const reachedBySeeds = seen.size;
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  const pick = () => corpus[Math.floor(random() * corpus.length)];
  // What was found last leads on, more often than not.
  const recent = corpus[corpus.length - 1 - Math.floor(random() * Math.min(corpus.length, 20))];
  const text = mutate(random, random() < 0.3 ? recent : pick(), pick());
  if (await take(text)) found.push(text);
}
parentPort.postMessage({ inputs, reachedBySeeds, reached: seen.size, keep: await best() });

/** Of what was found, the few short inputs that reach most of what nothing known reaches. */
async function best() {
  const reached = new Set();
  const fresh = (features) => features.filter((feature) => !reached.has(feature));
  const featuresOf = async (text) => {
    await play(text);
    return takeFeatures(counters);
  };
  for (const text of [...target.seeds(), ...known])
    for (const feature of await featuresOf(text)) reached.add(feature);
  const candidates = [];
  for (const text of found.filter(({ length }) => length <= 3_000))
    candidates.push({ text, features: fresh(await featuresOf(text)) });
  const keep = [];
  for (const { text, features } of candidates.toSorted((a, b) => b.features.length - a.features.length)) {
    if (keep.length === 30) break;
    const more = fresh(features);
    if (more.length < 5) continue;
    keep.push(text);
    for (const feature of more) reached.add(feature);
  }
  return keep;
}
