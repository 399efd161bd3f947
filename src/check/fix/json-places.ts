import { entriesAt, MAX_DEPTH, rootOf } from '../../template/index.js';
import { type MapPlace, noPlaces } from './places.js';

/** The root of a valid JSON text, with or without a byte order mark. */
export function placesInJson(text: string): MapPlace {
  return toMap(text, rootOf(text), 0) ?? noPlaces;
}

function toMap(text: string, start: number, depth: number): MapPlace | undefined {
  if (text.charAt(start) !== '{' || depth > MAX_DEPTH) return undefined;
  const members = [...entriesAt(text, start)].map(({ key, keyStart, keyEnd, valueStart, valueEnd }) => ({
    ...{ name: String(key), keyStart, keyEnd, valueEnd },
    map: toMap(text, valueStart, depth + 1),
    shared: false,
  }));
  return { style: 'flow', json: true, start, members };
}
