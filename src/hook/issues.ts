import type { BaseIssue } from 'valibot';

/** Every bad member and what is wrong with it; never its value, which may be a secret. */
export function describeIssues(issues: readonly BaseIssue<unknown>[], whole: string): string {
  return issues.map((issue) => describeIssue(issue, whole)).join('; ');
}

function describeIssue(issue: BaseIssue<unknown>, whole: string): string {
  const member = issue.path?.map(({ key }) => String(key)).join('.') ?? whole;
  // A member that is not there is an issue of the object that should have it.
  const missing = issue.type === 'object' && issue.input === undefined && issue.path !== undefined;
  return `${member} (${missing ? 'missing' : `${issue.message}, found ${kindOf(issue.input)}`})`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
