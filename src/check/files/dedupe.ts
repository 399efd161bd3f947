/** Removes problems and findings that several paths or parents lead to. */
import type { Finding, Problem } from '../finding.js';

/** Reports each problem once, even if several paths lead to it. */
export function note(into: Map<string, Problem>, problem: Problem): void {
  into.set(JSON.stringify([problem.file, problem.line, problem.column, problem.message]), problem);
}

/** Keeps one finding for a nested template that several parents use with the same outcome. */
export function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, column, logicalId, verdict, message, stack } = finding;
    const key = JSON.stringify([file, line, column, logicalId, verdict, message, stack]);
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
