/**
 * The shortcut for the templates of an account that have nothing to do with a resource type: can this
 * text declare it at all? It must never say no to one that does, however the type is spelled, and it
 * must cost next to nothing, so it looks at the text alone.
 */

/** JSON and YAML escapes that can stand for a character of a type's name; `\` at a line's end joins two lines. */
const ESCAPE =
  /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\r?\n|[\r\u0085\u2028\u2029])[ \t]*)/g;

/**
 * False where no resource of the type can come out of the text; true where one may.
 *
 * A type is a string of letters and colons. It can be written plainly, with escapes in double quotes,
 * or be put together by `Fn::ForEach`. Folded lines join with a space, which no type has; aliases repeat
 * what stands in the text anyway; `!!binary` is no part of CloudFormation's YAML.
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
 * Whether the text has the outer form of a template, so that it may be answered unread. What has not is
 * read in full, and its reader says what is wrong with it.
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
