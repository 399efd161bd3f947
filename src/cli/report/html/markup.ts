/** Escapes text for HTML. Every text from an account may be hostile, so it must go through one of these functions. */

import type { Verdict } from '../../../decision/index.js';
import { printable } from '../../terminal/printable.js';
import { verdictNames } from '../verdicts.js';

/** Escapes text for the content of elements and for attributes in quotation marks. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * JSON for a script element. It contains neither `</script>` nor `<!--`, and no character that changes the direction
 * of writing.
 */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `1 stack`, `1,234 stacks`. */
export function count(number: number, plural: string): string {
  const noun = number === 1 ? plural.replaceAll(/s\b/g, '') : plural;
  return `${numeral(number)} ${escapeHtml(noun)}`;
}

export const numeral = (number: number): string => number.toLocaleString('en');

/** Whole percents. Says `less than 1%` and `more than 99%` where rounding would say 0% or 100%. */
export function percent(part: number, whole: number): string {
  const rounded = Math.round((part / whole) * 100);
  if (rounded === 0 && part > 0) return 'less than 1%';
  return rounded === 100 && part < whole ? 'more than 99%' : `${rounded}%`;
}

/** The verdict's mark and name. */
export function marked(verdict: Verdict): string {
  const [mark, name] = verdictNames[verdict];
  return `<i aria-hidden="true">${mark}</i> ${name}`;
}

/** A bar of colored parts. @param said the text that a screen reader speaks for the bar */
export function bar(parts: readonly (readonly [className: string, share: number])[], said: string): string {
  let x = 0;
  const drawn = parts.map(([className, share]) => {
    const width = share * BAR;
    const part = `<rect class="${className}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="16"/>`;
    x += width;
    return share === 0 ? '' : part;
  });
  const words = escapeHtml(said);
  return `<svg viewBox="0 0 ${BAR} 16" preserveAspectRatio="none" role="img" aria-label="${words}"><title>${words}</title>${drawn.join('')}</svg>`;
}

/** The width of the drawing, in its own units. */
const BAR = 1000;
