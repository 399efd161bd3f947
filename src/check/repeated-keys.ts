/** Reports keys that are written twice in one map, which CloudFormation accepts silently. */
import { duplicateKeys, type Template } from '../template/index.js';
import type { Problem } from './finding.js';

/** At most this many are named; the rest are summed up in one problem. */
const MAX_NAMED = 50;

export function repeatedKeys(template: Template, file: string): Problem[] {
  const problems: Problem[] = [];
  for (const { key, line, column } of duplicateKeys(template)) {
    if (problems.length === MAX_NAMED) {
      const message = `more than ${MAX_NAMED} keys are written more than once: the others are not named`;
      return [...problems, { file, line, column, message }];
    }
    const message = `${key} is written more than once here: the last one counts`;
    problems.push({ file, line, column, message });
  }
  return problems;
}
