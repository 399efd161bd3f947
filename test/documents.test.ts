/** Every block of README and docs is planned for: test/integration/documents.test.ts runs it as it is written. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { main } from '../src/cli/main.js';
import { fakeIo } from './cli/fake-io.js';
import { blocksOf, commandsOf, documents } from './documents/blocks.js';
import { type PlannedBlock, plan } from './documents/plan.js';

it.each(documents)('%s has the blocks that test/documents/plan.ts names, and no other', (document) => {
  const found = blocksOf(document).map((block) => (block.language === 'sh' ? commandsOf(block) : []));
  const expected = (plan[document] ?? []).map((block) =>
    'use' in block ? [] : block.commands.map(([begins]) => expect.stringMatching(startsWith(begins))),
  );
  expect(found).toEqual(expected);
});

it('leaves to .ci/run only what stands there', () => {
  const ci = readFileSync('.ci/run', 'utf8');
  const left = documents.flatMap((document) => (plan[document] ?? []).flatMap(commandsOfCi));
  expect(left).toContain('npm ci && npm test');
  expect(left.filter((command) => !ci.includes(command))).toEqual([]);
});

/** Calls of the command, in running text, tables and blocks. */
const calls = documents.flatMap((document) => {
  const inline = [...readFileSync(document, 'utf8').matchAll(/`((?:npx )?kms-guard [a-z][^`]*)`/g)];
  const commands = [...inline.map(([, call]) => String(call)), ...blocksOf(document).flatMap(commandsOf)];
  const called = commands.filter((command) => /^(?:npx )?kms-guard /.test(command));
  return called.map((call) => [document, call.split(/\s+/).slice(call.startsWith('npx') ? 2 : 1)] as const);
});

it.each(calls)('%s: kms-guard %j is a call with options that its help explains', async (_document, words) => {
  const named = words.slice(0, words[0] === 'hook' ? 2 : 1);
  const { io, stdout } = fakeIo();
  expect(await main([...named, '--help'], io)).toBe(0);
  for (const option of words.filter((word) => /^--(?!help)/.test(word)))
    expect(stdout()).toMatch(new RegExp(`^ .*${option}\\b`, 'm'));
});

function commandsOfCi(block: PlannedBlock): readonly string[] {
  const commands = 'use' in block ? [] : block.commands;
  return commands.filter(([, outcome]) => outcome === 'by .ci/run').map(([begins]) => begins);
}

it('names only documents that are there', () => {
  expect(Object.keys(plan).filter((document) => !documents.includes(document))).toEqual([]);
});

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
