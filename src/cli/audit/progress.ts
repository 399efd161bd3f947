/** How far an audit is: stacks done, of how many, and how long the rest will take. One line, on a terminal only. */
import type { Sink } from '../command.js';
import { progressLine } from '../progress-line.js';

/** What an audit reports while it runs. */
export interface Tally {
  /** A stack was listed that will be worked on. */
  found(): void;
  /** A region's stacks are all listed. */
  listed(): void;
  /** A stack is done. */
  done(): void;
  /** A region is done, or was given up. */
  regionDone(): void;
}

export interface Progress extends Tally {
  /** Stacks done so far. */
  readonly stacks: number;
  /** Takes the line away, before something else is written to the terminal and at the end. */
  clear(): void;
}

/** @param clock milliseconds, from any start */
export function createProgress(sink: Sink, regions: number, clock: () => number): Progress {
  const started = clock();
  const line = progressLine(sink, clock);
  const count = { found: 0, listed: 0, done: 0, regions: 0 };
  const counting = (name: keyof typeof count) => () => {
    count[name]++;
    line.draw(() => describe(count, regions, clock() - started));
  };
  return {
    found: counting('found'),
    listed: counting('listed'),
    done: counting('done'),
    regionDone: counting('regions'),
    get stacks() {
      return count.done;
    },
    clear: () => line.clear(),
  };
}

interface Count {
  readonly found: number;
  readonly listed: number;
  readonly done: number;
  readonly regions: number;
}

function describe(
  { found, listed, done, regions: regionsDone }: Count,
  regions: number,
  elapsed: number,
): string {
  const complete = listed >= regions;
  const parts = [`${done} of ${found}${complete ? '' : '+'} stacks`];
  if (regions > 1) parts.push(`${regionsDone} of ${regions} regions`);
  if (complete && done > 0) parts.push(`${duration(((found - done) * elapsed) / done)} left`);
  const share = found === 0 ? 0 : done / found;
  return `auditing ${bar(share)} ${parts.join(', ')}`;
}

function bar(share: number): string {
  const full = Math.round(share * 20);
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}]`;
}

/** `12 s`, `3 min 05 s`, `1 h 02 min`: no more than a person plans with. */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

const pad = (number: number) => String(number).padStart(2, '0');
