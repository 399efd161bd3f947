/**
 * `AllowedPattern`: a pattern of Java's that must match the whole value. The one question on which a verdict
 * rests, whether it lets an empty value through, is answered by reading the pattern: the engine at hand
 * takes some of Java's patterns for something else, and others never end, on an empty text too.
 */

/** Undefined where it cannot be told. */
export type Answer = boolean | undefined;

/** Escapes that stand for one character in both languages. */
const SAME_ESCAPE = /^[dDwWsSnrtf0-9.^$*+?()[\]{}|\\/'":;,=!@#%&_~`<>-]$/;

/** Groups deeper than this are not followed. */
const MAX_GROUPS = 50;

export function patternMatches(pattern: string, value: string): Answer {
  if (value === '') return new EmptyMatch(pattern).answer();
  // Classes inside classes and Java's own escapes mean something else to this engine.
  if (/\[[^\]]*(?:\[|&&)|\[\^?\]|\\[A-CE-RT-VX-Zace-mo-quvxyz]/.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(value);
  } catch {
    return undefined;
  }
}

class NotTold extends Error {}

/** Whether a pattern matches the empty text, by descent; every part matches it, or does not, on its own. */
class EmptyMatch {
  private at = 0;
  private groups = 0;

  constructor(private readonly pattern: string) {}

  answer(): Answer {
    try {
      const matches = this.alternatives();
      return this.at === this.pattern.length ? matches : undefined;
    } catch (error) {
      if (error instanceof NotTold) return undefined;
      throw error;
    }
  }

  private alternatives(): boolean {
    let any = this.sequence();
    while (this.take('|')) any = this.sequence() || any;
    return any;
  }

  private sequence(): boolean {
    let all = true;
    while (this.at < this.pattern.length && !/[|)]/.test(this.pattern[this.at] ?? '')) {
      const matches = this.atom();
      all = (this.optional() || matches) && all;
    }
    return all;
  }

  private atom(): boolean {
    const char = this.next();
    if (char === '^' || char === '$') return true;
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    if (char === '\\') return this.escape();
    if (/[*+?{}\])]/.test(char)) throw new NotTold();
    return false;
  }

  private escape(): boolean {
    const char = this.next();
    if (/[AZzG]/.test(char)) return true;
    // Back references among the digits: what they repeat may be nothing.
    if (/[1-9]/.test(char) || !SAME_ESCAPE.test(char)) throw new NotTold();
    return false;
  }

  /** A class takes one character, whatever is in it. */
  private characterClass(): boolean {
    this.take('^');
    if (this.pattern[this.at] === ']') throw new NotTold();
    for (let open = 1; open > 0; ) {
      const char = this.next();
      if (char === '\\' && /[QE]/.test(this.next())) throw new NotTold();
      if (char === '[') open++;
      if (char === ']') open--;
    }
    return false;
  }

  private group(): boolean {
    if (++this.groups > MAX_GROUPS) throw new NotTold();
    const kind = /^\?(?:[:>=]|<=|<[A-Za-z][A-Za-z0-9]*>|<?!)/.exec(
      this.pattern.slice(this.at, this.at + 64),
    )?.[0];
    if (kind === undefined && this.pattern[this.at] === '?') throw new NotTold();
    this.at += kind?.length ?? 0;
    const matches = this.alternatives();
    if (!this.take(')')) throw new NotTold();
    this.groups--;
    return kind?.endsWith('!') ? !matches : matches;
  }

  /** Reads a quantifier, and whether it allows none at all. */
  private optional(): boolean {
    const [quantifier, least] =
      /^(?:[*+?]|\{(\d+)(?:,\d*)?\})[+?]?/.exec(this.pattern.slice(this.at, this.at + 64)) ?? [];
    this.at += quantifier?.length ?? 0;
    return quantifier !== undefined && (least === undefined ? quantifier[0] !== '+' : Number(least) === 0);
  }

  private take(char: string): boolean {
    if (this.pattern[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private next(): string {
    const char = this.pattern[this.at++];
    if (char === undefined) throw new NotTold();
    return char;
  }
}
