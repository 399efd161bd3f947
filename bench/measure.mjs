// Times processes and calls in turn, so that a machine whose speed changes affects all of them alike.
import { spawnSync } from 'node:child_process';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Runs commands in turn, after one round that does not count.
 * @param {Record<string, [string, ...string[]]>} commands
 * @returns {Record<string, number>} the median wall time of each, in milliseconds
 */
export function wholeProcesses(commands, rounds = 15) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, [file, ...args]] of Object.entries(commands)) {
      const started = process.hrtime.bigint();
      const { error } = spawnSync(file, args, { stdio: 'ignore' });
      if (error) throw error;
      if (round > 0) times[name].push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/**
 * Calls functions in turn, after one round that does not count.
 * @param {Record<string, () => unknown>} calls
 * @returns {Promise<Record<string, number>>} the median time of each, in milliseconds
 */
export async function inTurn(calls, rounds = 9) {
  const times = Object.fromEntries(Object.keys(calls).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const started = process.hrtime.bigint();
      await call();
      if (round > 0) times[name].push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** Prints one row: what was measured, the figure, its limit, and whether the figure is within the limit. */
export function row(what, figure, limit, holds) {
  console.log(`${holds ? ' ' : '!'} ${what.padEnd(58)} ${figure.padStart(34)}   ${limit}`);
  return holds;
}
