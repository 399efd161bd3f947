/** Turns a path into the line and column that an editor shows. The Lambda never reports lines, so it does not load this. */

import type { Path } from '../path.js';
import type { Template } from '../template.js';
import { entriesAt, type JsonEntry, repeatedNames, rootOf } from './json-entries.js';
import { locateYaml, repeatedKeys } from './locate-yaml.js';
import { position } from './position.js';

/** Lines and columns count from 1. The end is the first column after the place. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place of the key or list item at the path, or of the deepest part of the path that exists. */
export function locate(template: Template, path: Path): Place | undefined {
  const range = template.yaml ? locateYaml(template.yaml, path) : locateJson(template.text, path);
  if (!range) return undefined;
  const start = position(template.text, range[0]);
  const end = position(template.text, range[1]);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Keys written twice, lazily, each with the place of its last occurrence: that one counts. */
export function* duplicateKeys(
  template: Template,
): Generator<{ readonly key: string; readonly line: number; readonly column: number }> {
  const found = template.yaml ? repeatedKeys(template.yaml) : repeatedNames(template.text);
  for (const { key, offset } of found) yield { key, ...position(template.text, offset) };
}

function locateJson(text: string, path: Path): readonly [number, number] | undefined {
  if (last?.text !== text) last = { text, levels: new Map() };
  let found: JsonEntry | undefined;
  for (const step of path) {
    const entry = levelAt(last, found?.valueStart ?? rootOf(text)).get(step);
    if (!entry) break;
    found = entry;
  }
  return found && [found.keyStart, found.keyEnd];
}

/** The entries of an object or list by key. Of entries with the same key, the last one counts. */
type Level = ReadonlyMap<string | number, JsonEntry>;

interface Levels {
  readonly text: string;
  readonly levels: Map<number, Level>;
}

/** A cache: the findings of one file are looked up one after another. */
let last: Levels | undefined;

function levelAt({ text, levels }: Levels, start: number): Level {
  const known = levels.get(start);
  if (known) return known;
  const level = new Map<string | number, JsonEntry>();
  for (const entry of entriesAt(text, start)) level.set(entry.key, entry);
  levels.set(start, level);
  return level;
}
