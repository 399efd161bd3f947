/** What is come across more than once, by several paths or parents, is reported once. */
import type { Finding, Problem } from '../finding.js';

/** Something is reported once, however often it is come across. */
export function note(into: Map<string, Problem>, problem: Problem): void {
  into.set(JSON.stringify([problem.file, problem.line, problem.column, problem.message]), problem);
}

/** A nested stack that several parents have, with the same outcome, is one finding. */
export function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, column, logicalId, verdict, message, stack } = finding;
    const key = JSON.stringify([file, line, column, logicalId, verdict, message, stack]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
