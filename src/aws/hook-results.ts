/** Reads the hook's invocations and answers, which CloudFormation keeps for 90 days. */
import type {
  Annotation,
  CloudFormationClient,
  HookResultSummary,
  HookTarget,
} from '@aws-sdk/client-cloudformation';
import { unlessNotFound } from './failure.js';
import { loadSdk } from './load-sdk.js';

export const hookStatuses = [
  'HOOK_IN_PROGRESS',
  'HOOK_COMPLETE_SUCCEEDED',
  'HOOK_COMPLETE_FAILED',
  'HOOK_FAILED',
] as const;
export type HookStatus = (typeof hookStatuses)[number];

/** The target types by which CloudFormation lists results. The API model has more, which the service refuses. */
export const resultTargetTypes = ['CHANGE_SET', 'CLOUD_CONTROL'] as const;
export type ResultTargetType = (typeof resultTargetTypes)[number];

/** The combinations that ListHookResults accepts: a status only with a hook, never with a target. */
export type ResultsQuery =
  | { readonly TypeArn: string; readonly Status?: HookStatus }
  | { readonly TargetType: ResultTargetType; readonly TargetId: string };

export interface ResultAnnotation {
  readonly name: string;
  readonly status: string;
  readonly message: string | undefined;
  readonly remediation: string | undefined;
  readonly link: string | undefined;
  readonly severity: string | undefined;
}

export interface ResultResource {
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly action: string | undefined;
}

/** One invocation. CloudFormation may leave out every member but the first three. */
export interface HookResult {
  readonly id: string;
  readonly status: string;
  readonly hook: string;
  /** As ISO text, which sorts by time. For the results of one target only the details have it. */
  readonly invokedAt: string | undefined;
  readonly reason: string | undefined;
  readonly failureMode: string | undefined;
  /** The stack's ARN, or the request token of a Cloud Control operation. */
  readonly executionTarget: string | undefined;
  /** The change set or request of the query. */
  readonly targetType: string | undefined;
  readonly targetId: string | undefined;
  /** The judged resource; only in the details. */
  readonly resource?: ResultResource | undefined;
  /** Only in the details. */
  readonly annotations?: readonly ResultAnnotation[];
}

/** Every invocation that matches the query, page by page, without details. */
export async function* listHookResults(
  client: CloudFormationClient,
  query: ResultsQuery,
): AsyncGenerator<HookResult> {
  const { ListHookResultsCommand } = loadSdk('client-cloudformation');
  let NextToken: string | undefined;
  do {
    const command = new ListHookResultsCommand({ ...query, ...(NextToken !== undefined && { NextToken }) });
    // CloudFormation answers with an error for a target without hook invocations.
    const page = await unlessNotFound(client.send(command));
    if (page === undefined) return;
    // For a query by target, the answer names the target once for all results.
    for (const summary of page.HookResults ?? []) {
      yield hookResult({ TargetType: page.TargetType, TargetId: page.TargetId, ...summary });
    }
    NextToken = page.NextToken === '' ? undefined : page.NextToken;
  } while (NextToken !== undefined);
}

function hookResult(summary: HookResultSummary): HookResult {
  return {
    id: summary.HookResultId ?? '',
    status: summary.Status ?? '',
    hook: summary.TypeName ?? '',
    invokedAt: summary.InvokedAt?.toISOString(),
    reason: summary.HookStatusReason,
    failureMode: summary.FailureMode,
    executionTarget: summary.HookExecutionTarget,
    targetType: summary.TargetType,
    targetId: summary.TargetId,
  };
}

/** The result with its details; without them where CloudFormation no longer has any. */
export async function withDetails(client: CloudFormationClient, result: HookResult): Promise<HookResult> {
  const { GetHookResultCommand } = loadSdk('client-cloudformation');
  const details = await unlessNotFound(client.send(new GetHookResultCommand({ HookResultId: result.id })));
  if (details === undefined) return result;
  return {
    ...result,
    invokedAt: result.invokedAt ?? details.InvokedAt?.toISOString(),
    resource: details.Target && resourceOf(details.Target),
    annotations: (details.Annotations ?? []).map(resultAnnotation),
  };
}

function resourceOf({ TargetTypeName, TargetId, Action }: HookTarget): ResultResource {
  return { type: TargetTypeName, id: TargetId, action: Action };
}

function resultAnnotation(annotation: Annotation): ResultAnnotation {
  return {
    name: annotation.AnnotationName ?? '',
    status: annotation.Status ?? '',
    message: annotation.StatusMessage,
    remediation: annotation.RemediationMessage,
    link: annotation.RemediationLink,
    severity: annotation.SeverityLevel,
  };
}
