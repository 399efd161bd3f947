import { describe, expect, it } from 'vitest';
import { aliasProblem, functionArnProblem, roleArnProblem } from '../../src/aws/name-problems.js';
import { guardAliases, regionOf } from '../../src/aws/names.js';

const lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:kms-guard';

describe('the ARN of a function', () => {
  it.each([
    lambda,
    `${lambda}:live`,
    `${lambda}:12`,
    `${lambda}:$LATEST`,
    lambda.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-west-1', 'us-gov-west-1'),
    lambda.replace('arn:aws:', 'arn:aws-cn:').replace('eu-west-1', 'cn-north-1'),
    lambda.replace('arn:aws:', 'arn:aws-eusc:').replace('eu-west-1', 'eusc-de-east-1'),
    `arn:aws:lambda:eu-west-1:111122223333:function:${'f'.repeat(64)}:${'v'.repeat(170 - 48 - 64 - 1)}`,
  ])('%s', (arn) => {
    expect(functionArnProblem(arn)).toBeUndefined();
  });

  it.each([
    '',
    'kms-guard',
    `${lambda}:`,
    `${lambda}:live:1`,
    lambda.replace('111122223333', '1111'),
    lambda.replace(':function:', ':layer:'),
    lambda.replace('kms-guard', 'f'.repeat(65)),
    `${lambda}\n`,
    ` ${lambda}`,
    'arn:aws:iam::111122223333:role/x',
  ])('not %j', (arn) => {
    expect(functionArnProblem(arn)).toContain('is not the ARN of a Lambda function');
  });

  it('of 171 characters is too long', () => {
    expect(functionArnProblem(`${lambda}:${'v'.repeat(170 - lambda.length)}`)).toBe(
      'has 171 characters, and a hook takes 170 at most',
    );
  });
});

describe('the ARN of a role', () => {
  it.each(['arn:aws:iam::111122223333:role/x', 'arn:aws-cn:iam::111122223333:role/path/to/x+=,.@_-y'])(
    '%s',
    (arn) => {
      expect(roleArnProblem(arn)).toBeUndefined();
    },
  );

  it.each([
    '',
    'x',
    'arn:aws:iam::111122223333:user/x',
    'arn:aws:iam::111122223333:role/',
    'arn:aws:iam:eu-west-1:111122223333:role/x',
  ])('not %j', (arn) => {
    expect(roleArnProblem(arn)).toContain('is not the ARN of an IAM role');
  });

  it('of more than 256 characters is too long', () => {
    expect(roleArnProblem(`arn:aws:iam::111122223333:role/${'x'.repeat(300)}`)).toContain('256 at most');
  });
});

describe('an alias', () => {
  it.each([...Object.values(guardAliases), 'My::Hook::X1', `${'a1'.repeat(32)}::bb::cc`])('%s', (alias) => {
    expect(aliasProblem(alias)).toBeUndefined();
  });

  it.each([
    ['', 'form'],
    ['My::Hook', 'form'],
    ['My::Hook::Kms::MODULE', 'form'],
    ['M::Hook::Kms', 'form'],
    ['My::Hook::K-ms', 'form'],
    [`${'a'.repeat(65)}::bb::cc`, 'form'],
    ['AWS::My::Hook', 'begins with "aws"'],
    ['awsome::My::Hook', 'begins with "aws"'],
  ])('not %j', (alias, problem) => {
    expect(aliasProblem(alias)).toContain(problem);
  });
});

it('names the region of an ARN', () => {
  expect([regionOf(lambda), regionOf('x')]).toEqual(['eu-west-1', '']);
});
