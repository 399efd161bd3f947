/** Finds the places of problems in a policy document. */

import { isMap, isScalar, isSeq, LineCounter, type Node } from 'yaml';
import { type Problem, problemsInOrder } from '../../check/index.js';
import { type PolicyError, parseYamlDocument } from '../../decision/index.js';

/** @param member the name in an issue: `exemptions[0].expires`; empty for the document as a whole */
export function placesIn(text: string): (member: string) => Pick<Problem, 'line' | 'column'> {
  const lines = new LineCounter();
  const document = documentOf(text, lines);
  return (member) => {
    const offset = document?.errors[0]?.pos[0] ?? offsetOf(document?.contents, member);
    if (offset === undefined) return {};
    const { line, col: column } = lines.linePos(offset);
    return { line, column };
  };
}

export function problemsOf({ issues }: PolicyError, file: string, text: string): Problem[] {
  const placeOf = placesIn(text);
  const problems = issues.map(({ member, message }) => ({
    file,
    ...placeOf(member),
    // The report shows the place separately.
    message: (member === '' ? message : `${member}: ${message}`).replace(/ at line \d+, column \d+$/, ''),
    source: text,
  }));
  return problemsInOrder(problems);
}

/** Parses YAML or JSON. Returns undefined for a text that has more parts than a policy can have. */
function documentOf(text: string, lines: LineCounter) {
  try {
    return parseYamlDocument(text, lines);
  } catch {
    return undefined;
  }
}

/** The offset of the member, or of the deepest member around it that exists. */
function offsetOf(contents: unknown, member: string): number | undefined {
  let offset: number | undefined;
  let node: unknown = contents;
  for (const step of member.match(/[^.[\]]+/g) ?? []) {
    if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}
