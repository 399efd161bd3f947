/** `Fn::Sub`. */

import { isRawMap } from '../raw.js';
import { type Path, Unknown, type Value } from '../value.js';
import { evaluate } from './expression.js';
import { attribute, reference } from './references.js';
import type { Scope } from './scope.js';
import { concat, malformed } from './text.js';

const HOLE = /\$\{([^{}]*)\}/g;

/** A text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`, alone or beside a map of names of its own. */
export function substitute(argument: unknown, path: Path, scope: Scope): Value {
  const [template, own] = Array.isArray(argument) ? argument : [argument];
  const at = Array.isArray(argument) ? [...path, 0] : path;
  const text = evaluate(template, at, scope);
  if (text instanceof Unknown) return text;
  if (typeof text !== 'string') {
    return malformed('Fn::Sub', path);
  }
  const parts: Value[] = [];
  let end = 0;
  for (const hole of text.matchAll(HOLE)) {
    parts.push(text.slice(end, hole.index));
    end = hole.index + hole[0].length;
    const name = (hole[1] ?? '').trim();
    if (name.startsWith('!')) parts.push(`\${${name.slice(1)}}`);
    else if (isRawMap(own) && Object.hasOwn(own, name))
      parts.push(evaluate(own[name], [...path, 1, name], scope));
    else
      parts.push(
        name.includes('.')
          ? attribute(name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1), at, scope)
          : reference(name, at, scope),
      );
  }
  parts.push(text.slice(end));
  return concat(parts, '', path, scope.budget);
}
