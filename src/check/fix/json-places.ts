/** Places in a JSON template. */

import { type Node, parseTree } from 'jsonc-parser';
import { type MapPlace, type MemberPlace, noPlaces } from './places.js';

/** The root of a text that `JSON.parse` takes, with or without a byte order mark. */
export function placesInJson(text: string): MapPlace {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return toMap(parseTree(text.slice(mark)), mark) ?? noPlaces;
}

function toMap(node: Node | undefined, mark: number): MapPlace | undefined {
  if (node?.type !== 'object') return undefined;
  const members = (node.children ?? []).flatMap(({ children: [key, value] = [] }): MemberPlace[] =>
    key && value
      ? [
          {
            name: String(key.value),
            keyStart: key.offset + mark,
            keyEnd: key.offset + key.length + mark,
            valueEnd: value.offset + value.length + mark,
            map: toMap(value, mark),
            shared: false,
          },
        ]
      : [],
  );
  return { style: 'flow', json: true, start: node.offset + mark, members };
}
