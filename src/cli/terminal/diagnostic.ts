import { type Problem, placeOf } from '../../check/index.js';
import type { Io } from '../command.js';
import { frame } from './code-frame.js';
import { colorsFor } from './colors.js';
import { printable } from './printable.js';
import { columnsOf, wrap } from './wrap.js';

/** Reports a problem with a file: in one line for programs, and on a terminal with the lines around the place. */
export function tell(level: 'error' | 'warning', problem: Problem, { stderr, env }: Io): void {
  const colors = colorsFor(stderr, env);
  const said = printable(`${placeOf(problem)}: ${problem.message.replaceAll(/\s+/g, ' ')}`);
  const columns = columnsOf(stderr);
  const lines = stderr.isTTY === true ? wrap(`${level}: ${said}`, columns) : [`${level}: ${said}`];
  const shown = level === 'error' ? frame(problem, colors, columns) : [];
  const paint = level === 'error' ? colors.red : colors.yellow;
  const text = lines.join('\n').replace(level, paint);
  stderr.write(shown.length > 0 ? `${text}\n\n${shown.join('\n')}\n\n` : `${text}\n`);
}
