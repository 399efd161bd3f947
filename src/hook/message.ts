/** Texts held to a length. All lengths are in UTF-16 code units, which is never fewer than characters. */

/** A text of at most `limit`, cut after a whole word where it is longer. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.search(/\s\S*$/);
  // A single word that fills half of the room, or more, is cut through; never between the halves of a character.
  const kept = space > limit / 2 ? head.slice(0, space).trimEnd() : head.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}

/**
 * A heading and its findings, one a paragraph, in at most `limit`. Where not all of them fit, whole ones are left
 * out from the end and their number stands there instead; the first is never left out, but cut after a whole word.
 */
export function list(heading: string, findings: readonly string[], limit: number): string {
  const [first = '', ...others] = findings;
  const opening = heading === '' ? first : `${heading}\n\n${first}`;
  const whole = [opening, ...others].join('\n\n');
  if (whole.length <= limit) return whole;
  let text = cut(opening, limit - ending(others.length).length);
  let shown = 1;
  for (const finding of others) {
    const longer = `${text}\n\n${finding}`;
    if (longer.length + ending(findings.length - shown - 1).length > limit) break;
    text = longer;
    shown++;
  }
  return text + ending(findings.length - shown);
}

function ending(left: number): string {
  if (left === 0) return '';
  return `\n\n(${left} more ${left === 1 ? 'finding' : 'findings'} left out.)`;
}
