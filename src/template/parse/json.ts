/** JSON -> plain values. */

import { AmbiguousScalar, isAmbiguous } from '../ambiguous-scalar.js';

/** @returns undefined where the text is not JSON: YAML too can begin with a brace. */
export function parseJson(content: string): unknown {
  if (!/^\s*\{/.test(content)) return undefined;
  try {
    return AMBIGUOUS_NUMBER.test(content) ? parseWithNumbers(content) : JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** What precedes a number, and one that is no plain integer; inside of a text, where it is none, too. */
const AMBIGUOUS_NUMBER = /[[:,]\s*-?(?:0[^,\]}\s]|[0-9]+[.eE]|[0-9]{16}|-0)/;

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

/** A lone surrogate, which no file holds: it tells numbers that are kept as they are written. */
const MARK = '\ud800';

/** JSON in which numbers that readers do not agree on are kept as they are written. */
function parseWithNumbers(content: string): unknown {
  // Marks must not make JSON of what is none.
  JSON.parse(content);
  const marked = content.replace(STRING_OR_NUMBER, (part) =>
    part[0] !== '"' && isAmbiguous(part) ? `"${MARK}${part}"` : part,
  );
  // One for all that are written alike: a list may have half a million of them.
  const scalars = new Map<string, AmbiguousScalar>();
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    const scalar = scalars.get(value) ?? new AmbiguousScalar(value.slice(1));
    scalars.set(value, scalar);
    return scalar;
  });
}
