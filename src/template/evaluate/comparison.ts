import { AmbiguousScalar } from '../ambiguous-scalar.js';
import { NoValue, Rest, type Value } from '../value.js';
import { asText } from './join-text.js';

/**
 * Whether two values are equal for `Fn::Equals`, which compares text with its case, and lists item by item.
 *
 * @returns undefined where this is not known
 */
export function isSame(left: Value, right: Value): boolean | undefined {
  let isAmbiguous = false;
  const comparable = (value: Value): string | undefined => {
    if (value instanceof AmbiguousScalar) {
      isAmbiguous = true;
      return `#${value}`;
    }
    if (Array.isArray(value)) {
      const items = value.filter((item) => item !== NoValue).map(comparable);
      return value[Rest] || items.includes(undefined) ? undefined : `[${items}]`;
    }
    const text = asText(value);
    return text === undefined ? undefined : JSON.stringify(text);
  };
  const texts = [comparable(left), comparable(right)];
  if (texts.includes(undefined)) return undefined;
  if (texts[0] === texts[1]) return true;
  // Two numbers written in two ways may be equal. An empty text never equals a number.
  return isAmbiguous && !texts.includes('""') ? undefined : false;
}
