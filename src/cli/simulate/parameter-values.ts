/** The parameter values of a stack, and the checks by which CloudFormation accepts or refuses them. */

import {
  type Given,
  type ParameterValues,
  refusalOf,
  refusedValue,
  valuesFor,
  withOpen,
} from '../../check/index.js';
import { suggestion } from '../../decision/index.js';
import {
  AmbiguousScalar,
  assertionsOf,
  isRawMap,
  memberOf,
  type Pseudo,
  type Template,
  TemplateError,
} from '../../template/index.js';
import { UsageError } from '../command.js';
import { type Resolved, textOf } from './resolve.js';
import { faultAt, type TemplateFile } from './template-file.js';

type Values = Readonly<Record<string, string>>;

export interface StackValues {
  /** The values of all parameters that do not use their default. */
  readonly values: Values;
  /** The values without made-up ones. Constraints and rules are checked only against these. */
  readonly certain: Given;
}

/**
 * Checks the parameter names on the command line. Names from a file are not checked, since the file may be for several
 * stacks.
 *
 * @throws UsageError naming the first parameter that no template declares
 */
export function checkNames(names: readonly string[], sources: readonly TemplateFile[]): void {
  const declared = sources.flatMap(({ template }) => Object.keys(template.parameters));
  const stranger = names.find((name) => !declared.includes(name));
  if (stranger === undefined) return;
  const files = sources.map(({ file }) => file).join(' and ');
  throw new UsageError(`no parameter ${stranger} in ${files}${suggestion(stranger, declared)}`);
}

/**
 * The values that the caller passed to the template.
 *
 * @throws UsageError naming each parameter without a value
 */
export function valuesOfCall({ file, template }: TemplateFile, given: ParameterValues): StackValues {
  const { values, open } = valuesFor(template, given);
  // The previous value of a deployed stack, or what a pipeline puts in: it need not be the default.
  refuseUnnamed([...open.keys()], 'an unknown value', file);
  refuseUnnamed(missingIn(values, template), 'neither a value nor a default', file);
  return { values, certain: { values, open } };
}

function refuseUnnamed(names: readonly string[], has: string, file: string): void {
  const [first] = names;
  if (first === undefined) return;
  const what =
    names.length === 1
      ? `the parameter ${first} has ${has}`
      : `these parameters have ${has}: ${names.join(', ')}`;
  throw new UsageError(`${file}: ${what}; give one with --parameter ${first}=VALUE or --parameters FILE`);
}

/**
 * The values that a stack passes to a nested stack.
 *
 * @param certain the values that are known before the deployment
 * @throws TemplateError at the resource that passes an unknown parameter, or leaves out a required one
 */
export function valuesPassed(
  { logicalId, path, properties }: Resolved,
  certain: Given,
  parent: TemplateFile,
  child: TemplateFile,
): StackValues {
  const passed = isRawMap(properties.Parameters) ? Object.entries(properties.Parameters) : [];
  const values = Object.fromEntries(passed.map(([name, value]) => [name, textOf(value)]));
  const declared = Object.keys(child.template.parameters);
  const stranger = Object.keys(values).find((name) => !declared.includes(name));
  if (stranger !== undefined) {
    const message = `${logicalId} passes ${stranger}, which is not a parameter of ${child.file}`;
    throw faultAt(parent.template, path, `${message}${suggestion(stranger, declared)}`);
  }
  const missing = missingIn(values, child.template);
  if (missing.length > 0) {
    const message = `${logicalId} passes no value for ${missing.join(', ')}, and ${child.file} has no default`;
    throw faultAt(parent.template, path, message);
  }
  return { values, certain };
}

/** Checks values and defaults. @throws TemplateError at the first declaration that does not allow its value */
export async function checkConstraints(
  { file, template }: TemplateFile,
  { values, certain }: StackValues,
): Promise<void> {
  const checked: Record<string, string> = { ...certain.values };
  for (const name of Object.keys(template.parameters)) {
    const fallback = defaultOf(template, name);
    // Parsers disagree on the text of such a default.
    if (fallback === undefined || fallback instanceof AmbiguousScalar) continue;
    if (!Object.hasOwn(values, name)) checked[name] = textOf(fallback);
  }
  const refused = await refusedValue(template, file, { values: checked, open: new Map() });
  if (refused) throw new TemplateError(refused.message, refused.line, refused.column);
}

/**
 * Checks the values and defaults against the template's Rules.
 *
 * @param note called for a rule that depends on facts which only the account has
 * @throws TemplateError at the first rule that refuses them
 */
export function checkRules(
  { file, template }: TemplateFile,
  { certain }: StackValues,
  pseudo: Pseudo,
  note: (text: string) => void,
): void {
  const context = { parameters: { values: certain.values, useDefaults: true }, pseudo };
  for (const assertion of assertionsOf(withOpen(template, certain.open), context)) {
    if (assertion.holds === undefined) {
      note(`the rule ${assertion.rule} was not checked: it depends on values that only the account has`);
    } else if (!assertion.holds) {
      const { message, line, column } = refusalOf(assertion, template, file);
      throw new TemplateError(message, line, column);
    }
  }
}

function missingIn(values: Values, template: Template): readonly string[] {
  return Object.keys(template.parameters).filter(
    (name) => !Object.hasOwn(values, name) && defaultOf(template, name) === undefined,
  );
}

function defaultOf(template: Template, name: string): unknown {
  return memberOf(template.parameters[name], 'Default') ?? undefined;
}
