import type { Path } from '../path.js';
import { memberOf } from '../raw-value.js';
import { Unknown, type Value } from '../value.js';
import { malformed } from './functions.js';
import { joinText } from './join-text.js';
import { attribute, reference } from './references.js';
import type { Scope } from './scope.js';

const HOLE = /\$\{([^{}]*)\}/g;

/**
 * `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`, alone or with a map of its own
 * variables.
 */
export function substitute(argument: unknown, path: Path, scope: Scope): Value {
  const [template, own] = Array.isArray(argument) ? argument : [argument];
  const at = Array.isArray(argument) ? [...path, 0] : path;
  const text = scope.evaluate(template, at, scope);
  if (text instanceof Unknown) return text;
  if (typeof text !== 'string') return malformed('Fn::Sub', path);
  const parts: Value[] = [];
  let end = 0;
  for (const { 0: hole, 1: inside = '', index } of text.matchAll(HOLE)) {
    parts.push(text.slice(end, index));
    end = index + hole.length;
    const name = inside.trim();
    const value = memberOf(own, name);
    if (name.startsWith('!')) parts.push(`\${${name.slice(1)}}`);
    else if (value !== undefined) parts.push(scope.evaluate(value, [...path, 1, name], scope));
    else parts.push(name.includes('.') ? attribute(name, at, scope) : reference(name, at, scope));
  }
  parts.push(text.slice(end));
  return joinText(parts, '', path, scope.budget);
}
