/** What an audit comes to, piece by piece. */

import type { StackPlace } from '../../aws/index.js';
import type { Finding, Problem } from '../../check/index.js';

export type AuditItem =
  /** One endpoint configuration of one stack; line and column are of the template that GetTemplate answers. */
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** A stack, or a whole region, that could not be read to its end. */
  | { readonly kind: 'unread'; readonly of: 'stack' | 'region'; readonly problem: Problem };

/** `111122223333/eu-west-1/ml-prod`: what a report has in place of a file. No two stacks that exist share it. */
export function nameOfStack({ account, region, stack }: StackPlace): string {
  return `${account}/${region}/${stack}`;
}

/** What a report has in place of a file where a whole region could not be read. */
export const nameOfRegion = (region: string): string => `region ${region}`;
