/**
 * A plain scalar that readers of YAML and JSON do not agree on: a number that is not a plain decimal integer, or
 * YAML 1.1's letters y and n. CloudFormation turns scalars into text, and which text is not known.
 */
export class AmbiguousScalar {
  constructor(
    /** As it stands in the template. */
    readonly written: string,
  ) {}

  /** Its value where every reader takes it for this number, however it is written out again. */
  get number(): number | undefined {
    return DECIMAL.test(this.written) || /^[-+]?0x[0-9a-f]+$/i.test(this.written)
      ? Number(this.written)
      : undefined;
  }

  /** What it is, as a noun. */
  get reason(): string {
    return LETTER.test(this.written)
      ? `the plain scalar ${this.written}, which some readers of YAML take for a boolean`
      : `the number ${this.written}, which readers of YAML and JSON write differently`;
  }

  toString(): string {
    return this.written;
  }

  toJSON(): string {
    return this.written;
  }
}

/** At most 15 digits, which every reader writes as they stand. */
const PLAIN_INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;

/** An integer with a leading zero is octal, decimal or text. */
const DECIMAL = /^[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:e[-+]?[0-9]+)?$/i;

const LETTER = /^[yn]$/i;

/** Whatever is a number for YAML 1.1, for YAML 1.2, or for one of their readers. */
const NUMBER =
  /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|\.(?:inf|nan)|(?=[.0-9e])[0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?)$/i;

/** Whether a plain scalar, or a number of JSON, is one that readers do not agree on. */
export function isAmbiguous(plain: string): boolean {
  if (!/^[-+.0-9eyn]/i.test(plain)) return false;
  return (NUMBER.test(plain) && !PLAIN_INTEGER.test(plain)) || LETTER.test(plain);
}
