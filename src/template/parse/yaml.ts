/** Reads CloudFormation's YAML into plain values, with short forms such as `!Ref` in their long form. */

import { Composer, type Document, Parser, type Tags } from 'yaml';
import { TemplateError } from '../template-error.js';
import { excess, TOO_DEEP } from './bounds.js';
import { Converter } from './convert.js';
import { indentAnew } from './indentation.js';
import { position } from './position.js';
import { type Outline, outline, whole } from './relevant-text.js';

/** A document, and the way back from its offsets to those of the original text. */
export interface YamlSource {
  readonly root: unknown;
  readonly document: Document.Parsed;
  original(offset: number): number;
}

/** Tags of YAML 1.1 that CloudFormation does not know: it reads such scalars as text. */
const UNSUPPORTED = /:(?:timestamp|binary|omap|pairs|set|merge)$/;

/** Characters. Shorter texts are parsed in full within milliseconds, which also finds mistakes in irrelevant parts. */
const WORTH_AN_OUTLINE = 64 * 1024;

/**
 * Reads a text as CloudFormation does: with the scalars of YAML 1.1, and the last one of duplicate keys.
 *
 * @param type of a long text, only resources that may have this type, and what they use, are read
 * @throws TemplateError with line and column
 */
export function parseYaml(text: string, type: string): YamlSource {
  const broken = breakLines(text);
  if (text.length >= WORTH_AN_OUTLINE) return parse(text, longLayout(broken, type));
  try {
    return parse(text, whole(broken));
  } catch (error) {
    const indented = error instanceof TemplateError ? indentAnew(broken) : undefined;
    if (!indented || 'unclear' in indented) throw error;
    return parse(text, indented);
  }
}

/** Parsing a long text just to find a mistake is too slow, so if nothing could be cut, the indentation is checked first. */
function longLayout(text: string, type: string): Outline {
  const reduced = outline(text, type);
  const indented = reduced.text === text ? indentAnew(text) : undefined;
  if (!indented) return reduced;
  if ('unclear' in indented) {
    hold(text, whole(text));
    throw at(text, indented.unclear, 'a quote or bracket is not closed where it should be');
  }
  const again = outline(indented.text, type);
  return { text: again.text, original: (offset) => indented.original(again.original(offset)) };
}

/** @throws TemplateError where the text is too large to be parsed */
function hold(text: string, layout: Outline): void {
  const tooMuch = excess(layout.text);
  if (tooMuch) throw at(text, layout.original(tooMuch.offset), tooMuch.problem);
}

/** @param layout the text to parse, with the way back to offsets in `text` */
function parse(text: string, layout: Outline): YamlSource {
  hold(text, layout);
  const fault = (offset: number, problem: string, cause?: unknown) =>
    at(text, layout.original(offset), problem, cause);
  const document = compose(layout.text, fault);
  const root = new Converter(fault).convert(document.contents, 0);
  return { root, document, original: layout.original };
}

/**
 * The library's `parseDocument`, except that it stops at the first mistake. The library would go on and create an error
 * for every character, which takes a thousand times the memory of the text.
 */
function compose(
  text: string,
  fault: (offset: number, problem: string, cause?: unknown) => TemplateError,
): Document.Parsed {
  const composer = new Composer({
    version: '1.1',
    customTags: (tags) => tags.filter(isSupported),
    merge: false,
    uniqueKeys: false,
    strict: false,
  });
  let flaw: TemplateError | undefined;
  const onError: ErrorHandler = (source, code, message, isWarning) => {
    if (isWarning) return;
    // Every collection around the place catches the error and reports it here again: keep the first.
    flaw ??= fault(offsetOf(source), code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : message);
    throw flaw;
  };
  composer['onError'] = onError;
  let document: Document.Parsed | undefined;
  const take = (documents: Iterable<Document.Parsed>) => {
    for (const each of documents) {
      if (document) throw fault(each.range[0], 'it has more than one document');
      document = each;
    }
  };
  try {
    for (const token of new Parser().parse(text)) {
      if (token.type === 'error') throw fault(token.offset, token.message);
      take(composer.next(token));
    }
    take(composer.end(true, text.length));
  } catch (error) {
    // The library recurses in some places, so deep nesting may overflow the call stack.
    if (error instanceof RangeError) throw fault(0, TOO_DEEP, error);
    throw error;
  }
  if (!document) throw fault(0, 'it has no document');
  const [left] = document.errors;
  if (left) throw fault(left.pos[0], left.message);
  return document;
}

/** The library's `ComposeErrorHandler`, which it does not export. */
type ErrorSource = number | readonly number[] | { readonly offset: number };
type ErrorHandler = (source: ErrorSource, code: string, message: string, isWarning?: boolean) => void;

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : (source[0] ?? 0);
}

/**
 * YAML 1.1 has more line breaks than YAML 1.2, which the library reads, and CloudFormation reads 1.1 even if a
 * directive says 1.2. This rewrites both without changing offsets.
 */
function breakLines(text: string): string {
  const broken = /[\r\u0085\u2028\u2029]/.test(text)
    ? text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n')
    : text;
  return broken.startsWith('%') || broken.includes('\n%')
    ? broken.replace(/^(%YAML[ \t]+1\.)2/m, '$11')
    : broken;
}

function isSupported(tag: Tags[number]): boolean {
  return (
    typeof tag === 'string' || !(UNSUPPORTED.test(tag.tag) || ('format' in tag && tag.format === 'TIME'))
  );
}

function at(text: string, offset: number, message: string, cause?: unknown): TemplateError {
  const { line, column } = position(text, offset);
  return new TemplateError(
    `The template is not valid YAML: ${message.slice(0, MAX_MESSAGE)}`,
    line,
    column,
    cause === undefined ? undefined : { cause },
  );
}

/** Characters. The library's messages may quote a long text in full. */
const MAX_MESSAGE = 300;
