// Measures the guard with the texts of up to 2 MB that cost it most: much memory, many lines, deep nesting, many
// mistakes, many findings. Part of `npm run bench`; `node bench/worst-texts.mjs` measures only these.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { row } from './measure.mjs';

const CONFIG = `Resources:
  C:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants: [{InstanceType: ml.m5.large}]
`;
const JSON_CONFIG =
  '{"Resources":{"C":{"Type":"AWS::SageMaker::EndpointConfig","Properties":{"ProductionVariants":[{}]';

/** Repeats a unit between a beginning and an end, as often as fits. */
const filled =
  (start, unit, end = '') =>
  (size) =>
    start + unit.repeat(Math.floor((size - start.length - end.length) / unit.length)) + end;

/** As many numbered members as fit. */
function numbered(size, member) {
  const all = [];
  for (let length = 0; ; length += all.at(-1).length) {
    const next = member(all.length);
    if (length + next.length > size) return all.join('');
    all.push(next);
  }
}

/** A map of many members, and a list in which it is merged many times. */
const merges = (size) =>
  `A: &a {${numbered(size / 2, (index) => `k${index}: 1,`)}}\nB: [${'{<<: *a},'.repeat(size / 20)}]\n${CONFIG}`;

/** A key of half the text's length, then a quoted value without indentation. */
const shallowQuote = (size) => `${CONFIG}  ${'k'.repeat(size / 2)}: "${'a\n'.repeat(size / 4 - 100)}"\n`;

/** As many endpoint configurations as the guard reads, and a large value on the same line. */
function findings(size) {
  const configs = Array.from(
    { length: 4_900 },
    (_, index) => `"C${index}":{"Type":"AWS::SageMaker::EndpointConfig"}`,
  );
  const end = `"Resources":{${configs}}}`;
  return `{"Metadata":[${'1,'.repeat((size - end.length) / 2 - 20)}1],${end}`;
}

/** A chain of conditions, and as many configurations that depend on it. */
function conditions(size) {
  const configs = Array.from(
    { length: 4_900 },
    (_, index) =>
      `"C${index}":{"Type":"AWS::SageMaker::EndpointConfig","Properties":{"KmsKeyId":{"Fn::If":["c0","a","b"]}}}`,
  );
  const end = `"last":true},"Resources":{${configs}}}`;
  const chain = numbered(
    size - end.length - 20,
    (index) => `"c${index}":{"Fn::Not":[{"Condition":"c${index + 1}"}]},`,
  );
  return `{"Conditions":{${chain}${end}`;
}

/** Many look-ups of a key that the mapping does not contain. */
function lookUps(size) {
  const mappings = numbered(size / 2, (index) => `"M${index}":{},`);
  const list = '{"Fn::FindInMap":["M","x","y"]},'.repeat(size / 70);
  return `{"Mappings":{${mappings}"M":{"a":{}}},${JSON_CONFIG.slice(1)},"KmsKeyId":{"Fn::Join":["",[${list}"a"]]}}}}}`;
}

/** @type {Record<string, (size: number) => string>} by name, each of at most `size` characters */
const worstTexts = {
  'merges that multiply': merges,
  'a quote far to the right': shallowQuote,
  'quotes without indentation': filled(`${CONFIG}  T:\n`, '    V: "a\nb"\n'),
  'brackets without indentation': filled(`${CONFIG}  T:\n`, '    V: [\na\n]\n'),
  'a mistake in every character': filled(`${CONFIG}      V: "`, '\\q', '"\n'),
  'a mistake in every line': filled(`${CONFIG}      V: |\n        a\n`, '\t\n'),
  'blank lines': filled(`${CONFIG}  T:\n    V: >\n`, '\n', '    a\n'),
  'blank lines in a folded text': filled(`${CONFIG}      V: >\n        a\n`, '\n', '        a\n'),
  'short maps': filled(`${CONFIG}      V: [`, '{a: b},', ']\n'),
  'keys without a name': filled(`${CONFIG}      V:\n`, '        :\n'),
  'brackets without end': filled(`${CONFIG}      V: `, '['),
  'JSON nested without end': (size) =>
    `${JSON_CONFIG},"V":${'['.repeat(size / 2 - 100)}${']'.repeat(size / 2 - 100)}}}}}`,
  'JSON of the same key': filled(`${JSON_CONFIG}`, ',\n"a":1', '}}}}'),
  'JSON of numbers that readers differ on': filled(`${JSON_CONFIG},"V":[`, '1.0,', '1]}}}}'),
  'findings on one line': findings,
  'conditions in a chain': conditions,
  'look-ups that find nothing': lookUps,
};

const SIZE = 2_000_000;
const LIMIT = { seconds: 5, megabytes: 400 };
const here = (file) => join(import.meta.dirname, file);

/** The seconds and the memory that a program took; undefined if it was killed or failed. */
function measured(...program) {
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'];
  const { status, output } = spawnSync(process.execPath, ['-r', here('usage.cjs'), ...program], { stdio });
  return status === null || status > 2 ? undefined : JSON.parse(output[3].toString());
}

/** @returns {boolean[]} whether each row holds */
export function worstTextRows() {
  console.log('\nWorst texts of 2 MB: kms-guard check, and a STACK invocation');
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-bench-'));
  const template = join(folder, 'template');
  try {
    return Object.entries(worstTexts).map(([name, make]) => {
      writeFileSync(template, make(SIZE));
      const runs = [
        measured(here('../dist/cli.js'), 'check', template),
        measured(here('memory.mjs'), template),
      ];
      const figures = runs.map((run) =>
        run ? `${run.seconds.toFixed(1)} s ${run.megabytes.toFixed(0)} MB` : 'no answer',
      );
      const holds = runs.every(
        (run) => run && run.seconds <= LIMIT.seconds && run.megabytes <= LIMIT.megabytes,
      );
      return row(name, figures.join(', '), `${LIMIT.seconds} s of a core and ${LIMIT.megabytes} MB`, holds);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) worstTextRows();
