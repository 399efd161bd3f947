/** CloudFormation templates as values: read, then evaluate as far as a view allows. */

export type { Members } from './evaluate.js';
export { looksLikeTemplate, mayDeclare } from './mention.js';
export { violation } from './parameters.js';
export { isRawMap, memberOf, type RawMap, showPath, TemplateError } from './raw.js';
export { readJsonTemplate, readTemplate, type Template } from './read.js';
export { type ResourceAlternative, type ResourceView, resourcesOfType } from './resources.js';
export type { Context, GivenParameters, Pseudo } from './scope.js';
