/**
 * Formats the help of a command from the same options that read its arguments. No library is used: the small ones (cac,
 * citty) do not wrap lines and accept unknown options, and commander takes 8 ms of every start.
 */
import type { Help, Option } from '../command.js';
import { wrap } from './wrap.js';

/** The help as text. Only examples may be wider than 80 columns. */
export function helpText({ usage, about, commands, options, notes = [], examples = [] }: Help): string {
  const blocks = [
    [`Usage: kms-guard ${usage}`],
    ...about.map((paragraph) => wrap(paragraph)),
    section('Commands:', commands === undefined ? [] : Object.entries(commands)),
    section('Options:', options === undefined ? [] : Object.entries(options).map(rowOf)),
    ...notes.map((paragraph) => wrap(paragraph)),
    examples.length === 0 ? [] : ['Examples:', ...examples.map((example) => `  ${example}`)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

type Row = readonly [name: string, meaning: string];

function rowOf([name, { short, value, help, multiple }]: readonly [string, Option]): Row {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return [
    value === undefined ? names : `${names} ${value}`,
    multiple === true ? `${help}; may be repeated` : help,
  ];
}

/** Names on the left and their meanings on the right, with aligned lines. */
function section(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return [
    title,
    ...rows.flatMap(([name, meaning]) =>
      wrap(meaning, undefined, ' '.repeat(left)).map((line, at) =>
        at === 0 ? `  ${name}`.padEnd(left) + line.slice(left) : line,
      ),
    ),
  ];
}
