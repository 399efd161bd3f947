/** The offsets of a template's maps and members, in the same form for JSON and YAML. */

export interface MapPlace {
  /** `block`: one member per line, structured by indentation; `flow`: in braces. */
  readonly style: 'block' | 'flow';
  /** Whether members are written as in JSON: names in double quotes, functions in their long form. */
  readonly json: boolean;
  /** Offset of the opening brace; in block style, of the first member. */
  readonly start: number;
  readonly members: readonly MemberPlace[];
}

export interface MemberPlace {
  readonly name: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Offset after the last character of the value; `keyEnd` where there is no value. */
  readonly valueEnd: number;
  /** Set where the value is a map, but not a function in its short form. */
  readonly map: MapPlace | undefined;
  /** Whether an alias uses the value in another place too. */
  readonly shared: boolean;
}

/** The places of a template whose root is not a map: there are none. */
export const noPlaces: MapPlace = { style: 'flow', json: true, start: 0, members: [] };

/** One change of a text: `text` replaces `length` characters at `offset`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The key cannot be added safely. The message ends the sentence "… is left alone: …". */
export class NotFixable extends Error {
  override name = 'NotFixable';
}

/** A member of a map. Of members with the same name the last one counts. */
export function memberNamed(map: MapPlace, name: string): MemberPlace | undefined {
  return map.members.findLast((member) => member.name === name);
}

/** The text with all edits applied. Edits at the same offset keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { offset, length, text: added } of [...edits].sort((a, b) => a.offset - b.offset)) {
    result += text.slice(from, offset) + added;
    from = offset + length;
  }
  return result + text.slice(from);
}
