import { printable } from './printable.js';
import { wrap } from './wrap.js';

/** A paragraph, wrapped and indented below its heading. */
export function paragraph(parts: readonly (string | undefined)[], columns: number): string[] {
  return wrap(printable(parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ')), columns, '  ');
}
