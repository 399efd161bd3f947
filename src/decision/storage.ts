import {
  isMap,
  member,
  NoValue,
  type Path,
  Rest,
  Unknown,
  type Value,
  type ValueMap,
} from '../template/value.js';
import type { Policy } from './document.js';
import { familyOf, isLocalFamily, unverifiedLocalFamilies } from './families.js';
import { type Variant, variantsOf } from './variants.js';
import { isAbsent, read, settle, type View } from './view.js';

/** Storage over every variant of an endpoint configuration. */
export interface Storage {
  /**
   * `local`: there is at least one variant, and every one is on local storage. `mixed`: some are. `volume`:
   * none is, or there is no instance type.
   */
  readonly kind: 'local' | 'mixed' | 'volume' | 'unknown';
  /** Variants on local storage and the others, by name and instance types; one on both stands in both. */
  readonly local: readonly string[];
  readonly other: readonly string[];
  /** Instance types that count as local although no source states it. */
  readonly unverified: readonly string[];
  /** The first thing that could not be told; always there where `kind` is `unknown`. */
  readonly untold: Untold | undefined;
}

/** Something that cannot be told, and its place inside the properties. */
export interface Untold {
  readonly unknown: Unknown;
  readonly path: Path;
}

/**
 * Classifies the storage of an endpoint configuration.
 *
 * One variant that is certainly not on local storage settles it: whatever the unknown ones turn out to be,
 * the configuration is not exempt.
 */
export function classifyStorage(properties: ValueMap, policy: Policy, view: View): Storage {
  const local: string[] = [];
  const other: string[] = [];
  const unverified: string[] = [];
  let untold: Untold | undefined;
  for (const variant of variantsOf(properties, view)) {
    const found = instanceTypesOf(variant, view);
    const locals = found.types.filter((type) => isLocalFamily(familyOf(type), policy.localStorageFamilies));
    const name = found.types.length > 0 ? `${variant.name} (${found.types.join(', ')})` : variant.name;
    const certainlyOther = found.other || locals.length < found.types.length;
    if (certainlyOther) other.push(name);
    else untold ??= found.untold;
    if (locals.length > 0 && (certainlyOther || !found.untold)) local.push(name);
    unverified.push(...locals.filter((type) => unverifiedLocalFamilies.has(familyOf(type))));
  }
  return { kind: kindOf(local, other, untold), local, other, unverified, untold };
}

function kindOf(
  local: readonly string[],
  other: readonly string[],
  untold: Untold | undefined,
): Storage['kind'] {
  if (other.length > 0) return local.length > 0 ? 'mixed' : 'volume';
  if (untold) return 'unknown';
  return local.length > 0 ? 'local' : 'volume';
}

/** The instance types that a variant certainly has. */
interface InstanceTypes {
  readonly types: string[];
  /** It certainly also runs on something without a type that has local storage: serverless, or nothing valid. */
  other: boolean;
  untold: Untold | undefined;
}

function instanceTypesOf({ value, path }: Variant, view: View): InstanceTypes {
  const found: InstanceTypes = { types: [], other: false, untold: undefined };
  if (value instanceof Unknown) {
    found.untold = { unknown: value, path };
  } else if (value) {
    const serverless = read(value, 'ServerlessConfig', path, view);
    if (serverless instanceof Unknown)
      found.untold = { unknown: serverless, path: [...path, 'ServerlessConfig'] };
    else if (!isAbsent(serverless)) found.other = true;
    addType(found, value, path, view);
    addPools(found, read(value, 'InstancePools', path, view), [...path, 'InstancePools'], view);
  }
  if (found.types.length === 0 && !found.untold) found.other = true;
  return found;
}

/** Adds the InstanceType of a variant or a pool. A blank one is none; one that is no text is none with local storage. */
function addType(found: InstanceTypes, holder: ValueMap, path: Path, view: View): void {
  const type = read(holder, 'InstanceType', path, view);
  if (isAbsent(type)) return;
  if (type instanceof Unknown) found.untold ??= { unknown: type, path: [...path, 'InstanceType'] };
  else if (typeof type !== 'string') found.other = true;
  else if (type.trim() !== '') found.types.push(type.trim());
}

function addPools(found: InstanceTypes, pools: Value | undefined, path: Path, view: View): void {
  if (isAbsent(pools)) return;
  if (pools instanceof Unknown) {
    found.untold ??= { unknown: pools, path };
  } else if (Array.isArray(pools)) {
    for (const [index, item] of pools.entries()) addPool(found, item, [...path, index], view);
    const rest = pools[Rest];
    if (rest) found.untold ??= { unknown: rest, path };
  } else {
    found.other = true;
  }
}

/** A pool of a wrong shape, or without a type, is certainly none on local storage. */
function addPool(found: InstanceTypes, item: Value, path: Path, view: View): void {
  if (item === NoValue) return;
  const pool = settle(item, path, view);
  if (pool instanceof Unknown) found.untold ??= { unknown: pool, path };
  else if (!isMap(pool) || isAbsent(member(pool, 'InstanceType'))) found.other = true;
  else addType(found, pool, path, view);
}
