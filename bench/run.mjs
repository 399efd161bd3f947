// `npm run bench` measures every figure beside a baseline or a peer in the same run. A row that misses its limit begins
// with `!`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { auditRows } from './audit.mjs';
import { cfnGuard } from './cfn-guard.mjs';
import { loadHandler, stackEvent } from './lambda.mjs';
import { lambdaRuntimeRows } from './lambda-runtime.mjs';
import { inTurn, row, wholeProcesses } from './measure.mjs';
import { aliasBomb, jsonTemplate, yamlTemplate } from './templates.mjs';
import { verifiedRow } from './verified.mjs';
import { worstTextRows } from './worst-texts.mjs';

const node = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'kms-guard-bench-'));
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const ms = (value) => `${value.toFixed(value < 1 ? 3 : 1)} ms`;
const times = (value) => `${value.toFixed(2)} x`;
const guard = cfnGuard(folder);
const results = [];
const show = (...args) => results.push(row(...args));

function loading() {
  console.log('\nLoading');
  const event = join(import.meta.dirname, '../events/resource-create.fail.json');
  const bundle = join(import.meta.dirname, '../dist/lambda/index.js');
  const play = `require(${JSON.stringify(bundle)}).handler(require(${JSON.stringify(event)}))`;
  const cold = wholeProcesses({ bare: [node, '-e', '1'], load: [node, '-e', play] }, 25);
  show(
    'bundle, one RESOURCE event, beside `node -e 1`',
    `${times(cold.load / cold.bare)} (${ms(cold.load)})`,
    'at most 1.30 x',
    cold.load / cold.bare <= 1.3,
  );
  const size = statSync(bundle).size / 1024;
  show('size of the bundle', `${size.toFixed(0)} KB`, 'at most 200 KB', size <= 200);
}

async function resource(handler) {
  console.log('\nRESOURCE, warm');
  const text = readFileSync(new URL('../events/resource-create.fail.json', import.meta.url), 'utf8');
  const event = JSON.parse(text);
  const many = (call) => async () => {
    for (let index = 0; index < 2000; index++) await call();
  };
  const warm = await inTurn({
    handler: many(() => handler(event)),
    floor: many(() => JSON.stringify(JSON.parse(text))),
  });
  const each = warm.handler / 2;
  show(
    'one invocation, beside parsing and printing the event',
    `${each.toFixed(1)} µs, floor ${(warm.floor / 2).toFixed(1)} µs`,
    'under 60 µs',
    each < 60,
  );
}

async function stacks(handler) {
  console.log('\nSTACK, 0.7 MB and 500 resources');
  const shape = { resources: 500, size: 730_000 };
  const none = yamlTemplate({ ...shape, configs: 0 });
  const some = yamlTemplate({ ...shape, configs: 50 });
  const json = jsonTemplate({ ...shape, configs: 50 });
  const play = (text) => {
    const event = stackEvent(text);
    return () => handler(event);
  };
  const yaml = await inTurn({
    none: play(none),
    some: play(some),
    peer: () => parse(some, { logLevel: 'silent' }),
  });
  show('YAML without an endpoint configuration', ms(yaml.none), 'under 5 ms', yaml.none < 5);
  show(
    'YAML with 50, beside `parse` of yaml',
    `${times(yaml.some / yaml.peer)} (${ms(yaml.some)})`,
    'at most 1.00 x',
    yaml.some <= yaml.peer,
  );
  // Every hook must do this much: decode and parse the payload, then parse the template in it.
  const payload = Buffer.from(JSON.stringify({ template: json, previousTemplate: null }));
  const floor = () => JSON.parse(JSON.parse(payload.toString()).template);
  const asJson = await inTurn({ some: play(json), floor }, 25);
  show(
    'JSON with 50, beside decoding and parsing the two texts',
    `${times(asJson.some / asJson.floor)} (${ms(asJson.some)})`,
    'at most 2.00 x',
    asJson.some <= 2 * asJson.floor,
  );
  const sizes = [50, 100, 200, 350, 500];
  const growth = await inTurn(
    Object.fromEntries(
      sizes.map((n) => [n, play(yamlTemplate({ resources: n, configs: n / 10, size: n * 1460 }))]),
    ),
  );
  const exponent = slope(sizes.map((n) => [Math.log(n), Math.log(growth[n])]));
  show(
    'growth from 50 to 500 resources',
    `n^${exponent.toFixed(2)}`,
    'linear: at most n^1.15',
    exponent <= 1.15,
  );
}

