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

/** The two lists of variants that an endpoint configuration has; instance types stand in both. */
const lists = ['ProductionVariants', 'ShadowProductionVariants'] as const;

/** One variant, or what stands in its place. */
export interface Variant {
  /** `undefined` for an item of a wrong shape: a variant of which nothing is set. */
  readonly value: ValueMap | Unknown | undefined;
  /** What people call it: its VariantName, else its place. */
  readonly name: string;
  readonly path: Path;
}

/** Every production and shadow variant, the ones that a macro may still add included (as one `Unknown`). */
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
