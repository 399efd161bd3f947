import {
  defaultPolicy,
  type Judgement,
  judge,
  mergePolicies,
  type PartialPolicy,
  type Scope,
} from '../../src/decision/index.js';
import type { Alternative } from '../../src/decision/verdict.js';
import { type Path, Rest, Unknown, type ValueMap } from '../../src/template/value.js';

export const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const now = new Date('2026-11-24T12:00:00Z');
export const scope: Scope = {
  account: '123456789012',
  region: 'eu-west-1',
  stack: 'ml-prod',
  resource: 'Config',
};

/** One variant on an instance type; more members may be given. */
export const variant = (InstanceType: ValueMap[string], more: ValueMap = {}): ValueMap => ({
  InstanceType,
  ...more,
});

/** Properties with these instance types as production variants. */
export const on = (...types: ValueMap[string][]): ValueMap => ({
  ProductionVariants: types.map((type) => variant(type)),
});

export const unknown = (set = false, path: Path = ['Resources', 'Config']): Unknown =>
  new Unknown('parameter Env has no default', path, set);

/** A map that a macro may still add to. */
export const open = (map: ValueMap): ValueMap => ({
  ...map,
  [Rest]: new Unknown('a macro has yet to run', []),
});

export const alternative = (properties: ValueMap, assuming: string[] = []): Alternative => ({
  exists: true,
  properties,
  assuming,
});
export const missing = (assuming: string[] = []): Alternative => ({
  exists: false,
  properties: {},
  assuming,
});

/** Judges properties as a template or, with `resolved`, as a resource event shows them. */
export function judged(properties: ValueMap, policy: PartialPolicy = {}, resolved = false): Judgement {
  return judge([alternative(properties)], scope, mergePolicies(policy), now, { resolved });
}

export { defaultPolicy };
