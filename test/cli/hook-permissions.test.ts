import { expect, it } from 'vitest';
import { type HookCommandName, permissions } from '../../src/cli/hook/permissions.js';
import type { Call } from '../aws/aws-server.js';
import {
  account,
  functionArn,
  hook,
  present,
  resourceAlias,
  roleArn,
  stackAlias,
  useAccount,
} from './hook-account.js';

useAccount();

/** The IAM action of a call, which for ListHookResults depends on its parameters. */
function actionOf({ operation, params }: Call): string {
  const ofHook = operation === 'ListHookResults' && params['TypeArn'] !== undefined;
  return `cloudformation:${ofHook ? 'ListAllHookResults' : operation}`;
}

const request = '00000000-0000-4000-8000-000000000001';
const activation = ['activate', '--function', functionArn, '--role', roleArn, '--yes'];
const calls: Readonly<Record<HookCommandName, readonly (readonly string[])[]>> = {
  status: [['status']],
  activate: [activation],
  enable: [['enable', '--yes']],
  disable: [['disable', '--yes']],
  mode: [['mode', 'WARN', '--yes']],
  results: [['results'], ['results', '--target-type', 'CLOUD_CONTROL', '--target-id', request]],
  deactivate: [['deactivate', '--yes']],
};

it.each(Object.entries(calls))(
  'hook %s needs the permissions that it lists, and no other',
  async (name, all) => {
    present(resourceAlias, { HookInvocationStatus: name === 'enable' ? 'DISABLED' : 'ENABLED' });
    present(stackAlias);
    account.state.invocations = [
      { id: request, hook: resourceAlias, status: 'HOOK_FAILED', invokedAt: '2026-11-24T11:30:00.000Z' },
    ];
    for (const argv of all) expect(await hook(argv)).toMatchObject({ code: 0 });
    const needed = new Set(account.server.calls.map(actionOf));
    // ActivateType hands the execution role on, which IAM asks a permission of its own for.
    if (needed.has('cloudformation:ActivateType')) needed.add('iam:PassRole');
    expect([...needed].sort()).toEqual([...permissions[name as HookCommandName]].sort());
  },
);
