/** Text inside HTML. Whatever comes from an account is hostile until it has gone through here. */

import type { Verdict } from '../../../decision/index.js';
import { printable } from '../../printable.js';
import { verdictNames } from './verdicts.js';

/** For content and for attributes in quotation marks. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON inside a script element: neither `</script>` nor `<!--` can occur in it. */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `1 stack`, `1,234 stacks`. */
export function count(number: number, plural: string): string {
  const noun = number === 1 ? plural.replaceAll(/s\b/g, '') : plural;
  return `${number.toLocaleString('en')} ${escapeHtml(noun)}`;
}

/** The verdict's mark and name. */
export function marked(verdict: Verdict): string {
  const [mark, name] = verdictNames[verdict];
  return `<i aria-hidden="true">${mark}</i> ${name}`;
}
