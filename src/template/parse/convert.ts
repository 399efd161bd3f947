/** YAML nodes -> plain values, functions in their long form. */

import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
} from 'yaml';
import { AmbiguousScalar, isAmbiguous } from '../ambiguous-scalar.js';
import { MAX_DEPTH } from '../limits.js';
import { AmbiguousKeys, ambiguousKeys, isRawMap } from '../raw-value.js';
import type { TemplateError } from '../template-error.js';
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
    if (isAlias(node)) return this.anchored(node);
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
      if (this.isAmbiguousKey(pair.key)) noteAmbiguous(map, key);
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
      if (Object.hasOwn(map, key)) continue;
      map[key] = source[key];
      if (ambiguousKeys(source)?.has(key)) noteAmbiguous(map, key);
    }
  }

  /** A key may carry an anchor, or be an alias of one. */
  private key(pair: Pair<unknown, unknown>): string {
    if (isAlias(pair.key)) return String(this.anchored(pair.key) ?? '');
    // `{{ name }}`, as template engines have it, is a map whose key is one.
    if (isMap(pair.key) || isSeq(pair.key)) {
      throw this.fault((pair.key as ParsedNode).range[0], 'a key is a map or a list');
    }
    const key = keyOf(pair);
    // The library takes a colon alone for a key that is nothing, wherever it stands; CloudFormation's reader does not.
    if (key === '' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
      throw this.fault((pair.key as ParsedNode).range[0], 'a key is empty');
    }
    const anchor = isScalar(pair.key) ? pair.key.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, key);
    return key;
  }

  /** @throws TemplateError where the anchor is not written, or not written yet */
  private anchored(alias: Alias): unknown {
    if (this.anchors.has(alias.source)) return this.anchors.get(alias.source);
    throw this.fault(alias.range?.[0] ?? 0, `the alias *${alias.source} has no anchor before it`);
  }

  /** Booleans and nothing too: as keys they may be their text or what they stand for. */
  private isAmbiguousKey(key: unknown): boolean {
    if (isAlias(key)) return this.anchors.get(key.source) instanceof AmbiguousScalar;
    if (!isScalar(key) || key.type !== 'PLAIN' || key.source === undefined) return false;
    const { source, value } = key;
    if (typeof value === 'boolean') return source !== 'true' && source !== 'false';
    return value === null || isAmbiguous(source);
  }
}

/** A boolean in YAML 1.1's spellings stays one; every other scalar is text, a plain integer, or ambiguous. */
function scalarOf(node: Scalar.Parsed): unknown {
  const { value, source } = node;
  if (node.tag === 'tag:yaml.org,2002:null') return null;
  if (node.type === 'PLAIN' && node.tag === undefined && isAmbiguous(source)) {
    return new AmbiguousScalar(source);
  }
  // A tag may make a float of digits that look like an integer's.
  if (/:(?:int|float)$/.test(node.tag ?? '')) return new AmbiguousScalar(source);
  return typeof value === 'bigint' ? Number(value) : value;
}

function noteAmbiguous(map: { [AmbiguousKeys]?: Set<string> }, key: string): void {
  map[AmbiguousKeys] ??= new Set();
  map[AmbiguousKeys].add(key);
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
