/** CloudFormation templates as values: read, then evaluate as far as a view allows. */

export { AmbiguousScalar } from './ambiguous.js';
export type { ResourceDefinition } from './evaluate/definition.js';
export type { Members } from './evaluate/expression.js';
export { outputsOf } from './evaluate/outputs.js';
export { violation } from './evaluate/parameters.js';
export {
  allResources,
  type ResourceAlternative,
  type ResourceView,
  resourcesOfType,
} from './evaluate/resources.js';
export { type Assertion, assertionsOf } from './evaluate/rules.js';
export type { Context, GivenParameters, Pseudo } from './evaluate/scope.js';
export { locate } from './parse/locate.js';
export { readJsonTemplate, readTemplate, type Template } from './parse/read.js';
export { looksLikeTemplate, mayDeclare } from './parse/type-search.js';
export { arnParts, arnPattern, dnsSuffixes, partitionOf } from './partitions.js';
export { asCall, isRawMap, memberOf, type RawMap, showPath, TemplateError } from './raw.js';
export {
  isMap,
  knownAfterApply,
  member,
  NoValue,
  type Path,
  Rest,
  Unknown,
  type Value,
  type ValueMap,
} from './value.js';
