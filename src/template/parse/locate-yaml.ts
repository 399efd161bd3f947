/** Finds the offsets of members in a YAML document. */

import { isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import type { Path } from '../path.js';
import { functionOf, keyOf } from './convert.js';
import type { YamlSource } from './yaml.js';

/** Offsets in the original text of the member or item at the path, or of the deepest part of the path that exists. */
export function locateYaml(source: YamlSource, path: Path): readonly [number, number] | undefined {
  let node: unknown = source.document.contents;
  let found: readonly [number, number] | undefined;
  for (const step of path) {
    const tagged = functionOf((node as ParsedNode | null)?.tag);
    if (tagged !== undefined && tagged === step) continue;
    let place: unknown;
    if (isMap(node)) {
      const pair = membersOf(node).get(step);
      place = pair?.key;
      node = pair?.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      place = node;
    }
    const range = (place as ParsedNode | undefined)?.range;
    if (!range) break;
    found = [source.original(range[0]), source.original(range[1])];
  }
  return found;
}

/** A cache: the findings of one file are looked up one after another. */
const members = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();

/** A map's members by key. Of members with the same key, the last one counts. */
function membersOf(map: YAMLMap): ReadonlyMap<unknown, Pair> {
  const known = members.get(map) ?? new Map(map.items.map((pair) => [keyOf(pair), pair]));
  members.set(map, known);
  return known;
}

/** Keys that a map has more than once, lazily, with their offsets in the original text. */
export function* repeatedKeys(
  source: YamlSource,
): Generator<{ readonly key: string; readonly offset: number }> {
  for (const map of mapsIn(source.document.contents)) {
    const seen = new Set<string>();
    for (const pair of map.items) {
      if (!isScalar(pair.key)) continue;
      const key = keyOf(pair);
      if (seen.has(key)) yield { key, offset: source.original(pair.key.range?.[0] ?? 0) };
      seen.add(key);
    }
  }
}

/** The maps of a document, each before the maps inside it. */
function* mapsIn(root: unknown): Generator<YAMLMap> {
  const nodes = [root];
  while (nodes.length > 0) {
    const node = nodes.pop();
    if (isSeq(node)) for (const item of node.items.toReversed()) nodes.push(item);
    if (!isMap(node)) continue;
    yield node;
    for (const { value } of node.items.toReversed()) nodes.push(value);
  }
}
