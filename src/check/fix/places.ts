/** Where the maps and members of a template stand in its text: the same shape for JSON and for YAML. */

export interface MapPlace {
  /** `block`: a member a line, told by indentation; `flow`: in braces. */
  readonly style: 'block' | 'flow';
  /** Members are written as JSON has them: names in double quotes, functions in their long form. */
  readonly json: boolean;
  /** Offset of the opening brace; in block style of the first member. */
  readonly start: number;
  readonly members: readonly MemberPlace[];
}

export interface MemberPlace {
  readonly name: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** After the last character of the value; `keyEnd` where there is none. */
  readonly valueEnd: number;
  /** Set where the value is a map that is no function in its short form. */
  readonly map: MapPlace | undefined;
  /** The value also stands elsewhere in the template, through an alias. */
  readonly shared: boolean;
}

/** Stands for a root that is not written as a map of its own: nothing can be found or added there. */
export const noPlaces: MapPlace = { style: 'flow', json: true, start: 0, members: [] };

/** One change of a text: `length` characters at `offset` give way to `text`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The key cannot be put in safely; the message ends the sentence "… is left alone: …". */
export class NotFixable extends Error {
  override name = 'NotFixable';
}

/** A member of a map; the last of that name, which is the one that counts. */
export function memberNamed(map: MapPlace, name: string): MemberPlace | undefined {
  return map.members.findLast((member) => member.name === name);
}

/** The text with all edits made. Edits at the same offset keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { offset, length, text: added } of [...edits].sort((a, b) => a.offset - b.offset)) {
    result += text.slice(from, offset) + added;
    from = offset + length;
  }
  return result + text.slice(from);
}
