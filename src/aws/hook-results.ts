/** What the hook answered: its invocations, as CloudFormation keeps them. */
import type { CloudFormationClient, HookResultSummary } from '@aws-sdk/client-cloudformation';
import { AwsFailure } from './failure.js';

export const hookStatuses = [
  'HOOK_IN_PROGRESS',
  'HOOK_COMPLETE_SUCCEEDED',
  'HOOK_COMPLETE_FAILED',
  'HOOK_FAILED',
] as const;
export type HookStatus = (typeof hookStatuses)[number];

export const resultTargetTypes = ['RESOURCE', 'STACK', 'CHANGE_SET', 'CLOUD_CONTROL'] as const;
export type ResultTargetType = (typeof resultTargetTypes)[number];

/** The combinations that ListHookResults takes: a status goes with a hook, never with a target. */
export type ResultsQuery =
  | { readonly TypeArn: string; readonly Status?: HookStatus }
  | { readonly TargetType: ResultTargetType; readonly TargetId: string };

export interface ResultAnnotation {
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly remediation?: string;
  readonly link?: string;
  readonly severity?: string;
}

/** One invocation. */
export interface HookResult {
  readonly id: string;
  readonly invokedAt: string;
  readonly status: string;
  readonly reason?: string;
  readonly failureMode?: string;
  readonly hook: string;
  readonly targetType?: string;
  readonly targetId?: string;
  readonly annotations?: readonly ResultAnnotation[];
}

/** Every invocation that the query asks for, page by page, without annotations. */
export async function* listHookResults(
  client: CloudFormationClient,
  query: ResultsQuery,
): AsyncGenerator<HookResult> {
  const { ListHookResultsCommand } = await import('@aws-sdk/client-cloudformation');
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListHookResultsCommand({ ...query, ...(NextToken !== undefined && { NextToken }) }),
    );
    // For a target, the answer names it once for all of its results.
    for (const summary of page.HookResults ?? []) {
      yield hookResult({ TargetType: page.TargetType, TargetId: page.TargetId, ...summary });
    }
    NextToken = page.NextToken === '' ? undefined : page.NextToken;
  } while (NextToken !== undefined);
}

function hookResult(summary: HookResultSummary): HookResult {
  return {
    id: summary.HookResultId ?? '',
    invokedAt: summary.InvokedAt?.toISOString() ?? '',
    status: summary.Status ?? '',
    ...(summary.HookStatusReason !== undefined && { reason: summary.HookStatusReason }),
    ...(summary.FailureMode !== undefined && { failureMode: summary.FailureMode }),
    hook: summary.TypeName ?? '',
    ...(summary.TargetType !== undefined && { targetType: summary.TargetType }),
    ...(summary.TargetId !== undefined && { targetId: summary.TargetId }),
  };
}

/** The result with its annotations; as it was where CloudFormation keeps the details no longer. */
export async function withAnnotations(client: CloudFormationClient, result: HookResult): Promise<HookResult> {
  const { GetHookResultCommand } = await import('@aws-sdk/client-cloudformation');
  try {
    const { Annotations = [] } = await client.send(new GetHookResultCommand({ HookResultId: result.id }));
    return {
      ...result,
      annotations: Annotations.map((annotation) => ({
        name: annotation.AnnotationName ?? '',
        status: annotation.Status ?? '',
        ...(annotation.StatusMessage !== undefined && { message: annotation.StatusMessage }),
        ...(annotation.RemediationMessage !== undefined && { remediation: annotation.RemediationMessage }),
        ...(annotation.RemediationLink !== undefined && { link: annotation.RemediationLink }),
        ...(annotation.SeverityLevel !== undefined && { severity: annotation.SeverityLevel }),
      })),
    };
  } catch (error) {
    if (error instanceof AwsFailure && error.code === 'notFound') return result;
    throw error;
  }
}
