import { printable } from '../printable.js';
import { wrap } from '../wrap.js';

/** Words in lines that fit, indented below their heading. */
export function paragraph(parts: readonly (string | undefined)[], columns: number): string[] {
  return wrap(printable(parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ')), columns, '  ');
}
