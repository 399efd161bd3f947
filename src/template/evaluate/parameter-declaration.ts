/** What the declaration of a parameter says about its values. */

import { AmbiguousScalar } from '../ambiguous-scalar.js';
import { isRawMap, memberOf, type RawMap, scalarText } from '../raw-value.js';
import { readPattern } from './allowed-pattern.js';

/** `CommaDelimitedList`, `List<Number>`, `AWS::SSM::Parameter::Value<List<String>>` … */
export function isListType(declaration: unknown): boolean {
  return /List/.test(typeOf(declaration));
}

/** Whether the value is the name of an SSM parameter, which CloudFormation replaces with that parameter's content. */
export function isSsmValue(declaration: unknown): boolean {
  return typeOf(declaration).startsWith('AWS::SSM::Parameter::Value<');
}

/** The values that a parameter may have; undefined where its declaration does not list them. */
export function allowedValues(declaration: unknown): readonly (string | AmbiguousScalar)[] | undefined {
  const listed = memberOf(declaration, 'AllowedValues');
  return Array.isArray(listed) && listed.length > 0 && !isListType(declaration) && !isSsmValue(declaration)
    ? listed.map(scalarText)
    : undefined;
}

/**
 * Whether the declaration rules out an empty string. A default does not count, since a deployment may override it.
 * SSM parameters are never empty, and a value of an AWS-specific type names something that exists.
 */
export function cannotBeEmpty(declaration: unknown): boolean {
  if (!isRawMap(declaration)) return false;
  const type = typeOf(declaration);
  if (type.startsWith('AWS::')) return true;
  const known = refusals.get(declaration) ?? violation(declaration, '') !== undefined;
  refusals.set(declaration, known);
  return known;
}

/** A cache for `cannotBeEmpty`, which runs for every reference to a parameter. */
const refusals = new WeakMap<RawMap, boolean>();

/**
 * Why a value is not allowed, as the end of a sentence; undefined where it is allowed or this file cannot tell. It
 * checks `AllowedPattern` only for an empty value.
 */
export function violation(declaration: unknown, value: string): string | undefined {
  const type = typeOf(declaration);
  const listed = memberOf(declaration, 'AllowedValues');
  const allowed = Array.isArray(listed) ? new Set(listed.map(scalarText)) : undefined;
  const isOpen = Array.isArray(listed) && listed.some((item) => item instanceof AmbiguousScalar);
  const values = isListType(declaration) ? value.split(',').map((item) => item.trim()) : [value];
  for (const each of values) {
    // An ambiguous number in the list may be any text except the empty one.
    if (allowed && !allowed.has(each) && !(isOpen && each !== '')) {
      return `is not one of its AllowedValues (${shown([...allowed])})`;
    }
  }
  if (type === 'Number' || type === 'List<Number>') return numberViolation(declaration, values);
  if (type !== 'String') return undefined;
  const shortest = numeric(memberOf(declaration, 'MinLength'));
  if (shortest !== undefined && value.length < shortest)
    return `is shorter than its MinLength of ${shortest}`;
  const longest = numeric(memberOf(declaration, 'MaxLength'));
  if (longest !== undefined && value.length > longest) return `is longer than its MaxLength of ${longest}`;
  const pattern = memberOf(declaration, 'AllowedPattern');
  if (typeof pattern === 'string' && value === '' && readPattern(pattern)?.matchesEmpty === false)
    return `does not match its AllowedPattern ${pattern}`;
  return undefined;
}

/** How many values a message names. */
const MAX_SHOWN = 20;

function shown(values: readonly unknown[]): string {
  const more = values.length > MAX_SHOWN ? `, and ${values.length - MAX_SHOWN} more` : '';
  return `${values.slice(0, MAX_SHOWN).join(', ')}${more}`;
}

function numberViolation(declaration: unknown, values: readonly string[]): string | undefined {
  const least = numeric(memberOf(declaration, 'MinValue'));
  const most = numeric(memberOf(declaration, 'MaxValue'));
  for (const value of values) {
    const number = numeric(value);
    if (number === undefined) return 'is not a number';
    if (least !== undefined && number < least) return `is less than its MinValue of ${least}`;
    if (most !== undefined && number > most) return `is more than its MaxValue of ${most}`;
  }
  return undefined;
}

function typeOf(declaration: unknown): string {
  const type = memberOf(declaration, 'Type');
  return typeof type === 'string' ? type : 'String';
}

function numeric(raw: unknown): number | undefined {
  if (raw instanceof AmbiguousScalar) return raw.number;
  if (typeof raw !== 'number' && (typeof raw !== 'string' || raw.trim() === '')) return undefined;
  const number = Number(raw);
  return Number.isNaN(number) ? undefined : number;
}
