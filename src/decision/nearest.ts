/**
 * The known name that a misspelled name most likely means: one that begins with it, or that differs in at most two
 * letters and in at most one of three. Case does not matter.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const typed = name.slice(0, 40).toLowerCase();
  let best: string | undefined;
  let least = 3;
  for (const candidate of known) {
    const meant = candidate.toLowerCase();
    const count = typed.length > 1 && meant.startsWith(typed) ? 1 : slips(typed, meant);
    if (count < least && count <= Math.max(typed.length, meant.length) / 3) {
      least = count;
      best = candidate;
    }
  }
  return best;
}

/** Counts missing, extra, wrong and swapped letters (the optimal string alignment distance). */
function slips(from: string, to: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(row, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwapped ? at(before, j - 2) + 1 : replaced;
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, replaced, swapped));
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] as number;

/** `: did you mean …?`, or an empty text where no name is similar. */
export function suggestion(
  given: string,
  names: readonly string[],
  show: (name: string) => string = (name) => name,
): string {
  const name = nearest(given, names);
  return name === undefined ? '' : `: did you mean ${show(name)}?`;
}
