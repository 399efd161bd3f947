import {
  type Alternative,
  type Configuration,
  type Judgment,
  judge,
  mergePolicies,
  type PartialPolicy,
  resolvedConfiguration,
  type Subject,
} from '../../src/decision/index.js';
import { markDeferred, type Path, Rest, Unknown, type ValueMap } from '../../src/template/index.js';

export const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
export const now = new Date('2026-11-24T12:00:00Z');
export const subject: Subject = {
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
  new Unknown('the parameter Env, which has no known value yet', path, set);

/** A map that a macro may still add to. */
export const open = (map: ValueMap): ValueMap => ({
  ...map,
  [Rest]: new Unknown('the macro M, which may still write it', []),
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
export function judged(properties: ValueMap, policy: PartialPolicy = {}, resolved = false): Judgment {
  const configuration = resolved
    ? resolvedConfiguration(subject, properties, { final: true })
    : inTemplate([alternative(properties)]);
  return judge(configuration, mergePolicies(policy), { now });
}

/** A configuration of a template, by the ways in which it may turn out. */
export function inTemplate(alternatives: Iterable<Alternative>): Configuration {
  return { subject, lines: 'yaml', alternatives: () => marked(alternatives) };
}

function* marked(alternatives: Iterable<Alternative>): Generator<Alternative> {
  for (const each of alternatives)
    yield { ...each, properties: markDeferred(each.properties, false) as ValueMap };
}
