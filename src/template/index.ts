/**
 * CloudFormation templates as values: `parse/` reads a template, `evaluate/` evaluates it as far as possible. Other
 * folders import from this file only.
 */

export { AmbiguousScalar } from './ambiguous-scalar.js';
export { digestOf } from './digest.js';
export { readPattern } from './evaluate/allowed-pattern.js';
export { loopsAround } from './evaluate/definition.js';
export { outputsOf } from './evaluate/outputs.js';
export { violation } from './evaluate/parameter-declaration.js';
export type { ResourceAlternative } from './evaluate/resource-alternatives.js';
export { allResources, type ResourceView, resourcesOfType } from './evaluate/resources.js';
export { type Assertion, assertionsOf } from './evaluate/rules.js';
export type { Context, Members, Pseudo } from './evaluate/scope.js';
export { MAX_DEPTH } from './limits.js';
export { functionOf, keyOf } from './parse/convert.js';
export { entriesAt, rootOf } from './parse/json-entries.js';
export { duplicateKeys, locate } from './parse/locate.js';
export { lineAt, position } from './parse/position.js';
export { readJsonTemplate, readTemplate } from './parse/read.js';
export { looksLikeTemplate, mayDeclare } from './parse/type-search.js';
export type { YamlSource } from './parse/yaml.js';
export { arnParts, arnPattern, dnsSuffixes, partitionOf } from './partitions.js';
export { type Path, showPath } from './path.js';
export { asCall, isRawMap, mapAt, memberOf, type RawMap } from './raw-value.js';
export type { Template } from './template.js';
export { NotATemplate, TemplateError } from './template-error.js';
export {
  Deferred,
  isMap,
  knownAfterApply,
  markDeferred,
  member,
  NoValue,
  Rest,
  Unknown,
  type Value,
  type ValueMap,
} from './value.js';
