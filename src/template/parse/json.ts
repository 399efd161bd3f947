/** JSON -> plain values. */

import { AmbiguousScalar, isAmbiguous } from '../ambiguous-scalar.js';

/** @returns undefined where the text is not JSON: a YAML text can begin with a brace too */
export function parseJson(content: string): unknown {
  if (!/^\s*\{/.test(content)) return undefined;
  try {
    return AMBIGUOUS_NUMBER.test(content) ? parseWithNumbers(content) : JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** Finds a number that is not a plain integer. It may also match inside a string, which costs only time. */
const AMBIGUOUS_NUMBER = /[[:,]\s*-?(?:0[^,\]}\s]|[0-9]+[.eE]|[0-9]{16}|-0)/;

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

/** Marks a number that is kept as it is written. No file contains a lone surrogate. */
const MARK = '\ud800';

/** Parses JSON and keeps ambiguous numbers as they are written. */
function parseWithNumbers(content: string): unknown {
  // Throws where the text is not JSON: with the marks it might be.
  JSON.parse(content);
  const marked = content.replace(STRING_OR_NUMBER, (part) =>
    part[0] !== '"' && isAmbiguous(part) ? `"${MARK}${part}"` : part,
  );
  // One object per spelling: a list may have half a million such numbers.
  const scalars = new Map<string, AmbiguousScalar>();
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
    const scalar = scalars.get(value) ?? new AmbiguousScalar(value.slice(1));
    scalars.set(value, scalar);
    return scalar;
  });
}
