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

/** How many members the merges (`<<`) of a template may copy, and from how many maps. Aliases may repeat both. */
const MAX_MERGED = 250_000;

const TOO_MERGED = `its merges (<<) copy more than ${MAX_MERGED} members`;

/** `!Ref` -> `Ref`, `!GetAtt` -> `Fn::GetAtt`; undefined for YAML's own tags. */
export function functionOf(tag: string | undefined): string | undefined {
  if (tag === undefined || !tag.startsWith('!') || tag === '!' || tag.startsWith('!!')) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** Converts the nodes of one document in order: an alias stands for the last value of its anchor before it. */
export class Converter {
  private readonly anchors = new Map<string, unknown>();
  private merged = 0;

  /** @param fault makes the error for a problem at an offset in the document */
  constructor(private readonly fault: (offset: number, problem: string) => TemplateError) {}

  convert(node: unknown, depth: number): unknown {
    if (node === null || node === undefined) return null;
    // An alias shares its anchor's value, so that an alias bomb stays as small as its text.
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

  /** Copies the members that the map does not have itself. Counts each before it copies it. */
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

  /** A key may have an anchor, or be an alias. */
  private key(pair: Pair<unknown, unknown>): string {
    if (isAlias(pair.key)) return String(this.anchored(pair.key) ?? '');
    // A template engine's `{{ name }}` is a map whose key is a map.
    if (isMap(pair.key) || isSeq(pair.key)) {
      throw this.fault((pair.key as ParsedNode).range[0], 'a key is a map or a list');
    }
    const key = keyOf(pair);
    // The library takes a colon alone for an empty key; CloudFormation's parser refuses it.
    if (key === '' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
      throw this.fault((pair.key as ParsedNode).range[0], 'a key is empty');
    }
    const anchor = isScalar(pair.key) ? pair.key.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, key);
    return key;
  }

  /** @throws TemplateError where no anchor of this name stands before the alias */
  private anchored(alias: Alias): unknown {
    if (this.anchors.has(alias.source)) return this.anchors.get(alias.source);
    throw this.fault(alias.range?.[0] ?? 0, `the alias *${alias.source} has no anchor before it`);
  }

  /** Booleans and null are ambiguous as keys too: the key may be their text or their value. */
  private isAmbiguousKey(key: unknown): boolean {
    if (isAlias(key)) return this.anchors.get(key.source) instanceof AmbiguousScalar;
    if (!isScalar(key) || key.type !== 'PLAIN' || key.source === undefined) return false;
    const { source, value } = key;
    if (typeof value === 'boolean') return source !== 'true' && source !== 'false';
    return value === null || isAmbiguous(source);
  }
}

/** A boolean in a spelling of YAML 1.1 is a boolean; every other scalar is text, a plain integer, or ambiguous. */
function scalarOf(node: Scalar.Parsed): unknown {
  const { value, source } = node;
  if (node.tag === 'tag:yaml.org,2002:null') return null;
  if (node.type === 'PLAIN' && node.tag === undefined && isAmbiguous(source)) {
    return new AmbiguousScalar(source);
  }
  // A tag may turn the digits of an integer into a float.
  if (/:(?:int|float)$/.test(node.tag ?? '')) return new AmbiguousScalar(source);
  return typeof value === 'bigint' ? Number(value) : value;
}

function noteAmbiguous(map: { [AmbiguousKeys]?: Set<string> }, key: string): void {
  map[AmbiguousKeys] ??= new Set();
  map[AmbiguousKeys].add(key);
}

/** A plain key is its text as written: a mapping may have account IDs with a leading zero as keys. */
export function keyOf(pair: Pair<unknown, unknown>): string {
  const key = pair.key;
  if (!isScalar(key)) return '';
  return key.type === 'PLAIN' && key.source !== undefined ? key.source : String(key.value ?? '');
}

/** `Key.Arn` -> `['Key', 'Arn']`, the long form. */
function attribute(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot === -1 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}