/** The slope of the line through these points, by least squares. */
function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([px]) => px)), mean(points.map(([, py]) => py))];
  return mean(points.map(([px, py]) => (px - x) * (py - y))) / mean(points.map(([px]) => (px - x) ** 2));
}

function memory() {
  console.log('\nPeak of resident memory, STACK update of 1 MB');
  const shape = { resources: 500, size: 1_000_000 };
  const fifty = file('fifty.yaml', yamlTemplate({ ...shape, configs: 50 }));
  const before = file('before.yaml', `${yamlTemplate({ ...shape, configs: 50 })}# before\n`);
  const anchored = file('anchored.yaml', `X: &x a\n${yamlTemplate({ ...shape, configs: 50 })}`);
  const bomb = file('bomb.yaml', aliasBomb(1_000_000));
  const cases = {
    '50 configurations': [fifty, before],
    'parsed in full, for it has an anchor': [anchored],
    'a bomb of aliases': [bomb],
  };
  for (const [what, files] of Object.entries(cases)) {
    const printed = execFileSync(node, [join(import.meta.dirname, 'memory.mjs'), ...files], {
      encoding: 'utf8',
    });
    const { hookStatus, errorCode, megabytes } = JSON.parse(printed.slice('result '.length));
    show(
      `${what}: ${hookStatus} ${errorCode}`,
      `${megabytes.toFixed(0)} MB`,
      'under 192 MB',
      megabytes < 192,
    );
  }
}

function commandLine() {
  console.log('\nkms-guard check, whole processes');
  const cli = join(import.meta.dirname, '../dist/cli.js');
  const small = file('small.yaml', yamlTemplate({ resources: 6, configs: 1, size: 3000 }));
  const start = wholeProcesses({ bare: [node, '-e', '1'], check: [node, cli, 'check', small] }, 25);
  show(
    'one small template, beside `node -e 1`',
    `${times(start.check / start.bare)} (${ms(start.check)})`,
    'at most 1.90 x',
    start.check / start.bare <= 1.9,
  );
  const large = file('large.yaml', yamlTemplate({ resources: 500, configs: 50, size: 730_000 }));
  const one = wholeProcesses({ guard: guard(large), check: [node, cli, 'check', large] }, 9);
  show(
    '0.7 MB with 50, beside cfn-guard',
    `${times(one.check / one.guard)} (${ms(one.check)})`,
    'at most 1.00 x',
    one.check <= one.guard,
  );
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let index = 0; index < 40; index++) {
    const shape = { resources: 100 + index * 5, configs: index === 7 ? 1 : 0, size: 250_000 + index * 5000 };
    writeFileSync(join(many, `stack-${index}.yaml`), yamlTemplate(shape));
  }
  const all = wholeProcesses({ guard: guard(many), check: [node, cli, 'check', many] }, 5);
  show(
    '40 large templates, one of them with the type',
    `${times(all.guard / all.check)} faster (${ms(all.check)})`,
    'at least 8.00 x faster',
    all.guard / all.check >= 8,
  );
}

try {
  loading();
  results.push(await verifiedRow());
  const handler = loadHandler();
  await resource(handler);
  results.push(...(await lambdaRuntimeRows(folder)));
  await stacks(handler);
  memory();
  results.push(...worstTextRows());
  commandLine();
  results.push(...(await auditRows(1000)));
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`\n${results.filter(Boolean).length} of ${results.length} within their limits`);
