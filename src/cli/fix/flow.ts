/** Adding a member to a map in braces: JSON, or YAML's flow style. */

import { flowMember, gapIn, type Member } from './content.js';
import type { Edit, MapPlace } from './places.js';
import { lineStart, type Style } from './style.js';

/** Adds a member in front of the one at `index`, or after the last. */
export function addMember(text: string, map: MapPlace, index: number, member: Member, style: Style): Edit {
  const lead = leadOf(text, map, style);
  const spread = lead.startsWith(style.eol);
  const added = flowMember(member, { json: map.json, lead: spread ? lead : '' }, style);
  const before = map.members[index - 1];
  if (before) {
    const gap = spread ? lead : gapIn(map.json, style);
    return { offset: before.valueEnd, length: 0, text: `,${gap}${added}` };
  }
  const offset = map.start + 1;
  if (map.members.length === 0) return { offset, length: 0, text: added };
  // The white space that leads to the first member stays, and now leads to the second.
  const gap = lead === '' ? gapIn(map.json, style) : '';
  return { offset, length: 0, text: `${lead}${added},${gap}` };
}

/** What stands before the first member: a line ending and indentation, blanks, or nothing. */
function leadOf(text: string, map: MapPlace, style: Style): string {
  const first = map.members[0];
  if (!first) return '';
  const line = lineStart(text, first.keyStart);
  const lead = text.slice(Math.max(line, map.start + 1), first.keyStart);
  if (lead.trim() !== '') return ' ';
  return line > map.start ? style.eol + lead : lead;
}
