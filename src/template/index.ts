/** CloudFormation templates as values: read, then evaluate as far as a view allows. */

export type { ResourceDefinition } from './evaluate/definition.js';
export type { Members } from './evaluate/expression.js';
export { violation } from './evaluate/parameters.js';
export { type ResourceAlternative, type ResourceView, resourcesOfType } from './evaluate/resources.js';
export type { Context, GivenParameters, Pseudo } from './evaluate/scope.js';
export { readJsonTemplate, readTemplate, type Template } from './parse/read.js';
export { looksLikeTemplate, mayDeclare } from './parse/type-search.js';
export { arnParts, arnPattern, dnsSuffixes, partitionOf } from './partitions.js';
export { asCall, isRawMap, memberOf, type RawMap, showPath, TemplateError } from './raw.js';
