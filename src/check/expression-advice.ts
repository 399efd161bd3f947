/** Advice for a key that is an expression with an empty value: which parameter to pass, which branch to change. */
import { asCall, memberOf, type ResourceView, showPath, type Template } from '../template/index.js';
import { dependenciesOf } from './dependencies.js';

export interface ExpressionContext {
  readonly template: Template;
  readonly view: ResourceView;
  /** The parameter values that the caller passed. */
  readonly values: Readonly<Record<string, string>>;
  /** The nested stack and its parent template, where the parent passes the parameters. */
  readonly nestedIn?: string | undefined;
}

/**
 * Says what to do about a `KmsKeyId` whose value is empty.
 *
 * @param sample an example of a key that the policy accepts
 * @returns undefined where it is not an expression
 */
export function adviseOnExpression(
  written: unknown,
  sample: string,
  context: ExpressionContext,
): string | undefined {
  const call = asCall(written);
  if (!call || (call.name === 'Ref' && call.argument === 'AWS::NoValue')) return undefined;
  const { template, view } = context;
  const parameters = [...dependenciesOf(written, template).parameters];
  const empty = parameters.find((name) => parameterText(name, context).trim() === '');
  const branch = emptyBranch(call);
  const ownParameters = branch && dependenciesOf({ Condition: branch.condition }, template).parameters;
  // Where a condition does not depend on the empty parameter, either of them may be the cause.
  const isCause = branch && (empty === undefined || ownParameters?.has(empty));
  const lead = isCause
    ? `KmsKeyId is empty because the condition ${branch.condition} is ${branch.when}. `
    : '';
  if (empty !== undefined) return `${lead}${passKey(empty, sample, call, context)}`;
  const place = showPath([
    ...view.path,
    'Properties',
    'KmsKeyId',
    ...(branch ? ['Fn::If', branch.index] : []),
  ]);
  const [other] = parameters;
  const words =
    other === undefined
      ? `KmsKeyId is written by ${call.name} at ${place}, whose value is empty: write the key there.`
      : `It depends on the parameter ${other}, which is "${parameterText(other, context)}": pass another value for it ` +
        `(${passing(other, '…', context)}), or write the key at ${place}.`;
  return `${lead}${words}`;
}

/** The branch of an Fn::If that says that there is no key, where the other one certainly says something else. */
function emptyBranch({ name, argument }: { readonly name: string; readonly argument: unknown }) {
  if (name !== 'Fn::If' || !Array.isArray(argument)) return undefined;
  const [condition, ...branches] = argument;
  const isEmpty = (branch: unknown) =>
    asCall(branch)?.argument === 'AWS::NoValue' || branch === '' || branch === null;
  const when = isEmpty(branches[0]);
  const other = branches[when ? 1 : 0];
  const mayBeEmpty = isEmpty(other) || ['Fn::If', 'Fn::FindInMap'].includes(asCall(other)?.name ?? '');
  if (mayBeEmpty || !isEmpty(branches[when ? 0 : 1])) return undefined;
  return { condition: String(condition), when, index: when ? 1 : 2 };
}

function passKey(
  name: string,
  sample: string,
  call: { readonly name: string },
  context: ExpressionContext,
): string {
  const option = passing(name, sample, context);
  const subject =
    call.name === 'Ref' ? `KmsKeyId is the parameter ${name}` : `It depends on the parameter ${name}`;
  if (Object.hasOwn(context.values, name)) return `${subject}: pass another value for it (${option}).`;
  const declared = memberOf(context.template.parameters[name], 'Default');
  if (declared === undefined) return `${subject}: pass a value for it (${option}).`;
  const how =
    context.nestedIn === undefined
      ? `here ${option}; aws cloudformation deploy --parameter-overrides ${name}=${sample}`
      : option;
  return `${subject}, whose default is empty: pass a key (${how}), or remove the default, so that a value must be passed.`;
}

/** How a caller passes a parameter's value: to `check`, or to the nested stack. */
function passing(name: string, value: string, { nestedIn }: ExpressionContext): string {
  return nestedIn === undefined
    ? `--parameter ${name}=${value}`
    : `${name}: ${value} in the Parameters of ${nestedIn}`;
}

/** A parameter's value: the one that the caller passed, else its default. */
function parameterText(name: string, { template, values }: ExpressionContext): string {
  return Object.hasOwn(values, name)
    ? String(values[name])
    : String(memberOf(template.parameters[name], 'Default') ?? '');
}
