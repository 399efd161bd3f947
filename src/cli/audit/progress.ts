/** The progress line of an audit: how many stacks are done, and how long the rest will take. */
import type { Sink } from '../command.js';
import { progressLine } from '../terminal/progress-line.js';

/** What an audit has done so far. A place is one Region of one account. */
interface Count {
  /** Stacks that were listed and will be read. */
  stacksListed: number;
  /** Places whose stacks are all listed. */
  placesListed: number;
  stacks: number;
  /** Configurations in SageMaker. */
  configurations: number;
  /** Places that are done, or cannot be read. */
  places: number;
}

/** Counts one more. */
export type Tally = (what: keyof Count) => void;

export interface Extent {
  readonly places: number;
  /** The word for places: `regions`. */
  readonly unit: string;
}

/**
 * @param clock milliseconds; its start means nothing
 * @returns `clear` removes the line, before other output and at the end
 */
export function createProgress(
  sink: Sink,
  extent: Extent,
  clock: () => number,
): { readonly tally: Tally; clear(): void } {
  const started = clock();
  const line = progressLine(sink, clock);
  const count: Count = { stacksListed: 0, placesListed: 0, stacks: 0, configurations: 0, places: 0 };
  const tally: Tally = (what) => {
    count[what]++;
    line.draw(() => describe(count, extent, clock() - started));
  };
  return { tally, clear: () => line.clear() };
}

function describe(
  { stacksListed, placesListed, stacks, configurations, places }: Count,
  extent: Extent,
  elapsed: number,
): string {
  const complete = placesListed >= extent.places;
  const parts: string[] = [];
  if (stacksListed > 0 || configurations === 0)
    parts.push(`${stacks} of ${stacksListed}${complete ? '' : '+'} stacks`);
  if (configurations > 0) parts.push(`${configurations} configurations`);
  if (extent.places > 1) parts.push(`${places} of ${extent.places} ${extent.unit}`);
  if (complete && stacks > 0 && stacks < stacksListed)
    parts.push(`${duration(((stacksListed - stacks) * elapsed) / stacks)} left`);
  const share = stacksListed === 0 ? 0 : stacks / stacksListed;
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
