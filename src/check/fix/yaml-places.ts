import { isAlias, isMap, isScalar, type Pair, type ParsedNode, visit, type YAMLMap } from 'yaml';
import { functionOf, keyOf, type YamlSource } from '../../template/index.js';
import { type MapPlace, type MemberPlace, noPlaces } from './places.js';

/** The root of a YAML text, with offsets in the original text. */
export function placesInYaml(source: YamlSource): MapPlace {
  const aliased = new Set<string>();
  visit(source.document, {
    Alias(_key, { source: anchor }) {
      aliased.add(anchor);
    },
  });
  const contents = source.document.contents;
  return isMap(contents) ? new Reader(source, aliased).map(contents) : noPlaces;
}

class Reader {
  constructor(
    private readonly source: YamlSource,
    private readonly aliased: ReadonlySet<string>,
  ) {}

  map(node: YAMLMap): MapPlace {
    const members = node.items.map((pair) => this.member(pair));
    const first = node.items[0]?.key;
    return {
      style: node.flow ? 'flow' : 'block',
      json: node.flow === true && isScalar(first) && first.type === 'QUOTE_DOUBLE',
      start: this.source.original(node.range?.[0] ?? 0),
      members,
    };
  }

  private member(pair: Pair): MemberPlace {
    const key = pair.key as ParsedNode;
    const value = pair.value as ParsedNode | null;
    const keyEnd = this.end(key);
    const anchor = value && 'anchor' in value ? value.anchor : undefined;
    return {
      name: keyOf(pair),
      keyStart: this.source.original(key.range[0]),
      keyEnd,
      valueEnd: isWritten(value) ? this.end(value) : keyEnd,
      map: isMap(value) && functionOf(value.tag) === undefined ? this.map(value) : undefined,
      shared: isAlias(value) || (anchor !== undefined && this.aliased.has(anchor)),
    };
  }

  /** The offset after the last character. It is computed from that character, since the text after it may be cut out. */
  private end({ range: [start, end] }: ParsedNode): number {
    return end > start ? this.source.original(end - 1) + 1 : this.source.original(start);
  }
}

function isWritten(node: ParsedNode | null): node is ParsedNode {
  return node !== null && !(isScalar(node) && node.source === '' && node.range[0] === node.range[1]);
}
