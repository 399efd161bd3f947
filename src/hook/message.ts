/** Limits the length of texts. Lengths are in UTF-16 code units, never fewer than characters. */

/** Cuts a text that is longer than `limit`, after a whole word. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  const space = head.search(/\s\S*$/);
  // If the last word fills half of the limit or more, it is cut too, but never inside a surrogate pair.
  const kept = space > limit / 2 ? head.slice(0, space).trimEnd() : head.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}

/**
 * A heading and its findings, one per paragraph, in at most `limit`. Findings that do not fit are replaced with their
 * number. The first one is always shown; if it is too long, it is cut after a whole word.
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
