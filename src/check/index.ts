/**
 * The pipeline from a template's text to findings: reads files, judges their templates, gives advice, and repairs
 * templates. Other folders import from this file only.
 */

export { adviseOnConstruct } from './advice.js';
export { constructPathOf, type Declared, declaredIn } from './configuration.js';
export { checkFiles } from './files/check-files.js';
export { decode, InputError } from './files/decode.js';
export { findPolicyFile, POLICY_FILE } from './files/find-policy.js';
export { type Input, slashed } from './files/input.js';
export { jsonFlaw } from './files/json-flaw.js';
export type { LookUpKeys } from './files/judge-given.js';
export { isNestedStack, type NestedStack, nestedIn, templateNamedBy } from './files/nested.js';
export { isOfInput, readBytes, readStream, reasonOf } from './files/read-file.js';
export { repositoryRoot } from './files/repository.js';
export {
  compare,
  defaultsNote,
  type Finding,
  inOrder,
  type Problem,
  placeOf,
  problemsInOrder,
  type Results,
} from './finding.js';
export {
  applyEdits,
  type Edit,
  type Fixed,
  fixTemplate,
  type NotFixed,
  type WrittenKey,
} from './fix/index.js';
export { judgeTemplate } from './judge-template.js';
export {
  type Given,
  type ParameterValues,
  refusalOf,
  refusedValue,
  valuesFor,
  withOpen,
} from './parameter-values.js';
