/**
 * The IAM actions that each command under `kms-guard hook` needs. Source: "Grant IAM permissions for CloudFormation
 * Hooks" in the CloudFormation Hooks User Guide, and the operations that the commands call.
 */

const reading = ['cloudformation:DescribeType', 'cloudformation:BatchDescribeTypeConfigurations'];

/** Listing a hook's results needs this action, listing a target's results another one. Both call ListHookResults. */
const resultsOfHook = 'cloudformation:ListAllHookResults';

export const permissions = {
  status: [...reading, resultsOfHook],
  // iam:PassRole: the call passes the execution role to CloudFormation.
  activate: [
    ...reading,
    'cloudformation:ActivateType',
    'cloudformation:SetTypeConfiguration',
    'iam:PassRole',
  ],
  enable: [...reading, 'cloudformation:SetTypeConfiguration'],
  disable: [...reading, 'cloudformation:SetTypeConfiguration'],
  mode: [...reading, 'cloudformation:SetTypeConfiguration'],
  results: [...reading, resultsOfHook, 'cloudformation:ListHookResults', 'cloudformation:GetHookResult'],
  deactivate: [...reading, 'cloudformation:SetTypeConfiguration', 'cloudformation:DeactivateType'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type HookCommandName = keyof typeof permissions;

/** The paragraph about permissions in a command's help. */
export function permissionsNote(command: HookCommandName): string {
  return `Permissions: ${permissions[command].join(', ')}.`;
}
