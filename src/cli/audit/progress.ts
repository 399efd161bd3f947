/** The progress line of an audit: how many stacks are done, and how long the rest will take. */
import type { Sink } from '../command.js';
import { progressLine } from '../terminal/progress-line.js';

/** Counts what an audit has done. A place is one Region of one account. */
export interface Tally {
  /** A stack was listed and will be read. */
  found(): void;
  /** All stacks of a place are listed. */
  listed(): void;
  /** A stack is done. */
  done(): void;
  /** A configuration in SageMaker is done. */
  configuration(): void;
  /** A place is done, or cannot be read. */
  placeDone(): void;
}

export interface AuditProgress extends Tally {
  /** Removes the line, before other output and at the end. */
  clear(): void;
}

export interface Extent {
  readonly places: number;
  /** The word for places: `regions`. */
  readonly unit: string;
}

/** @param clock milliseconds; its start means nothing */
export function createProgress(sink: Sink, extent: Extent, clock: () => number): AuditProgress {
  const started = clock();
  const line = progressLine(sink, clock);
  const count = { found: 0, listed: 0, done: 0, configurations: 0, places: 0 };
  const counting = (name: keyof typeof count) => () => {
    count[name]++;
    line.draw(() => describe(count, extent, clock() - started));
  };
  return {
    found: counting('found'),
    listed: counting('listed'),
    done: counting('done'),
    configuration: counting('configurations'),
    placeDone: counting('places'),
    clear: () => line.clear(),
  };
}

interface Count {
  readonly found: number;
  readonly listed: number;
  readonly done: number;
  readonly configurations: number;
  readonly places: number;
}

function describe(
  { found, listed, done, configurations, places }: Count,
  extent: Extent,
  elapsed: number,
): string {
  const complete = listed >= extent.places;
  const parts: string[] = [];
  if (found > 0 || configurations === 0) parts.push(`${done} of ${found}${complete ? '' : '+'} stacks`);
  if (configurations > 0) parts.push(`${configurations} configurations`);
  if (extent.places > 1) parts.push(`${places} of ${extent.places} ${extent.unit}`);
  if (complete && done > 0 && done < found) parts.push(`${duration(((found - done) * elapsed) / done)} left`);
  const share = found === 0 ? 0 : done / found;
  return `auditing ${bar(share)} ${parts.join(', ')}`;
}

function bar(share: number): string {
  const full = Math.round(share * 20);
  return `[${'#'.repeat(full)}${'.'.repeat(20 - full)}]`;
}

/** `12 s`, `3 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

const pad = (number: number) => String(number).padStart(2, '0');
