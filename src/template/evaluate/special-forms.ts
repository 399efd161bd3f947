/** Functions that evaluate their arguments themselves: only some of them, or in another scope. */

import type { Path } from '../path.js';
import { readTransforms, yetToRun } from '../transforms.js';
import type { Value } from '../value.js';
import { condition, isTrue, type OperatorName } from './conditions.js';
import { malformed } from './functions.js';
import { nameOf } from './join-text.js';
import { findInMap } from './mappings.js';
import { attribute, reference } from './references.js';
import type { Members, Scope } from './scope.js';
import { substitute } from './substitution.js';

type SpecialForm = (argument: unknown, path: Path, scope: Scope, wanted: Members) => Value;

type SpecialName = 'Ref' | `Fn::${'FindInMap' | 'GetAtt' | 'If' | 'Sub' | 'Transform'}` | OperatorName;

const logical =
  (name: OperatorName): SpecialForm =>
  (argument, path, scope) =>
    Array.isArray(argument)
      ? condition({ [name]: argument }, path.slice(0, -1), scope)
      : malformed(name, path);

export const specialForms = {
  Ref: (argument, path, scope) => {
    const name = nameOf(scope.evaluate(argument, path, scope));
    if (typeof name === 'string') return reference(name, path, scope);
    return name?.withSet(false) ?? malformed('Ref', path);
  },

  'Fn::GetAtt': (argument, path, scope) => {
    const [rawResource, rawName] = Array.isArray(argument) ? argument : [argument];
    const resource = nameOf(scope.evaluate(rawResource, path, scope));
    if (typeof resource !== 'string') return resource?.withSet(false) ?? malformed('Fn::GetAtt', path);
    const name = nameOf(scope.evaluate(rawName, [...path, 1], scope));
    return attribute(typeof name === 'string' ? `${resource}.${name}` : resource, path, scope);
  },

  'Fn::If': (argument, path, scope, wanted) => {
    if (!Array.isArray(argument) || argument.length !== 3) return malformed('Fn::If', path);
    const chosen = isTrue(argument[0], [...path, 0], scope) ? 1 : 2;
    return scope.evaluate(argument[chosen], [...path, chosen], scope, wanted);
  },

  'Fn::Sub': substitute,
  'Fn::FindInMap': findInMap,

  'Fn::Transform': (argument, path) => {
    const { macro, include = 'Fn::Transform' } = readTransforms(argument);
    return yetToRun(macro ?? include, path);
  },

  'Fn::And': logical('Fn::And'),
  'Fn::Equals': logical('Fn::Equals'),
  'Fn::Not': logical('Fn::Not'),
  'Fn::Or': logical('Fn::Or'),
} satisfies Record<SpecialName, SpecialForm>;
