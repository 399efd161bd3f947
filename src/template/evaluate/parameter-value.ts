import { AmbiguousScalar } from '../ambiguous-scalar.js';
import type { Path } from '../path.js';
import { isRawMap, memberOf, scalarText } from '../raw-value.js';
import { transformsIn } from '../transforms.js';
import { Unknown, unknownList, type Value } from '../value.js';
import { allowedValues, cannotBeEmpty, isListType, isSsmValue } from './parameter-declaration.js';
import type { Scope } from './scope.js';

/** The value of a declared parameter: the value passed, its default, one of its allowed values, or Unknown. */
export function parameterValue(name: string, path: Path, scope: Scope): Value {
  const { parameters } = scope.template;
  const declaration = parameters[name];
  const isList = isListType(declaration);
  const unknown = (why: string, set: boolean, parameter?: string): Value => {
    const reason = `the parameter ${name}, which ${why}`;
    // Any item of a list may be empty.
    return isList
      ? unknownList(new Unknown(reason, path, false, parameter))
      : new Unknown(reason, path, set, parameter);
  };
  if (isSsmValue(declaration)) return unknown('CloudFormation reads from SSM at deployment', true);
  const macro = transformsIn(parameters).macro ?? (isRawMap(declaration) && transformsIn(declaration).macro);
  const known = passedValue(name, scope) ?? (macro ? undefined : defaultValue(name, scope));
  if (known instanceof AmbiguousScalar) return isList ? [known] : known;
  if (known !== undefined) return isList ? split(known, path, scope) : known;
  const assumed = scope.scenario.values.get(name);
  if (assumed !== undefined) return assumed;
  if (macro) return unknown(`${macro} may still redefine`, false, name);
  const allowed = allowedValues(declaration);
  scope.budget.spend((allowed?.length ?? 0) / 16, path);
  const chosen = allowed && scope.scenario.oneOf(name, labelOf(name), allowed);
  if (chosen !== undefined) return chosen;
  const set = cannotBeEmpty(declaration) || scope.scenario.isExcluded(name, '');
  return unknown('has no known value yet', set, name);
}

/** How an assumption names a parameter or pseudo parameter. */
export function labelOf(name: string): string {
  return name.startsWith('AWS::') ? name : `parameter ${name}`;
}

/** Splits a list that is passed as text. An empty text is a list with one empty item. */
function split(text: string, path: Path, scope: Scope): string[] {
  scope.budget.spend(text.length / 8, path);
  return text.split(',').map((item) => item.trim());
}

function passedValue(name: string, { context }: Scope): string | undefined {
  const { values } = context.parameters;
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function defaultValue(name: string, scope: Scope): string | AmbiguousScalar | undefined {
  if (!scope.context.parameters.useDefaults) return undefined;
  const declared = memberOf(scope.template.parameters[name], 'Default');
  if (declared === undefined || declared === null || isRawMap(declared)) return undefined;
  const texts = (Array.isArray(declared) ? declared : [declared]).map(scalarText);
  const ambiguous = texts.find((text) => text instanceof AmbiguousScalar);
  if (ambiguous && texts.length > 1) return undefined;
  scope.defaults.add(name);
  return ambiguous ?? texts.join(',');
}
