/** The fenced blocks of the documents: what a reader copies. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Block {
  readonly document: string;
  /** Line of the fence, from 1. */
  readonly line: number;
  /** What stands behind the fence: `sh`, `yaml`. */
  readonly language: string;
  /** Without the fences, and without the indentation of the list item that it stands in. */
  readonly text: string;
}

export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .toSorted()
    .map((file) => `docs/${file}`),
];

/** Every block of a document, in its order. */
export function blocksOf(document: string, source = readFileSync(document, 'utf8')): readonly Block[] {
  return [...source.matchAll(/^( *)```(\S*)\n(.*?)^ *```$/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: text = '' }) => ({
      document,
      line: source.slice(0, index).split('\n').length,
      language,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** The commands of a shell's block, each with the lines that continue it; comments and blank lines are none. */
export function commandsOf({ text }: Block): readonly string[] {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  return lines.map((line) => line.replace(/(?:^|\s+)# .*$/, '').trim()).filter((line) => line !== '');
}
