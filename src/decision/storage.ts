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
import { content, isAbsent, read } from './content.js';
import { familyOf, isLocalFamily, unverifiedLocalFamilies } from './families.js';
import type { Policy } from './policy.js';
import { type Variant, variantsOf } from './variants.js';

/** The storage of all variants of an endpoint configuration. */
export interface Storage {
  /** `local`: there is a variant, and every variant is on local storage. `other`: anything else that is known. */
  readonly kind: 'local' | 'other' | 'unknown';
  /** Variants on local storage, and the others, by name and instance types. A variant may be in both lists. */
  readonly local: readonly string[];
  readonly other: readonly string[];
  /** Instance types that count as local although no source states it. */
  readonly unverified: readonly string[];
  /** The first unknown value, and its place inside the properties. Always set where `kind` is `unknown`. */
  readonly unknown: { readonly value: Unknown; readonly path: Path } | undefined;
}

/**
 * Classifies the storage of an endpoint configuration.
 *
 * One variant that is certainly not on local storage decides it: the configuration is not exempt, whatever the unknown
 * variants are.
 */
export function classifyStorage(properties: ValueMap, { localStorageFamilies }: Policy): Storage {
  const local: string[] = [];
  const other: string[] = [];
  const unverified: string[] = [];
  let unknown: Storage['unknown'];
  for (const variant of variantsOf(properties)) {
    const found = instanceTypesOf(variant);
    const locals = found.types.filter((type) => isLocalFamily(familyOf(type), localStorageFamilies));
    const name = found.types.length > 0 ? `${variant.name} (${found.types.join(', ')})` : variant.name;
    const certainlyOther = found.other || locals.length < found.types.length;
    if (certainlyOther) other.push(name);
    else unknown ??= found.unknown;
    if (locals.length > 0 && (certainlyOther || !found.unknown)) local.push(name);
    unverified.push(...locals.filter((type) => unverifiedLocalFamilies.has(familyOf(type))));
  }
  if (other.length > 0) return { kind: 'other', local, other, unverified, unknown };
  const kind = unknown ? 'unknown' : local.length > 0 ? 'local' : 'other';
  return { kind, local, other, unverified, unknown };
}

/** The storage of all cases together, for messages: the variants that are in the same list in every case. */
export function storageOverall([first, ...others]: readonly Storage[]): Storage {
  if (!first) return { kind: 'other', local: [], other: [], unverified: [], unknown: undefined };
  const inAll = (list: 'local' | 'other' | 'unverified') =>
    first[list].filter((name) => others.every((storage) => storage[list].includes(name)));
  return { ...first, local: inAll('local'), other: inAll('other'), unverified: inAll('unverified') };
}

/** The instance types that a variant certainly has. */
interface InstanceTypes {
  readonly types: string[];
  /** Whether it certainly also runs without local storage: serverless, or with no valid instance type. */
  other: boolean;
  unknown: Storage['unknown'];
}

function instanceTypesOf({ value, path }: Variant): InstanceTypes {
  const found: InstanceTypes = { types: [], other: false, unknown: undefined };
  if (value instanceof Unknown) {
    found.unknown = { value, path };
  } else if (value) {
    const serverless = read(value, 'ServerlessConfig', path);
    if (serverless instanceof Unknown)
      found.unknown = { value: serverless, path: [...path, 'ServerlessConfig'] };
    else if (!isAbsent(serverless)) found.other = true;
    addType(found, value, path);
    addPools(found, read(value, 'InstancePools', path), [...path, 'InstancePools']);
  }
  if (found.types.length === 0 && !found.unknown) found.other = true;
  return found;
}

/** Whether a type is missing or blank. */
function isNone(type: Value | undefined): boolean {
  return isAbsent(type) || (typeof type === 'string' && type.trim() === '');
}

/** Adds the InstanceType of a variant or a pool. A type that is not a text counts as other storage. */
function addType(found: InstanceTypes, holder: ValueMap, path: Path): void {
  const type = read(holder, 'InstanceType', path);
  if (isNone(type)) return;
  if (type instanceof Unknown) found.unknown ??= { value: type, path: [...path, 'InstanceType'] };
  else if (typeof type !== 'string') found.other = true;
  else found.types.push(type.trim());
}

function addPools(found: InstanceTypes, pools: Value | undefined, path: Path): void {
  if (isAbsent(pools)) return;
  if (pools instanceof Unknown) {
    found.unknown ??= { value: pools, path };
  } else if (Array.isArray(pools)) {
    for (const [index, item] of pools.entries()) addPool(found, item, [...path, index]);
    const rest = pools[Rest];
    if (rest) found.unknown ??= { value: rest, path };
  } else {
    found.other = true;
  }
}

/** Adds an instance pool. One with a wrong shape or without a type counts as other storage. */
function addPool(found: InstanceTypes, item: Value, path: Path): void {
  if (item === NoValue) return;
  const pool = content(item, path);
  if (pool instanceof Unknown) found.unknown ??= { value: pool, path };
  else if (!isMap(pool) || isNone(member(pool, 'InstanceType'))) found.other = true;
  else addType(found, pool, path);
}
