// Plays events through a bundle under whatever Node runs this: play.mjs BUNDLE EVENTS OUTPUT. Writes
// {"node": version, "answers": {event name: answer}} to OUTPUT; the standard output is the handler's log.
// The payload of a stack or change set is served from the file beside its event.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [bundle, events, output] = process.argv.slice(2);

const server = createServer((request, response) => {
  response.end(readFileSync(join(events, new URL(request.url, 'http://host').pathname)));
});
await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
const origin = `http://127.0.0.1:${server.address().port}`;
process.env.GUARD_PAYLOAD_ORIGINS = origin;

const { handler } = createRequire(import.meta.url)(bundle);
const answers = {};
for (const file of readdirSync(events).sort()) {
  if (!file.endsWith('.json') || file.endsWith('.payload.json')) continue;
  const name = file.slice(0, -'.json'.length);
  const event = JSON.parse(readFileSync(join(events, file), 'utf8'));
  const payload = `${name}.payload.json`;
  if (existsSync(join(events, payload))) event.requestData.payload = `${origin}/${payload}`;
  answers[name] = await handler(event, { getRemainingTimeInMillis: () => 25_000 });
}
writeFileSync(output, JSON.stringify({ node: process.version, answers }));
server.close();
server.closeAllConnections();
