// Which branches and functions of a built bundle an input reaches, and how often.
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { createInstrumenter } from 'istanbul-lib-instrument';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const variable = '__fuzzCoverage__';

/** @returns the bundle's code with a counter in every branch and function */
export function instrument(bundle) {
  const instrumenter = createInstrumenter({
    coverageVariable: variable,
    coverageGlobalScope: 'globalThis',
    coverageGlobalScopeFunc: false,
    esModules: false,
  });
  const path = join(dist, bundle);
  return instrumenter.instrumentSync(readFileSync(path, 'utf8'), path);
}

/** @returns the exports of a bundle whose code has counters, and the counters */
export function load(bundle, code) {
  const path = join(dist, bundle);
  const module = new Module(path);
  module.filename = path;
  module.paths = Module._nodeModulePaths(dist);
  module._compile(code, path);
  const { b: branches, f: functions } = globalThis[variable][path];
  return { exports: module.exports, counters: [...Object.values(branches), functions] };
}

/** Counters as a fuzzer compares them: once, twice, a few times, often. */
function degree(count) {
  return Math.min(7, Math.ceil(Math.log2(count + 1)));
}

/** Sets the counters back. @returns what the last input reached, as numbers */
export function takeFeatures(counters) {
  const features = [];
  let base = 0;
  for (const counts of counters) {
    for (const key in counts) {
      const count = counts[key];
      if (count > 0) {
        features.push((base + Number(key)) * 8 + degree(count));
        counts[key] = 0;
      }
    }
    base += Array.isArray(counts) ? counts.length : Object.keys(counts).length;
  }
  return features;
}
