// Measures a process that loads the function with `keyPolicy: verified` and calls it once, beside a process that makes
// the same KMS call with the SDK's client alone, and beside bare Node. Part of `npm run bench`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { row, wholeProcesses } from './measure.mjs';

const limit = 1.3;
const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
const answer = JSON.stringify({
  KeyMetadata: {
    KeyId: key,
    Arn: `arn:aws:kms:eu-west-1:111122223333:key/${key}`,
    KeyManager: 'CUSTOMER',
    KeyState: 'Enabled',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyUsage: 'ENCRYPT_DECRYPT',
  },
});
/** Simulates KMS in a process of its own, because the measuring process blocks while its children run. */
const kms = `require('node:http').createServer((_, response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.1').end(${JSON.stringify(answer)});
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/** @returns {Promise<boolean>} whether the row holds */
export async function verifiedRow() {
  const server = spawn(process.execPath, ['-e', kms], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = await once(server.stdout, 'data');
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${String(port).trim()}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'nobody',
      AWS_SECRET_ACCESS_KEY: 'nothing',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
    const bundle = JSON.stringify(join(import.meta.dirname, '../dist/lambda/index.js'));
    const event = JSON.stringify(join(import.meta.dirname, '../events/resource-create.pass.json'));
    const play = `process.env.GUARD_POLICY = '{"keyPolicy":"verified"}'; require(${bundle}).handler(require(${event}))`;
    const call = `const { KMSClient, DescribeKeyCommand } = require('@aws-sdk/client-kms'); new KMSClient().send(new DescribeKeyCommand({ KeyId: '${key}' }))`;
    const node = process.execPath;
    const cold = wholeProcesses(
      { bare: [node, '-e', '1'], client: [node, '-e', call], play: [node, '-e', play] },
      25,
    );
    const ratio = cold.play / cold.client;
    const figure = `${ratio.toFixed(2)} x (${cold.play.toFixed(0)} ms, ${(cold.play / cold.bare).toFixed(1)} x bare)`;
    return row(
      'under keyPolicy: verified, beside the KMS client alone',
      figure,
      `at most ${limit.toFixed(2)} x`,
      ratio <= limit,
    );
  } finally {
    server.kill();
  }
}
