/**
 * `AllowedPattern`: a regular expression of Java (`java.util.regex.Pattern`) that must match the whole value. This
 * file analyzes the pattern without running it: JavaScript's engine reads some Java patterns differently, and runs
 * forever on others, even for an empty value.
 */

/** What the text of a pattern says about it. */
export interface ReadPattern {
  /** Whether an empty value passes. The verdict depends on nothing else. */
  readonly matchesEmpty: boolean;
  /** Whether RE2 reads the pattern as Java does. RE2 always ends in time. */
  readonly isCommon: boolean;
  /** Approximate number of states of an automaton that matches it. */
  readonly size: number;
}

/** @returns undefined where this file cannot tell how Java reads the pattern */
export function readPattern(pattern: string): ReadPattern | undefined {
  try {
    return new Reader(pattern).read();
  } catch (error) {
    if (error instanceof NotTold) return undefined;
    throw error;
  }
}

class NotTold extends Error {}

/** One part of a pattern: whether it matches the empty text, and how many states it takes. */
type Part = Pick<ReadPattern, 'matchesEmpty' | 'size'>;

/** The deepest nesting of groups that is analyzed. */
const MAX_GROUPS = 50;

const character: Part = { matchesEmpty: false, size: 1 };
const boundary: Part = { matchesEmpty: true, size: 1 };

/** Classes of characters, control characters, and punctuation that stands for itself. */
const COMMON_ESCAPE = /^[dDwWsSnrtf .^$*+?()[\]{}|\\/'":;,=!@#%&_~`<>-]$/;

/** Characters by their code. Java joins two `\u` surrogates into one character, so these are left out. */
const NUMBERED = /x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})|u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}/y;

/** RE2 takes a quantifier whose number has leading zeros for plain text. */
const QUANTIFIER = /([*+?]|\{(0|[1-9]\d{0,8})(,(0|[1-9]\d{0,8})?)?\})([+?]?)/y;

/** What follows the `(` of a group: `?:`, a name, an atomic group, a lookahead or lookbehind. */
const GROUP = /\?(?::|>|<[A-Za-z][A-Za-z0-9]*>|<?[=!])/y;

/** A recursive descent parser. On an empty text each part matches, or fails, independently of the others. */
class Reader {
  private at = 0;
  private groups = 0;
  private isCommon = true;

  constructor(private readonly pattern: string) {}

  read(): ReadPattern {
    const whole = this.alternatives();
    if (this.at < this.pattern.length) throw new NotTold();
    return { ...whole, isCommon: this.isCommon };
  }

  private alternatives(): Part {
    let { matchesEmpty, size } = this.sequence();
    while (this.take('|')) {
      const other = this.sequence();
      matchesEmpty ||= other.matchesEmpty;
      size += other.size + 1;
    }
    return { matchesEmpty, size };
  }

  private sequence(): Part {
    let matchesEmpty = true;
    let size = 0;
    while (this.at < this.pattern.length && !/[|)]/.test(this.pattern.charAt(this.at))) {
      const part = this.quantified(this.atom());
      matchesEmpty &&= part.matchesEmpty;
      size += part.size;
    }
    return { matchesEmpty, size };
  }

  private quantified(part: Part): Part {
    const found = this.match(QUANTIFIER);
    if (!found) return part;
    const [, sign, least, range, most, manner] = found;
    if (manner === '+') this.isCommon = false;
    const isOptional = least === undefined ? sign !== '+' : Number(least) === 0;
    const times =
      Math.max(1, Number(most ?? least ?? 1)) + (range !== undefined && most === undefined ? 1 : 0);
    return { matchesEmpty: part.matchesEmpty || isOptional, size: (part.size + 1) * times };
  }

  private atom(): Part {
    const char = this.next();
    if (char === '^' || char === '$') return boundary;
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    if (char === '\\') return this.escape();
    if (/[*+?{}\])]/.test(char)) throw new NotTold();
    return character;
  }

  private escape(): Part {
    const numbered = this.match(NUMBERED);
    const [, short, long] = numbered ?? [];
    // RE2 has no \u. Surrogates and codes beyond Unicode stand for no character.
    if (numbered && short === undefined && long === undefined) this.isCommon = false;
    const code = Number.parseInt(long ?? short ?? '0', 16);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new NotTold();
    if (numbered) return character;
    const char = this.next();
    if (/[AZzG]/.test(char)) {
      if (/[ZG]/.test(char)) this.isCommon = false;
      return boundary;
    }
    // The rest needs more than one character of lookahead: \0101 is one character, \1 may repeat an empty group,
    // \Q begins a quotation, \R matches one or two characters.
    if (!COMMON_ESCAPE.test(char)) throw new NotTold();
    return character;
  }

  /** A class always matches exactly one character. */
  private characterClass(): Part {
    this.beginClass();
    for (let open = 1; open > 0; ) {
      const char = this.next();
      if (char === '\\' && this.escape() === boundary) throw new NotTold();
      if (char === ']') open--;
      if (char === '[') {
        open++;
        this.beginClass();
      }
      // RE2 has no nested classes and no intersections.
      if (char === '[' || (char === '&' && this.pattern.charAt(this.at) === '&')) this.isCommon = false;
    }
    return character;
  }

  /** Engines disagree on `]` as the first character of a class: some take it as a member. */
  private beginClass(): void {
    this.take('^');
    if (this.pattern.charAt(this.at) === ']') throw new NotTold();
  }

  private group(): Part {
    if (++this.groups > MAX_GROUPS) throw new NotTold();
    const [kind] = this.match(GROUP) ?? [];
    const looks = kind !== undefined && /[=!]/.test(kind);
    if (looks || kind === '?>') this.isCommon = false;
    const inner = this.alternatives();
    if (!this.take(')')) throw new NotTold();
    this.groups--;
    return {
      matchesEmpty: kind?.endsWith('!') ? !inner.matchesEmpty : inner.matchesEmpty,
      size: inner.size + 1,
    };
  }

  private take(char: string): boolean {
    if (this.pattern.charAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private match(part: RegExp): RegExpExecArray | undefined {
    part.lastIndex = this.at;
    const found = part.exec(this.pattern) ?? undefined;
    if (found) this.at = part.lastIndex;
    return found;
  }

  /** One code point: a quantifier repeats it whole, even where it is two UTF-16 units. */
  private next(): string {
    const code = this.pattern.codePointAt(this.at);
    if (code === undefined) throw new NotTold();
    const char = String.fromCodePoint(code);
    this.at += char.length;
    return char;
  }
}
