import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'kms-guard-'));
const bundle = join(folder, 'index.js');
afterAll(() => rmSync(folder, { recursive: true }));

// As `npm run build` makes it, apart from everything that it might find beside it.
copyFileSync('dist/lambda/index.js', bundle);

/** Runs a script in which `handler` is the bundle's, and parses what it prints last. */
function run(script: string, env: Record<string, string> = {}): unknown {
  const program = `const { handler } = require(${JSON.stringify(bundle)}); (async () => { ${script} })();`;
  const output = execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8', env });
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

const eventOf = (name: string) => readFileSync(`events/${name}.json`, 'utf8');

describe('the Lambda bundle', () => {
  it('is one file of at most 200 KB', () => {
    expect(readdirSync(folder)).toEqual(['index.js']);
    expect(statSync(bundle).size).toBeLessThanOrEqual(200 * 1024);
  });

  it('exports the handler, and answers alone in its folder', () => {
    expect(run('console.log(JSON.stringify(typeof handler))')).toBe('function');
    expect(
      run(`console.log(JSON.stringify(await handler(${eventOf('resource-create.fail')})))`),
    ).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
    });
  });

  it('writes its log to standard output, a line for the verdict and one for the metrics', () => {
    const program = `require(${JSON.stringify(bundle)}).handler(${eventOf('resource-create.fail')})`;
    const output = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', env: {} });
    const lines = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ verdict: 'nonCompliant' }, { _aws: {}, NonCompliant: 1 }]);
  });

  it('requires nothing but what Node has, and the SDK only for a policy in a bucket', () => {
    const file = JSON.stringify(bundle);
    const loaded = (GUARD_POLICY: string) =>
      run(
        `const Module = require('module'), load = Module._load, names = [];
        Module._load = function (name, parent, ...rest) {
          if (parent?.filename === ${file}) names.push(name);
          if (name.startsWith('@aws-sdk/')) throw new Error('not in this test');
          return load.call(this, name, parent, ...rest);
        };
        delete require.cache[${file}];
        await require(${file}).handler(${eventOf('resource-create.fail')});
        console.log(JSON.stringify(names.filter((name) => !Module.isBuiltin(name))));`,
        { GUARD_POLICY },
      );
    expect(loaded('{}')).toEqual([]);
    expect(loaded('s3://bucket/key')).toEqual(['@aws-sdk/client-s3']);
  });

  it('runs no code of the template reader or of yaml for a RESOURCE event', () => {
    const coverage = (name: string) => {
      const directory = join(folder, `coverage-${name}`);
      run(`console.log(JSON.stringify(await handler(${eventOf(name)})))`, { NODE_V8_COVERAGE: directory });
      const [report = ''] = readdirSync(directory);
      const { result } = JSON.parse(readFileSync(join(directory, report), 'utf8')) as Coverage;
      const functions = result.find(({ url }) => url.endsWith(bundle))?.functions ?? [];
      return (marker: string) => innermost(functions, readFileSync(bundle, 'utf8').indexOf(marker));
    };
    const countAt = coverage('resource-create.pass');
    expect(countAt('YAMLParseError')).toBe(0);
    expect(countAt('The text is not a CloudFormation template')).toBe(0);
    expect(countAt('awsAccountId')).toBeGreaterThan(0);
  });
});

describe('the command line as it is built', () => {
  it('invokes an event of its own through the built function', () => {
    const cli = resolve('dist/cli.js');
    const { status, stdout } = spawnSync(
      process.execPath,
      [cli, 'invoke', resolve('events/stack-create.fail.json')],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect([status, JSON.parse(stdout).errorCode]).toEqual([1, 'NonCompliant']);
  });

  it('survives a reader that leaves early, and can be run as a program', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `(dist/cli.js --help; echo $? >&2) | true`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '0\n']);
  });
});

interface Coverage {
  readonly result: readonly { readonly url: string; readonly functions: readonly Fn[] }[];
}
interface Fn {
  readonly ranges: readonly {
    readonly startOffset: number;
    readonly endOffset: number;
    readonly count: number;
  }[];
}

/** How often the innermost range around an offset ran. */
function innermost(functions: readonly Fn[], offset: number): number | undefined {
  expect(offset).toBeGreaterThan(-1);
  return functions
    .flatMap(({ ranges }) => ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset)
    .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0]?.count;
}
