/** From a path back to the line and column that a person looks for. Not for the Lambda: nobody reads lines there. */

import { type Node, parseTree } from 'jsonc-parser';
import type { Path } from '../value.js';
import type { Template } from './read.js';
import { duplicatesIn, locateYaml, position } from './yaml.js';

/** Lines and columns count from 1; the end is the first column after. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The key, or the list item, that the path leads to; of a path that does not exist, its deepest part that does. */
export function locate(template: Template, path: Path): Place | undefined {
  const range = template.yaml ? locateYaml(template.yaml, path) : locateJson(template.text, path);
  if (!range) return undefined;
  const start = position(template.text, range[0]);
  const end = position(template.text, range[1]);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Keys written twice: the one that counts is the last, which is the one named here. */
export function duplicateKeys(template: Template): readonly { path: Path; line: number; column: number }[] {
  const found = template.yaml ? duplicatesIn(template.yaml) : duplicatesInJson(template.text);
  return found.map(({ path, offset }) => ({ path, ...position(template.text, offset) }));
}

function locateJson(text: string, path: Path): readonly [number, number] | undefined {
  let node = treeOf(text);
  let found: Node | undefined;
  for (const step of path) {
    let place: Node | undefined;
    if (typeof step === 'number') {
      place = node?.type === 'array' ? node.children?.[step] : undefined;
      node = place;
    } else if (node?.type === 'object') {
      const member = node.children?.findLast((child) => child.children?.[0]?.value === step);
      place = member?.children?.[0];
      node = member?.children?.[1];
    }
    if (!place) break;
    found = place;
  }
  return found && [found.offset, found.offset + found.length];
}

function duplicatesInJson(text: string): { path: Path; offset: number }[] {
  const found: { path: Path; offset: number }[] = [];
  const visit = (node: Node, path: Path): void => {
    const seen = new Set<unknown>();
    for (const [index, child] of (node.children ?? []).entries()) {
      const [key, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
      const here = [...path, key ? String(key.value) : index];
      if (key && seen.has(key.value)) found.push({ path: here, offset: key.offset });
      seen.add(key?.value);
      if (value) visit(value, here);
    }
  };
  const root = treeOf(text);
  if (root) visit(root, []);
  return found;
}

let last: { readonly text: string; readonly root: Node | undefined } | undefined;

/** One tree is kept: a file's findings are looked up one after the other. */
function treeOf(text: string): Node | undefined {
  if (last?.text !== text) {
    const content = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
    last = { text, root: parseTree(content) };
  }
  return last.root;
}
