/**
 * Whether the whole text matches a pattern in which `*` stands for any run of characters and `?` for
 * exactly one.
 *
 * It goes back to the last `*` only, never further, so that no pattern can make it slow: at most
 * text × pattern steps, and no regular expression built from somebody's input.
 */
export function matches(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern++;
      resume = inText;
    } else if (wanted === '?' || wanted === text[inText]) {
      inPattern++;
      inText++;
    } else if (star >= 0) {
      inPattern = star + 1;
      inText = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
