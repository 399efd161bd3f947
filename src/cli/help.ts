/**
 * The help of a command, written from what its arguments are read by. The small command libraries (cac, citty) lay no
 * lines out and let unknown options pass, and commander alone takes 8 ms of every start.
 */
import type { Help, Option } from './command.js';
import { wrap } from './wrap.js';

/** The help as text, no line of it wider than 80 columns but for what is typed as it stands. */
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

/** Names on the left, what they mean on the right, in lines that begin below each other. */
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
