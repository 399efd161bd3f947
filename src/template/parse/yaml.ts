/** CloudFormation's YAML: a document with short forms -> plain values in their long form, and back to places. */

import { type Document, isMap, isSeq, type ParsedNode, parseDocument, type Tags } from 'yaml';
import { TemplateError } from '../raw.js';
import type { Path } from '../value.js';
import { excess, TOO_DEEP } from './bounds.js';
import { Converter, functionOf, keyOf } from './convert.js';
import { indentAnew } from './indentation.js';
import { type Outline, outline, whole } from './relevant-text.js';

export { functionOf, keyOf };

/** A document, with the way back from its offsets to those of the whole text. */
export interface YamlSource {
  readonly root: unknown;
  readonly document: Document.Parsed;
  original(offset: number): number;
}

/** Tags of YAML 1.1 that CloudFormation does not have; what they would match is text. */
const UNSUPPORTED = /:(?:timestamp|binary|omap|pairs|set|merge)$/;

/** Characters. Shorter texts are parsed in full within milliseconds, and then every mistake in them is found. */
const WORTH_AN_OUTLINE = 64 * 1024;

/**
 * Reads a text as CloudFormation does: YAML 1.1 scalars, of a duplicate key the last one counts.
 *
 * @param type only resources that may be of this type, and what they draw on, are read
 * @throws TemplateError with line and column
 */
export function parseYaml(text: string, type: string): YamlSource {
  const broken = breakLines(text);
  if (text.length >= WORTH_AN_OUTLINE) return parse(text, longLayout(broken, type), true);
  try {
    return parse(text, whole(broken), false);
  } catch (error) {
    const indented = error instanceof TemplateError ? indentAnew(broken) : undefined;
    if (!indented || 'unclear' in indented) throw error;
    return parse(text, indented, false);
  }
}

/** A long text is not parsed to find out what is wrong with it: where nothing could be cut, that is looked at first. */
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

/** @throws TemplateError where a layout of the text is too much to be parsed */
function hold(text: string, layout: Outline): void {
  const tooMuch = excess(layout.text);
  if (tooMuch) throw at(text, layout.original(tooMuch.offset), tooMuch.problem);
}

/** @param layout the text as it is to be read, which leads back to `text` */
function parse(text: string, { text: written, original }: Outline, isLong: boolean): YamlSource {
  if (isLong) hold(text, { text: written, original });
  const document = parseDocument(written, {
    version: '1.1',
    customTags: (tags) => tags.filter(isSupported),
    merge: false,
    uniqueKeys: false,
    strict: false,
    logLevel: 'error',
    prettyErrors: false,
  });
  const error = document.errors[0];
  if (error) {
    // The library descends by recursion and says so in the engine's words when its stack ends.
    const message = error.code === 'RESOURCE_EXHAUSTION' ? TOO_DEEP : error.message;
    throw at(text, original(error.pos[0]), message, error);
  }
  const tooDeep = (offset: number) => at(text, original(offset), TOO_DEEP);
  const root = new Converter(tooDeep).convert(document.contents, 0);
  return { root, document, original };
}

/**
 * YAML 1.1 breaks lines at more characters than its successor, which is the one that the library reads, and
 * a directive does not change what CloudFormation reads. No offset changes.
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

function at(text: string, offset: number, message: string, cause?: Error): TemplateError {
  const { line, column } = position(text, offset);
  return new TemplateError(
    `The template is not valid YAML: ${message}`,
    line,
    column,
    cause ? { cause } : undefined,
  );
}

/** Line and column, counted from 1, of an offset. */
export function position(text: string, offset: number): { line: number; column: number } {
  const end = Math.min(offset, text.length);
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < end; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: end - start + 1 };
}

/** Offsets in the whole text of the member or item that the path leads to, or of the deepest part that exists. */
export function locateYaml(source: YamlSource, path: Path): readonly [number, number] | undefined {
  let node: unknown = source.document.contents;
  let found: readonly [number, number] | undefined;
  for (const step of path) {
    const tagged = functionOf((node as ParsedNode | null)?.tag);
    if (tagged !== undefined && tagged === step) continue;
    let place: unknown;
    if (isMap(node)) {
      const pair = node.items.findLast((item) => keyOf(item) === step);
      place = pair?.key;
      node = pair?.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      place = node;
    }
    const range = (place as ParsedNode | undefined)?.range;
    if (!range) break;
    found = [source.original(range[0]), source.original(range[1])];
  }
  return found;
}

/** Keys that are written more than once in a map: of these the last one counts. */
export function duplicatesIn(
  source: YamlSource,
): readonly { readonly path: Path; readonly offset: number }[] {
  const found: { path: Path; offset: number }[] = [];
  const visit = (node: unknown, path: Path) => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    if (!isMap(node)) return;
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (seen.has(key))
        found.push({ path: [...path, key], offset: source.original((pair.key as ParsedNode).range[0]) });
      seen.add(key);
      visit(pair.value, [...path, key]);
    }
  };
  visit(source.document.contents, []);
  return found;
}
