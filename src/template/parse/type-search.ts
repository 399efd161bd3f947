/**
 * A shortcut for the many templates in an account that do not contain a resource type: it searches the text for the
 * type without parsing it, so it costs next to nothing. It must never say no where the template does declare the type,
 * in any spelling.
 */

/** JSON and YAML escapes for a character of a type's name; `\` at the end of a line joins two lines. */
const ESCAPE =
  /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\r?\n|[\r\u0085\u2028\u2029])[ \t]*)/g;

/**
 * Whether the text may declare a resource of the type.
 *
 * A type consists of letters and colons. A template can write it plainly, with escapes in double quotes, or compose it
 * with `Fn::ForEach`. Folded lines join with a space, which no type contains; aliases repeat a text that the template
 * contains anyway; CloudFormation's YAML has no `!!binary`.
 *
 * @param type a resource type, `AWS::SageMaker::EndpointConfig`
 */
export function mayDeclare(text: string, type: string): boolean {
  const word = type.slice(type.lastIndexOf(':') + 1);
  if (text.includes(word) || text.includes('ForEach')) return true;
  if (!text.includes('\\')) return false;
  ESCAPE.lastIndex = 0;
  if (!ESCAPE.test(text)) return false;
  const plain = text.replace(ESCAPE, decodeEscape);
  return plain.includes(word) || plain.includes('ForEach');
}

function decodeEscape(_all: string, two?: string, four?: string, eight?: string): string {
  const code = Number.parseInt(two ?? four ?? eight ?? '', 16);
  return Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code);
}

/** A line that opens the Resources of a block-style template, and the indented line that follows it. */
const BLOCK_RESOURCES =
  /^(?:Resources|"Resources"|'Resources'):[ \t]*(?:#[^\r\n]*)?\r?\n(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[ ]+[^\s#]/m;

/**
 * Whether the text has the outer form of a template, so that it need not be parsed. Any other text is parsed in full,
 * and the parser reports what is wrong with it.
 */
export function looksLikeTemplate(text: string): boolean {
  const first = text.charCodeAt(0) === 0xfeff ? text.slice(1).trimStart() : text.trimStart();
  if (!first.startsWith('{')) return BLOCK_RESOURCES.test(text);
  try {
    const root: unknown = JSON.parse(first);
    return typeof root === 'object' && root !== null && Object.hasOwn(root, 'Resources');
  } catch {
    return false;
  }
}
