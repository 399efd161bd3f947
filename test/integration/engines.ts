import { expect } from 'vitest';
import { localStackPython, root, run, tool } from './tools.js';

/** A module of test/integration/engines/, with how it differs from the others in differential-quirks.ts. */
export type Engine =
  | 'pyyaml'
  | 'sam'
  | 'moto_stacks'
  | 'localstack_stacks'
  | 'cfn_lint_stacks'
  | 'cfn_lint_conditions';

export interface Refusal {
  readonly error: string;
}

export function isRefusal(answer: object): answer is Refusal {
  return 'error' in answer;
}

/** One answer for each question, in order. */
export async function ask<T extends object>(
  engine: Engine,
  questions: readonly object[],
): Promise<readonly (T | Refusal)[]> {
  const stdin = questions.map((question) => JSON.stringify(question)).join('\n');
  const python = engine === 'localstack_stacks' ? localStackPython() : tool('python');
  const ended = await run(python, [`${root}/test/integration/engines/main.py`, engine], { stdin });
  const answers = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T | Refusal);
  expect(answers.length, ended.stderr).toBe(questions.length);
  return answers;
}
