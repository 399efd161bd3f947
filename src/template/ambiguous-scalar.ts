/**
 * A plain scalar that YAML and JSON parsers read differently: a number that is not a plain decimal integer, or the
 * letters y and n of YAML 1.1. CloudFormation turns scalars into text, and nobody documents into which text.
 */
export class AmbiguousScalar {
  constructor(
    /** The scalar's text in the template. */
    readonly written: string,
  ) {}

  /** Its value, where all parsers read the same number and only write it differently; else undefined. */
  get number(): number | undefined {
    return DECIMAL.test(this.written) || /^[-+]?0x[0-9a-f]+$/i.test(this.written)
      ? Number(this.written)
      : undefined;
  }

  /** A noun phrase for messages. */
  get reason(): string {
    return LETTER.test(this.written)
      ? `the plain scalar ${this.written}, which some YAML parsers take for a boolean`
      : `the number ${this.written}, which YAML and JSON parsers write differently`;
  }

  toString(): string {
    return this.written;
  }

  toJSON(): string {
    return this.written;
  }
}

/** At most 15 digits: every parser keeps these as they are written. */
const PLAIN_INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;

/** Without integers that have a leading zero: parsers take them as octal, decimal or text. */
const DECIMAL = /^[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:e[-+]?[0-9]+)?$/i;

const LETTER = /^[yn]$/i;

/** Everything that is a number in YAML 1.1, in YAML 1.2, or for one of their parsers. */
const NUMBER =
  /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\.(?:inf|nan)|(?=[.0-9e])[0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?)$/i;

/** Whether parsers disagree on a plain scalar, or on a number in JSON. */
export function isAmbiguous(plain: string): boolean {
  if (!/^[-+.0-9eyn]/i.test(plain)) return false;
  return (NUMBER.test(plain) && !PLAIN_INTEGER.test(plain)) || LETTER.test(plain);
}
