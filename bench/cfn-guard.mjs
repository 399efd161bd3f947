// Runs cfn-guard, AWS's native rule engine, for comparison. The binary comes with the CDK's validator plugin.
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PLATFORMS = { linux: 'ubuntu', darwin: 'macos', win32: 'windows' };
const ARCHITECTURES = { x64: 'x86_64', arm64: 'aarch64' };

const RULE = `let configs = Resources.*[ Type == 'AWS::SageMaker::EndpointConfig' ]
rule endpoint_config_has_key when %configs !empty {
  %configs.Properties.KmsKeyId exists
}
`;

/**
 * @param folder where the binary and the rule are written
 * @returns {(path: string) => [string, ...string[]]} the command that checks a file or folder
 */
export function cfnGuard(folder, text = RULE) {
  const root = dirname(
    createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'),
  );
  const binary = join(root, 'bin', PLATFORMS[process.platform], ARCHITECTURES[process.arch], 'cfn-guard');
  const copy = join(folder, 'cfn-guard');
  copyFileSync(binary, copy);
  chmodSync(copy, 0o755);
  const rule = join(folder, 'kms.guard');
  writeFileSync(rule, text);
  return (path) => [copy, 'validate', '-S', 'none', '-r', rule, '-d', path];
}
