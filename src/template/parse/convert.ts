/** YAML nodes -> plain values, functions in their long form. */

import { isAlias, isMap, isPair, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml';
import { isRawMap, MAX_DEPTH, type TemplateError } from '../raw.js';
import { TOO_DEEP } from './bounds.js';

/** Members that the merges (`<<`) of a template copy, and maps that they copy from: aliases may repeat both. */
const MAX_MERGED = 250_000;

const TOO_MERGED = `its merges (<<) copy more than ${MAX_MERGED} members`;

/** `!Ref` -> `Ref`, `!GetAtt` -> `Fn::GetAtt`; undefined for YAML's own tags. */
export function functionOf(tag: string | undefined): string | undefined {
  if (tag === undefined || !tag.startsWith('!') || tag === '!' || tag.startsWith('!!')) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** Converts the nodes of one document, in their order: an alias stands for what its anchor came to last. */
export class Converter {
  private readonly anchors = new Map<string, unknown>();
  private merged = 0;

  /** @param fault makes the error for a template that is too much, by an offset in the document */
  constructor(private readonly fault: (offset: number, problem: string) => TemplateError) {}

  convert(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null;
    // An alias shares what its anchor came to, so that a bomb of aliases stays as small as it was written.
    if (isAlias(node)) return this.anchors.get(node.source) ?? null;
    const parsed = node as ParsedNode;
    if (depth > MAX_DEPTH) throw this.fault(parsed.range[0], TOO_DEEP);
    const plain = this.plain(parsed, depth);
    const name = functionOf(parsed.tag);
    const value = name === undefined ? plain : { [name]: name === 'Fn::GetAtt' ? attribute(plain) : plain };
    const anchor = (parsed as { anchor?: string }).anchor;
    if (anchor !== undefined) this.anchors.set(anchor, value);
    return value;
  }

  private plain(node: ParsedNode, depth: number): unknown {
    if (isScalar(node)) return scalarOf(node);
    if (isSeq(node)) {
      return node.items.map((item) => this.convert(isPair(item) ? null : item, depth + 1));
    }
    const map: Record<string, unknown> = Object.create(null);
    if (!isMap(node)) return map;
    const sources: unknown[] = [];
    for (const pair of node.items) {
      const key = this.key(pair);
      const value = this.convert(pair.value, depth + 1);
      if (key === '<<') sources.push(value);
      else map[key] = value;
    }
    for (const source of sources) {
      for (const each of Array.isArray(source) ? source : [source]) this.merge(each, map, node.range[0]);
    }
    return map;
  }

  /** Copies what the map does not have itself, counted before it is copied. */
  private merge(source: unknown, map: Record<string, unknown>, offset: number): void {
    const count = () => {
      if (++this.merged > MAX_MERGED) throw this.fault(offset, TOO_MERGED);
    };
    count();
    if (!isRawMap(source)) return;
    for (const key in source) {
      count();
      if (!Object.hasOwn(map, key)) map[key] = source[key];
    }
  }

  /** A key may carry an anchor, or be an alias of one. */
  private key(pair: Pair<unknown, unknown>): string {
    if (isAlias(pair.key)) return String(this.anchors.get(pair.key.source) ?? '');
    const key = keyOf(pair);
    const anchor = isScalar(pair.key) ? pair.key.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, key);
    return key;
  }
}

/**
 * What the library takes for a boolean or a number, and the readers of YAML 1.1 that are written in Java for
 * text: the letters y and n, and digits that begin with a zero and are not octal, as account ids are.
 */
const TEXT = /^(?:[yn]|[-+]?0[0-9_]*[89][0-9_]*)$/i;

function scalarOf(node: Scalar.Parsed): unknown {
  if (node.tag === 'tag:yaml.org,2002:null') return null;
  if (typeof node.value === 'string') return node.value;
  if (node.tag === undefined && TEXT.test(node.source)) return node.source;
  return typeof node.value === 'bigint' ? Number(node.value) : node.value;
}

/** A plain key is the text as it stands: account numbers with a leading zero are keys of mappings. */
export function keyOf(pair: Pair<unknown, unknown>): string {
  const key = pair.key;
  if (!isScalar(key)) return '';
  return key.type === 'PLAIN' && key.source !== undefined ? key.source : String(key.value ?? '');
}

/** `Key.Arn` -> `['Key', 'Arn']`, as the long form has it. */
function attribute(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot === -1 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}
