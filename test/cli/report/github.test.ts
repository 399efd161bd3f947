import { describe, expect, it } from 'vitest';
import { github } from '../../../src/cli/report/github.js';
import {
  absent,
  compliant,
  context,
  exempted,
  finding,
  hostile,
  local,
  results,
  suppressed,
  undetermined,
} from './samples.js';

const lines = (text: string) => text.trimEnd().split('\n');
const counts =
  'sagemaker-endpoint-config-kms-key-id: compliant 0, nonCompliant 0, exempt 0, undetermined 0, notApplicable 0';

describe('workflow commands', () => {
  it('annotate the place with what is wrong and how to fix it', () => {
    const [line] = lines(github(results([finding()]), context));
    expect(line).toBe(
      '::error file=templates/a.yaml,line=4,endLine=4,endColumn=15,col=5,title=Config%3A sagemaker-endpoint-config-kms-key-id' +
        '::It has no key.%0AAdd:%0A%0AResources:%0A  Config:%0A    Properties:%0A      KmsKeyId: alias/my-key  # a key ID',
    );
  });

  it.each([
    ['what is undetermined', undetermined, '::warning '],
    ['an exemption', exempted, '::notice '],
    ['a suppression', suppressed, '::notice '],
    ['a key that SageMaker will refuse', { ...compliant, reason: 'keyOnLocalStorage' as const }, '::notice '],
  ])('are graded: %s', (_name, each, command) => {
    expect(lines(github(results([each]), context))[0]?.startsWith(command)).toBe(true);
  });

  it('make an error of what is undetermined, strictly', () => {
    expect(github(results([undetermined]), { ...context, strict: true })).toMatch(/^::error /);
  });

  it.each([
    ['compliant', compliant],
    ['not applicable', absent],
    ['on local storage', local],
  ])('leave alone what needs no attention: %s', (_name, each) => {
    expect(lines(github(results([each]), context))).toHaveLength(1);
  });

  it('annotate what could not be judged, and count', () => {
    const problems = [
      { file: 'b.yaml', line: 3, column: 9, message: 'not valid' },
      { file: 'c.yaml', message: 'gone' },
    ];
    expect(lines(github(results([], { problems }), context))).toEqual([
      '::error file=b.yaml,line=3,col=9,title=cannot be judged::not valid',
      '::error file=c.yaml,title=cannot be judged::gone',
      counts,
    ]);
  });

  it('name files by their path from the root of the repository', () => {
    const folders = { ...context, cwd: '/repo/sub', root: '/repo' };
    const problems = [{ file: '../b.yaml', message: 'not valid' }];
    const text = github(results([finding({ file: 'a.yaml' })], { problems }), folders);
    expect(text).toContain('::error file=sub/a.yaml,line=4');
    expect(text).toContain('::error file=b.yaml,title=');
    expect(github(results([finding({ file: '/elsewhere/a.yaml' })]), folders)).toContain(
      'file=/elsewhere/a.yaml,',
    );
  });

  it('leave out the end where it is not on the same line', () => {
    const [line] = lines(github(results([finding({ endLine: 5 })]), context));
    expect(line).toMatch(/^::error file=templates\/a\.yaml,line=4,col=5,title=/);
  });

  it('cannot be made to say something else', () => {
    const text = github(
      results([finding({ file: hostile, message: hostile, logicalId: hostile, restsOnDefaults: ['P'] })]),
      context,
    );
    expect(lines(text)).toHaveLength(2);
    expect(text).not.toContain('\r');
    const [, properties = ''] = /^::error (.*?)::/.exec(text) ?? [];
    expect(properties.split(',').map((each) => each.split('=')[0])).toEqual([
      'file',
      'line',
      'endLine',
      'endColumn',
      'col',
      'title',
    ]);
    expect(properties).toContain('%250A%3A%3Aerror%3A%3A%0D%0A%2C');
  });
});
