/**
 * Mutation tests: the rule and the evaluation of templates are changed in one place at a time, and the changes that no
 * test notices are named. Changes that mean the same are listed in equivalent.json, each with the reason.
 *
 *   npm run test:mutation                                     everything
 *   npm run test:mutation -- --mutate src/decision/key.ts     some whole files: a list with commas, or patterns
 *   npm run test:mutation -- --incremental                    only what has changed since the last such run
 *   npm run test:mutation -- --recount                        the last run again, by the list as it is now
 *
 * Fails where fewer than 96 % of the others are noticed, and where the list names a change that does not survive.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const LEAST = 96;
const folders = ['src/decision/', 'src/template/'];

const { mutate, recount, incremental } = parseArgs({
  options: {
    mutate: { type: 'string' },
    recount: { type: 'boolean' },
    incremental: { type: 'boolean', default: false },
  },
}).values;
if (!recount) {
  // Wherever the tests run, a time without an offset is UTC.
  process.env.TZ = 'Asia/Tokyo';
  const configFile = 'test/mutation/stryker.config.mjs';
  await new Stryker({
    configFile,
    incremental,
    ...(mutate && { mutate: mutate.split(',') }),
  }).runMutationTest();
}

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const oneLine = (text) => text.trim().replace(/\s+/g, ' ');

/** The changes to a file, each by what it says and not by its place, which moves with every line above it. */
function mutantsOf([file, { source, mutants }]) {
  const lines = source.split('\n');
  const offset = ({ line, column }) =>
    lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1;
  return mutants.map(({ mutatorName, replacement, status, location: { start, end } }) => ({
    ...{ file, status, place: `${file}:${start.line}:${start.column}` },
    ...{ mutator: mutatorName, line: lines[start.line - 1].trim() },
    ...{ from: oneLine(source.slice(offset(start), offset(end))), to: oneLine(replacement) },
  }));
}

const idOf = ({ file, mutator, line, from, to }) => JSON.stringify({ file, mutator, line, from, to });

const all = Object.entries(read('.stryker/report.json').files).flatMap(mutantsOf);
const files = new Set(all.map(({ file }) => file));
const listed = read('test/mutation/equivalent.json')
  .filter(({ file }) => files.has(file))
  .flatMap(({ file, mutants }) => mutants.map((mutant) => idOf({ file, ...mutant })));

const noticed = all.filter(({ status }) => status === 'Killed' || status === 'Timeout');
const survivors = all.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
const equivalent = survivors.filter((mutant) => listed.includes(idOf(mutant)));
const unnoticed = survivors.filter((mutant) => !equivalent.includes(mutant));
const survivorIds = new Set(survivors.map(idOf));
const stale = listed.filter((id) => !survivorIds.has(id));

function scoreOf(folder) {
  const [good, bad, same] = [noticed, unnoticed, equivalent].map(
    (mutants) => mutants.filter(({ file }) => file.startsWith(folder)).length,
  );
  const score = (100 * good) / (good + bad || 1);
  return { score, text: `${score.toFixed(2)} % of ${good + bad} noticed, and ${same} are equivalent` };
}

for (const mutant of unnoticed) console.log(`${mutant.place} survives: ${idOf(mutant)}`);
for (const id of stale) console.log(`equivalent.json names what does not survive: ${id}`);
for (const folder of folders)
  if (all.some(({ file }) => file.startsWith(folder))) console.log(`${folder} ${scoreOf(folder).text}`);
const { score, text } = scoreOf('');
console.log(`All: ${text}; at least ${LEAST} % must be noticed`);
process.exitCode = score < LEAST || stale.length > 0 ? 1 : 0;
