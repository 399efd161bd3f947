/**
 * The door of the pipeline from a template's text to findings: files are read, templates judged by the rule, and
 * findings advised on and repaired.
 */
export { checkFiles } from './check-files.js';
export { type Declared, declaredIn } from './configuration.js';
export { decode, InputError } from './decode.js';
export { findPolicyFile, POLICY_FILE } from './find-policy.js';
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
export { type Input, slashed } from './input.js';
export { judgeTemplate } from './judge-template.js';
export { isNestedStack, type NestedStack, nestedIn, templateNamedBy } from './nested.js';
export {
  type Given,
  type ParameterValues,
  refusalOf,
  refusedValue,
  valuesFor,
  withOpen,
} from './parameter-values.js';
export { isOfInput, readBytes, reasonOf } from './read-file.js';
export { repositoryRoot } from './repository.js';
