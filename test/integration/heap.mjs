// Plays warm invocations of every event through the built function and prints the heap, in bytes after a collection:
// once everything has been loaded and compiled, and at the end.
//
//   node --expose-gc test/integration/heap.mjs 20000
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { createHandler, lambdaEnvironment } = createRequire(import.meta.url)(
  join(root, 'dist/lambda/index.js'),
);
const invocations = Number(process.argv[2]);
const warmUp = 10_000;

const events = readdirSync(join(root, 'events'))
  .filter((file) => file.endsWith('.json') && !file.endsWith('.payload.json'))
  .map((file) => {
    const payload = join(root, 'events', `${basename(file, '.json')}.payload.json`);
    return {
      event: JSON.parse(readFileSync(join(root, 'events', file), 'utf8')),
      payload: existsSync(payload) ? readFileSync(payload, 'utf8') : '{}',
    };
  });

let payload = '';
const handler = createHandler({
  ...lambdaEnvironment,
  fetch: async () => new Response(payload),
  write: () => true,
});

async function play(count) {
  for (let index = 0; index < count; index++) {
    const next = events[index % events.length];
    payload = next.payload;
    await handler(next.event, { getRemainingTimeInMillis: () => 25_000 });
  }
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const before = await play(warmUp);
const after = await play(invocations);
console.log(JSON.stringify({ invocations, before, after }));
