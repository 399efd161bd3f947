import {
  isMap,
  member,
  NoValue,
  type Path,
  Rest,
  Unknown,
  type Value,
  type ValueMap,
} from '../template/index.js';
import { content, read } from './content.js';

/** The two lists of variants of an endpoint configuration. Both have instance types. */
const lists = ['ProductionVariants', 'ShadowProductionVariants'] as const;

/** One variant, or the value in its place. */
export interface Variant {
  /** `undefined` for an item with a wrong shape: it counts as a variant with no members. */
  readonly value: ValueMap | Unknown | undefined;
  /** Its VariantName, or its place where it has none. */
  readonly name: string;
  readonly path: Path;
}

/** Every production and shadow variant. Variants that a macro may still add are one `Unknown`. */
export function variantsOf(properties: ValueMap): Variant[] {
  const variants: Variant[] = [];
  for (const list of lists) {
    const value = read(properties, list, []);
    const path = [list];
    if (value instanceof Unknown) variants.push({ value, name: list, path });
    if (!Array.isArray(value)) continue;
    for (const [index, item] of value.entries()) {
      if (item !== NoValue) variants.push(variant(item, [list, index]));
    }
    const rest = value[Rest];
    if (rest) variants.push({ value: rest, name: list, path });
  }
  return variants;
}

function variant(item: Value, path: Path): Variant {
  const place = `${path[0]}[${path[1]}]`;
  const value = content(item, path);
  if (value instanceof Unknown) return { value, name: place, path };
  if (!isMap(value)) return { value: undefined, name: place, path };
  const name = member(value, 'VariantName');
  return { value, name: typeof name === 'string' && name.trim() !== '' ? name : place, path };
}
