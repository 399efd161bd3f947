import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node24, root, run } from './tools.js';

/** Answers of the bundle under one Node. */
interface Played {
  readonly node: string;
  readonly answers: Readonly<Record<string, { readonly hookStatus: string }>>;
}

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-node24-'));
const events = readdirSync(join(root, 'events'))
  .filter((file) => file.endsWith('.json') && !file.endsWith('.payload.json'))
  .map((file) => file.slice(0, -'.json'.length));

async function play(node: string, output: string): Promise<Played> {
  const file = join(folder, output);
  const player = join(import.meta.dirname, 'play.mjs');
  const { status, stderr } = await run(node, [
    player,
    join(root, 'dist/lambda/index.js'),
    join(root, 'events'),
    file,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(readFileSync(file, 'utf8')) as Played;
}

describe('the bundle under Lambda’s Node 24', () => {
  let floor: Played;
  let lambda: Played;
  beforeAll(async () => {
    floor = await play(process.execPath, 'floor.json');
    lambda = await play(node24(), 'lambda.json');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is another Node than the one this suite runs on', () => {
    expect(lambda.node).toMatch(/^v24\./);
    expect(floor.node).toBe(process.version);
  });

  it.each(events)('answers %s as here', (event) => {
    expect(lambda.answers[event]).toEqual(floor.answers[event]);
  });

  const promised = events.filter((event) => /\.(pass|fail)$/.test(event));
  it.each(promised)('answers %s as its name says', (event) => {
    expect(lambda.answers[event]?.hookStatus).toBe(event.endsWith('.pass') ? 'SUCCESS' : 'FAILED');
  });
});
